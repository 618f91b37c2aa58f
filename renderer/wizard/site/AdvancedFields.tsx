import { ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { Button, Disclosure, DisclosurePanel, Heading } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { CheckField } from '../../components/CheckField.tsx';
import { Field } from '../../components/Field.tsx';
import { siteProblems } from '../../store/site-form.ts';
import { useWizard } from '../../store/store-context.tsx';
import { ProxyFields } from './ProxyFields.tsx';
import { useProblemText } from './use-problem-text.ts';

/** Ports, resolvers and proxy: right as they are on most sites. Opens by itself when something in it has to be corrected. */
export function AdvancedFields({ showsMissing }: { readonly showsMissing: boolean }) {
  const { t } = useTranslation();
  const form = useWizard((state) => state.form);
  const editSite = useWizard((state) => state.editSite);
  const problemText = useProblemText();
  const problems = siteProblems(form);
  const hasProblem = ['primaryPort', 'alternatePort', 'resolvers', 'proxyUrl', 'pacUrl'].some(
    (field) => field in problems,
  );
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Disclosure className="disclosure" isExpanded={isOpen || hasProblem} onExpandedChange={setIsOpen}>
      <Heading level={2} className="disclosure-heading">
        <Button slot="trigger" className="disclosure-trigger">
          <ChevronRight aria-hidden className="icon disclosure-chevron" />
          {t('site.advanced')}
          <span className="disclosure-aside">
            {form.usesAlternatePort
              ? t('site.ports-both', { primary: form.primaryPort, alternate: form.alternatePort })
              : t('site.ports-one', { primary: form.primaryPort })}
          </span>
        </Button>
      </Heading>
      <DisclosurePanel className="disclosure-panel">
        <div className="stack disclosure-content">
          <div className="row-fields">
            <Field
              label={t('site.primary-port')}
              width="short"
              inputMode="numeric"
              value={form.primaryPort}
              error={problemText(problems.primaryPort)}
              onChange={(primaryPort) => editSite({ primaryPort })}
            />
            <Field
              label={t('site.alternate-port')}
              width="short"
              inputMode="numeric"
              isDisabled={!form.usesAlternatePort}
              value={form.alternatePort}
              error={problemText(problems.alternatePort)}
              onChange={(alternatePort) => editSite({ alternatePort })}
            />
          </div>
          <CheckField
            isSelected={!form.usesAlternatePort}
            onChange={(isUnused) => editSite({ usesAlternatePort: !isUnused })}
          >
            {t('site.alternate-unused')}
          </CheckField>
          <Field
            label={t('site.resolvers')}
            isOptional
            lines={2}
            description={t('site.resolvers-description')}
            value={form.resolvers}
            error={problemText(problems.resolvers)}
            onChange={(resolvers) => editSite({ resolvers })}
          />
          <ProxyFields showsMissing={showsMissing} />
        </div>
      </DisclosurePanel>
    </Disclosure>
  );
}
