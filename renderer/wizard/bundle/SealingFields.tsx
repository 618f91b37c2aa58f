import { ChevronRight } from 'lucide-react';
import { Button, Disclosure, DisclosurePanel, Heading } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { PEM_LIMIT_CHARACTERS } from '../../../electron/contract/bundle-saving.ts';
import { Field } from '../../components/Field.tsx';
import { FilePicker } from '../../components/FilePicker.tsx';
import type { SealingCheck } from '../../store/sealing-slice.ts';
import { useWizard } from '../../store/store-context.tsx';
import { useRefusalText } from '../use-refusal-text.ts';

/** Refusals that are about the keys that a bundle is encrypted for, or about the passphrase; all others are about key and certificate. */
const OF_RECIPIENTS = ['secret-key', 'bad-recipient'];
const OF_PASSPHRASE = ['passphrase-needed', 'wrong-passphrase'];

/** Encryption for support, and a signature of the customer. Closed, because most cases need neither. */
export function SealingFields() {
  const { t } = useTranslation();
  const form = useWizard((state) => state.sealingForm);
  const check = useWizard((state) => state.sealingCheck);
  const setSealing = useWizard((state) => state.setSealing);
  const refusalText = useRefusalText();
  const problem = (isOurs: (code: string) => boolean): string | undefined =>
    check.kind === 'refused' && isOurs(check.refusal.code) ? sentence(refusalText(check.refusal)) : undefined;
  const ofSigner = problem((code) => !OF_RECIPIENTS.includes(code) && !OF_PASSPHRASE.includes(code));
  return (
    <Disclosure className="disclosure card">
      <Heading level={2} className="disclosure-heading">
        <Button slot="trigger" className="disclosure-trigger">
          <ChevronRight aria-hidden className="icon disclosure-chevron" />
          {t('bundle.sealing')}
          <span className="disclosure-aside">
            <Summary check={check} />
          </span>
        </Button>
      </Heading>
      <DisclosurePanel className="disclosure-panel">
        <div className="stack disclosure-content">
          <Field
            label={t('bundle.recipients')}
            isOptional
            lines={2}
            description={t('bundle.recipients-description')}
            error={problem((code) => OF_RECIPIENTS.includes(code))}
            value={form.recipients}
            onChange={(recipients) => setSealing({ recipients })}
          />
          <PemField
            label={t('bundle.certificate')}
            description={t('bundle.certificate-description')}
            choose={t('bundle.certificate-choose')}
            text={form.certificatePem}
            error={ofSigner}
            onText={(certificatePem) => setSealing({ certificatePem })}
          />
          <PemField
            isSecret
            label={t('bundle.key')}
            description={t('bundle.key-description')}
            choose={t('bundle.key-choose')}
            text={form.keyPem}
            onText={(keyPem) => setSealing({ keyPem })}
          />
          <Field
            label={t('bundle.passphrase')}
            isOptional
            type="password"
            description={t('bundle.passphrase-description')}
            error={problem((code) => OF_PASSPHRASE.includes(code))}
            value={form.passphrase}
            onChange={(passphrase) => setSealing({ passphrase })}
          />
          <p className="muted" role="status">
            {check.kind === 'none' ? null : <Summary check={check} />}
          </p>
        </div>
      </DisclosurePanel>
    </Disclosure>
  );
}

/** Halves of sentences come from where they are also put behind an option of the terminal. */
const sentence = (half: string): string =>
  `${half.charAt(0).toUpperCase()}${half.slice(1)}${half.endsWith('.') ? '' : '.'}`;

function Summary({ check }: { readonly check: SealingCheck }) {
  const { t } = useTranslation();
  switch (check.kind) {
    case 'none':
      return t('bundle.sealing-none');
    case 'checking':
      return t('bundle.sealing-checking');
    case 'refused':
      return t('bundle.sealing-refused');
    case 'usable': {
      const { recipients, signer } = check;
      if (signer === undefined) return t('bundle.sealing-sealed', { count: recipients });
      return recipients === 0
        ? t('bundle.sealing-signed', { signer })
        : t('bundle.sealing-both', { count: recipients, signer });
    }
  }
}

interface PemProps {
  readonly label: string;
  readonly description: string;
  readonly choose: string;
  readonly text: string;
  readonly error?: string | undefined;
  readonly isSecret?: boolean;
  readonly onText: (text: string) => void;
}

/** A text in PEM form, chosen as a file or pasted. */
function PemField({ label, description, choose, text, error, isSecret = false, onText }: PemProps) {
  return (
    <div className={isSecret ? 'pem-field pem-secret' : 'pem-field'}>
      <Field
        label={label}
        isOptional
        lines={2}
        description={description}
        error={error}
        value={text}
        onChange={(typed) => onText(typed.slice(0, PEM_LIMIT_CHARACTERS))}
      />
      <FilePicker
        label={choose}
        accept={['.pem', '.crt', '.cer', '.key']}
        limitBytes={PEM_LIMIT_CHARACTERS}
        onChosen={(file) => onText(file.text ?? '')}
      />
    </div>
  );
}
