import { describe, expect, it } from 'vitest';
import type { StepId } from '../contract/checks.ts';
import type { Outcome } from '../contract/outcomes/outcome.ts';
import type { AssetConfig, ResponderAssetOutcome } from '../contract/outcomes/responder-asset.ts';
import { type Profile, profileSchema } from '../contract/profile.ts';
import { planMachine } from './machine.ts';
import type { PlanInputs, PlanNode } from './plan.ts';
import { planResponderAsset } from './responder-asset.ts';

const INPUTS: PlanInputs = { resolvers: [], hasApiToken: false };
const ALL: readonly StepId[] = ['host', 'console', 'responder', 'active-directory', 'syslog'];

const profileOf = (more: Record<string, unknown>): Profile =>
  profileSchema.parse({ schema: 'airway.profile/1', name: 'Site', vantage: 'asset', ...more });

const lookup = (...addresses: string[]): Outcome => ({
  kind: 'system-lookup',
  code: addresses.length > 0 ? 'resolved' : 'not-found',
  hostname: 'console.example.com',
  addresses: addresses.map((address) => ({ address, family: 4 })),
  hostsFile: { path: '/etc/hosts', readable: true, entries: [] },
  elapsedMs: 1,
});

/** Rows of a plan when these outcomes come in, each as `id target` or `id: reason`. */
function rowsOf(nodes: readonly PlanNode[], outcomes: Readonly<Record<string, Outcome>> = {}): string[] {
  const seen = new Map(Object.entries(outcomes));
  return nodes.flatMap((node): string[] => {
    if (node.kind === 'after')
      return node.needs.every((id) => seen.has(id)) ? rowsOf(node.plan(seen), outcomes) : [];
    return [node.kind === 'skip' ? `${node.info.id}: ${node.reason}` : `${node.info.id} ${node.info.target}`];
  });
}

describe('the checks of this machine', () => {
  it('are the firewall alone where the profile has nothing more and the run is kept nowhere', () => {
    expect(rowsOf(planMachine(profileOf({}), INPUTS, ALL))).toEqual(['host/firewall this machine']);
  });

  it('look at the folder in which the run is kept', () => {
    expect(rowsOf(planMachine(profileOf({}), { ...INPUTS, stateFolder: '/state' }, ALL)).slice(1)).toEqual([
      'host/folder /state',
      'host/disk /state',
    ]);
  });

  it('ask for the way to every service that is an address, at once', () => {
    const profile = profileOf({
      console: { address: '10.0.0.5' },
      responder: { relay: '10.0.0.6' },
      activeDirectory: { servers: ['10.0.0.10', 'dc2.example.com', '10.0.0.11'] },
      syslog: { address: '10.0.0.14' },
    });
    expect(rowsOf(planMachine(profile, INPUTS, ALL)).slice(1)).toEqual([
      'host/route/console 10.0.0.5',
      'host/route/relay 10.0.0.6',
      'host/route/active-directory 10.0.0.10 and 10.0.0.11',
      'host/route/syslog 10.0.0.14',
    ]);
    expect(rowsOf(planMachine(profile, INPUTS, ['syslog'])).slice(1)).toEqual([
      'host/route/syslog 10.0.0.14',
    ]);
  });

  it('stand on the lookup of a name, where it gave an address', () => {
    const profile = profileOf({ console: { address: 'console.example.com' } });
    const plan = planMachine(profile, INPUTS, ALL);
    expect(rowsOf(plan, { 'console/lookup': lookup() })).toHaveLength(1);
    expect(rowsOf(plan, { 'console/lookup': lookup('10.0.0.5', '10.0.0.6', '10.0.0.5') }).slice(1)).toEqual([
      'host/route/console 10.0.0.5 and 10.0.0.6',
    ]);
    const alone = planMachine(profile, INPUTS, ['responder']);
    expect(rowsOf(alone, { 'responder/lookup': lookup('10.0.0.5') }).slice(1)).toEqual([
      'host/route/console 10.0.0.5',
    ]);
  });

  it('ask one time server once, and only where the profile names one', () => {
    expect(rowsOf(planMachine(profileOf({ ntp: '10.0.0.123' }), INPUTS, ALL)).slice(1)).toEqual([
      'host/ntp/10.0.0.123:123 10.0.0.123:123',
    ]);
    const named = planMachine(profileOf({ ntp: { address: 'ntp.example.com', port: 1123 } }), INPUTS, ALL);
    expect(rowsOf(named, { 'host/ntp/lookup': lookup() }).slice(1)).toEqual([
      'host/ntp/lookup ntp.example.com',
    ]);
    expect(rowsOf(named, { 'host/ntp/lookup': lookup('10.0.0.1', '10.0.0.2') }).slice(1)).toEqual([
      'host/ntp/lookup ntp.example.com',
      'host/ntp/10.0.0.1:1123 10.0.0.1:1123',
    ]);
  });
});

