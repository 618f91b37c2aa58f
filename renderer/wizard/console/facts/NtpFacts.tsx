import { useTranslation } from 'react-i18next';
import type { NtpOutcome } from '../../../../electron/contract/outcomes/ntp.ts';
import { useFormat } from '../../use-format.ts';
import { FactList } from './FactList.tsx';
import { systemErrorText } from './system-error.ts';

/** What a time server answered. */
export function NtpFacts({ outcome }: { readonly outcome: NtpOutcome }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { clockOffsetMs, delayMs, stratum, reference, kissCode } = outcome;
  const off = format.duration(Math.abs(clockOffsetMs ?? 0));
  return (
    <FactList
      facts={[
        { label: t('facts.code'), value: outcome.code },
        {
          label: t('facts.clock-offset'),
          value:
            clockOffsetMs === undefined
              ? undefined
              : clockOffsetMs > 0
                ? t('facts.clock-ahead', { time: off })
                : t('facts.clock-behind', { time: off }),
        },
        {
          label: t('facts.round-trip'),
          value: delayMs === undefined ? undefined : format.duration(Math.max(0, delayMs)),
        },
        {
          label: t('facts.stratum'),
          value:
            stratum === undefined
              ? undefined
              : [format.number(stratum), reference].filter((word) => word !== undefined).join(', '),
        },
        { label: t('facts.kiss-code'), value: kissCode },
        { label: t('facts.error'), value: systemErrorText(outcome.error) },
      ]}
    />
  );
}
