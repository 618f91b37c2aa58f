import { describe, expect, it } from 'vitest';
import type { StepId } from '../contract/checks.ts';
import type { Outcome } from '../contract/outcomes/outcome.ts';
import type { Profile } from '../contract/profile.ts';
import { pac, setting, settings } from '../diagnosis/testing/way-cases.ts';
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
const SETTINGS = 'proxy/settings';
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
    expect(rowsOf(plan, {})).toEqual([SETTINGS, LOOKUP]);
    expect(rowsOf(plan, { [LOOKUP]: lookup('10.0.0.9', '10.0.0.10') })).toEqual([
      SETTINGS,
      LOOKUP,
      ONE,
      OTHER,
    ]);
    const open = { [LOOKUP]: lookup('10.0.0.9', '10.0.0.10'), [OTHER]: tcp('10.0.0.10', 'open') };
    expect(rowsOf(plan, open)).toEqual([SETTINGS, LOOKUP, ONE, OTHER, ...WAYS]);
    expect(rowsOf(plan, { ...open, [ONE]: tcp('10.0.0.9', 'open') })).toEqual([
      SETTINGS,
      LOOKUP,
      ONE,
      OTHER,
      ...WAYS,
    ]);
  });

  it('says why it is not gone where the proxy cannot be reached', () => {
    const plan = planKnownProxies(profileOf(NAMED), INPUTS, STEPS);
    const shut = { [LOOKUP]: lookup('10.0.0.9'), [ONE]: tcp('10.0.0.9', 'refused') };
    const didNotOpen = 'TCP to the proxy proxy.example.com:3128 did not open';
    expect(rowsOf(plan, shut)).toEqual([SETTINGS, LOOKUP, ONE, ...WAYS.map((id) => `${id}: ${didNotOpen}`)]);
    expect(rowsOf(plan, { [LOOKUP]: lookup() })[2]).toBe(
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

  it('is gone through the proxies that settings and PAC files name, unless the profile says direct', () => {
    const server = { scheme: 'http' as const, host: '10.0.0.9', port: 3128 };
    const named = { 'proxy/settings': settings(setting('environment', server)) };
    const url = 'http://pac.example.com/proxy.pac';
    const byPac = {
      'proxy/settings': settings(setting('wininet', undefined, { code: 'pac', pacUrl: url })),
      [`proxy/pac/${url}`]: pac('usable', server),
    };
    const rows = (proxy: Profile['proxy'], outcomes: Readonly<Record<string, Outcome>>) =>
      rowsOf(planKnownProxies(profileOf(proxy), INPUTS, STEPS), outcomes);
    expect(rows({ mode: 'direct' }, named)).toEqual(['proxy/settings']);
    expect(rows(undefined, { 'proxy/settings': settings(setting('environment', 'direct')) })).toEqual([
      'proxy/settings',
    ]);
    expect(rows(undefined, named)).toEqual(['proxy/settings', ONE]);
    expect(rows({ mode: 'system' }, named)).toEqual(['proxy/settings', ONE]);
    expect(rows(undefined, byPac)).toEqual(['proxy/settings', `proxy/pac/${url}`, ONE]);
    expect(rows({ pacUrl: url }, byPac)).toEqual(['proxy/settings', `proxy/pac/${url}`, ONE]);
    expect(rows(undefined, { 'proxy/settings': byPac['proxy/settings'] })).toEqual([
      'proxy/settings',
      `proxy/pac/${url}`,
    ]);
  });

  it('is part of a run', () => {
    const ids = planRun(profileOf(NAMED), INPUTS, STEPS).flatMap((node) =>
      node.kind === 'after' ? [] : [node.info.id],
    );
    expect(ids).toContain(LOOKUP);
  });
});
