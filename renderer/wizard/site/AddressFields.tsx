import { useTranslation } from 'react-i18next';
import { Field } from '../../components/Field.tsx';
import { Notice } from '../../components/Notice.tsx';
import { siteProblems } from '../../store/site-form.ts';
import { useWizard } from '../../store/store-context.tsx';
import { useProblemText } from './use-problem-text.ts';

/** The Console's address and the site's name. An empty address is a fault only once the engineer wanted to go on. */
export function AddressFields({ showsMissing }: { readonly showsMissing: boolean }) {
  const { t } = useTranslation();
  const form = useWizard((state) => state.form);
  const taken = useWizard((state) => state.taken);
  const editSite = useWizard((state) => state.editSite);
  const settleAddress = useWizard((state) => state.settleAddress);
  const problemText = useProblemText();
  const problems = siteProblems(form);
  const addressProblem = problems.address?.code === 'missing' && !showsMissing ? undefined : problems.address;
  return (
    <>
      <Field
        label={t('site.address')}
        description={t('site.address-description')}
        placeholder={t('site.address-example')}
        value={form.address}
        error={problemText(addressProblem)}
        onChange={(address) => editSite({ address })}
        onBlur={settleAddress}
        // The pasted text is in the field only after this event.
        onPaste={() => setTimeout(settleAddress)}
      />
      {taken === null ? null : (
        <Notice
          tone="info"
          isSpoken
          title={
            taken.port === undefined
              ? t('site.taken-host', { host: taken.host })
              : t('site.taken-host-and-port', { host: taken.host, port: taken.port })
          }
        >
          {form.usesAlternatePort || taken.port === undefined ? null : <p>{t('site.taken-own-port')}</p>}
        </Notice>
      )}
      <Field
        label={t('site.name')}
        isOptional
        description={t('site.name-description')}
        value={form.name}
        error={problemText(problems.name)}
        onChange={(name) => editSite({ name })}
      />
    </>
  );
}
