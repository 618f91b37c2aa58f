import { useTranslation } from 'react-i18next';
import { Field } from '../../components/Field.tsx';
import { useWizard } from '../../store/store-context.tsx';

/** The API token. Held in memory until the page is closed; in no storage, no event and no bundle. */
export function TokenField() {
  const { t } = useTranslation();
  const apiToken = useWizard((state) => state.apiToken);
  const setApiToken = useWizard((state) => state.setApiToken);
  const isNamedInProfile = useWizard((state) => state.form.base?.console?.apiToken !== undefined);
  return (
    <Field
      label={t('site.token')}
      isOptional
      type="password"
      description={
        isNamedInProfile && apiToken === '' ? t('site.token-named-in-profile') : t('site.token-description')
      }
      value={apiToken}
      onChange={setApiToken}
    />
  );
}
