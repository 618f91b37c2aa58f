import type { CheckInfo } from '../contract/checks.ts';
import { isDnsName, isIpAddress } from '../contract/host-name.ts';
import type { LdapOutcome } from '../contract/outcomes/ldap.ts';
import { endpoint } from '../contract/spoken.ts';
import { systemLookup } from '../probes/dns/system-lookup.ts';
import { ldapBind } from '../probes/ldap/ldap-bind.ts';
import { tcpConnect } from '../probes/tcp/tcp.ts';
import { addressesIn } from './addresses.ts';
import { asHint } from './considerate-probes.ts';
import type { DirectorySite, DomainController } from './domain-controller.ts';
import { check, type PlanNode, skip, whenFinished } from './plan.ts';
import { isProven } from './proof.ts';

/** The row of the one login of a run. The engine takes a row with this id once, so no second login can follow. */
const LOGIN = 'active-directory/bind';

/** Servers that the directory refers to; a client that follows referrals tries a few as well. */
const REFERRAL_LIMIT = 4;
/** Addresses of one of them. */
const REFERRAL_ADDRESSES = 2;

type Info = Omit<CheckInfo, 'probe' | 'deadlineMs'>;

/** The one login of a run: at the first domain controller that is ready for it, never repeated, never without a password. */
export class DirectoryLogin {
  readonly #site: DirectorySite;

  constructor(site: DirectorySite) {
    this.#site = site;
  }

  /** The row that says why no login is made at all; none where one can be. */
  notMade(): readonly PlanNode[] {
    const reason = this.#whyNever();
    return reason === undefined ? [] : [skip('ldap-bind', this.#info('Active Directory'), reason)];
  }

  /** Logs in at this domain controller as soon as it is ready, if no other was sooner. */
  at(controller: DomainController): readonly PlanNode[] {
    const { username, baseDn } = this.#site.directory;
    if (username === undefined || this.#whyNever() !== undefined) return [];
    const { connection } = controller;
    const target = endpoint(connection.address, connection.port);
    return [
      whenFinished([controller.readyId], (seen) => {
        if (!mayBeTold(controller.readyOutcome(seen))) return [];
        const input = { ...connection, username, ...(baseDn === undefined ? {} : { baseDn }) };
        return [
          check(ldapBind, input, this.#info(target, connection.port)),
          whenFinished([LOGIN], (later) => {
            const outcome = later.get(LOGIN);
            return outcome?.kind === 'ldap-bind' ? this.#referrals(outcome) : [];
          }),
        ];
      }),
    ];
  }

  /** The row that says why no login was made, once all of them have shown that they are not ready. */
  unless(controllers: readonly DomainController[]): readonly PlanNode[] {
    if (this.#whyNever() !== undefined) return [];
    const ids = controllers.map(({ readyId }) => readyId);
    return [
      whenFinished(ids, (seen) => {
        const outcomes = controllers.map((controller) => controller.readyOutcome(seen));
        if (outcomes.some(mayBeTold)) return [];
        const reason = outcomes.some((outcome) => outcome?.code === 'ready')
          ? 'the password is only sent to a server that proved with its certificate who it is'
          : 'no domain controller was ready for a login';
        return [skip('ldap-bind', this.#info('Active Directory'), reason)];
      }),
    ];
  }

  #whyNever(): string | undefined {
    const { username, password, security } = this.#site.directory;
    if (username === undefined) return 'the profile names no account';
    if (this.#site.inputs.hasBindPassword !== true)
      return password === undefined
        ? 'the profile names no password; a login without one would be anonymous and prove nothing'
        : 'no password was given; a login without one would be anonymous and prove nothing';
    // Active Directory refuses it, and the password would have been shown to the network for nothing.
    if (security === 'plain' && !/[@\\=]/.test(username))
      return 'a bare name is refused by Active Directory, and the password would cross the network in clear; write name@domain';
    return undefined;
  }

  /** Whether the servers that the answer points to can be reached at all. Nothing is asked of them. */
  #referrals({ referrals, security }: LdapOutcome): readonly PlanNode[] {
    const servers = referrals
      .filter((url) => !isOwnPartition(url))
      .flatMap((url) => referredServer(url, security === 'ldaps') ?? []);
    const distinct = new Map(servers.map((server) => [endpoint(server.host, server.port), server]));
    return [...distinct.values()].slice(0, REFERRAL_LIMIT).flatMap(({ host, port }) => {
      if (isIpAddress(host)) return this.#referred([host], host, port);
      const id = `active-directory/referral/lookup/${host}`;
      return [
        check(
          asHint(systemLookup),
          { hostname: host },
          {
            id,
            step: 'active-directory',
            title: `Name lookup of ${host}, which the directory refers to`.slice(0, 200),
            target: host,
            subject: 'referral',
            deadlineMs: this.#site.profile.deadlines?.dnsMs,
          },
        ),
        whenFinished([id], (seen) =>
          this.#referred(addressesIn(seen.get(id)).slice(0, REFERRAL_ADDRESSES), host, port),
        ),
      ];
    });
  }

  #referred(addresses: readonly string[], host: string, port: number): readonly PlanNode[] {
    return addresses.map((address) => {
      const at = endpoint(address, port);
      return check(
        asHint(tcpConnect),
        { address, port },
        {
          id: `active-directory/referral/${at}`,
          step: 'active-directory',
          title: `TCP to ${at}, which the directory refers to${host === address ? '' : ` as ${host}`}`.slice(
            0,
            200,
          ),
          target: host === address ? at : `${host} at ${at}`,
          subject: `referral:${port}`,
          deadlineMs: this.#site.profile.deadlines?.tcpMs,
        },
      );
    });
  }

  #info(target: string, port?: number): Info {
    return {
      id: LOGIN,
      step: 'active-directory',
      title: 'Login',
      target,
      subject: port === undefined ? 'active-directory' : `active-directory:${port}`,
    };
  }
}

/** A password given to whoever answers would be a gift; in clear, the profile itself asks for that. */
function mayBeTold(outcome: LdapOutcome | undefined): boolean {
  if (outcome?.code !== 'ready') return false;
  if (outcome.security === 'plain') return true;
  return outcome.tls !== undefined && isProven(outcome.tls);
}

/**
 * Every answer at the root of an Active Directory domain refers to the partitions that each forest has beside it: configuration and
 * DNS zones ([MS-ADTS] §3.1.1.1.4). Nothing that is looked for is there, and no client of an AIR Console follows.
 */
const isOwnPartition = (url: string): boolean =>
  /^ldaps?:\/\/[^/]*\/(?:CN=Configuration|DC=(?:Domain|Forest)DnsZones)(?:,|$)/i.test(url);

/**
 * Host and port of an LDAP URL (RFC 4516 §2); undefined for what is none or names no host. Where it names no port it is that of
 * the connection's own security, as clients follow a referral with it.
 */
function referredServer(url: string, isTls: boolean): { host: string; port: number } | undefined {
  const match = /^(ldaps?):\/\/(?:\[([0-9a-f:.]{2,45})\]|([a-z0-9_.-]{1,253}))(?::(\d{1,5}))?(?:\/|$)/i.exec(
    url,
  );
  const host = match?.[2] ?? match?.[3] ?? '';
  const port = Number(match?.[4] ?? (isTls || match?.[1]?.toLowerCase() === 'ldaps' ? 636 : 389));
  const isHost = isIpAddress(host) || isDnsName(host);
  return isHost && port >= 1 && port <= 65_535 ? { host, port } : undefined;
}
