import { afterEach, describe, expect, it } from 'vitest';
import { type LdapOutcome, ldapOutcomeSchema } from '../../contract/outcomes/ldap.ts';
import { isSlapdMissing, SLAPD, type Slapd, startSlapd } from '../testing/slapd.ts';
import { testContext } from '../testing/tcp-test-context.ts';
import { issue, makeAuthority, selfSigned } from '../testing/test-certificates.ts';
import { ldapLook } from './ldap.ts';
import { ldapBind } from './ldap-bind.ts';
import type { LdapBindInput, LdapInput } from './ldap-input.ts';
import { judgeLdap } from './ldap-verdict.ts';

const root = makeAuthority({ commonName: 'Test Root' });
const site = issue(root, { dnsNames: ['dc.lab.test'] });
const tls = { certificatePem: site.fullChainPem, privateKeyPem: site.privateKeyPem };

let slapd: Slapd | undefined;
afterEach(async () => {
  await slapd?.stop();
  slapd = undefined;
});

async function start(...config: Parameters<typeof startSlapd>): Promise<Slapd> {
  slapd = await startSlapd(...config);
  return slapd;
}

const inputOf = (port: number, rest: Partial<LdapInput> = {}): LdapInput => ({
  address: '127.0.0.1',
  port,
  security: 'plain',
  servername: 'dc.lab.test',
  expectedName: 'dc.lab.test',
  caPem: root.certificatePem,
  ...rest,
});

async function look(port: number, rest: Partial<LdapInput> = {}): Promise<LdapOutcome> {
  return ldapOutcomeSchema.parse(await ldapLook.run(inputOf(port, rest), testContext(5000)));
}

async function logIn(
  port: number,
  rest: Partial<LdapBindInput> = {},
  bindPassword: string = SLAPD.password,
): Promise<LdapOutcome> {
  const input = { ...inputOf(port), username: SLAPD.userDn, ...rest };
  return ldapOutcomeSchema.parse(await ldapBind.run(input, testContext(5000, { secrets: { bindPassword } })));
}

describe.skipIf(isSlapdMissing())('slapd', () => {
  it('is a directory, and none of Active Directory', async () => {
    const { port, tlsPort } = await start({ tls });
    for (const outcome of [
      await look(port),
      await look(port, { security: 'starttls' }),
      await look(tlsPort, { security: 'ldaps' }),
    ]) {
      expect(outcome).toMatchObject({
        code: 'ready',
        phase: 'done',
        rootDse: { namingContexts: [SLAPD.baseDn], offersStartTls: true, supportedCapabilities: [] },
      });
      expect(outcome.rootDse?.defaultNamingContext).toBeUndefined();
      expect(outcome.clockOffsetMs).toBeUndefined();
      expect(outcome.raw.at(-1)).toMatchObject({ direction: 'received', what: 'LDAP search result done' });
      expect(judgeLdap(outcome)).toMatchObject({
        status: 'passed',
        reason: expect.stringContaining('no Active Directory'),
      });
    }
  });

  it('closes a connection that begins with the other kind of message', async () => {
    const { port, tlsPort } = await start({ tls });
    expect(await look(port, { security: 'ldaps' })).toMatchObject({
      code: 'tls-failed',
      tls: { code: 'closed' },
    });
    expect(await look(tlsPort)).toMatchObject({ code: 'closed', phase: 'root-dse', bytesReceived: 0 });
  });

  it('without TLS refuses StartTLS, and still says who it is', async () => {
    const { port } = await start();
    const outcome = await look(port, { security: 'starttls' });
    expect(outcome).toMatchObject({
      code: 'starttls-refused',
      phase: 'starttls',
      results: [
        { operation: 'starttls', code: 2, name: 'protocolError' },
        { operation: 'root-dse', code: 0 },
      ],
      rootDse: { offersStartTls: false },
    });
    expect(outcome.results[0]?.diagnosticMessage).toBe('unsupported extended operation');
    const withoutLogin = await logIn(port, { security: 'starttls' });
    expect(withoutLogin).toMatchObject({ code: 'starttls-refused', results: [{ operation: 'starttls' }] });
    expect(withoutLogin.bind).toBeUndefined();
  });

  it('lets the right password in and refuses another', async () => {
    const { port, tlsPort } = await start({ tls });
    const accepted = await logIn(tlsPort, { security: 'ldaps' });
    expect(accepted).toMatchObject({
      code: 'ready',
      bind: { nameForm: 'dn', isEncrypted: true },
      base: { dn: SLAPD.baseDn, source: 'root-dse' },
      computers: { count: 0, hasMore: false },
    });
    expect(judgeLdap(accepted).status).toBe('warned');
    expect(await logIn(port, {}, 'another')).toMatchObject({
      code: 'bind-refused',
      bind: { isEncrypted: false },
      results: [{ operation: 'bind', code: 49, name: 'invalidCredentials', diagnosticMessage: '' }],
    });
  });

  it('gets no password over a certificate that nobody vouches for', async () => {
    const own = selfSigned({ dnsNames: ['dc.lab.test'] });
    const { port } = await start({
      tls: { certificatePem: own.certificatePem, privateKeyPem: own.privateKeyPem },
    });
    expect(await look(port, { security: 'starttls' })).toMatchObject({
      code: 'ready',
      tls: { faults: ['self-signed'] },
    });
    const outcome = await logIn(port, { security: 'starttls' });
    expect(outcome).toMatchObject({
      code: 'tls-failed',
      bindWithheld: 'unverified-certificate',
      results: [{ operation: 'starttls', code: 0 }],
    });
    expect(judgeLdap(outcome).reason).toContain('(self-signed), so the password was not sent');
  });

  it('that demands encryption refuses a login in clear with result 13', async () => {
    const { port } = await start({ tls, mustEncryptLogins: true });
    expect(await logIn(port)).toMatchObject({
      code: 'bind-refused',
      results: [{ code: 13, name: 'confidentialityRequired' }],
    });
    expect(await logIn(port, { security: 'starttls' })).toMatchObject({ code: 'ready' });
  });

  it('that has the base elsewhere says where', async () => {
    const referral = 'ldap://elsewhere.lab.test/dc=elsewhere';
    const { port } = await start({ referral });
    expect(await logIn(port, { baseDn: SLAPD.referralDn })).toMatchObject({
      code: 'base-refused',
      base: { dn: SLAPD.referralDn, source: 'profile' },
      results: [{ operation: 'bind' }, { operation: 'base', code: 10, name: 'referral' }],
      referrals: [expect.stringContaining('elsewhere.lab.test')],
    });
    expect(await logIn(port, { baseDn: SLAPD.baseDn })).toMatchObject({
      code: 'ready',
      referrals: [expect.stringContaining('elsewhere.lab.test')],
    });
  });

  it('counts one wrong password for one login', async () => {
    const { port } = await start({ lockAfter: 2 });
    expect(await logIn(port, {}, 'wrong')).toMatchObject({ code: 'bind-refused' });
    expect(await logIn(port)).toMatchObject({ code: 'ready' });
    for (const wrong of ['wrong', 'wrong too']) await logIn(port, {}, wrong);
    // Locked by the second in a row: had the probe tried again by itself, the first would have done it.
    expect(await logIn(port)).toMatchObject({ code: 'bind-refused' });
  });
});
