import { useTranslation } from 'react-i18next';
import type { ProxyOutcome } from '../../../../electron/contract/outcomes/proxy.ts';
import { proxyUrl } from '../../../../electron/contract/proxy-url.ts';
import { endpoint } from '../../../../electron/contract/spoken.ts';
import { ChainPicture } from '../../pictures/ChainPicture.tsx';
import { useFormat } from '../../use-format.ts';
import { CertificateChain } from './CertificateChain.tsx';
import { FactList } from './FactList.tsx';
import { systemErrorText } from './system-error.ts';

/** What a proxy did with the request for a tunnel, and what was in it. */
export function ProxyFacts({ outcome }: { readonly outcome: ProxyOutcome }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { proxy, target, http, socks, inside, timings } = outcome;
  const { tls, nats } = inside ?? {};
  const took = (milliseconds: number | undefined): string | undefined =>
    milliseconds === undefined ? undefined : format.duration(milliseconds);
  return (
    <>
      <FactList
        facts={[
          { label: t('facts.code'), value: outcome.code },
          { label: t('facts.proxy'), value: `${proxyUrl(proxy)} (${outcome.proxyAddress})` },
          { label: t('facts.tunnel-to'), value: endpoint(target.host, target.port) },
          {
            label: t('facts.status'),
            value: http === undefined ? undefined : `${http.status} ${http.statusText}`.trim(),
          },
          {
            label: t('facts.socks-reply'),
            value: socks?.reply && `${socks.reply.code} ${socks.reply.name}`,
          },
          { label: t('facts.proxy-reason'), value: outcome.proxyReason },
          { label: t('facts.proxy-schemes'), value: http?.schemes },
          {
            label: t('facts.proxy-login'),
            value: outcome.login === undefined ? undefined : t(`facts.proxy-login-${outcome.login}`),
          },
          { label: t('facts.title'), value: http?.title },
          { label: t('facts.location'), value: http?.location },
          {
            label: t('facts.headers'),
            value: Object.entries(http?.headers ?? {}).map(([name, value]) => `${name}: ${value}`),
          },
          { label: t('facts.page'), value: http?.bodyStart === '' ? undefined : http?.bodyStart },
          { label: t('facts.plaintext'), value: outcome.firstLine },
          { label: t('facts.proxy-answer-time'), value: took(timings.answerMs) },
          { label: t('facts.tunnel-time'), value: took(timings.insideMs) },
          { label: t('facts.tunnel-end'), value: outcome.end && t(`facts.tunnel-end-${outcome.end}`) },
          { label: t('facts.inside'), value: (tls ?? nats)?.code },
          { label: t('facts.tls-version'), value: tls?.version },
          { label: t('facts.faults'), value: tls?.faults.map((fault) => t(`fault.${fault}`)) },
          { label: t('facts.error'), value: systemErrorText(outcome.error) },
          { label: t('facts.received'), value: t('facts.bytes', { count: outcome.bytesReceived }) },
        ]}
      />
      {tls === undefined || tls.chain.length === 0 ? null : (
        <>
          <ChainPicture shown={tls} />
          <CertificateChain chain={tls.chain} source={tls.chainSource} />
        </>
      )}
    </>
  );
}
