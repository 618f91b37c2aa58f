import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { isFingerprint } from '../contract/fingerprint.ts';
import { isIpAddress, isLocalhostName } from '../contract/host-name.ts';
import type { Outcome } from '../contract/outcomes/outcome.ts';
import { consolePorts, type Profile } from '../contract/profile.ts';
import { endpoint } from '../contract/spoken.ts';
import { resolverQuery } from '../probes/dns/resolver.ts';
import { systemLookup } from '../probes/dns/system-lookup.ts';
import { apiTokenCheck } from '../probes/http/api-token.ts';
import { httpGet } from '../probes/http/http.ts';
import { Handover } from '../probes/tcp/handover.ts';
import { tcpConnect } from '../probes/tcp/tcp.ts';
import { tlsHandshake } from '../probes/tls/tls.ts';
import { ADDRESS_LIMIT, addressesIn } from './addresses.ts';
import { planClearText } from './clear-text.ts';
import { controlCheck } from './control.ts';
import { check, type PlanInputs, type PlanNode, type SeenOutcomes, skip, whenFinished } from './plan.ts';
import { isProven } from './proof.ts';
import { planGreetings } from './tls-greetings.ts';

/**
 * The Console step: the name by the system's own lookup and by each resolver, then every address by itself on each port,
 * TCP, TLS and HTTP in a chain, each link the moment that the one before it is there.
 */
export function planConsole(profile: Profile, inputs: PlanInputs): readonly PlanNode[] {
  if (profile.console === undefined) return [];
  const site = new ConsoleSite(profile, profile.console.address, inputs);
  const chains = isIpAddress(site.host) ? site.addresses([site.host]) : site.names();
  return [...chains, ...planClearText(profile, site.host, CONSOLE_LOOKUP)];
}

/** Addresses of one name on which greetings are compared; each costs a handful of connections. */
const COMPARED_ADDRESSES = 2;

/** The id of the row in which this machine looks up the Console's name. */
export const CONSOLE_LOOKUP = 'console/lookup';

const resolverId = ({ address, port }: PlanInputs['resolvers'][number]): string =>
  `console/resolver/${endpoint(address, port)}`;

/** The ids of the rows in which resolvers are asked for the Console's name. */
export const consoleResolverIds = ({ resolvers }: PlanInputs): readonly string[] => resolvers.map(resolverId);

class ConsoleSite {
  readonly host: string;
  readonly #profile: Profile;
  readonly #inputs: PlanInputs;
  readonly #ports: readonly number[];

  constructor(profile: Profile, host: string, inputs: PlanInputs) {
    this.#profile = profile;
    this.host = host;
    this.#inputs = inputs;
    const { primary, alternate } = consolePorts(profile);
    this.#ports = alternate === null || alternate === primary ? [primary] : [primary, alternate];
  }

