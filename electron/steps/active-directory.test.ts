import { describe, expect, it } from 'vitest';
import type { CldapOutcome } from '../contract/outcomes/cldap.ts';
import type { LdapOutcome } from '../contract/outcomes/ldap.ts';
import type { Outcome } from '../contract/outcomes/outcome.ts';
import type { SrvOutcome } from '../contract/outcomes/srv.ts';
import type { Profile } from '../contract/profile.ts';
import { planActiveDirectory } from './active-directory.ts';
import type { PlanInputs, PlanNode } from './plan.ts';

const INPUTS: PlanInputs = {
  resolvers: [{ address: '10.0.0.53', port: 53 }],
  hasApiToken: false,
  hasBindPassword: true,
};

const profileOf = (directory: Partial<NonNullable<Profile['activeDirectory']>>): Profile => ({
  schema: 'airway.profile/1',
  name: 'Site',
  vantage: 'console',
  activeDirectory: { security: 'ldaps', ...directory },
});

/** Rows of a plan when these outcomes come in, each as `id` or `id: reason`; of two rows with one id the engine takes the first. */
function rowsOf(
  directory: Partial<NonNullable<Profile['activeDirectory']>>,
  outcomes: Readonly<Record<string, Outcome>> = {},
  inputs: PlanInputs = INPUTS,
): string[] {
  const seen = new Map(Object.entries(outcomes));
  const settled = new Set(seen.keys());
  const rows = new Map<string, string>();
  let waiting: PlanNode[] = [...planActiveDirectory(profileOf(directory), inputs)];
  for (;;) {
    const later: PlanNode[] = [];
    const before = waiting.length + rows.size;
    for (const node of waiting) {
      if (node.kind === 'after') {
        if (node.needs.every((id) => settled.has(id))) later.push(...node.plan(seen));
        else later.push(node);
      } else if (!rows.has(node.info.id)) {
        rows.set(node.info.id, node.kind === 'skip' ? `${node.info.id}: ${node.reason}` : node.info.id);
        if (node.kind === 'skip') settled.add(node.info.id);
      }
    }
    if (later.every((node) => waiting.includes(node)) && before === later.length + rows.size)
      return [...rows.values()].map((row) => row.replace(/^active-directory\//, ''));
    waiting = later;
  }
}

const srv = (code: SrvOutcome['code'], ...targets: SrvOutcome['targets']): SrvOutcome => ({
  kind: 'srv',
  code,
  name: '_ldap._tcp.dc._msdcs.example.com',
  domain: 'example.com',
  resolver: { address: '10.0.0.53', port: 53 },
  targets,
  targetCount: targets.length,
  transport: 'udp',
  attempts: 1,
  raw: [],
  elapsedMs: 1,
});
const target = (name: string, ...addresses: string[]): SrvOutcome['targets'][number] => ({
  target: name,
  port: 389,
  priority: 0,
  weight: 100,
  addresses,
});
const lookup = (hostname: string, ...addresses: string[]): Outcome => ({
  kind: 'system-lookup',
  code: addresses.length > 0 ? 'resolved' : 'not-found',
  hostname,
  addresses: addresses.map((address) => ({ address, family: 4 })),
  hostsFile: { path: '/etc/hosts', readable: true, entries: [] },
  elapsedMs: 1,
});
const tcp = (port: number, code: 'open' | 'refused' = 'open'): Outcome => ({
  kind: 'tcp',
  code,
  address: '10.0.0.1',
  port,
  family: 4,
  hasRetransmitSignature: false,
  elapsedMs: 1,
});
const TLS = {
  code: 'established' as const,
  chain: [],
  chainSource: 'wire' as const,
  trust: [{ store: 'profile' as const, code: 'trusted' as const }],
  faults: [],
};
const tls: Outcome = {
  kind: 'tls',
  ...TLS,
  address: '10.0.0.1',
  port: 636,
  servername: 'dc1.example.com',
  expectedName: 'dc1.example.com',
  bytesReceived: 1,
  raw: [],
  timings: {},
  elapsedMs: 1,
};
const ldap = (more: Partial<LdapOutcome> = {}): LdapOutcome => ({
  kind: 'ldap',
  code: 'ready',
  address: '10.0.0.1',
  port: 636,
  security: 'ldaps',
  expectedName: 'dc1.example.com',
  phase: 'done',
  results: [],
  tls: TLS,
  referrals: [],
  bytesReceived: 1,
  raw: [],
  timings: {},
  elapsedMs: 1,
  ...more,
});
const ping = (clientSite: string): CldapOutcome => ({
  kind: 'cldap',
  code: 'answered',
  address: '10.0.0.1',
  port: 389,
  netlogon: {
    opcode: 23,
    flags: 0,
    domainGuid: '',
    forest: '',
    domain: 'example.com',
    hostName: '',
    netbiosDomain: '',
    netbiosComputer: '',
    serverSite: 'Berlin',
    clientSite,
    isClosest: true,
  },
  attempts: 1,
  bytesReceived: 1,
  raw: [],
  elapsedMs: 1,
});

const SRV = 'active-directory/srv/10.0.0.53:53';
const FOUND = { [SRV]: srv('answered', target('dc1.example.com', '10.0.0.1')) };
const OPEN = {
  'active-directory/tcp/10.0.0.1:389': tcp(389),
  'active-directory/tcp/10.0.0.1:636': tcp(636),
};
const READY = {
  ...FOUND,
  ...OPEN,
  'active-directory/tls/10.0.0.1:636': tls,
  'active-directory/ldaps/10.0.0.1:636': ldap(),
};
const ACCOUNT = { domain: 'example.com', username: 'air@example.com', password: { ask: true as const } };
const only = (rows: readonly string[], part: string): string[] => rows.filter((row) => row.startsWith(part));

describe('the Active Directory step', () => {
  it('says so where the profile names nothing to look at', () => {
    expect(rowsOf({})).toEqual(['controllers: the profile names neither a domain nor a domain controller']);
    expect(rowsOf({ domain: 'example.com' }, {}, { ...INPUTS, resolvers: [] })).toContain(
      'srv: no resolver is known that could be asked',
    );
  });

  it('asks every resolver for the domain controllers, and then each of them by both ports and UDP at once', () => {
    expect(rowsOf({ domain: 'example.com' })).toEqual([
      'bind: the profile names no account',
      'srv/10.0.0.53:53',
    ]);
    expect(rowsOf({ domain: 'example.com' }, FOUND).slice(2)).toEqual([
      'tcp/10.0.0.1:389',
      'tcp/10.0.0.1:636',
      'cldap/10.0.0.1:389',
    ]);
  });

  it('looks a target up whose address did not come along, and does without those that have none', () => {
    const found = { [SRV]: srv('answered', target('dc1.example.com'), target('dc2.example.com')) };
    const names = {
      ...found,
      'active-directory/lookup/dc1.example.com': lookup('dc1.example.com', '10.0.0.1'),
      'active-directory/lookup/dc2.example.com': lookup('dc2.example.com'),
    };
    expect(only(rowsOf({ domain: 'example.com' }, names), 'tcp/')).toEqual([
      'tcp/10.0.0.1:389',
      'tcp/10.0.0.1:636',
    ]);
  });

  it('follows TCP with what the security of the profile asks for', () => {
    const rows = (security: 'ldaps' | 'starttls' | 'plain') =>
      rowsOf({ domain: 'example.com', security }, { ...FOUND, ...OPEN }).slice(5);
    expect(rows('ldaps')).toEqual(['ldap/10.0.0.1:389', 'tls/10.0.0.1:636']);
    expect(rows('starttls')).toEqual(['ldap/10.0.0.1:389', 'starttls/10.0.0.1:389']);
    expect(rows('plain')).toEqual(['ldap/10.0.0.1:389']);
    expect(only(rowsOf({ domain: 'example.com' }, READY), 'ldaps/')).toEqual(['ldaps/10.0.0.1:636']);
  });

  it('says of what it does not ask why not', () => {
    const closed = {
      ...FOUND,
      'active-directory/tcp/10.0.0.1:389': tcp(389, 'refused'),
      'active-directory/tcp/10.0.0.1:636': tcp(636, 'refused'),
    };
    expect(rowsOf({ domain: 'example.com' }, closed).slice(5)).toEqual([
      'ldap/10.0.0.1:389: TCP to 10.0.0.1:389 did not open',
      'tls/10.0.0.1:636: TCP to 10.0.0.1:636 did not open',
      'ldaps/10.0.0.1:636: TCP to 10.0.0.1:636 did not open',
    ]);
    expect(only(rowsOf(ACCOUNT, closed), 'bind')).toEqual([
      'bind: no domain controller was ready for a login',
    ]);
  });

  it('probes the servers of the profile, and asks DNS beside them without following it', () => {
    const servers = ['10.0.0.1', 'dc2.example.com'];
    const rows = rowsOf(
      { domain: 'example.com', servers },
      {
        [SRV]: srv('answered', target('dc9.example.com', '10.0.0.9')),
        'active-directory/lookup/dc2.example.com': lookup('dc2.example.com', '10.0.0.2'),
      },
    );
    expect(only(rows, 'tcp/')).toEqual([
      'tcp/10.0.0.1:389',
      'tcp/10.0.0.1:636',
      'tcp/10.0.0.2:389',
      'tcp/10.0.0.2:636',
    ]);
    expect(only(rows, 'srv/')).toHaveLength(1);
    expect(only(rowsOf({ servers }), 'srv')).toEqual([]);
  });

  it("tries the domain's own name after a denial only, and compares no certificate there", () => {
    const denied = { [SRV]: srv('nxdomain') };
    expect(only(rowsOf({ domain: 'example.com' }, denied), 'lookup/')).toEqual(['lookup/example.com']);
    expect(only(rowsOf({ domain: 'example.com' }, { [SRV]: srv('silent') }), 'lookup/')).toEqual([]);
    const rows = rowsOf(
      { domain: 'example.com' },
      { ...denied, ...OPEN, 'active-directory/lookup/example.com': lookup('example.com', '10.0.0.1') },
    );
    expect(only(rows, 'ldap/')).toEqual(['ldap/10.0.0.1:389']);
    expect(only(rows, 'tls/')[0]).toContain(
      'the name of the domain controller behind example.com is not known',
    );
  });

  it('is bounded, and says what it left out', () => {
    const targets = Array.from({ length: 40 }, (_, index) =>
      target(`dc${index}.example.com`, `10.0.1.${index}`),
    );
    const rows = rowsOf({ domain: 'example.com' }, { [SRV]: srv('answered', ...targets) });
    expect(only(rows, 'cldap/')).toHaveLength(16);
    expect(only(rows, 'more')).toEqual([
      'more: 16 addresses of domain controllers are probed, and these are more',
    ]);
    const [one] = [target('dc.example.com', ...Array.from({ length: 9 }, (_, index) => `10.0.2.${index}`))];
    expect(only(rowsOf({ domain: 'example.com' }, { [SRV]: srv('answered', one) }), 'cldap/')).toHaveLength(
      4,
    );
  });

  it('asks for the controllers of the site that a ping names, where it can be part of a name', () => {
    const withSite = (site: string) =>
      only(
        rowsOf({ domain: 'example.com' }, { ...FOUND, 'active-directory/cldap/10.0.0.1:389': ping(site) }),
        'site-srv/',
      );
    expect(withSite('Berlin')).toEqual(['site-srv/berlin/10.0.0.53:53']);
    expect(withSite('Haupt Sitz')).toEqual([]);
    expect(withSite('')).toEqual([]);
  });
});

describe('the login', () => {
  it('is made once, at the first domain controller that is ready', () => {
    const second = {
      'active-directory/tcp/10.0.0.2:389': tcp(389),
      'active-directory/tcp/10.0.0.2:636': tcp(636),
      'active-directory/tls/10.0.0.2:636': tls,
      'active-directory/ldaps/10.0.0.2:636': ldap({ address: '10.0.0.2' }),
    };
    const found = {
      [SRV]: srv('answered', target('dc1.example.com', '10.0.0.1'), target('dc2.example.com', '10.0.0.2')),
    };
    expect(only(rowsOf(ACCOUNT, { ...READY, ...second, ...found }), 'bind')).toEqual(['bind']);
    const { 'active-directory/ldaps/10.0.0.1:636': _notYet, ...waiting } = READY;
    expect(only(rowsOf(ACCOUNT, { ...waiting, ...found }), 'bind')).toEqual([]);
  });

  it.each([
    ['the profile names no account', { username: undefined }, INPUTS],
    ['the profile names no password', { password: undefined }, { ...INPUTS, hasBindPassword: false }],
    ['no password was given', {}, { ...INPUTS, hasBindPassword: false }],
    ['a bare name is refused', { security: 'plain' as const, username: 'air' }, INPUTS],
  ])('is not made where %s', (reason, change, inputs) => {
    const directory = Object.fromEntries(
      Object.entries({ ...ACCOUNT, ...change }).filter(([, value]) => value !== undefined),
    );
    const rows = only(rowsOf(directory, READY, inputs), 'bind');
    expect(rows).toHaveLength(1);
    expect(rows[0]).toContain(reason);
  });

  it('is not made where the certificate leaves a doubt of who answers', () => {
    const doubtful = (change: Partial<typeof TLS>) =>
      only(
        rowsOf(ACCOUNT, {
          ...READY,
          'active-directory/ldaps/10.0.0.1:636': ldap({ tls: { ...TLS, ...change } }),
        }),
        'bind',
      );
    const reason = 'bind: the password is only sent to a server that proved with its certificate who it is';
    expect(doubtful({ trust: [] })).toEqual([reason]);
    expect(
      only(
        rowsOf(ACCOUNT, {
          ...READY,
          'active-directory/ldaps/10.0.0.1:636': ldap({ tls: { ...TLS, faults: ['name-mismatch'] } }),
        }),
        'bind',
      ),
    ).toEqual([reason]);
    expect(doubtful({})).toEqual(['bind']);
  });

  it('is not followed to the partitions that every forest has beside its domains', () => {
    const referrals = [
      'ldap://example.com/CN=Configuration,DC=example,DC=com',
      'ldaps://DomainDnsZones.example.com/DC=DomainDnsZones,DC=example,DC=com',
      'ldap://ForestDnsZones.example.com/DC=ForestDnsZones,DC=example,DC=com',
      'ldap://child.example.com/DC=child,DC=example,DC=com',
    ];
    const bound = { ...READY, 'active-directory/bind': ldap({ kind: 'ldap-bind', referrals }) };
    expect(only(rowsOf(ACCOUNT, bound), 'referral/')).toEqual(['referral/lookup/child.example.com']);
  });

  it('is followed to at most four servers that the directory refers to', () => {
    const referrals = [
      'ldap://dc5.example.com/DC=a',
      'ldap://10.0.5.1:3389/',
      'ldaps://[fd00::5]/',
      'http://10.0.5.9/',
      'ldap:///DC=nobody',
      'ldap://10.0.5.2:0/',
      'ldap://10.0.5.3',
      'ldap://10.0.5.4',
    ];
    const bound = { ...READY, 'active-directory/bind': ldap({ kind: 'ldap-bind', referrals }) };
    const rows = only(
      rowsOf(ACCOUNT, {
        ...bound,
        'active-directory/referral/lookup/dc5.example.com': lookup('x', '10.0.5.5'),
      }),
      'referral/',
    );
    expect(rows).toEqual([
      'referral/lookup/dc5.example.com',
      'referral/10.0.5.1:3389',
      'referral/[fd00::5]:636',
      'referral/10.0.5.3:636',
      'referral/10.0.5.5:636',
    ]);
  });
});
