import type { StepId } from '../contract/checks.ts';
import { isIpAddress } from '../contract/host-name.ts';
import type { ProxyServer } from '../contract/outcomes/proxy-server.ts';
import { consolePorts, type Profile } from '../contract/profile.ts';
import { isSameProxy, proxyUrl, readProxyUrl } from '../contract/proxy-url.ts';
import { endpoint } from '../contract/spoken.ts';
import { systemLookup } from '../probes/dns/system-lookup.ts';
import { throughProxy } from '../probes/proxy/proxy.ts';
import { ProxyLogin } from '../probes/proxy/proxy-login.ts';
import { tcpConnect } from '../probes/tcp/tcp.ts';
import { addressesIn } from './addresses.ts';
import { check, type PlanInputs, type PlanNode, skip, whenFinished } from './plan.ts';
import { proxiesIn } from './proxies-in.ts';
import { PROXY_SETTINGS, pacRowsIn, planProxySettings } from './proxy-settings.ts';

/** Addresses of one proxy that are tried; clients use the first that takes them. */
const ADDRESS_LIMIT = 4;

/** Proxies that are asked: more than a site has, and a bound on what a wrong setting may cause. */
const PROXY_LIMIT = 4;

/** One host and port behind the proxy, and the step that it belongs to. */
interface Target {
  readonly step: StepId;
  readonly host: string;
  readonly port: number;
  readonly protocol: 'tls' | 'nats';
}

/**
 * What this machine's proxy settings say for the Console, and the way through the proxy that the profile names; where it names
 * none and does not forbid it, through those that the settings and their PAC files name.
 */
export function planKnownProxies(
  profile: Profile,
  inputs: PlanInputs,
  steps: readonly StepId[],
): readonly PlanNode[] {
  const { proxy } = profile;
  const [target] = targetsOf(profile, steps);
  if (target === undefined) return [];
  const through = (proxies: readonly ProxyServer[]): readonly PlanNode[] =>
    planThroughProxy(profile, inputs, proxies, steps);
  const settings = planProxySettings(profile, target.host, inputs, target.step);
  if (proxy !== undefined && 'mode' in proxy && proxy.mode === 'direct') return settings;
  if (proxy !== undefined && 'url' in proxy) {
    const server = readProxyUrl(proxy.url)?.server;
    return [...settings, ...(server === undefined ? [] : through([server]))];
  }
  return [
    ...settings,
    whenFinished([PROXY_SETTINGS], (seen) => [
      ...through(proxiesIn(seen.get(PROXY_SETTINGS))),
      ...pacRowsIn(seen.get(PROXY_SETTINGS)).map((id) =>
        whenFinished([id], (later) => through(proxiesIn(later.get(id)))),
      ),
    ]),
  ];
}

/**
 * Each port of the Console that is checked directly, once more through each of the proxies: the proxy's own name and port first,
 * and then one tunnel a port. The Console's name is left to the proxy to look up.
 */
export function planThroughProxy(
  profile: Profile,
  inputs: PlanInputs,
  proxies: readonly ProxyServer[],
  steps: readonly StepId[],
): readonly PlanNode[] {
  const targets = targetsOf(profile, steps);
  const [first] = targets;
  if (first === undefined) return [];
  return proxies
    .slice(0, PROXY_LIMIT)
    .flatMap((proxy) => new ProxyWay(profile, inputs, proxy, targets, first.step).plan());
}

function targetsOf(profile: Profile, steps: readonly StepId[]): Target[] {
  const host = profile.console?.address;
  if (host === undefined) return [];
  const { primary, alternate, tasks } = consolePorts(profile);
  const ofConsole = [primary, ...(alternate === null || alternate === primary ? [] : [alternate])].map(
    (port): Target => ({ step: 'console', host, port, protocol: 'tls' }),
  );
  const ofResponder: Target[] =
    tasks === null || profile.responder === undefined
      ? []
      : [{ step: 'responder', host, port: tasks, protocol: 'nats' }];
  return [...ofConsole, ...ofResponder].filter(({ step }) => steps.includes(step));
}

