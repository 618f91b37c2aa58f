import { ArrowLeft, ArrowLeftRight } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { isSame } from '../../../electron/contract/comparison/compare-runs.ts';
import { Button } from '../../components/Button.tsx';
import { Notice } from '../../components/Notice.tsx';
import { StepHeading } from '../../components/StepHeading.tsx';
import type { Compared, ComparedSide } from '../../store/history-slice.ts';
import { useWizard } from '../../store/store-context.tsx';
import { useFormat } from '../use-format.ts';
import { useRefusalText } from '../use-refusal-text.ts';
import { CheckChanges, TimingChanges } from './CheckChanges.tsx';
import { CertificateChanges, NameChanges, SiteChanges } from './FactChanges.tsx';
import { FindingChanges } from './FindingChanges.tsx';

/** Two runs side by side: what changed from the one to the other. */
export function CompareScreen() {
  const { t } = useTranslation();
  const compared = useWizard((state) => state.compared);
  const openHistory = useWizard((state) => state.openHistory);
  const swapCompared = useWizard((state) => state.swapCompared);
  return (
    <>
      <StepHeading title={t('place.compare')}>
        <p className="lede">{t('compare.lede')}</p>
      </StepHeading>
      <div className="actions">
        <Button icon={ArrowLeft} onPress={openHistory}>
          {t('compare.back')}
        </Button>
        <Button
          icon={ArrowLeftRight}
          isDisabled={compared.kind !== 'ready'}
          onPress={() => void swapCompared()}
        >
          {t('compare.swap')}
        </Button>
      </div>
      <Comparison compared={compared} />
    </>
  );
}

function Comparison({ compared }: { readonly compared: Compared }) {
  const { t } = useTranslation();
  const refusalText = useRefusalText();
  if (compared.kind === 'none') return null;
  if (compared.kind === 'reading') return <p role="status">{t('compare.reading')}</p>;
  if (compared.kind === 'refused')
    return (
      <Notice tone="error" isSpoken title={t('compare.refused')}>
        <p>
          {compared.refusal.code === 'empty-run' ? t('compare.empty-run') : refusalText(compared.refusal)}
        </p>
      </Notice>
    );
  const { before, after, comparison } = compared;
  const sides = { before: t('compare.before'), after: t('compare.after') };
  return (
    <>
      <div className="two-columns">
        <SideCard title={sides.before} side={before} />
        <SideCard title={sides.after} side={after} />
      </div>
      {isSame(comparison) ? <Notice tone="success" title={t('compare.same')} /> : null}
      <Group id="findings" title={t('compare.findings')} count={comparison.findings.length}>
        <FindingChanges changes={comparison.findings} {...sides} />
      </Group>
      <Group id="checks" title={t('compare.checks')} count={comparison.checks.length}>
        <CheckChanges changes={comparison.checks} {...sides} />
      </Group>
      <Group id="addresses" title={t('compare.addresses')} count={comparison.addresses.length}>
        <NameChanges changes={comparison.addresses} />
      </Group>
      <Group id="certificates" title={t('compare.certificates')} count={comparison.certificates.length}>
        <CertificateChanges changes={comparison.certificates} {...sides} />
      </Group>
      <Group id="timings" title={t('compare.timings')} count={comparison.timings.length}>
        <TimingChanges changes={comparison.timings} {...sides} />
      </Group>
      <Group id="sites" title={t('compare.sites')} count={comparison.site.length}>
        <SiteChanges changes={comparison.site} {...sides} />
      </Group>
    </>
  );
}

interface GroupProps {
  readonly id: string;
  readonly title: string;
  readonly count: number;
  readonly children: React.ReactNode;
}

/** One kind of change; a kind without any is not shown. */
function Group({ id, title, count, children }: GroupProps) {
  if (count === 0) return null;
  return (
    <section className="card stack" aria-labelledby={`compare-${id}`}>
      <h2 id={`compare-${id}`}>{title}</h2>
      {children}
    </section>
  );
}

function SideCard({ title, side }: { readonly title: string; readonly side: ComparedSide }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { run, ended, fileName } = side;
  return (
    <section className="card side-card" aria-label={title}>
      <h2>{title}</h2>
      <p className="side-name">{run.profile.name}</p>
      <p>{format.dateTime(run.startedAt)}</p>
      <p className="muted">
        {t('compare.side', {
          from: t(`vantage.seen-from.${run.vantage}`),
          machine: run.hostname,
          ended: t(`runs.ended.${ended ?? 'running'}`),
        })}
      </p>
      {fileName === undefined ? null : <p className="file-name">{fileName}</p>}
    </section>
  );
}
