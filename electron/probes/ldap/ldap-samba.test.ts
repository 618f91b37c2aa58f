import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CldapOutcome, cldapOutcomeSchema } from '../../contract/outcomes/cldap.ts';
import { type LdapOutcome, ldapOutcomeSchema } from '../../contract/outcomes/ldap.ts';
import { judgeCldap } from '../cldap/cldap-verdict.ts';
import { NamespaceLab, whyNoNamespaces } from '../testing/namespace-lab.ts';
import { isSambaMissing, SAMBA_DOMAIN, type SambaAdDc, startSambaAdDc } from '../testing/samba-ad-dc.ts';
import { judgeLdap } from './ldap-verdict.ts';

const why = isSambaMissing() ? 'samba-ad-dc is missing' : await whyNoNamespaces();
const { accounts, baseDn, domain, host, organizationalUnit, password } = SAMBA_DOMAIN;
const good = `${accounts.good}@${domain}`;

describe.skipIf(why !== undefined)(`a Samba domain controller${why === undefined ? '' : ` (${why})`}`, () => {
  const lab = new NamespaceLab();
  let samba: SambaAdDc | undefined;
  let seen: Readonly<Record<string, unknown>> = {};

  /** Every probe of this file, in one process inside the namespace. */
  const runs = {
    plain: ['look', { security: 'plain', port: 389 }],
    starttls: ['look', { security: 'starttls', port: 389 }],
    ldaps: ['look', { security: 'ldaps', port: 636 }],
    'tls to 389': ['look', { security: 'ldaps', port: 389 }],
    'plain to 636': ['look', { security: 'plain', port: 636 }],
    'bind in clear': ['bind', { security: 'plain', port: 389, username: good }],
    'bind in clear with a wrong password': [
      'bind',
      { security: 'plain', port: 389, username: good },
      'wrong',
    ],
    'bind over ldaps': ['bind', { security: 'ldaps', port: 636, username: good }],
    'bind over starttls': ['bind', { security: 'starttls', port: 389, username: `AIRLAB\\${accounts.good}` }],
    'bind at an address': [
      'bind',
      { security: 'ldaps', port: 636, username: good, servername: null, expectedName: '127.0.0.60' },
    ],
    'wrong password': ['bind', { security: 'ldaps', port: 636, username: good }, 'wrong-Passw0rd'],
    'bare name': ['bind', { security: 'ldaps', port: 636, username: accounts.good }],
    'computers of a unit': [
      'bind',
      { security: 'ldaps', port: 636, username: good, baseDn: organizationalUnit },
    ],
    'wrong base': ['bind', { security: 'ldaps', port: 636, username: good, baseDn: `OU=Nowhere,${baseDn}` }],
    ...Object.fromEntries(
      Object.entries(accounts).map(([code, name]) => [
        `account ${code}`,
        ['bind', { security: 'ldaps', port: 636, username: `CN=${name},CN=Users,${baseDn}` }],
      ]),
    ),
    ping: ['ping', { port: 389, domain }],
    'ping without a domain': ['ping', { port: 389 }],
    'ping for another domain': ['ping', { port: 389, domain: 'elsewhere.test' }],
    'ping to a closed port': ['ping', { port: 390, domain }],
  };

  beforeAll(async () => {
    const namespace = await lab.add('dc');
    samba = await startSambaAdDc(lab, namespace);
    const shared = {
      address: SAMBA_DOMAIN.address,
      servername: host,
      expectedName: host,
      caPem: samba.caPem,
    };
    const module = (path: string): string => JSON.stringify(new URL(path, import.meta.url).href);
    seen = (await lab.evaluate(
      namespace,
      `
      const { ldapLook } = await import(${module('./ldap.ts')});
      const { ldapBind } = await import(${module('./ldap-bind.ts')});
      const { cldapPing } = await import(${module('../cldap/cldap.ts')});
      const probes = { look: ldapLook, bind: ldapBind, ping: cldapPing };
      const { caPem, ...shared } = ${JSON.stringify(shared)};
      const seen = {};
      for (const [name, [probe, input, bindPassword = ${JSON.stringify(password)}]] of Object.entries(${JSON.stringify(runs)})) {
        const context = { signal: new AbortController().signal, deadlineMs: 5000, now: () => performance.now(),
          wallClock: Date.now, progress() {}, secrets: { bindPassword } };
        const whole = probe === 'ping' ? { address: shared.address, ...input } : { ...shared, caPem, ...input };
        seen[name] = await probes[probe].run(whole, context);
      }
      console.log(JSON.stringify(seen));`,
    )) as typeof seen;
  }, 90_000);

  afterAll(async () => {
    await lab.remove();
    await samba?.remove();
  });

  const outcome = (name: string): LdapOutcome => ldapOutcomeSchema.parse(seen[name]);

  it.each(['plain', 'starttls', 'ldaps'] as const)('says who it is to anybody, by %s', (security) => {
    const { clockOffsetMs, tls, ...rest } = outcome(security);
    expect(rest).toMatchObject({
      code: 'ready',
      phase: 'done',
      rootDse: {
        defaultNamingContext: baseDn,
        rootDomainNamingContext: baseDn,
        dnsHostName: host,
        supportedCapabilities: expect.arrayContaining(['1.2.840.113556.1.4.800']),
        isGlobalCatalogReady: true,
      },
    });
    expect(Math.abs(clockOffsetMs ?? Number.NaN)).toBeLessThan(2000);
    if (security === 'plain') expect(tls).toBeUndefined();
    else expect(tls).toMatchObject({ code: 'established', faults: [], chainSource: 'wire' });
    expect(judgeLdap(outcome(security))).toMatchObject({
      status: 'passed',
      reason: expect.stringContaining(`is ${host} (${baseDn})`),
    });
  });

  it('resets a ClientHello on 389 and an LDAP message on 636', () => {
    expect(outcome('tls to 389')).toMatchObject({ code: 'tls-failed', phase: 'tls', tls: { code: 'reset' } });
    expect(outcome('plain to 636')).toMatchObject({ code: 'reset', phase: 'root-dse' });
  });

  it.each(['bind in clear', 'bind in clear with a wrong password'] as const)(
    'refuses a %s before it looks at the password',
    (name) => {
      expect(outcome(name)).toMatchObject({
        code: 'bind-refused',
        bind: { nameForm: 'upn', isEncrypted: false },
        results: [{ operation: 'bind', code: 8, name: 'strongerAuthRequired' }],
      });
    },
  );

  it('lets a login in that is encrypted, and shows its computers', () => {
    for (const [name, nameForm] of [
      ['bind over ldaps', 'upn'],
      ['bind over starttls', 'down-level'],
      ['account good', 'dn'],
    ] as const) {
      const seenHere = outcome(name);
      expect(seenHere).toMatchObject({
        code: 'ready',
        phase: 'done',
        bind: { nameForm, isEncrypted: true },
        base: { dn: baseDn, source: 'root-dse' },
        computers: { count: 4, hasMore: false },
      });
      expect(seenHere.results.at(-1)).toMatchObject({ operation: 'computers', code: 0 });
    }
    // The other partitions of the domain, which belong to the same server.
    expect(outcome('bind over ldaps').referrals).toContain(`ldaps://${domain}/CN=Configuration,${baseDn}`);
    expect(outcome('computers of a unit')).toMatchObject({
      code: 'ready',
      base: { dn: organizationalUnit, source: 'profile' },
      computers: { count: 3, hasMore: false },
      referrals: [],
    });
  });

  it('is given no password when its certificate is for another name', () => {
    const seenHere = outcome('bind at an address');
    expect(seenHere).toMatchObject({
      code: 'tls-failed',
      bindWithheld: 'unverified-certificate',
      tls: { code: 'established', faults: ['name-mismatch'] },
      results: [],
    });
    expect(seenHere.bind).toBeUndefined();
  });

  it.each([
    ['wrong password', '52e'],
    ['bare name', '52e'],
    ...Object.keys(accounts)
      .filter((code) => code !== 'good')
      .map((code) => [`account ${code}`, code]),
  ])('says by the sub-code why it refuses: %s', (name, adSubCode) => {
    const seenHere = outcome(name);
    expect(seenHere).toMatchObject({
      code: 'bind-refused',
      phase: 'bind',
      results: [
        {
          operation: 'bind',
          code: 49,
          name: 'invalidCredentials',
          adSubCode,
          windowsError: '80090308',
          diagnosticMessage: expect.stringContaining('AcceptSecurityContext error'),
        },
      ],
    });
    expect(judgeLdap(seenHere).reason).toContain(`data ${adSubCode}`);
  });

  it('knows no entry below a wrong base DN', () => {
    expect(outcome('wrong base')).toMatchObject({
      code: 'base-refused',
      base: { dn: `OU=Nowhere,${baseDn}`, source: 'profile' },
      results: [
        { operation: 'bind', code: 0 },
        { operation: 'base', code: 32, name: 'noSuchObject' },
      ],
    });
  });

  it('puts the password and the bind request into no outcome', () => {
    const text = JSON.stringify(seen);
    expect(text).not.toContain(password);
    for (const { kind, raw } of Object.keys(runs).map((name) => seen[name] as LdapOutcome)) {
      if (!kind.startsWith('ldap')) continue;
      for (const { base64 } of raw) expect(Buffer.from(base64, 'base64').includes(password)).toBe(false);
    }
  });

  const pinged = (name: keyof typeof runs): CldapOutcome => cldapOutcomeSchema.parse(seen[name]);

  it.each(['ping', 'ping without a domain'] as const)('answers a %s with its domain and site', (name) => {
    const { netlogon, ...rest } = pinged(name);
    expect(rest).toMatchObject({ code: 'answered', attempts: 1 });
    expect(netlogon).toMatchObject({
      opcode: 23,
      forest: domain,
      domain,
      hostName: host,
      netbiosDomain: SAMBA_DOMAIN.netbiosDomain,
      netbiosComputer: 'DC1',
      serverSite: SAMBA_DOMAIN.site,
      domainGuid: expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
    });
    expect(judgeCldap(pinged(name)).reason).toContain(`is ${host} of ${domain}, answered by UDP`);
  });

  it('answers a ping for another domain with an empty result', () => {
    expect(pinged('ping for another domain')).toMatchObject({ code: 'other-domain', attempts: 1 });
  });

  it('refuses a ping to a closed port', () => {
    expect(pinged('ping to a closed port')).toMatchObject({
      code: 'port-closed',
      error: { errno: 'ECONNREFUSED' },
    });
  });
});