class ProxyWay {
  readonly #profile: Profile;
  readonly #inputs: PlanInputs;
  readonly #proxy: ProxyServer;
  readonly #targets: readonly Target[];
  /** The step in which the rows of the proxy itself stand. */
  readonly #step: StepId;
  readonly #login: ProxyLogin | undefined;
  readonly #subject: string;
  readonly #url: string;

  constructor(
    profile: Profile,
    inputs: PlanInputs,
    proxy: ProxyServer,
    targets: readonly Target[],
    step: StepId,
  ) {
    this.#profile = profile;
    this.#inputs = inputs;
    this.#proxy = proxy;
    this.#targets = targets;
    this.#step = step;
    const { loginProxy } = inputs;
    this.#login = loginProxy !== undefined && isSameProxy(loginProxy, proxy) ? new ProxyLogin() : undefined;
    this.#subject = `proxy:${proxy.port}`;
    this.#url = proxyUrl(proxy);
  }

  plan(): readonly PlanNode[] {
    const { host } = this.#proxy;
    if (isIpAddress(host)) return this.#addresses([host]);
    const lookupId = `proxy/lookup/${host}`;
    return [
      check(
        systemLookup,
        { hostname: host },
        {
          id: lookupId,
          step: this.#step,
          title: 'Name lookup of the proxy by this machine',
          target: host,
          subject: this.#subject,
          deadlineMs: this.#profile.deadlines?.dnsMs,
        },
      ),
      whenFinished([lookupId], (seen) => {
        const addresses = addressesIn(seen.get(lookupId)).slice(0, ADDRESS_LIMIT);
        return addresses.length === 0
          ? this.#skipped(`the proxy ${host} has no address to connect to`)
          : this.#addresses(addresses);
      }),
    ];
  }

  #addresses(addresses: readonly string[]): readonly PlanNode[] {
    const { port } = this.#proxy;
    const rows = addresses.map((address) => ({
      address,
      at: endpoint(address, port),
      id: `proxy/tcp/${endpoint(address, port)}`,
    }));
    return [
      ...rows.map(({ address, at, id }) =>
        check(
          tcpConnect,
          { address, port },
          {
            id,
            step: this.#step,
            title: `TCP to the proxy at ${at}`,
            target: at,
            subject: this.#subject,
            deadlineMs: this.#profile.deadlines?.tcpMs,
          },
        ),
      ),
      // The rows have the same ids whatever the address, so the first that opens is asked and no other.
      ...rows.map(({ address, id }) =>
        whenFinished([id], (seen) =>
          seen.get(id)?.code === 'open' ? this.#targets.map((target) => this.#through(target, address)) : [],
        ),
      ),
      whenFinished(
        rows.map(({ id }) => id),
        (seen) =>
          rows.some(({ id }) => seen.get(id)?.code === 'open')
            ? []
            : this.#skipped(`TCP to the proxy ${endpoint(this.#proxy.host, port)} did not open`),
      ),
    ];
  }

  #through(target: Target, address: string): PlanNode {
    const { step: _step, ...asked } = target;
    const { caPem } = this.#inputs;
    const input = {
      proxy: this.#proxy,
      address,
      target: asked,
      ...(this.#login === undefined ? {} : { login: this.#login }),
      ...(caPem === undefined ? {} : { caPem }),
    };
    return check(throughProxy, input, {
      ...this.#info(target),
      deadlineMs: this.#profile.deadlines?.httpMs,
    });
  }

  #skipped(reason: string): readonly PlanNode[] {
    return this.#targets.map((target) => skip('proxy', this.#info(target), reason));
  }

  #info({ step, host, port }: Target) {
    const at = endpoint(host, port);
    return {
      id: `${step}/proxy/${this.#url}/${at}`,
      step,
      title: `Port ${port} through the proxy ${endpoint(this.#proxy.host, this.#proxy.port)}`,
      target: at,
      subject: this.#subject,
    };
  }
}
