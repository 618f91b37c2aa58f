import type { CheckInfo } from '../contract/checks.ts';
import { isIpAddress } from '../contract/host-name.ts';
import type { SrvTarget } from '../contract/outcomes/srv.ts';
import type { Profile } from '../contract/profile.ts';
import { endpoint } from '../contract/spoken.ts';
import { controllersName, srvQuery } from '../probes/dns/srv.ts';
import { systemLookup } from '../probes/dns/system-lookup.ts';
import { addressesIn } from './addresses.ts';
import { asHint } from './considerate-probes.ts';
import { DirectoryLogin } from './directory-login.ts';
import { type DirectorySite, DomainController } from './domain-controller.ts';
import { check, type PlanInputs, type PlanNode, type SeenOutcomes, skip, whenFinished } from './plan.ts';

/** Addresses of domain controllers that are probed in one run, each by itself; a large domain has hundreds. */
const CONTROLLER_LIMIT = 16;
/** Addresses of one domain controller; it has more than two only where somebody made a mistake. */
const ADDRESSES_OF_ONE = 4;

type Info = Omit<CheckInfo, 'probe' | 'deadlineMs'>;
type Where = Pick<SrvTarget, 'target'> & { readonly port?: number };

/**
 * The Active Directory step: the domain controllers that the profile names, or else those that DNS names for its domain, each
 * address by itself; and one login at one of them, where account and password are given.
 */
export function planActiveDirectory(profile: Profile, inputs: PlanInputs): readonly PlanNode[] {
  const { activeDirectory: directory } = profile;
  if (directory === undefined) return [];
  return new Discovery({ profile, directory, inputs }).plan();
}

class Discovery {
  readonly #site: DirectorySite;
  readonly #login: DirectoryLogin;
  /** Those that are probed: what bounds them is the sum over all that was found. */
  readonly #controllers = new Map<string, DomainController>();

  constructor(site: DirectorySite) {
    this.#site = site;
    this.#login = new DirectoryLogin(site);
  }

  plan(): readonly PlanNode[] {
    const { domain, servers } = this.#site.directory;
    const isNamed = servers !== undefined && servers.length > 0;
    if (domain === undefined && !isNamed)
      return [
        skip(
          'ldap',
          this.#row('active-directory/controllers', 'Domain controllers', 'Active Directory'),
          'the profile names neither a domain nor a domain controller',
        ),
      ];
    return [
      ...this.#login.notMade(),
      ...(isNamed ? this.#fromProfile(servers) : []),
      ...(domain === undefined ? [] : this.#fromDns(domain, isNamed)),
    ];
  }

  #fromProfile(servers: readonly string[]): readonly PlanNode[] {
    const names = servers.filter((server) => !isIpAddress(server));
    const ids = names.map((name) => lookupId(name));
    return [
      ...servers.filter(isIpAddress).flatMap((address) => this.#controller({ target: address }, [address])),
      ...names.flatMap((target) => this.#lookup({ target })),
      whenFinished(ids, () => this.#last()),
    ];
  }

  #fromDns(domain: string, isNamed: boolean): readonly PlanNode[] {
    const { inputs, profile } = this.#site;
    const name = controllersName(domain);
    if (inputs.resolvers.length === 0 || name === undefined)
      return [
        skip(
          'srv',
          this.#row('active-directory/srv', `Domain controllers of ${domain}`, domain),
          name === undefined
            ? `${domain} is too long to be asked for`
            : 'no resolver is known that could be asked',
        ),
        ...(isNamed ? [] : this.#last()),
      ];
    const rows = inputs.resolvers.map((resolver) => {
      const at = endpoint(resolver.address, resolver.port);
      const said = resolver.port === 53 ? resolver.address : at;
      return check(
        // Whoever names his domain controllers does not need DNS to do so.
        isNamed ? asHint(srvQuery) : srvQuery,
        { domain, resolver },
        {
          ...this.#row(
            `active-directory/srv/${at}`,
            `Domain controllers of ${domain}, by ${said}`,
            `${domain} at ${said}`,
          ),
          deadlineMs: profile.deadlines?.dnsMs,
        },
      );
    });
    const ids = rows.map(({ info }) => info.id);
    if (isNamed) return rows;
    return [
      ...rows,
      ...ids.map((id) => whenFinished([id], (seen) => this.#targets(targetsIn(seen, id)))),
      whenFinished(ids, (seen) => {
        const targets = ids.flatMap((id) => targetsIn(seen, id));
        if (targets.length === 0) return this.#withoutRecords(domain, ids, seen);
        const lookups = targets.filter(({ addresses }) => addresses.length === 0);
        return [
          whenFinished(
            lookups.map(({ target }) => lookupId(target)),
            () => this.#last(),
          ),
        ];
      }),
    ];
  }

  #targets(targets: readonly SrvTarget[]): readonly PlanNode[] {
    return targets.flatMap((target) =>
      target.addresses.length > 0 ? this.#controller(target, target.addresses) : this.#lookup(target),
    );
  }

  /**
   * Where the service records are missing the domain's own name leads to its controllers ([MS-ADTS] §6.3.2.3), if DNS knows it.
   * It is only asked for after a denial: a resolver that is silent would be silent again.
   */
  #withoutRecords(domain: string, ids: readonly string[], seen: SeenOutcomes): readonly PlanNode[] {
    const codes = ids.map((id) => seen.get(id)?.code);
    if (codes.every((code) => code !== 'nxdomain' && code !== 'no-data')) return this.#last();
    return [...this.#lookup({ target: domain }, true), whenFinished([lookupId(domain)], () => this.#last())];
  }

  #lookup(where: Where, isDomain = false): readonly PlanNode[] {
    const { target } = where;
    const id = lookupId(target);
    const lookup = isDomain ? asHint(systemLookup) : systemLookup;
    return [
      check(
        lookup,
        { hostname: target },
        {
          ...this.#row(id, `Name lookup of ${target} by this machine`, target),
          deadlineMs: this.#site.profile.deadlines?.dnsMs,
        },
      ),
      whenFinished([id], (seen) => this.#controller(where, addressesIn(seen.get(id)), isDomain)),
    ];
  }

  #controller(where: Where, addresses: readonly string[], isDomain = false): readonly PlanNode[] {
    const nodes: PlanNode[] = [];
    for (const address of addresses.slice(0, ADDRESSES_OF_ONE)) {
      if (this.#controllers.has(address)) continue;
      if (this.#controllers.size >= CONTROLLER_LIMIT) {
        const info = this.#row('active-directory/more', 'More domain controllers', where.target);
        nodes.push(
          skip(
            'tcp',
            info,
            `${CONTROLLER_LIMIT} addresses of domain controllers are probed, and these are more`,
          ),
        );
        break;
      }
      const controller = new DomainController(this.#site, { ...where, address, isDomain });
      this.#controllers.set(address, controller);
      nodes.push(...controller.plan(), ...this.#login.at(controller));
    }
    return nodes;
  }

  /** Once all domain controllers are known: what depends on all of them. */
  #last(): readonly PlanNode[] {
    return this.#login.unless([...this.#controllers.values()]);
  }

  #row(id: string, title: string, target: string): Info {
    return { id, step: 'active-directory', title: title.slice(0, 200), target, subject: 'dns' };
  }
}

const lookupId = (name: string): string => `active-directory/lookup/${name}`;

function targetsIn(seen: SeenOutcomes, id: string): readonly SrvTarget[] {
  const outcome = seen.get(id);
  return outcome?.kind === 'srv' ? outcome.targets : [];
}
