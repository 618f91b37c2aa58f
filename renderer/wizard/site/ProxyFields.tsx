import { X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/Button.tsx';
import { Field } from '../../components/Field.tsx';
import { Notice } from '../../components/Notice.tsx';
import { Segments } from '../../components/Segments.tsx';
import { PROXY_MODES } from '../../store/proxy-form.ts';
import { siteProblems } from '../../store/site-form.ts';
import { useWizard } from '../../store/store-context.tsx';
import { useProblemText } from './use-problem-text.ts';

/**
 * The way through a proxy, where a site has one. A login in its address is taken out and held in memory. An address that is not
 * there yet is a fault only once the engineer wanted to go on.
 */
export function ProxyFields({ showsMissing }: { readonly showsMissing: boolean }) {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const form = useWizard((state) => state.form);
  const login = useWizard((state) => state.proxyLogin);
  const editSite = useWizard((state) => state.editSite);
  const settleProxy = useWizard((state) => state.settleProxy);
  const forgetLogin = useWizard((state) => state.forgetProxyLogin);
  const problems = siteProblems(form);
  const problemOf = (field: 'proxyUrl' | 'pacUrl') =>
    form[field].trim() === '' && !showsMissing ? undefined : problemText(problems[field]);
  return (
    <>
      <Segments
        label={t('proxy.label')}
        value={form.proxyMode}
        choices={PROXY_MODES.map((value) => ({ value, title: t(`proxy.mode.${value}`) }))}
        description={t(`proxy.what.${form.proxyMode}`)}
        onChange={(proxyMode) => editSite({ proxyMode })}
      />
      {form.proxyMode === 'url' ? (
        <Field
          label={t('proxy.url')}
          placeholder={t('proxy.url-example')}
          description={t('proxy.url-description')}
          value={form.proxyUrl}
          error={problemOf('proxyUrl')}
          onChange={(proxyUrl) => editSite({ proxyUrl })}
          onBlur={settleProxy}
          onPaste={() => setTimeout(settleProxy)}
        />
      ) : null}
      {form.proxyMode === 'url' && login !== null ? (
        <Notice
          tone="info"
          isSpoken
          title={t('proxy.login-taken', { username: login.username })}
          actions={
            <Button look="quiet" isSmall icon={X} onPress={forgetLogin}>
              {t('proxy.login-forget')}
            </Button>
          }
        />
      ) : null}
      {form.proxyMode === 'pac' ? (
        <Field
          label={t('proxy.pac')}
          placeholder={t('proxy.pac-example')}
          value={form.pacUrl}
          error={problemOf('pacUrl')}
          onChange={(pacUrl) => editSite({ pacUrl })}
        />
      ) : null}
    </>
  );
}
