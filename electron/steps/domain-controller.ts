import type { CheckInfo } from '../contract/checks.ts';
import { isIpAddress } from '../contract/host-name.ts';
import type { LdapOutcome } from '../contract/outcomes/ldap.ts';
import type { Profile } from '../contract/profile.ts';
import { endpoint } from '../contract/spoken.ts';
import { cldapPing } from '../probes/cldap/cldap.ts';
import { controllersName, srvQuery } from '../probes/dns/srv.ts';
import { ldapLook } from '../probes/ldap/ldap.ts';
import type { LdapInput } from '../probes/ldap/ldap-input.ts';
import type { Probe } from '../probes/probe.ts';
import { tcpConnect } from '../probes/tcp/tcp.ts';
import { tlsHandshake } from '../probes/tls/tls.ts';
import { asControl, asHint } from './considerate-probes.ts';
import { check, type PlanInputs, type PlanNode, type SeenOutcomes, skip, whenFinished } from './plan.ts';

/** What the profile says of the directory, with what a run is given besides. */
export interface DirectorySite {
  readonly profile: Profile;
  readonly directory: NonNullable<Profile['activeDirectory']>;
  readonly inputs: PlanInputs;
}

/** One address of a domain controller, and the name that led to it. */
interface ControllerAddress {
  readonly target: string;
  readonly address: string;
  /** The port that DNS names; the profile's own comes before it. */
  readonly port?: number;
  /** True where the name is that of the whole domain, so that the controller's own is not known. */
  readonly isDomain: boolean;
}

type Info = Omit<CheckInfo, 'probe' | 'deadlineMs'>;

/** One reading of the rootDSE, as a row and as a check. */
interface Look {
  readonly info: Info;
  readonly port: number;
  readonly node: PlanNode;
}

/**
 * Everything that is asked of one address of a domain controller: both ports by TCP, the ping by UDP at the same time, then the
 * rootDSE in clear and by the security that the profile names. The port that the profile does not use is looked at for comparison.
 */
export class DomainController {
  readonly #site: DirectorySite;
  readonly #where: ControllerAddress;
  readonly #ldapPort: number;
  readonly #ldapsPort: number;

  constructor(site: DirectorySite, where: ControllerAddress) {
    this.#site = site;
    this.#where = where;
    this.#ldapPort = site.directory.ports?.ldap ?? where.port ?? 389;
    this.#ldapsPort = site.directory.ports?.ldaps ?? 636;
  }

  /** The connection by the security that the profile names, with the port of it. */
  get connection(): LdapInput {
    const { address, target } = this.#where;
    const { security } = this.#site.directory;
    const { caPem } = this.#site.inputs;
    return {
      address,
      port: security === 'ldaps' ? this.#ldapsPort : this.#ldapPort,
      security,
      servername: isIpAddress(target) ? null : target,
      expectedName: target,
      ...(caPem === undefined ? {} : { caPem }),
    };
  }

  /** The id of the row that shows whether that connection works. */
  get readyId(): string {
    const { security, port } = this.connection;
    return this.#id(security === 'plain' ? 'ldap' : security, port);
  }

  /** The outcome of that row, when it is there. */
  readyOutcome(seen: SeenOutcomes): LdapOutcome | undefined {
    const outcome = seen.get(this.readyId);
    return outcome?.kind === 'ldap' ? outcome : undefined;
  }

  plan(): readonly PlanNode[] {
    const { security } = this.#site.directory;
    return [
      this.#tcp(this.#ldapPort, security === 'ldaps' ? 'the profile uses LDAPS' : undefined),
      ...(this.#ldapsPort === this.#ldapPort
        ? []
        : [
            this.#tcp(
              this.#ldapsPort,
              security === 'ldaps' ? undefined : `the profile uses ${SECURITY_WORDS[security]}`,
            ),
          ]),
      ...this.#ping(),
      ...this.#inClear(security),
      ...(security === 'starttls' ? this.#afterTcp(this.#look('starttls', ldapLook)) : []),
      ...(security === 'ldaps' ? this.#overTls() : []),
    ];
  }

  #tcp(port: number, notWanted: string | undefined): PlanNode {
    const { address } = this.#where;
    const at = endpoint(address, port);
    return check(
      notWanted === undefined ? tcpConnect : asControl(tcpConnect, notWanted),
      { address, port },
      {
        ...this.#info('tcp', port, `TCP to ${at}${this.#nameBehind()}`),
        deadlineMs: this.#site.profile.deadlines?.tcpMs,
      },
    );
  }

