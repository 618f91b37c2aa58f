import { X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/Button.tsx';
import { FilePicker } from '../../components/FilePicker.tsx';
import { Notice } from '../../components/Notice.tsx';
import { CA_FILE_LIMIT_BYTES } from '../../store/certificate-file.ts';
import { useWizard } from '../../store/store-context.tsx';
import { useFormat } from '../use-format.ts';

/** The certificates of a site that has an authority of its own. */
export function CaFileField() {
  const { t } = useTranslation();
  const format = useFormat();
  const caFile = useWizard((state) => state.caFile);
  const chooseCa = useWizard((state) => state.chooseCa);
  const forgetCa = useWizard((state) => state.forgetCa);
  const namedInProfile = useWizard((state) => state.form.base?.console?.caFile);
  return (
    <div className="file-field">
      <div>
        <p className="field-label">
          {t('site.ca')}
          <span className="field-optional">{t('common.optional')}</span>
        </p>
        <p className="field-description">{t('site.ca-description')}</p>
      </div>
      <FilePicker
        label={t('site.ca-choose')}
        accept={['.pem', '.crt', '.cer', '.ca-bundle', 'application/x-pem-file']}
        limitBytes={CA_FILE_LIMIT_BYTES}
        onChosen={chooseCa}
      />
      {caFile.kind === 'none' && namedInProfile !== undefined ? (
        <Notice tone="info" title={t('site.ca-named-in-profile', { path: namedInProfile })} />
      ) : null}
      {caFile.kind === 'read' ? (
        <Notice
          tone={caFile.hasPrivateKey ? 'warning' : 'success'}
          isSpoken
          title={t('site.ca-read', { count: caFile.certificates, name: caFile.name })}
          actions={
            <Button look="quiet" isSmall icon={X} onPress={forgetCa}>
              {t('site.ca-forget')}
            </Button>
          }
        >
          {caFile.hasPrivateKey ? <p>{t('site.ca-private-key')}</p> : null}
        </Notice>
      ) : null}
      {caFile.kind === 'too-large' ? (
        <Notice
          tone="error"
          isSpoken
          title={t('site.file-too-large', { name: caFile.name, limit: format.bytes(CA_FILE_LIMIT_BYTES) })}
        />
      ) : null}
      {caFile.kind === 'no-certificate' ? (
        <Notice tone="error" isSpoken title={t('site.ca-none', { name: caFile.name })}>
          <p>{t('site.ca-none-remedy')}</p>
        </Notice>
      ) : null}
    </div>
  );
}
