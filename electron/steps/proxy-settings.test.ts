import { describe, expect, it } from 'vitest';
import type { Outcome } from '../contract/outcomes/outcome.ts';
import type { Profile } from '../contract/profile.ts';
import { pac, setting, settings } from '../diagnosis/testing/way-cases.ts';
import { planClearText } from './clear-text.ts';
import type { PlanNode, SeenOutcomes } from './plan.ts';
import { proxiesIn } from './proxies-in.ts';
import { planProxySettings } from './proxy-settings.ts';

const HOST = 'console.example.com';
const INPUTS = { resolvers: [], hasApiToken: false };
const PROXY = { scheme: 'http' as const, host: 'proxy.example.com', port: 3128 };

const profileOf = (
  more: Partial<Profile> = {},
  console: Partial<NonNullable<Profile['console']>> = {},
): Profile => ({
  schema: 'airway.profile/1',
  name: 'Site',
  vantage: 'asset',
  console: { address: HOST, ...console },
  ...more,
});

/** Rows of a plan, with what follows once these outcomes are there. */
function rowsOf(nodes: readonly PlanNode[], seen: SeenOutcomes = new Map()): string[] {
  return nodes.flatMap((node): string[] => {
    if (node.kind === 'after')
      return node.needs.every((id) => seen.has(id)) ? rowsOf(node.plan(seen), seen) : [];
    return [node.kind === 'skip' ? `${node.info.id}: ${node.reason}` : node.info.id];
  });
}

const lookup = (...addresses: string[]): Outcome => ({
  kind: 'system-lookup',
  code: addresses.length > 0 ? 'resolved' : 'not-found',
  hostname: HOST,
  addresses: addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
  hostsFile: { path: '/etc/hosts', readable: true, entries: [] },
  elapsedMs: 1,
});

const plan = (profile: Profile, seen: Readonly<Record<string, Outcome>> = {}, host = HOST): string[] =>
  rowsOf(
    planProxySettings(profile, host, INPUTS, 'console').concat(
      planClearText(profile, host, 'console/lookup'),
    ),
    new Map(Object.entries(seen)),
  );

describe('the way to the Console', () => {
  it('is one row of settings and one of clear text, on one address of the Console', () => {
    expect(plan(profileOf())).toEqual(['proxy/settings']);
    expect(plan(profileOf(), { 'console/lookup': lookup('fd00::5', '10.0.0.5', '10.0.0.6') })).toEqual([
      'proxy/settings',
      'console/plain-http/10.0.0.5:80',
    ]);
    expect(plan(profileOf(), { 'console/lookup': lookup('fd00::5') })).toContain(
      'console/plain-http/[fd00::5]:80',
    );
    expect(plan(profileOf(), { 'console/lookup': lookup() }).at(-1)).toBe(
      `console/plain-http/${HOST}:80: ${HOST} has no address to connect to`,
    );
    expect(plan(profileOf({}, { address: '10.0.0.5' }), {}, '10.0.0.5')).toContain(
      'console/plain-http/10.0.0.5:80',
    );
  });

  it('leaves clear text alone on a site with a layout of its own, unless it names a port', () => {
    const own = profileOf({}, { ports: { primary: 9443 } });
    expect(plan(own).at(-1)).toContain('the profile names no port for clear text');
    const named = profileOf({}, { ports: { primary: 9443, plain: 8080 } });
    expect(plan(named, { 'console/lookup': lookup('10.0.0.5') })).toContain(
      'console/plain-http/10.0.0.5:8080',
    );
    expect(plan(profileOf({}, { ports: { plain: null } })).at(-1)).toContain('names no port for clear text');
  });

  it('fetches each PAC file that a setting names once, and that of the profile at once', () => {
    const url = 'http://pac.example.com/proxy.pac';
    const named = (source: 'wininet' | 'winhttp', pacUrl: string) =>
      setting(source, undefined, { code: 'pac', pacUrl });
    const found = settings(named('wininet', url), named('winhttp', url), named('winhttp', `${url}2`));
    expect(plan(profileOf(), { 'proxy/settings': found })).toEqual([
      'proxy/settings',
      `proxy/pac/${url}`,
      `proxy/pac/${url}2`,
    ]);
    expect(plan(profileOf({ proxy: { pacUrl: `${url}?user=secret` } }))).toContain(`proxy/pac/${url}`);
    const many = settings(...[1, 2, 3, 4, 5].map((index) => named('wininet', `${url}${index}`)));
    expect(plan(profileOf(), { 'proxy/settings': many })).toHaveLength(4);
  });

  it('asks sentinels only where the profile names them', () => {
    const sentinels = ['http://sentinel.example.net/generate_204?x=1'];
    expect(plan(profileOf({ sentinels }))).toContain(
      'console/sentinel/http://sentinel.example.net/generate_204',
    );
  });
});

describe('proxiesIn', () => {
  it('gives the proxies of settings and of PAC files, each once', () => {
    const other = { ...PROXY, port: 8080 };
    expect(
      proxiesIn(settings(setting('environment', PROXY), setting('wininet', other), setting('gnome', PROXY))),
    ).toEqual([PROXY, other]);
    expect(proxiesIn(pac('usable', PROXY))).toEqual([PROXY]);
    expect(proxiesIn(pac('usable', 'direct'))).toEqual([]);
    expect(proxiesIn(pac('syntax-error'))).toEqual([]);
    expect(proxiesIn(lookup('10.0.0.5'))).toEqual([]);
    expect(proxiesIn(undefined)).toEqual([]);
  });
});
