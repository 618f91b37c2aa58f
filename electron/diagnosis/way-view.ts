import { isIpAddress, isLocalhostName, isLoopbackAddress } from '../contract/host-name.ts';
import type { OutcomeKind } from '../contract/outcomes/outcome.ts';
import type { ProxySetting, ProxyWay } from '../contract/outcomes/proxy-settings.ts';
import { contains } from './ip-range.ts';
import type { Seen, SiteView } from './site-view.ts';

/** What is known of the way to the Console besides cables: proxy settings, PAC files, and answers in clear text. */
export interface WayView {
  readonly settings?: Seen<'proxy-settings'>;
  readonly pacs: readonly Seen<'pac'>[];
  /** The Console in clear text. */
  readonly plain: readonly Seen<'plain-http'>[];
  /** Addresses that the profile names to tell a portal by. */
  readonly sentinels: readonly Seen<'plain-http'>[];
  readonly opinions: readonly Opinion[];
}

/** The way to the Console on one port by one setting, through the PAC file where it names one. */
export interface Opinion {
  readonly setting: ProxySetting;
  readonly port: number;
  readonly way: ProxyWay;
  /** The exception, or the PAC file, by which it is direct on purpose. */
  readonly exception?: string;
  /** Ids of the rows that say so. */
  readonly evidence: readonly string[];
}

export function viewWay(seen: <K extends OutcomeKind>(kind: K) => Seen<K>[]): WayView {
  const [settings] = seen('proxy-settings');
  const pacs = seen('pac');
  const plain = seen('plain-http');
  return {
    ...(settings === undefined ? {} : { settings }),
    pacs,
    plain: plain.filter(({ outcome }) => outcome.role === 'console'),
    sentinels: plain.filter(({ outcome }) => outcome.role === 'sentinel'),
    opinions: settings === undefined ? [] : opinionsOf(settings, pacs),
  };
}

function opinionsOf(settings: Seen<'proxy-settings'>, pacs: readonly Seen<'pac'>[]): Opinion[] {
  return settings.outcome.settings.flatMap((setting): Opinion[] => {
    if (setting.code === 'pac') {
      const pac = pacs.find(({ outcome }) => outcome.url === setting.pacUrl);
      if (pac?.outcome.code !== 'usable') return [];
      return pac.outcome.answers.flatMap(({ port, ways: [way] }) =>
        way === undefined
          ? []
          : {
              setting,
              port,
              way,
              evidence: [settings.id, pac.id],
              ...(way === 'direct' ? { exception: pac.outcome.url } : {}),
            },
      );
    }
    return setting.answers.flatMap(({ port, ways: [way], exception }) =>
      way === undefined
        ? []
        : { setting, port, way, evidence: [settings.id], ...(exception === undefined ? {} : { exception }) },
    );
  });
}

/** Blocks that are routed nowhere on the Internet: RFC 1918, RFC 4193, RFC 6598, and loopback. */
const PRIVATE = [
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '100.64.0.0/10',
  'fc00::/7',
  '127.0.0.0/8',
  '::1/128',
];

/** True when every known address of the Console is a private one: it stands in the customer's own network. */
export function isInternal({ consoleHost, lookups }: SiteView): boolean {
  if (consoleHost === undefined) return false;
  if (isLocalhostName(consoleHost) || isLoopbackAddress(consoleHost)) return true;
  const addresses = isIpAddress(consoleHost)
    ? [consoleHost]
    : lookups.flatMap(({ outcome }) => outcome.addresses.map(({ address }) => address));
  return (
    addresses.length > 0 && addresses.every((address) => PRIVATE.some((block) => contains(block, address)))
  );
}

/** Certificate faults that leave open who answers. */
const DOUBTFUL: ReadonlySet<string> = new Set([
  'untrusted-authority',
  'self-signed',
  'name-mismatch',
  'incomplete-chain',
  'without-san',
]);

/** True when the Console answers by https in its own name on at least one address: whatever is in the way lets that pass. */
export const answersByHttps = ({ ports }: SiteView): boolean =>
  ports.some(({ ends }) =>
    ends.some(({ tls, http }) => {
      const isProven =
        tls?.outcome.code === 'established' && !tls.outcome.faults.some((fault) => DOUBTFUL.has(fault));
      const isOwn =
        http?.outcome.code === 'answered' &&
        http.outcome.redirects.every(({ toOtherHost }) => !toOtherHost) &&
        !['login-portal', 'web-filter'].includes(http.outcome.signature.code);
      return isOwn && (isProven || http.outcome.signature.code === 'air-console');
    }),
  );
