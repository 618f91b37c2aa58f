import { describe, expect, it } from 'vitest';
import type { StepId } from '../contract/checks.ts';
import type { Outcome } from '../contract/outcomes/outcome.ts';
import type { Profile } from '../contract/profile.ts';
import { environmentProxies } from './environment-proxies.ts';
import type { PlanInputs, PlanNode } from './plan.ts';
import { planRun } from './steps.ts';
import { planKnownProxies, planThroughProxy } from './through-proxy.ts';

const INPUTS: PlanInputs = { resolvers: [], hasApiToken: false };
const STEPS: readonly StepId[] = ['console', 'responder'];

const profileOf = (proxy: Profile['proxy'], address = 'console.example.com'): Profile => ({
  schema: 'airway.profile/1',
  name: 'Site',
  vantage: 'asset',
  console: { address },
  responder: {},
  ...(proxy === undefined ? {} : { proxy }),
});

const lookup = (...addresses: string[]): Outcome => ({
  kind: 'system-lookup',
  code: addresses.length > 0 ? 'resolved' : 'not-found',
  hostname: 'proxy.example.com',
  addresses: addresses.map((address) => ({ address, family: 4 })),
  hostsFile: { path: '/etc/hosts', readable: true, entries: [] },
  elapsedMs: 1,
});

const tcp = (address: string, code: 'open' | 'refused'): Outcome => ({
  kind: 'tcp',
  code,
  address,
  port: 3128,
  family: 4,
  hasRetransmitSignature: false,
  elapsedMs: 1,
});

const host = (proxyVariables: Record<string, string>): Outcome => ({
  kind: 'host',
  code: 'described',
  hostname: 'asset-7',
  os: { platform: 'linux', release: '6', version: '', arch: 'x64' },
  runtime: { node: '24', openssl: '3', isBoringssl: false },
  interfaces: [],
  routes: [],
  resolvers: [],
  searchDomains: [],
  proxyVariables,
  trustVariables: {},
  clock: { utc: '', timeZone: 'UTC', offsetMinutes: 0 },
  unreadable: [],
  elapsedMs: 2,
});

/** Rows of a plan when these outcomes come in, each once, as `id` or `id: reason`. */
function rowsOf(nodes: readonly PlanNode[], outcomes: Readonly<Record<string, Outcome>>): string[] {
  const seen = new Map(Object.entries(outcomes));
  const rows = nodes.flatMap((node): string[] => {
    if (node.kind === 'after')
      return node.needs.every((id) => seen.has(id)) ? rowsOf(node.plan(seen), outcomes) : [];
    return [node.kind === 'skip' ? `${node.info.id}: ${node.reason}` : node.info.id];
  });
  return [...new Set(rows)];
}

const NAMED = { url: 'http://proxy.example.com:3128/' };
const LOOKUP = 'proxy/lookup/proxy.example.com';
const ONE = 'proxy/tcp/10.0.0.9:3128';
const OTHER = 'proxy/tcp/10.0.0.10:3128';
const WAYS = ['console', 'console', 'responder'].map(
  (step, index) =>
    `${step}/proxy/http://proxy.example.com:3128/console.example.com:${[443, 8443, 4222][index]}`,
);

