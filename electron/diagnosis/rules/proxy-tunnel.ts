import type { InsideTls, ProxyOutcome } from '../../contract/outcomes/proxy.ts';
import type { TlsOutcome } from '../../contract/outcomes/tls.ts';
import { said } from '../../contract/spoken.ts';
import { inspectionVendor } from '../inspection-vendor.ts';
import { directPort, isSameBothWays, type ProxyView } from '../proxy-view.ts';
import type { Rule, Sighting } from '../rule.ts';
import type { Seen, SiteView } from '../site-view.ts';
import { certificateCauses } from './cause-sets.ts';
import { proxyName, sightingOf, targetsOf, type Way } from './proxy-sighting.ts';

/** Handshakes and greetings that the port showed directly. */
function directly(view: SiteView, way: Way): { tls: Seen<'tls'>[]; nats: Seen<'nats'>[] } {
  const ends = directPort(view, way)?.ends ?? [];
  return {
    tls: ends.flatMap(({ tls }) => (tls === undefined || tls.via !== undefined ? [] : [tls])),
    nats: ends.flatMap(({ nats }) => (nats === undefined || nats.via !== undefined ? [] : [nats])),
  };
}

/** The service answers directly as it should, so what is different inside the tunnel is the proxy's doing. */
function isFineDirectly(view: SiteView, way: Way): boolean {
  const { tls, nats } = directly(view, way);
  return (
    tls.some(({ outcome }) => outcome.code === 'established') ||
    nats.some(({ outcome }) => outcome.info !== undefined)
  );
}

/** The tunnel stood and did not carry: by its end, or by what came out of it where the service itself speaks otherwise. */
function isCut(view: SiteView, way: Way): boolean {
  const { code, inside } = way.outcome;
  if (code === 'tunnel-cut') return !isSameBothWays(view, way);
  if (code !== 'service-fault' || !isFineDirectly(view, way)) return false;
  return inside?.tls === undefined ? !isSameBothWays(view, way) : inside.tls.code !== 'established';
}

/** Behind the proxy alone, where it cannot be compared, a service that hangs up by itself looks the same. */
export const proxyCutsTunnel: Rule = {
  cause: 'proxy-cuts-tunnel',
  explains: [],
  see: (view) =>
    view.proxies.flatMap((proxy): Sighting[] => {
      const [first, ...others] = proxy.ways.filter((way) => isCut(view, way));
      if (first === undefined) return [];
      const isCompared = isFineDirectly(view, first);
      const contrast = isCompared ? ' Without the proxy the same port answers as it should.' : '';
      return [
        sightingOf(
          view,
          proxy,
          [first, ...others],
          `${proxyName(proxy)} granted the tunnel to ${targetsOf([first, ...others])}, and then ${whatCame(first.outcome)}.${contrast}`,
          isCompared ? 0.9 : passesAnother(proxy) ? 0.7 : 0.55,
        ),
      ];
    }),
};

const passesAnother = ({ ways }: ProxyView): boolean =>
  ways.some(({ outcome }) => outcome.code === 'through');

function whatCame({ code, end, inside, timings, target }: ProxyOutcome): string {
  const seen = inside?.tls ?? inside?.nats;
  const after = said(timings.insideMs ?? 0);
  if (code === 'service-fault') {
    const line = inside?.tls?.plaintext?.firstLine ?? inside?.nats?.firstLine;
    return line === undefined
      ? `what came through it was not what the service says itself (${seen?.code ?? 'unknown'})`
      : `something else came through it: "${line}"`;
  }
  const first = target.protocol === 'nats' ? 'the greeting of NATS' : 'the answer to the ClientHello';
  const bytes = seen?.bytesReceived ?? 0;
  const part = bytes === 0 ? `before ${first}` : `after ${bytes} bytes`;
  if (end === 'silent') return `nothing more came through it in ${after}, ${part}`;
  return `the connection was ${end === 'rst' ? 'reset' : 'closed'} after ${after}, ${part}`;
}

/** Faults that a certificate has when somebody else signed it. */
const SIGNED_ANEW: readonly TlsOutcome['faults'][number][] = [
  'untrusted-authority',
  'incomplete-chain',
  'self-signed',
  'trusted-by-os-only',
];

const isProfileTrusted = ({ trust }: InsideTls): boolean =>
  trust.some(({ store, code }) => store === 'profile' && code === 'trusted');

/** Another certificate comes through the proxy than directly, and it is signed by somebody whom the direct one does not need. */
function reSigned(
  view: SiteView,
  way: Way,
): { readonly inside: InsideTls; readonly direct: Seen<'tls'> } | undefined {
  const inside = way.outcome.inside?.tls;
  const leaf = inside?.chain[0];
  if (inside?.code !== 'established' || leaf === undefined || isProfileTrusted(inside)) return undefined;
  const direct = directly(view, way).tls.filter(({ outcome }) => outcome.chain.length > 0);
  const [first] = direct;
  const isOther = direct.every(({ outcome: { chain } }) => {
    const [own] = chain;
    return own?.fingerprint256 !== leaf.fingerprint256 && own?.issuer !== leaf.issuer;
  });
  if (first === undefined || !isOther) return undefined;
  const isSuspect =
    inspectionVendor(inside.chain) !== undefined ||
    SIGNED_ANEW.some((fault) => inside.faults.includes(fault) && !first.outcome.faults.includes(fault));
  return isSuspect ? { inside, direct: first } : undefined;
}

/** TLS is opened by the proxy: the same cause as on the direct way, seen only through it. */
export const inspectedByProxy: Rule = {
  cause: 'tls-inspected',
  explains: certificateCauses,
  see: (view) =>
    view.proxies.flatMap((proxy): Sighting[] => {
      const found = proxy.ways.flatMap((way) => {
        const pair = reSigned(view, way);
        return pair === undefined ? [] : [{ way, ...pair }];
      });
      const [first, ...others] = found;
      if (first === undefined) return [];
      const leaf = first.inside.chain[0];
      const vendor = inspectionVendor(first.inside.chain);
      const own = first.direct.outcome.chain[0];
      return [
        sightingOf(
          view,
          proxy,
          [first.way, ...others.map(({ way }) => way)],
          `Through ${proxyName(proxy).replace('The', 'the')} the certificate of ${targetsOf(found.map(({ way }) => way))} is issued by ${leaf?.issuerCommonName ?? leaf?.issuer ?? 'an unknown authority'}${vendor === undefined ? '' : ` (${vendor})`}, directly by ${own?.issuerCommonName ?? own?.issuer ?? 'another'}: the proxy opens the connection and signs it anew.`,
          vendor === undefined ? 0.85 : 0.95,
        ),
      ];
    }),
};