describe('the settings of the profile', () => {
  const accepts = (more: Record<string, unknown>) =>
    profileSchema.safeParse({ schema: 'airway.profile/1', name: 'Site', ...more }).success;

  it('take what names a service, a folder and a time server, and nothing else', () => {
    expect(accepts({ responder: { serviceName: 'Binalyze.AIR.Agent', installFolder: '/opt/air' } })).toBe(
      true,
    );
    expect(accepts({ responder: { installFolder: 'C:\\Program Files (x86)\\AIR\\agent' } })).toBe(true);
    for (const serviceName of ['', '-H', '*', 'a;b', '$(id)', 'a/b', 'x'.repeat(300)])
      expect(accepts({ responder: { serviceName } }), serviceName).toBe(false);
    for (const installFolder of [
      'agent',
      '../agent',
      '\\\\server\\share',
      '//server/share',
      '/opt/*',
      '/opt/\u0000',
    ])
      expect(accepts({ responder: { installFolder } }), installFolder).toBe(false);
    for (const ntp of ['', 'ntp example', { port: 123 }, { address: 'a', port: 0 }])
      expect(accepts({ ntp }), JSON.stringify(ntp)).toBe(false);
  });
});

describe('the checks of the Responder on this machine', () => {
  const asset = (host: string, about: AssetConfig['addresses'][number]['about'] = 'console'): Outcome => {
    const outcome: ResponderAssetOutcome = {
      kind: 'responder-asset',
      code: 'running',
      services: [],
      servicesLookedFor: [],
      folders: [],
      configs: [{ path: 'config.yml', keys: ['a'], addresses: [{ key: 'a', host, about }] }],
      logs: [],
      logCount: 0,
      unreadable: [],
      elapsedMs: 1,
    };
    return outcome;
  };
  const onAsset = profileOf({
    console: { address: 'console.example.com' },
    responder: { relay: 'relay.example.com', installFolder: '/opt/own' },
  });

  it('are none where the profile has no such section', () => {
    expect(planResponderAsset(profileOf({}), INPUTS)).toEqual([]);
  });

  it.each(['console', 'workstation'] as const)('are one row with the reason on a %s', (vantage) => {
    const rows = rowsOf(planResponderAsset({ ...onAsset, vantage }, INPUTS));
    expect(rows).toEqual([
      expect.stringMatching(
        /^responder\/asset: a Responder is looked for on an asset only, and .*\(vantage\)$/,
      ),
    ]);
  });

  it('look at the folder that the profile names', () => {
    expect(rowsOf(planResponderAsset(onAsset, INPUTS))).toEqual([
      'responder/asset /opt/own',
      'responder/exclusions /opt/own',
      'responder/disk /opt/own',
    ]);
  });

  it('look up a Console that only the configuration names', () => {
    const rows = (outcome: Outcome) =>
      rowsOf(planResponderAsset(onAsset, INPUTS), { 'responder/asset': outcome }).slice(3);
    expect(rows(asset('air.example.com'))).toEqual(['responder/asset/lookup air.example.com']);
    for (const known of ['console.example.com', 'Console.Example.com.', 'relay.example.com', '10.0.0.5'])
      expect(rows(asset(known.toLowerCase())), known).toEqual([]);
    expect(rows(asset('proxy.example.com', 'proxy'))).toEqual([]);
  });
});
