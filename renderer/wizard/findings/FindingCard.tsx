import { ChevronRight } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button, Disclosure, DisclosurePanel, Heading } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { Finding } from '../../../electron/contract/findings.ts';
import { SeverityMark } from '../../components/SeverityMark.tsx';
import { confidenceWord } from '../conclusion.ts';
import { useFindingText } from '../use-finding-text.ts';
import { useSubject } from '../use-subject.ts';
import { FindingBody } from './FindingBody.tsx';

interface Props {
  readonly finding: Finding;
  /** The cause to fix first stands open, as does the one that takes its place; the others are folded. */
  readonly isRoot: boolean;
}

/** One cause: what it is and how sure, and opened, what was seen, who fixes it and how. */
export function FindingCard({ finding, isRoot }: Props) {
  const { t } = useTranslation();
  const subjectText = useSubject();
  const title = useFindingText().title(finding);
  const [isExpanded, setIsExpanded] = useState(isRoot);
  useEffect(() => {
    if (isRoot) setIsExpanded(true);
  }, [isRoot]);
  return (
    <article className={`card finding finding-${finding.severity}`} aria-label={title}>
      <Disclosure className="finding-disclosure" isExpanded={isExpanded} onExpandedChange={setIsExpanded}>
        {isRoot ? <p className="finding-root">{t('findings.root')}</p> : null}
        <Heading level={3} className="disclosure-heading">
          <Button slot="trigger" className="finding-trigger">
            <span className="finding-head">
              <span className="finding-title">{title}</span>
              <span className="finding-marks">
                <SeverityMark severity={finding.severity} />
                <span className="finding-mark">{subjectText(finding.subject)}</span>
                <span className="finding-mark">{t(`confidence.${confidenceWord(finding.confidence)}`)}</span>
                <span className="finding-mark">
                  {t('findings.owner', { owner: t(`owner.${finding.remedy.owner}`) })}
                </span>
              </span>
            </span>
            <ChevronRight aria-hidden className="icon disclosure-chevron" />
          </Button>
        </Heading>
        <DisclosurePanel className="disclosure-panel">
          <FindingBody finding={finding} />
        </DisclosurePanel>
      </Disclosure>
    </article>
  );
}