  names(): readonly PlanNode[] {
    const resolvers = this.#inputs.resolvers.map((resolver) => this.#resolver(resolver));
    const lookup = check(
      systemLookup,
      { hostname: this.host },
      {
        id: CONSOLE_LOOKUP,
        step: 'console',
        title: 'Name lookup by this machine',
        target: this.host,
        subject: 'dns',
        deadlineMs: this.#profile.deadlines?.dnsMs,
      },
    );
    const ids = consoleResolverIds(this.#inputs);
    return [
      lookup,
      ...resolvers,
      whenFinished([CONSOLE_LOOKUP], (seen) => this.addresses(addressesIn(seen.get(CONSOLE_LOOKUP)))),
      // An address that only a resolver gave is probed too: it shows whether a split view matters.
      ...ids.map((id) =>
        whenFinished([CONSOLE_LOOKUP, id], (seen) => this.addresses(addressesIn(seen.get(id)))),
      ),
      whenFinished([CONSOLE_LOOKUP, ...ids], (seen) => this.#noAddress(seen, [CONSOLE_LOOKUP, ...ids])),
    ];
  }

  #resolver(resolver: PlanInputs['resolvers'][number]): PlanNode {
    const at = endpoint(resolver.address, resolver.port);
    const info = {
      id: resolverId(resolver),
      step: 'console' as const,
      title: `Resolver ${resolver.port === 53 ? resolver.address : at}`,
      target: `${this.host} at ${resolver.port === 53 ? resolver.address : at}`,
      subject: 'dns',
      deadlineMs: this.#profile.deadlines?.dnsMs,
    };
    if (isLocalhostName(this.host)) {
      const { deadlineMs: _unused, ...rest } = info;
      return skip(
        'resolver',
        rest,
        'names under localhost are answered by this machine and never asked of DNS (RFC 6761)',
      );
    }
    return check(resolverQuery, { hostname: this.host, resolver, checkWildcard: true }, info);
  }

  addresses(addresses: readonly string[]): readonly PlanNode[] {
    return addresses
      .slice(0, ADDRESS_LIMIT)
      .flatMap((address, index) => [
        ...this.#ports.flatMap((port) => this.#chain(address, port, index)),
        ...controlCheck(this.#profile, 'console', address),
      ]);
  }

  #chain(address: string, port: number, index: number): readonly PlanNode[] {
    const at = endpoint(address, port);
    const common = { step: 'console' as const, target: at, subject: `console:${port}` };
    const tcpId = `console/tcp/${at}`;
    const tlsId = `console/tls/${at}`;
    const tls = { ...common, id: tlsId, title: `TLS with ${at}` };
    const http = { ...common, id: `console/http/${at}`, title: `HTTP answer of ${at}` };
    const token = { ...common, id: `console/api-token/${at}`, title: `API token at ${at}` };
    const { deadlines } = this.#profile;
    const { caPem } = this.#inputs;
    const withCa = caPem === undefined ? {} : { caPem };
    const isName = !isIpAddress(this.host);
    const wantsToken = this.#inputs.hasApiToken && index === 0;
    // One connection for all three: each link of the chain goes on where the one before it left off.
    const [opened, secured] = [new Handover<Socket>(), new Handover<TLSSocket>()];
    return [
      check(
        tcpConnect,
        { address, port, leaveTo: opened },
        { ...common, id: tcpId, title: `TCP to ${at}`, deadlineMs: deadlines?.tcpMs },
      ),
      whenFinished([tcpId], (seen) => {
        if (seen.get(tcpId)?.code !== 'open') {
          const reason = `TCP to ${at} did not open`;
          return [
            skip('tls', tls, reason),
            skip('http', http, reason),
            ...(wantsToken ? [skip('api-token', token, reason)] : []),
          ];
        }
        const input = {
          address,
          port,
          servername: isName ? this.host : null,
          expectedName: this.host,
          connection: opened,
          leaveTo: secured,
          ...withCa,
        };
        const greetings = planGreetings({
          tlsId,
          row: { id: `console/tls-hello/${at}`, step: 'console', subject: common.subject },
          ...input,
          deadlineMs: deadlines?.tlsMs,
        });
        return [
          check(tlsHandshake, input, { ...tls, deadlineMs: deadlines?.tlsMs }),
          ...(index < COMPARED_ADDRESSES ? [greetings] : []),
        ];
      }),
      whenFinished([tlsId], (seen) => {
        const outcome = seen.get(tlsId);
        // Where TCP did not open, the rows below are there already.
        if (seen.get(tcpId)?.code !== 'open') return [];
        if (outcome?.kind !== 'tls' || outcome.code !== 'established')
          return [
            skip('http', http, `no TLS connection with ${at} to ask through`),
            ...(wantsToken ? [skip('api-token', token, `no TLS connection with ${at} to ask through`)] : []),
          ];
        return [
          check(
            httpGet,
            { address, port, host: this.host, connection: secured, ...withCa },
            { ...http, deadlineMs: deadlines?.httpMs },
          ),
          ...(wantsToken ? [this.#token(token, outcome, address, port)] : []),
        ];
      }),
    ];
  }

  #token(
    info: { id: string; step: 'console'; title: string; target: string; subject: string },
    tls: Extract<Outcome, { kind: 'tls' }>,
    address: string,
    port: number,
  ): PlanNode {
    // A token given to whoever answers would be a gift to an interceptor.
    const expected = this.#profile.console?.fingerprint256;
    if (!isProven(tls) || (expected !== undefined && !isFingerprint(expected, tls.chain[0]?.fingerprint256)))
      return skip(
        'api-token',
        info,
        'the token is only sent to a server that proved with its certificate who it is',
      );
    const { caPem } = this.#inputs;
    const input = { address, port, host: this.host, ...(caPem === undefined ? {} : { caPem }) };
    return check(apiTokenCheck, input, { ...info, deadlineMs: this.#profile.deadlines?.httpMs });
  }

  #noAddress(seen: SeenOutcomes, ids: readonly string[]): readonly PlanNode[] {
    if (ids.some((id) => addressesIn(seen.get(id)).length > 0)) return [];
    return this.#ports.map((port) =>
      skip(
        'tcp',
        {
          id: `console/tcp/${endpoint(this.host, port)}`,
          step: 'console',
          title: `TCP to port ${port}`,
          target: endpoint(this.host, port),
          subject: `console:${port}`,
        },
        `${this.host} has no address to connect to`,
      ),
    );
  }
}
