import type { CertificateFault } from '../contract/outcomes/tls.ts';
import type { ChainWords } from '../contract/pictures/chain-picture.ts';
import type { LatencyWords } from '../contract/pictures/latency-picture.ts';
import type { PictureStatus } from '../contract/pictures/picture.ts';
import type { TimelineWords } from '../contract/pictures/run-timeline.ts';
import type { SiteMapWords } from '../contract/pictures/site-map.ts';
import type { MapGroupId } from '../contract/pictures/site-map-places.ts';
import { listed } from '../contract/spoken.ts';
import { counted, durationWords, STATUS_WORDS, timeWords } from './html-report-words.ts';

const statusWords = (status: PictureStatus): string =>
  status === 'running'
    ? 'Under way'
    : status === 'harmless'
      ? 'Failed, of no consequence'
      : STATUS_WORDS[status];

const GROUPS: Readonly<Record<MapGroupId, string>> = {
  proxy: 'Proxy',
  'through-proxy': 'Console through the proxy',
  dns: 'Resolvers',
  console: 'Console',
  relay: 'Relay',
  advertised: 'Advertised by NATS',
  'active-directory': 'Domain controllers',
  referral: 'Referred to by Active Directory',
  syslog: 'Syslog receiver',
  ntp: 'Time server',
};

/** What the map of a report says; `here` depends on the report. */
export const MAP_WORDS: Omit<SiteMapWords, 'here'> = {
  title: 'Map of the site',
  description: (working, tried, failed) =>
    `${working} of ${counted(tried, 'way')} that ${tried === 1 ? 'was' : 'were'} tried ${working === 1 ? 'works' : 'work'}.${
      failed.length === 0 ? '' : ` What does not: ${listed(failed)}.`
    }`,
  group: (id) => GROUPS[id],
  status: statusWords,
  portsFailed: (troubled, ports) => `${troubled} of ${ports} failed`,
  more: (count) => `and ${count} more`,
  columns: { place: 'Place', result: 'Result', seen: 'Seen' },
};

const SERVICES: Readonly<Record<string, string>> = {
  host: 'This machine',
  dns: 'Name resolution',
  proxy: 'Proxy',
  console: 'Console',
  responder: 'Responder',
  relay: 'Relay',
  advertised: 'Advertised by NATS',
  control: 'Control',
  'active-directory': 'Active Directory',
  referral: 'Referred to by Active Directory',
  syslog: 'Syslog',
  ntp: 'Time server',
};

/** `console:443` as `Console, port 443`. */
function subjectWords(subject: string): string {
  const [service = '', port] = subject.split(':', 2);
  const name = Object.hasOwn(SERVICES, service) ? SERVICES[service] : undefined;
  if (name === undefined) return subject;
  return port === undefined ? name : `${name}, port ${port.replace(/\/udp$/, ' (UDP)')}`;
}

const LAYER_WORDS = { dns: 'DNS', tcp: 'TCP', tls: 'TLS', http: 'HTTP', other: 'other' } as const;

/** What the time line of a report says. */
export const TIMELINE_WORDS: TimelineWords = {
  title: 'Time line of the run',
  description: (checks, length, late) =>
    `${counted(checks, 'check')} within ${length}; ${late === 0 ? 'none waited until its deadline' : `${late} waited until the deadline`}.`,
  subject: subjectWords,
  status: statusWords,
  layer: (layer) => LAYER_WORDS[layer],
  duration: durationWords,
  more: (count) => `and ${counted(count, 'more check', 'more checks')}`,
  deadline: 'deadline',
  columns: { check: 'Check', result: 'Result', start: 'Started after', time: 'Took' },
};

/** Faults of a chain as they are written beside a certificate. */
export const FAULT_WORDS: Readonly<Record<CertificateFault, string>> = {
  expired: 'expired',
  'expires-soon': 'expires soon',
  'not-yet-valid': 'not yet valid',
  'name-mismatch': 'made for another name',
  'untrusted-authority': 'authority not trusted',
  'incomplete-chain': 'chain incomplete',
  'self-signed': 'self-signed',
  'trusted-by-os-only': 'trusted by the operating system only',
  'without-san': 'without subject alternative names',
  'weak-key': 'key too weak',
  'weak-signature': 'signature too weak',
};

/** What the picture of a chain says. */
export const CHAIN_WORDS: ChainWords = {
  title: 'Certificate chain',
  description: (sent, faults) =>
    `${counted(sent, 'certificate')} sent; ${faults.length === 0 ? 'nothing wrong with them' : faults.join(', ')}.`,
  role: (role) => ({ server: 'Server', authority: 'Authority', root: 'Root' })[role],
  fault: (fault) => FAULT_WORDS[fault],
  issuedBy: (issuer) => `issued by ${issuer}`,
  notSent: (isTrusted) =>
    isTrusted ? 'not sent and not needed: trusted here' : 'not sent, and in no store here',
  missing: 'not sent, although it is needed',
  itself: 'itself',
  day: (iso) => timeWords(iso).slice(0, 10),
  now: 'time of the check',
  columns: { certificate: 'Certificate', issuer: 'Issued by', valid: 'Valid', wrong: 'What is wrong' },
};

/** What a picture of attempts says. */
export const LATENCY_WORDS: LatencyWords = {
  title: 'Time of each attempt',
  description: (_series, rounds) => `${counted(rounds, 'attempt')}, one after the other.`,
  status: statusWords,
  duration: durationWords,
  more: (count) => `and ${count} more`,
  columns: { check: 'Check' },
};