describe('the way through a proxy', () => {
  it('follows its name and its port, and needs nothing of the Console', () => {
    const plan = planKnownProxies(profileOf(NAMED), INPUTS, STEPS);
    expect(rowsOf(plan, {})).toEqual([LOOKUP]);
    expect(rowsOf(plan, { [LOOKUP]: lookup('10.0.0.9', '10.0.0.10') })).toEqual([LOOKUP, ONE, OTHER]);
    const open = { [LOOKUP]: lookup('10.0.0.9', '10.0.0.10'), [OTHER]: tcp('10.0.0.10', 'open') };
    expect(rowsOf(plan, open)).toEqual([LOOKUP, ONE, OTHER, ...WAYS]);
    expect(rowsOf(plan, { ...open, [ONE]: tcp('10.0.0.9', 'open') })).toEqual([LOOKUP, ONE, OTHER, ...WAYS]);
  });

  it('says why it is not gone where the proxy cannot be reached', () => {
    const plan = planKnownProxies(profileOf(NAMED), INPUTS, STEPS);
    const shut = { [LOOKUP]: lookup('10.0.0.9'), [ONE]: tcp('10.0.0.9', 'refused') };
    const didNotOpen = 'TCP to the proxy proxy.example.com:3128 did not open';
    expect(rowsOf(plan, shut)).toEqual([LOOKUP, ONE, ...WAYS.map((id) => `${id}: ${didNotOpen}`)]);
    expect(rowsOf(plan, { [LOOKUP]: lookup() })[1]).toBe(
      `${WAYS[0] ?? ''}: the proxy proxy.example.com has no address to connect to`,
    );
  });

  it('leads only to the ports that are checked', () => {
    const profile = { ...profileOf(NAMED), console: { address: '10.0.0.5', ports: { alternate: null } } };
    const server = { scheme: 'socks5' as const, host: '10.0.0.9', port: 3128 };
    const open = { [ONE]: tcp('10.0.0.9', 'open') };
    expect(rowsOf(planThroughProxy(profile, INPUTS, [server], ['console']), open)).toEqual([
      ONE,
      'console/proxy/socks5://10.0.0.9:3128/10.0.0.5:443',
    ]);
    expect(planThroughProxy(profile, INPUTS, [server], ['syslog'])).toEqual([]);
    expect(planThroughProxy({ ...profile, console: undefined }, INPUTS, [server], STEPS)).toEqual([]);
  });

  it('is not gone where the profile says direct, nor where nobody names a proxy', () => {
    const variables = { 'host/facts': host({ HTTPS_PROXY: 'http://10.0.0.9:3128' }) };
    const rows = (proxy: Profile['proxy'], outcomes: Readonly<Record<string, Outcome>>) =>
      rowsOf(planKnownProxies(profileOf(proxy), INPUTS, STEPS), outcomes);
    expect(rows({ mode: 'direct' }, variables)).toEqual([]);
    expect(rows({ pacUrl: 'http://10.0.0.9/proxy.pac' }, variables)).toEqual([]);
    expect(rows(undefined, { 'host/facts': host({}) })).toEqual([]);
    expect(rows(undefined, variables)).toEqual([ONE]);
    expect(rows({ mode: 'system' }, variables)).toEqual([ONE]);
  });

  it('is part of a run', () => {
    const ids = planRun(profileOf(NAMED), INPUTS, STEPS).flatMap((node) =>
      node.kind === 'after' ? [] : [node.info.id],
    );
    expect(ids).toContain(LOOKUP);
  });
});

describe('the proxies of the environment', () => {
  const target = { host: 'console.example.com', port: 443 };
  const squid = { scheme: 'http', host: 'proxy', port: 3128 };

  it.each([
    [{ https_proxy: 'http://proxy:3128' }, squid],
    [{ HTTPS_PROXY: 'proxy:3128' }, squid],
    [{ all_proxy: 'socks5h://proxy' }, { scheme: 'socks5', host: 'proxy', port: 1080 }],
    [{ ALL_PROXY: 'http://other:1', https_proxy: 'http://proxy:3128' }, squid],
    [{ https_proxy: 'https://[fd00::9]' }, { scheme: 'https', host: 'fd00::9', port: 443 }],
    [
      { https_proxy: 'http://proxy:3128', no_proxy: 'localhost, ample.com,.other.com,example.com:8443' },
      squid,
    ],
  ])('%j', (variables, server) => {
    expect(environmentProxies(variables as unknown as Record<string, string>, target)).toEqual([server]);
  });

  it.each([
    [{ http_proxy: 'http://proxy:3128' }],
    [{ https_proxy: 'ftp://proxy' }],
    [{ https_proxy: 'http://' }],
    [{ https_proxy: 'http://proxy:3128', no_proxy: '*' }],
    [{ https_proxy: 'http://proxy:3128', NO_PROXY: 'a, Example.com' }],
    [{ https_proxy: 'http://proxy:3128', no_proxy: '.example.com' }],
    [{ https_proxy: 'http://proxy:3128', no_proxy: 'console.example.com:443' }],
  ])('%j: none', (variables) => {
    expect(environmentProxies(variables as unknown as Record<string, string>, target)).toEqual([]);
  });

  it('never stand between this machine and itself', () => {
    const variables = { https_proxy: 'http://proxy:3128' };
    for (const own of ['localhost', 'console.localhost', '127.0.0.1', '::1'])
      expect(environmentProxies(variables, { host: own, port: 443 })).toEqual([]);
  });
});
