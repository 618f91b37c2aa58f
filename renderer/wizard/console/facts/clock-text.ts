import type { TFunction } from 'i18next';
import type { useFormat } from '../../use-format.ts';

/** How a server's clock stands to this machine's; undefined where it did not say. Servers give whole seconds. */
export function clockText(
  t: TFunction,
  format: ReturnType<typeof useFormat>,
  offsetMs: number | undefined,
): string | undefined {
  if (offsetMs === undefined) return undefined;
  const time = format.duration(Math.abs(offsetMs));
  if (Math.abs(offsetMs) < 1000) return t('facts.clock-same');
  return offsetMs > 0 ? t('facts.clock-ahead', { time }) : t('facts.clock-behind', { time });
}
