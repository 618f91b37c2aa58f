import { useTranslation } from 'react-i18next';
import { checksInOrder } from '../../../electron/contract/run-state.ts';
import { apart } from '../../i18n.ts';
import { useWizard } from '../../store/store-context.tsx';
import { carriedOut, concludeRun, confidenceWord, countChecks } from '../conclusion.ts';
import { useFindingText } from '../use-finding-text.ts';
import { useFormat } from '../use-format.ts';
import { useSubject } from '../use-subject.ts';

/** The run in one paragraph, as it would be said on the telephone. Empty before there is a run. */
export function useSummary(): string {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const subjectText = useSubject();
  const findingText = useFindingText();
  const run = useWizard((state) => state.run);
  const findings = useWizard((state) => state.findings);
  const unexplained = useWizard((state) => state.unexplained);
  if (run.run === null) return '';
  const counts = countChecks(checksInOrder(run));
  const [root, ...others] = findings;
  const sentences = [
    t(run.run.practice === undefined ? 'summary.opening' : 'summary.opening-practice', {
      name: run.run.profile.name,
      from: t(`vantage.inline.${run.run.vantage}`),
      time: format.dateTime(run.run.startedAt),
    }),
    t('summary.counts', { count: carriedOut(counts), passed: format.number(counts.passed) }),
    counts.skipped === 0 ? '' : t('summary.skipped', { count: counts.skipped }),
    counts.error === 0 ? '' : t('summary.errors', { count: counts.error }),
  ];
  if (root === undefined)
    sentences.push(t(`summary.conclusion.${concludeRun({ run, findings, unexplained })}`));
  else {
    sentences.push(
      t(root.severity === 'info' ? 'summary.note' : 'summary.root', {
        title: findingText.title(root),
        subject: subjectText(root.subject),
        confidence: t(`confidence.${confidenceWord(root.confidence)}`).toLocaleLowerCase(i18n.language),
      }),
      findingText.summary(root) ?? '',
      apart(i18n, root.detail),
      t('summary.owner', { owner: t(`owner.${root.remedy.owner}`) }),
      others.length === 0
        ? ''
        : t('summary.others', { count: others.length, titles: others.map(findingText.title).join('; ') }),
    );
  }
  return sentences.filter((sentence) => sentence !== '').join(' ');
}
