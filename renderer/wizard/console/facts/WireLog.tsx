import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RawExchange } from '../../../../electron/contract/evidence.ts';
import { CodeBlock } from '../../../components/CodeBlock.tsx';
import { Segments } from '../../../components/Segments.tsx';
import { useFormat } from '../../use-format.ts';
import { hexDump } from './hex-dump.ts';
import { wireText } from './wire-text.ts';

const FORMS = ['text', 'hex'] as const;

/** What went over the wire, in order, as text or octet by octet. */
export function WireLog({ exchanges }: { readonly exchanges: readonly RawExchange[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [form, setForm] = useState<'text' | 'hex'>('text');
  if (exchanges.length === 0) return null;
  const write = form === 'text' ? wireText : hexDump;
  const text = exchanges
    .map(({ direction, atMs, what, base64, omittedBytes }) => {
      const head = t(`wire.${direction}`, { what, time: format.duration(atMs) });
      const cut = omittedBytes === 0 ? '' : `\n${t('wire.cut', { count: omittedBytes })}`;
      return `${head}\n${write(base64)}${cut}`;
    })
    .join('\n\n');
  return (
    <details className="record">
      <summary>{t('wire.title', { count: exchanges.length })}</summary>
      <Segments<'text' | 'hex'>
        label={t('wire.form')}
        value={form}
        choices={FORMS.map((value) => ({ value, title: t(`wire.as-${value}`) }))}
        onChange={setForm}
      />
      <CodeBlock kind="data" label={t('wire.label')} text={text} />
    </details>
  );
}
