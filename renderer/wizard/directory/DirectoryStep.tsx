import { useTranslation } from 'react-i18next';
import { useWizard } from '../../store/store-context.tsx';
import { CheckScreen } from '../checks/CheckScreen.tsx';
import { DirectoryFields } from './DirectoryFields.tsx';

/** Whether the Console's way to the domain controllers works, and its account with it. */
export function DirectoryStep() {
  const { t } = useTranslation();
  const { domain, servers, security } = useWizard((state) => state.directoryForm);
  const where = domain.trim() === '' ? servers.trim().replaceAll(/\s+/g, ', ') : domain.trim();
  return (
    <CheckScreen
      step="active-directory"
      fields={<DirectoryFields />}
      summary={t('directory.summary', { where, security: t(`directory.security-of.${security}`) })}
    />
  );
}
