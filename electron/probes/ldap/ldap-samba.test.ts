import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LdapOutcome, ldapOutcomeSchema } from '../../contract/outcomes/ldap.ts';
import { NamespaceLab, whyNoNamespaces } from '../testing/namespace-lab.ts';
import { isSambaMissing, SAMBA_DOMAIN, type SambaAdDc, startSambaAdDc } from '../testing/samba-ad-dc.ts';

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

  const outcome = (name: keyof typeof runs): LdapOutcome => ldapOutcomeSchema.parse(seen[name]);

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
  });

  it('resets a ClientHello on 389 and an LDAP message on 636', () => {
    expect(outcome('tls to 389')).toMatchObject({ code: 'tls-failed', phase: 'tls', tls: { code: 'reset' } });
    expect(outcome('plain to 636')).toMatchObject({ code: 'reset', phase: 'root-dse' });
  });
});