  #ping(): readonly PlanNode[] {
    const { address } = this.#where;
    const { domain } = this.#site.directory;
    const port = this.#ldapPort;
    const info = this.#info('cldap', port, `LDAP ping of ${endpoint(address, port)} by UDP`);
    return [
      check(
        asHint(cldapPing),
        { address, port, ...(domain === undefined ? {} : { domain }) },
        { ...info, subject: `active-directory:${port}/udp` },
      ),
      whenFinished([info.id], (seen) => this.#nearControllers(seen, info.id)),
    ];
  }

  /** The controllers of the site that this machine is in, as soon as one of them says which that is. */
  #nearControllers(seen: SeenOutcomes, pingId: string): readonly PlanNode[] {
    const outcome = seen.get(pingId);
    const { domain } = this.#site.directory;
    const site = outcome?.kind === 'cldap' ? (outcome.netlogon?.clientSite ?? '') : '';
    if (domain === undefined || site === '' || controllersName(domain, site) === undefined) return [];
    return this.#site.inputs.resolvers.map((resolver) => {
      const at = endpoint(resolver.address, resolver.port);
      const said = resolver.port === 53 ? resolver.address : at;
      return check(
        asControl(srvQuery, 'a site may have no domain controller of its own'),
        { domain, site, resolver },
        {
          id: `active-directory/site-srv/${site.toLowerCase()}/${at}`,
          step: 'active-directory',
          title: `Domain controllers of the site ${site}, by ${said}`.slice(0, 200),
          target: `${domain} at ${said}`,
          subject: 'dns',
          deadlineMs: this.#site.profile.deadlines?.dnsMs,
        },
      );
    });
  }

  #inClear(security: LdapInput['security']): readonly PlanNode[] {
    const probe = security === 'ldaps' ? asControl(ldapLook, 'the profile uses LDAPS') : ldapLook;
    return this.#afterTcp(this.#look('plain', probe));
  }

  #look(security: LdapInput['security'], probe: Probe<LdapInput, LdapOutcome>): Look {
    const { address } = this.#where;
    const port = security === 'ldaps' ? this.#ldapsPort : this.#ldapPort;
    const at = endpoint(address, port);
    const kind = security === 'plain' ? 'ldap' : security;
    const info = this.#info(kind, port, `${LOOK_TITLES[security]} at ${at}`);
    return { info, port, node: check(probe, { ...this.connection, port, security }, info) };
  }

  #afterTcp({ info, port, node }: Look): readonly PlanNode[] {
    const tcpId = this.#id('tcp', port);
    return [
      whenFinished([tcpId], (seen) =>
        seen.get(tcpId)?.code === 'open'
          ? [node]
          : [skip('ldap', info, `TCP to ${endpoint(this.#where.address, port)} did not open`)],
      ),
    ];
  }

  #overTls(): readonly PlanNode[] {
    const { address, isDomain, target } = this.#where;
    const port = this.#ldapsPort;
    const at = endpoint(address, port);
    const tcpId = this.#id('tcp', port);
    const tls = this.#info('tls', port, `TLS with ${at}${this.#nameBehind()}`);
    const { info, node } = this.#look('ldaps', ldapLook);
    const notMade = (reason: string) => [skip('tls', tls, reason), skip('ldap', info, reason)];
    const { security: _security, ...input } = this.connection;
    return [
      whenFinished([tcpId], (seen) => {
        if (seen.get(tcpId)?.code !== 'open') return notMade(`TCP to ${at} did not open`);
        if (isDomain)
          return notMade(
            `the name of the domain controller behind ${target} is not known, so no certificate can be compared with it`,
          );
        return [check(tlsHandshake, input, { ...tls, deadlineMs: this.#site.profile.deadlines?.tlsMs })];
      }),
      whenFinished([tls.id], (seen) => {
        if (seen.get(tcpId)?.code !== 'open' || isDomain) return [];
        const isMade = seen.get(tls.id)?.code === 'established';
        return [isMade ? node : skip('ldap', info, `no TLS connection with ${at} to ask through`)];
      }),
    ];
  }

  #nameBehind(): string {
    const { address, target } = this.#where;
    return target === address ? '' : ` (${target})`;
  }

  #id(kind: string, port: number): string {
    return `active-directory/${kind}/${endpoint(this.#where.address, port)}`;
  }

  #info(kind: string, port: number, title: string): Info {
    return {
      id: this.#id(kind, port),
      step: 'active-directory',
      title: title.slice(0, 200),
      target: endpoint(this.#where.address, port),
      subject: `active-directory:${port}`,
    };
  }
}

const SECURITY_WORDS: Readonly<Record<LdapInput['security'], string>> = {
  ldaps: 'LDAPS',
  starttls: 'STARTTLS',
  plain: 'plain LDAP',
};

const LOOK_TITLES: Readonly<Record<LdapInput['security'], string>> = {
  ldaps: 'rootDSE over LDAPS',
  starttls: 'rootDSE over STARTTLS',
  plain: 'rootDSE in clear',
};
