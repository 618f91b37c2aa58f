import { useTranslation } from 'react-i18next';
import type { RawExchange } from '../../../../electron/contract/evidence.ts';
import { CodeBlock } from '../../../components/CodeBlock.tsx';
import { useFormat } from '../../use-format.ts';
import { wireText } from './wire-text.ts';

/** What went over the wire, in order. */
export function WireLog({ exchanges }: { readonly exchanges: readonly RawExchange[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (exchanges.length === 0) return null;
  const text = exchanges
    .map(({ direction, atMs, what, base64, omittedBytes }) => {
      const head = t(`wire.${direction}`, { what, time: format.duration(atMs) });
      const cut = omittedBytes === 0 ? '' : `\n${t('wire.cut', { count: omittedBytes })}`;
      return `${head}\n${wireText(base64)}${cut}`;
    })
    .join('\n\n');
  return (
    <details className="record">
      <summary>{t('wire.title', { count: exchanges.length })}</summary>
      <CodeBlock kind="data" label={t('wire.label')} text={text} />
    </details>
  );
}
