import { useTranslation } from 'react-i18next';
import type { Finding } from '../../../electron/contract/findings.ts';
import type { HandOver } from '../../../electron/contract/hand-over.ts';
import { handOverCsv } from '../../../electron/contract/hand-over-csv.ts';
import { handOverMarkdown } from '../../../electron/contract/hand-over-markdown.ts';
import { handOverText } from '../../../electron/contract/hand-over-text.ts';
import { CopyButton } from '../../components/CopyButton.tsx';
import { SaveButton } from '../../components/SaveButton.tsx';

const FORMATS = [
  { format: 'text', write: handOverText },
  { format: 'markdown', write: handOverMarkdown },
  { format: 'csv', write: handOverCsv },
] as const;

interface Props {
  readonly handOver: HandOver;
  /** The one finding that asks; absent for all that the team is asked for. */
  readonly finding?: Pick<Finding, 'cause' | 'subject'>;
}

/** Copies or saves what one team is asked for, in the form that its ticket system takes. */
export function CopyHandOver({ handOver, finding }: Props) {
  const { t } = useTranslation();
  return (
    <fieldset className="copy-hand-over">
      <legend>{t('hand-over.send', { owner: t(`owner.${handOver.to}`) })}</legend>
      {FORMATS.map(({ format, write }) => (
        <CopyButton
          key={format}
          text={write(handOver)}
          what={t('hand-over.label', { owner: t(`owner.${handOver.to}`), format: t(`hand-over.${format}`) })}
          label={t(`hand-over.${format}`)}
        />
      ))}
      <span className="copy-hand-over-save">{t('hand-over.save')}</span>
      {FORMATS.map(({ format }) => (
        <SaveButton
          key={format}
          wanted={{
            kind: 'request',
            to: handOver.to,
            format,
            ...(finding === undefined ? {} : { finding: { cause: finding.cause, subject: finding.subject } }),
          }}
          what={t('hand-over.label', { owner: t(`owner.${handOver.to}`), format: t(`hand-over.${format}`) })}
          label={t(`hand-over.${format}`)}
        />
      ))}
    </fieldset>
  );
}
