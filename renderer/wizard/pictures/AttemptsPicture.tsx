import { useMemo } from 'react';
import { attemptsPicture } from '../../../electron/contract/pictures/attempts-picture.ts';
import type { CheckState } from '../../../electron/contract/run-state.ts';
import { PictureFigure } from '../../components/pictures/PictureFigure.tsx';
import { usePictureWords } from './use-picture-words.ts';

/** How long each attempt of a check took; nothing where there was one. */
export function AttemptsPicture({ check }: { readonly check: Extract<CheckState, { phase: 'finished' }> }) {
  const words = usePictureWords();
  const picture = useMemo(() => attemptsPicture(check, words.latency('attempts')), [check, words]);
  return picture === undefined ? null : <PictureFigure picture={picture} />;
}
