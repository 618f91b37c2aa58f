import { isIpAddress, isIpv4, isIpv6 } from '../contract/host-name.ts';
import { type Profile, plainPort } from '../contract/profile.ts';
import { endpoint } from '../contract/spoken.ts';
import { withoutQuery } from '../probes/http/http-headers.ts';
import { plainHttp } from '../probes/plain-http/plain-http.ts';
import { addressesIn } from './addresses.ts';
import { check, type PlanNode, skip, whenFinished } from './plan.ts';

/**
 * What a captive portal or a proxy on the way does to clear text: that of the Console itself, and of addresses that the profile
 * names for it. `lookupId` is the row in which this machine looks up the Console's name.
 */
export const planClearText = (profile: Profile, host: string, lookupId: string): readonly PlanNode[] => [
  ...planPlain(profile, host, lookupId),
  ...planSentinels(profile),
];

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
