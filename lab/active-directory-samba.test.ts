import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Profile } from '../electron/contract/profile.ts';
import { NamespaceLab, whyNoNamespaces } from '../electron/probes/testing/namespace-lab.ts';
import {
  isSambaMissing,
  SAMBA_DOMAIN,
  type SambaAdDc,
  startSambaAdDc,
} from '../electron/probes/testing/samba-ad-dc.ts';

const why = isSambaMissing() ? 'samba-ad-dc is missing' : await whyNoNamespaces();
const { accounts, address, domain, host, organizationalUnit, password } = SAMBA_DOMAIN;

type Directory = Partial<NonNullable<Profile['activeDirectory']>>;
interface Concluded {
  readonly findings: readonly { readonly cause: string; readonly detail: string; readonly subject: string }[];
  readonly unexplained: readonly string[];
  readonly rows: Readonly<Record<string, string>>;
}

/** Whole runs of the Active Directory step, from the profile to the findings, each with its password. */
const RUNS: Readonly<Record<string, readonly [Directory, string?]>> = {
  'over LDAPS': [{}],
  'over STARTTLS': [{ security: 'starttls', username: `${SAMBA_DOMAIN.netbiosDomain}\\${accounts.good}` }],
  'below a unit': [{ baseDn: organizationalUnit, servers: [host] }],
  'without an account': [{ username: '' }],
  'wrong password': [{}, 'Wrong-Passw0rd'],
  disabled: [{ username: `${accounts['533']}@${domain}` }],
  'in clear': [{ security: 'plain' }],
  'bare name': [{ username: accounts.good }],
  'base elsewhere': [{ baseDn: `OU=Nowhere,${SAMBA_DOMAIN.baseDn}` }],
  'domain elsewhere': [{ domain: 'elsewhere.test', servers: [host] }],
  'by address': [{ servers: [address] }],
  'one dead': [{ servers: [host, '127.0.0.61'] }],
};

describe.skipIf(why !== undefined)(`a Samba domain${why === undefined ? '' : ` (${why})`}`, () => {
  const lab = new NamespaceLab();
  let samba: SambaAdDc | undefined;
  let seen: Readonly<Record<string, Concluded>> = {};

  beforeAll(async () => {
    const namespace = await lab.add('dc');
    samba = await startSambaAdDc(lab, namespace);
    const module = (path: string): string => JSON.stringify(new URL(path, import.meta.url).href);
    seen = (await lab.evaluate(
      namespace,
      `
      const { startRun } = await import(${module('../electron/session/start-run.ts')});
      const { concludeRun } = await import(${module('../electron/session/conclude.ts')});
      const { checksInOrder } = await import(${module('../electron/contract/run-state.ts')});
      const seen = {};
      for (const [key, [change, password = ${JSON.stringify(password)}]] of Object.entries(${JSON.stringify(RUNS)})) {
        const directory = { domain: ${JSON.stringify(domain)}, security: 'ldaps',
          username: ${JSON.stringify(`${accounts.good}@${domain}`)}, password: { ask: true }, ...change };
        if (directory.username === '') delete directory.username;
        const run = await startRun(
          {
            profile: { schema: 'airway.profile/1', name: 'Samba', vantage: 'console', activeDirectory: directory,
              resolvers: [${JSON.stringify(address)}] },
            secrets: { bindPassword: password },
            caPem: ${JSON.stringify(samba.caPem)},
          },
          { tool: { name: 'airway', version: '0.0.0' }, steps: ['active-directory'], stateDirectory: null });
        await run.done;
        const { findings, unexplained } = concludeRun(run.state());
        seen[key] = {
          findings: findings.map(({ cause, detail, subject }) => ({ cause, detail, subject })),
          unexplained: unexplained.map(({ id }) => id),
          rows: Object.fromEntries(checksInOrder(run.state()).map(({ id, status, reason }) => [id, status + ': ' + reason])),
        };
      }
      console.log(JSON.stringify(seen));`,
      { 'resolv.conf': `nameserver ${address}\n`, hosts: '127.0.0.1 localhost\n' },
    )) as Readonly<Record<string, Concluded>>;
  }, 90_000);

  afterAll(async () => {
    await lab.remove();
    await samba?.remove();
  });

  const of = (key: keyof typeof RUNS): Concluded =>
    seen[key] ?? { findings: [], unexplained: ['no such run'], rows: {} };
  const causesOf = (key: keyof typeof RUNS): string[] => of(key).findings.map(({ cause }) => cause);

  it.each(['over LDAPS', 'over STARTTLS', 'below a unit', 'without an account'])(
    'has nothing to be said of it %s',
    (key) => {
      expect(of(key)).toMatchObject({ findings: [], unexplained: [] });
    },
  );

  it('is found by DNS, asked by every way, and logged in to once', () => {
    const { rows } = of('over LDAPS');
    expect(rows['active-directory/srv/127.0.0.60:53']).toContain(`passed: 127.0.0.60 names ${host}`);
    for (const id of ['tcp', 'ldap', 'cldap'])
      expect(rows[`active-directory/${id}/127.0.0.60:389`], id).toMatch(/^passed/);
    for (const id of ['tcp', 'tls', 'ldaps'])
      expect(rows[`active-directory/${id}/127.0.0.60:636`], id).toMatch(/^passed/);
    expect(rows['active-directory/bind']).toMatch(/^passed: .*accepted the login over TLS/);
    expect(rows['active-directory/site-srv/default-first-site-name/127.0.0.60:53']).toMatch(/^passed/);
    expect(of('without an account').rows['active-directory/bind']).toBe(
      'skipped: the profile names no account',
    );
  });

  it('shows the one cause of what is wrong', () => {
    expect(Object.fromEntries(Object.keys(RUNS).map((key) => [key, causesOf(key)]))).toMatchObject({
      'wrong password': ['bind-wrong-password'],
      disabled: ['bind-account-disabled'],
      'in clear': ['ldap-signing-required'],
      'bare name': ['bind-name-form'],
      'base elsewhere': ['base-dn-missing'],
      'domain elsewhere': ['domain-name-wrong'],
      'by address': ['certificate-name-mismatch'],
      'one dead': ['domain-controller-dead'],
    });
    expect(Object.keys(RUNS).flatMap((key) => of(key).unexplained)).toEqual([]);
    expect(of('by address').rows['active-directory/bind']).toContain('only sent to a server that proved');
  });

  it('tells its own domain to who named another', () => {
    expect(of('domain elsewhere').findings[0]?.detail).toContain('Its own domain is airlab.test.');
  });

  it('never shows the password', () => {
    expect(JSON.stringify(seen)).not.toContain(password);
  });
});
