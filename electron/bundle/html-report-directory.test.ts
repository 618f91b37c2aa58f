import { describe, expect, it } from 'vitest';
import type { CldapOutcome } from '../contract/outcomes/cldap.ts';
import type { LdapOutcome } from '../contract/outcomes/ldap.ts';
import { certificateTables } from './html-report-certificates.ts';
import { directoryFacts } from './html-report-directory.ts';
import type { ReportCheck } from './html-report-words.ts';
import { certificateOf, tcpOutcome, tlsOutcome } from './testing/sample-outcomes.ts';

const { chain, chainSource, trust, faults } = tlsOutcome(
  636,
  [
    certificateOf({
      commonName: 'dc1.corp.example.com',
      issuerCommonName: 'Corp CA',
      notBefore: '2026-01-01T00:00:00Z',
      notAfter: '2027-01-01T00:00:00Z',
      dnsNames: ['dc1.corp.example.com'],
      seed: 5,
    }),
  ],
  ['name-mismatch'],
);

const bind: LdapOutcome = {
  kind: 'ldap-bind',
  code: 'ready',
  address: '10.0.0.10',
  port: 636,
  security: 'ldaps',
  expectedName: '10.0.0.10',
  phase: 'done',
  results: [
    {
      operation: 'bind',
      code: 49,
      name: 'invalidCredentials',
      matchedDn: '',
      diagnosticMessage: 'data <52e>',
      referrals: [],
    },
  ],
  rootDse: {
    namingContexts: [],
    supportedCapabilities: [],
    supportedSaslMechanisms: [],
    supportedLdapVersions: ['3'],
    offersStartTls: false,
  },
  clockOffsetMs: -420_300,
  tls: { code: 'established', chain, chainSource, trust, faults },
  base: { dn: 'DC=corp', source: 'profile' },
  computers: { count: 500, hasMore: true },
  referrals: ['ldap://child/'],
  bytesReceived: 10,
  raw: [],
  timings: {},
  elapsedMs: 5,
};

describe('what a directory said, in the report', () => {
  it('names the domain controllers that a resolver names, with their addresses', () => {
    const { text } = directoryFacts({
      kind: 'srv',
      code: 'answered',
      name: '_ldap._tcp.dc._msdcs.example.com',
      domain: 'example.com',
      resolver: { address: '10.0.0.53', port: 53 },
      targets: [{ target: 'dc1.example.com', port: 389, priority: 0, weight: 100, addresses: ['10.0.0.1'] }],
      targetCount: 70,
      transport: 'udp',
      attempts: 1,
      raw: [],
      elapsedMs: 3,
    });
    expect(text).toContain('dc1.example.com, port 389, priority 0, weight 100: 10.0.0.1');
    expect(text).toContain('<dd>70</dd>');
  });

  it('stands in words above its record, with everything of the server escaped', () => {
    const text = directoryFacts(bind).text;
    for (const words of [
      'bind: 49 invalidCredentials “data &lt;52e&gt;”',
      'none: no Active Directory',
      '-420.3 s',
      'DC=corp, from the profile',
      '500 and more',
      'ldap://child/',
    ])
      expect(text).toContain(words);
  });

  it('names both sites of an LDAP ping, or that there is none', () => {
    const netlogon = {
      opcode: 23,
      flags: 0,
      domainGuid: '',
      forest: 'corp.example.com',
      domain: 'corp.example.com',
      hostName: 'dc1.corp.example.com',
      netbiosDomain: 'CORP',
      netbiosComputer: 'DC1',
      serverSite: 'Amsterdam',
      clientSite: '',
      isClosest: false,
    };
    const ping: CldapOutcome = {
      kind: 'cldap',
      code: 'answered',
      address: '10.0.0.10',
      port: 389,
      netlogon,
      attempts: 1,
      bytesReceived: 100,
      raw: [],
      elapsedMs: 2,
    };
    expect(directoryFacts(ping).text).toContain('Amsterdam');
    expect(directoryFacts(ping).text).toContain('none: its address is in no subnet');
    const silent = { ...ping, code: 'silent' as const, netlogon: undefined };
    expect(directoryFacts(silent).text).toBe('');
  });

  it('is nothing for what is no directory', () => {
    expect(directoryFacts(tcpOutcome('10.0.0.10', 636, 'open')).text).toBe('');
  });

  it('shows the certificate of its handshake in a table', () => {
    const check = {
      id: 'active-directory/ldap/10.0.0.10:636',
      step: 'active-directory',
      probe: 'ldap-bind',
      title: 'Login',
      target: '10.0.0.10:636',
      subject: 'active-directory:636',
      deadlineMs: 5000,
      status: 'passed',
      startedMs: 0,
      elapsedMs: 5,
      outcome: bind,
    } satisfies ReportCheck;
    const table = certificateTables([check], '2026-03-02T09:00:00Z').text;
    expect(table).toContain('Certificates of 10.0.0.10:636');
    expect(table).toContain('made for another name');
  });
});
