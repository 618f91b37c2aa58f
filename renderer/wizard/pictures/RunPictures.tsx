import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { pictureRunOf } from '../../../electron/contract/pictures/picture-run.ts';
import { runTimeline } from '../../../electron/contract/pictures/run-timeline.ts';
import { siteMap } from '../../../electron/contract/pictures/site-map.ts';
import { PictureFigure } from '../../components/pictures/PictureFigure.tsx';
import { Unfold } from '../../components/Unfold.tsx';
import { useWizard } from '../../store/store-context.tsx';
import { usePictureWords } from './use-picture-words.ts';

/** The site as this run saw it; a press on a place leads to its rows. */
export function SiteMap() {
  const { t } = useTranslation();
  const words = usePictureWords();
  const run = usePictureRun();
  const showChecks = useShowChecks();
  const picture = useMemo(
    () => (run === undefined ? undefined : siteMap(run, words.map(run.vantage))),
    [run, words],
  );
  if (picture === undefined) return null;
  return (
    <section className="card stack" aria-labelledby="map-title">
      <h2 id="map-title">{t('pictures.map.heading')}</h2>
      <PictureFigure picture={picture} onPlace={showChecks} />
    </section>
  );
}

/** When in the run each check was made, folded: it is long. */
export function RunTimeline() {
  const words = usePictureWords();
  return (
    <Unfold className="card picture-fold" summary={words.timeline.title}>
      <Timeline />
    </Unfold>
  );
}

function Timeline() {
  const words = usePictureWords();
  const run = usePictureRun();
  const showChecks = useShowChecks();
  const picture = useMemo(
    () => (run === undefined ? undefined : runTimeline(run, words.timeline)),
    [run, words],
  );
  return picture === undefined ? null : <PictureFigure picture={picture} onPlace={showChecks} />;
}

function usePictureRun() {
  const run = useWizard((state) => state.run);
  const findings = useWizard((state) => state.findings);
  const unexplained = useWizard((state) => state.unexplained);
  return useMemo(() => pictureRunOf(run, findings, unexplained), [run, findings, unexplained]);
}

/** Opens the rows of a place on the screen of the first, which gets the focus. */
function useShowChecks(): (checkIds: readonly string[]) => void {
  const showCheck = useWizard((state) => state.showCheck);
  return (checkIds) => {
    const [first] = checkIds;
    if (first !== undefined) showCheck(first);
  };
}
