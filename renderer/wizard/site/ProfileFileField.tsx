import { X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/Button.tsx';
import { FilePicker } from '../../components/FilePicker.tsx';
import { Notice } from '../../components/Notice.tsx';
import { PROFILE_FILE_LIMIT, type ProfileFile } from '../../store/site-slice.ts';
import { useWizard } from '../../store/store-context.tsx';
import { useFormat } from '../use-format.ts';
import { useRefusalText } from '../use-refusal-text.ts';

/** A profile file that fills the form. */
export function ProfileFileField() {
  const { t } = useTranslation();
  const chooseProfile = useWizard((state) => state.chooseProfile);
  const profileFile = useWizard((state) => state.profileFile);
  return (
    <div className="file-field">
      <div>
        <p className="field-label">
          {t('site.profile')}
          <span className="field-optional">{t('common.optional')}</span>
        </p>
        <p className="field-description">{t('site.profile-description')}</p>
      </div>
      <FilePicker
        label={t('site.profile-choose')}
        accept={['.yaml', '.yml', '.json']}
        limitBytes={PROFILE_FILE_LIMIT}
        onChosen={(file) => void chooseProfile(file)}
      />
      <ProfileFileState file={profileFile} />
    </div>
  );
}

function ProfileFileState({ file }: { readonly file: ProfileFile }) {
  const { t } = useTranslation();
  const format = useFormat();
  const refusalText = useRefusalText();
  const forgetProfile = useWizard((state) => state.forgetProfile);
  switch (file.kind) {
    case 'none':
      return null;
    case 'reading':
      return <Notice tone="info" title={t('site.profile-reading', { name: file.name })} />;
    case 'too-large':
      return (
        <Notice
          tone="error"
          isSpoken
          title={t('site.file-too-large', { name: file.name, limit: format.bytes(PROFILE_FILE_LIMIT) })}
        />
      );
    case 'refused':
      return (
        <Notice
          tone="error"
          isSpoken
          title={
            file.refusal.line === undefined
              ? t('site.profile-refused', { name: file.name })
              : t('site.profile-refused-line', { name: file.name, line: file.refusal.line })
          }
        >
          <p>{refusalText(file.refusal)}</p>
        </Notice>
      );
    case 'read':
      return (
        <Notice
          tone={file.warnings.length + file.secretsGiven.length > 0 ? 'warning' : 'success'}
          isSpoken
          title={t('site.profile-read', { name: file.name })}
          actions={
            <Button look="quiet" isSmall icon={X} onPress={forgetProfile}>
              {t('site.profile-forget')}
            </Button>
          }
        >
          {file.warnings.map((warning) => (
            <p key={warning}>{warning}</p>
          ))}
          {file.secretsGiven.length === 0 ? null : <p>{t('site.profile-secrets-given')}</p>}
        </Notice>
      );
  }
}
