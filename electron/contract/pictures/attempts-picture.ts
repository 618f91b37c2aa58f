import { type LatencyWords, latencyPicture, type Measured } from './latency-picture.ts';
import type { Picture } from './picture.ts';
import type { PictureCheck } from './picture-run.ts';

/** The attempts of one check beside each other: the first connection and those that were tried further. Undefined where there was one. */
export function attemptsPicture(
  { id, title, status, outcome }: Pick<PictureCheck, 'id' | 'title' | 'status' | 'outcome'>,
  words: LatencyWords,
): Picture | undefined {
  if (outcome === undefined || !('further' in outcome) || outcome.further === undefined) return undefined;
  const measured: Measured[] = [
    { when: '1', ms: outcome.elapsedMs, status },
    ...outcome.further.map(
      ({ code, elapsedMs }, index): Measured => ({
        when: String(index + 2),
        ms: elapsedMs,
        status: code === 'open' ? 'passed' : 'failed',
      }),
    ),
  ];
  return latencyPicture([{ title, checkIds: [id], measured }], words);
}
