import type { PracticeFault, SitePart } from './fault.ts';
import type { WayPlan } from './way-plan.ts';

const wayFault = (
  fault: Pick<PracticeFault, 'id' | 'title' | 'breaks'>,
  changed: Partial<WayPlan>,
): PracticeFault => ({
  ...fault,
  port: null,
  part: 'way',
  hides: [],
  change: (plan) => ({ ...plan, way: { ...plan.way, ...changed } }),
});

/** A browser would read this as a script, up to the word that is cut off. */
const BROKEN_PAC = `function FindProxyForURL(url, host) {
  if (isPlainHostName(host)) return "DIRECT";
  if (shExpMatch(host, "*.practice.invalid") return "DIRECT";
  return "PROXY proxy.practice.invalid:3128";
}
`;

/** Everything that is seen of the Console through TLS: a portal shows nothing of it. */
const BEHIND_PORTAL: readonly SitePart[] = [
  'connection',
  'certificate-dates',
  'certificate-names',
  'certificate-issuer',
  'certificate-key',
  'client-certificate',
  'answer',
  'token',
  'alternate',
  'real-time',
];

/** Faults of proxies, PAC files and portals on the way, as far as loopback can show them. */
export const WAY_FAULTS: readonly PracticeFault[] = [
  wayFault(
    {
      id: 'pac-unusable',
      title: 'The proxy configuration file has an error',
      breaks: 'The profile names a PAC file that is served and has a bracket missing in its third line.',
    },
    { pac: BROKEN_PAC },
  ),
  wayFault(
    {
      id: 'proxies-disagree',
      title: 'Services have a proxy that users do not have',
      breaks: 'Windows sends services to a proxy, and what the user starts goes to the Console directly.',
    },
    { settings: 'services-by-proxy' },
  ),
  wayFault(
    {
      id: 'proxy-bypass-missing',
      title: 'The Console is missing among the exceptions',
      breaks: 'Windows sends services to a proxy and excepts internal networks, but not the Console.',
    },
    { settings: 'exception-missing' },
  ),
  wayFault(
    {
      id: 'transparent-proxy',
      title: 'A proxy in the way that nobody configured',
      breaks: 'What the Console answers in clear text comes back with the mark of a proxy.',
    },
    { plain: 'by-proxy' },
  ),
  {
    id: 'captive-portal',
    title: 'A captive portal in front of everything',
    breaks: 'Clear text is sent to a sign-in page, and both ports of the Console end every connection.',
    port: 'both',
    part: 'way',
    hides: BEHIND_PORTAL,
    change: (plan) => ({
      ...plan,
      primary: { ...plan.primary, connection: (socket) => void socket.end() },
      alternate: { ...plan.alternate, connection: (socket) => void socket.end() },
      way: { ...plan.way, plain: 'portal' },
    }),
  },
];
