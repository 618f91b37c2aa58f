import { endpoint, listed, said } from '../../contract/spoken.ts';
import {
  type DirectoryClock,
  directoryClocks,
  isActiveDirectory,
  tellingControllers,
} from '../active-directory-view.ts';
import { firewallRequest, sourceFill } from '../firewall-request.ts';
import type { Rule } from '../rule.ts';
import type { Seen, SiteView } from '../site-view.ts';
import { CLOCK_TOLERANCE_MS, minutes } from './clock.ts';

const cldapBlocked: Rule = {
  cause: 'cldap-blocked',
  explains: [],
  see: (view) => {
    const hits = tellingControllers(view.directory).flatMap((controller) => {
      const { name, ping, tcp } = controller;
      if (ping === undefined || tcp?.outcome.code !== 'open' || !UNHEARD.has(ping.outcome.code)) return [];
      // What is no domain controller has no reason to answer.
      return isActiveDirectory(controller) === true ? [{ name, ping, tcp }] : [];
    });
    const [first] = hits;
    if (first === undefined) return [];
    const { outcome } = first.ping;
    const { address, port } = outcome;
    return [
      {
        subject: `active-directory:${port}/udp`,
        detail: `${listed(hits.map(({ ping }) => pingWords(ping)))}, while TCP to the same port opened in ${said(first.tcp.outcome.elapsedMs)}.`,
        evidence: hits.flatMap(({ ping, tcp }) => [ping.id, tcp.id]),
        confidence: outcome.code === 'silent' ? 0.8 : 0.9,
        fill: {
          ADDRESS: address,
          PORT: String(port),
          ...(view.directory?.domain === undefined ? {} : { DOMAIN: view.directory.domain }),
          ...sourceFill(view),
        },
        request: firewallRequest(
          view,
          hits.map(({ ping, name }) => ({
            host: name,
            address: ping.outcome.address,
            port: ping.outcome.port,
            protocol: 'UDP' as const,
            why: 'members of the domain find the nearest domain controller by this port (LDAP ping)',
            seen: pingWords(ping),
          })),
        ),
      },
    ];
  },
};

const UNHEARD: ReadonlySet<string> = new Set(['silent', 'port-closed', 'rejected']);

function pingWords({ outcome }: Seen<'cldap'>): string {
  const at = endpoint(outcome.address, outcome.port);
  return outcome.code === 'silent'
    ? `UDP ${at} did not answer ${outcome.attempts} LDAP pings in ${said(outcome.elapsedMs)}`
    : `UDP ${at} refused the LDAP ping after ${said(outcome.elapsedMs)} (${outcome.error?.errno ?? 'ICMP'})`;
}

const domainClockSkew: Rule = {
  cause: 'domain-clock-skew',
  explains: [],
  see: (view) => {
    const clocks = directoryClocks(view.directory);
    const off = clocks.filter(({ offsetMs }) => Math.abs(offsetMs) > CLOCK_TOLERANCE_MS);
    const right = clocks.filter((clock) => !off.includes(clock));
    const servers = view.http.filter(
      ({ outcome }) => Math.abs(outcome.clockOffsetMs ?? Number.POSITIVE_INFINITY) <= CLOCK_TOLERANCE_MS,
    );
    const [first] = off;
    if (first === undefined) return [];
    const witnesses = [
      ...right.map(({ controller }) => controller.name),
      ...(servers.length > 0 ? ['the Console'] : []),
    ];
    return [
      {
        subject: 'active-directory',
        detail: `${listed(off.map(clockWords))} this machine's clock.${
          witnesses.length > 0
            ? ` This machine agrees with ${listed(witnesses)}.`
            : ' Which of the two is wrong cannot be told from the domain alone.'
        }`,
        evidence: [...off.map(({ row }) => row), ...right.map(({ row }) => row), ...servers].map(
          ({ id }) => id,
        ),
        confidence: witnesses.length > 0 ? 0.95 : 0.7,
        quote: `${minutes(first.offsetMs)} apart`,
        fill: {
          ADDRESS: first.row.outcome.address,
          DC: first.controller.name,
          ...(view.directory?.domain === undefined ? {} : { DOMAIN: view.directory.domain }),
        },
      },
    ];
  },
};

const clockWords = ({ controller, offsetMs }: DirectoryClock): string =>
  `${controller.name} is ${minutes(offsetMs)} ${offsetMs > 0 ? 'ahead of' : 'behind'}`;

const distant: Rule = {
  cause: 'distant-domain-controller',
  explains: [],
  see: ({ directory }: SiteView) => {
    const pings = tellingControllers(directory).flatMap(({ name, ping }) =>
      ping?.outcome.netlogon === undefined ? [] : [{ name, ping, netlogon: ping.outcome.netlogon }],
    );
    const far = pings.filter(
      ({ netlogon: { clientSite, serverSite, isClosest } }) =>
        clientSite !== '' &&
        serverSite !== '' &&
        clientSite.toLowerCase() !== serverSite.toLowerCase() &&
        !isClosest,
    );
    const [first] = far;
    if (first === undefined || far.length < pings.length) return [];
    const { clientSite } = first.netlogon;
    const near = directory?.siteRecords.find(
      ({ outcome }) => outcome.site?.toLowerCase() === clientSite.toLowerCase() && outcome.targets.length > 0,
    );
    return [
      {
        subject: 'active-directory',
        detail: `${listed(far.map(({ name, netlogon }) => `${name} is in the site ${netlogon.serverSite}`))}, and this machine's address is counted to the site ${clientSite}.${
          near === undefined
            ? ''
            : ` That one has ${listed(near.outcome.targets.map(({ target }) => target))}.`
        }`,
        evidence: [...far.map(({ ping }) => ping), ...(near === undefined ? [] : [near])].map(({ id }) => id),
        confidence: 0.85,
        fill: { ADDRESS: first.ping.outcome.address, DC: first.name },
      },
    ];
  },
};

/** Causes that leave the directory readable and hurt those who look for a domain controller or log in to the domain. */
export const LOCATOR_RULES: readonly Rule[] = [domainClockSkew, cldapBlocked, distant];
