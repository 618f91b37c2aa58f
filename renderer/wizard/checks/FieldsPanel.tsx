import { ChevronRight } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { Button, Disclosure, DisclosurePanel, Heading } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { CheckStep } from '../../store/check-steps.ts';
import { stepReadiness } from '../../store/profile-forms.ts';
import { useWizard } from '../../store/store-context.tsx';
import { checksIn } from '../conclusion.ts';

interface Props {
  readonly step: CheckStep;
  readonly summary: string;
  /** Why nothing is checked, where that is not what was left empty here. */
  readonly whyEmpty?: string | undefined;
  readonly children: ReactNode;
}

/** What a step is told. Open until there is something to see of it; what has to be corrected opens it again. */
export function FieldsPanel({ step, summary, whyEmpty, children }: Props) {
  const { t } = useTranslation();
  const readiness = useWizard((state) => stepReadiness(state)[step]);
  const hasRows = useWizard((state) => checksIn(state.run, step).length > 0);
  // Decided when the screen is turned to: nothing folds up under somebody's hands.
  const [isOpen, setIsOpen] = useState(!hasRows);
  return (
    <section className="card fields" aria-label={t('fields.title')}>
      <Disclosure
        className="disclosure"
        isExpanded={isOpen || readiness === 'to-correct'}
        onExpandedChange={setIsOpen}
      >
        <Heading level={2} className="disclosure-heading">
          <Button slot="trigger" className="disclosure-trigger">
            <ChevronRight aria-hidden className="icon disclosure-chevron" />
            {t('fields.title')}
            <span className="disclosure-aside">
              {readiness === 'empty' ? (whyEmpty ?? t('fields.empty')) : summary}
            </span>
          </Button>
        </Heading>
        <DisclosurePanel className="disclosure-panel">
          <div className="stack disclosure-content">{children}</div>
        </DisclosurePanel>
      </Disclosure>
    </section>
  );
}
