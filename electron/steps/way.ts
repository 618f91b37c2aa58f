import { isIpAddress, isIpv4, isIpv6 } from '../contract/host-name.ts';
import type { Outcome } from '../contract/outcomes/outcome.ts';
import { consolePorts, type Profile, plainPort } from '../contract/profile.ts';
import { endpoint } from '../contract/spoken.ts';
import { withoutQuery } from '../probes/http/http-headers.ts';
import { pacFile } from '../probes/pac/pac.ts';
import { shownPacUrl } from '../probes/pac/pac-url.ts';
import { plainHttp } from '../probes/plain-http/plain-http.ts';
import { proxySettings } from '../probes/proxy-settings/proxy-settings.ts';
import { systemSources } from '../probes/proxy-settings/system-sources.ts';
import { addressesIn } from './addresses.ts';
import { check, type PlanInputs, type PlanNode, skip, whenFinished } from './plan.ts';

/** The row that says what this machine's proxy settings are. */
export const PROXY_SETTINGS = 'console/proxy-settings';
/** The id of the row of one PAC file. */
export const pacCheckId = (shownUrl: string): string => `console/pac/${shownUrl}`.slice(0, 400);

/** PAC files that are fetched: a machine has one, rarely one for the user and one for services. */
const PAC_LIMIT = 3;

/**
 * What is on the way to the Console besides cables: proxies that this machine is set to, PAC files, and whoever answers in the
 * Console's place in clear text. `lookupId` is the row in which this machine looks up the Console's name.
 */
export function planWay(
  profile: Profile,
  host: string,
  inputs: PlanInputs,
  lookupId: string,
): readonly PlanNode[] {
  return [
    ...planSettings(profile, host, inputs),
    ...planPlain(profile, host, lookupId),
    ...planSentinels(profile),
  ];
}

function planSettings(profile: Profile, host: string, inputs: PlanInputs): readonly PlanNode[] {
  const { primary, alternate, tasks } = consolePorts(profile);
  const ports = [...new Set([primary, alternate, tasks].filter((port) => port !== null))];
  // What is cut out of outcomes is still needed to fetch the file.
  const pacUrls = new Map<string, string>();
  const pac = (shown: string, namedBy: readonly string[]): PlanNode => {
    const { caPem } = inputs;
    const withCa = caPem === undefined ? {} : { caPem };
    return check(
      pacFile,
      { url: pacUrls.get(shown) ?? shown, namedBy, host, ports, ...withCa },
      {
        id: pacCheckId(shown),
        step: 'console',
        title: 'Proxy configuration file',
        target: shown.slice(0, 400),
        subject: 'proxy',
      },
    );
  };
  const own = profile.proxy !== undefined && 'pacUrl' in profile.proxy ? profile.proxy.pacUrl : undefined;
  if (own !== undefined) pacUrls.set(shownPacUrl(own), own);
  return [
    check(
      proxySettings,
      {
        host,
        ports,
        profileProxy: profile.proxy,
        sources: inputs.proxySources ?? systemSources(),
        keepPacUrl: (shown, url) => pacUrls.set(shown, url),
      },
      {
        id: PROXY_SETTINGS,
        step: 'console',
        title: 'Proxy settings of this machine',
        target: host,
        subject: 'proxy',
      },
    ),
    ...(own === undefined ? [] : [pac(shownPacUrl(own), ['profile'])]),
    whenFinished([PROXY_SETTINGS], (seen) =>
      [...pacsIn(seen.get(PROXY_SETTINGS))]
        .slice(0, PAC_LIMIT)
        .map(([shown, namedBy]) => pac(shown, namedBy)),
    ),
  ];
}

/** The PAC files that settings name, each with its sources. */
function pacsIn(outcome: Outcome | undefined): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  if (outcome?.kind !== 'proxy-settings') return found;
  for (const { pacUrl, source } of outcome.settings)
    if (pacUrl !== undefined) found.set(pacUrl, [...(found.get(pacUrl) ?? []), source]);
  return found;
}

/** The Console itself in clear text, on one address: whoever is in the way is in the way of all. */
function planPlain(profile: Profile, host: string, lookupId: string): readonly PlanNode[] {
  const port = plainPort(profile);
  const info = (address: string) => ({
    id: `console/plain-http/${endpoint(address, port ?? 80)}`,
    step: 'console' as const,
    title: `Clear text at ${endpoint(address, port ?? 80)}`,
    target: endpoint(address, port ?? 80),
    subject: `console:${port ?? 80}`,
  });
  if (port === null)
    return [skip('plain-http', info(host), 'the profile names no port for clear text (console.ports.plain)')];
  const named = isIpv6(host) ? `[${host}]` : host;
  const url = `http://${named}${port === 80 ? '' : `:${port}`}/`;
  const ask = (address: string): PlanNode =>
    check(plainHttp, { role: 'console', url, address }, info(address));
  if (isIpAddress(host)) return [ask(host)];
  return [
    whenFinished([lookupId], (seen) => {
      const addresses = addressesIn(seen.get(lookupId));
      const address = addresses.find(isIpv4) ?? addresses[0];
      return [
        address === undefined
          ? skip('plain-http', info(host), `${host} has no address to connect to`)
          : ask(address),
      ];
    }),
  ];
}

/** Addresses on the Internet, only where the profile names them: a closed network blocks them by design. */
function planSentinels({ sentinels = [] }: Profile): readonly PlanNode[] {
  return sentinels.map((url) =>
    check(
      plainHttp,
      { role: 'sentinel', url },
      {
        id: `console/sentinel/${withoutQuery(url)}`,
        step: 'console',
        title: 'Sentinel in clear text',
        target: withoutQuery(url),
        subject: 'proxy',
      },
    ),
  );
}
