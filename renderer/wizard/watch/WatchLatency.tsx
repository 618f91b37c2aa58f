import { useMemo } from 'react';
import { type LatencySeries, latencyPicture } from '../../../electron/contract/pictures/latency-picture.ts';
import { PictureFigure } from '../../components/pictures/PictureFigure.tsx';
import type { WatchRound } from '../../store/watch-rounds.ts';
import { usePictureWords } from '../pictures/use-picture-words.ts';
import { useFormat } from '../use-format.ts';

/** How long each watched check took from round to round, folded; nothing before there are two rounds. */
export function WatchLatency({ rounds }: { readonly rounds: readonly WatchRound[] }) {
  const words = usePictureWords();
  const format = useFormat();
  const picture = useMemo(
    () =>
      latencyPicture(
        seriesOf(rounds, (at) => format.timeOfDay(at)),
        words.latency('rounds'),
      ),
    [rounds, words, format],
  );
  if (picture === undefined) return null;
  return (
    <details className="watch-latency">
      <summary>{picture.title}</summary>
      <PictureFigure picture={picture} />
    </details>
  );
}

/** One line for each check that any round saw; a round that did not see it leaves a gap. */
function seriesOf(rounds: readonly WatchRound[], when: (at: string) => string): LatencySeries[] {
  const titles = new Map(rounds.flatMap(({ checks }) => checks.map(({ id, title }) => [id, title] as const)));
  return [...titles].map(([id, title]) => ({
    title,
    checkIds: [id],
    measured: rounds.map(({ at, checks }) => {
      const seen = checks.find((check) => check.id === id);
      return seen === undefined || seen.status === 'skipped'
        ? { when: when(at), ms: undefined, status: 'skipped' as const }
        : { when: when(at), ms: seen.elapsedMs, status: seen.status };
    }),
  }));
}
