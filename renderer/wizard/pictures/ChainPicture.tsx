import { useMemo } from 'react';
import { chainPicture, type ShownChain } from '../../../electron/contract/pictures/chain-picture.ts';
import { PictureFigure } from '../../components/pictures/PictureFigure.tsx';
import { useWizard } from '../../store/store-context.tsx';
import { usePictureWords } from './use-picture-words.ts';

/** A certificate chain from the server's own to the root, beside the time at which it was seen. */
export function ChainPicture({
  shown,
  hasTable = false,
}: {
  readonly shown: ShownChain;
  /** False where the certificates stand in a table beside it. */
  readonly hasTable?: boolean;
}) {
  const words = usePictureWords();
  const nowIso = useWizard((state) => state.run.run?.startedAt ?? '');
  const picture = useMemo(
    () => chainPicture(shown, { nowIso, checkIds: [] }, words.chain),
    [shown, nowIso, words],
  );
  return picture === undefined ? null : <PictureFigure picture={picture} hasTable={hasTable} />;
}
