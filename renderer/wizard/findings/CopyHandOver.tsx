import { useTranslation } from 'react-i18next';
import type { HandOver } from '../../../electron/contract/hand-over.ts';
import { handOverCsv } from '../../../electron/contract/hand-over-csv.ts';
import { handOverMarkdown } from '../../../electron/contract/hand-over-markdown.ts';
import { handOverText } from '../../../electron/contract/hand-over-text.ts';
import { CopyButton } from '../../components/CopyButton.tsx';

const FORMATS = [
  { format: 'text', write: handOverText },
  { format: 'markdown', write: handOverMarkdown },
  { format: 'csv', write: handOverCsv },
] as const;

/** Copies what one team is asked for, in the form that its ticket system takes. */
export function CopyHandOver({ handOver }: { readonly handOver: HandOver }) {
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
    </fieldset>
  );
}
