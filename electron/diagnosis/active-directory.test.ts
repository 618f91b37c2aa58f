import { describe, expect, it } from 'vitest';
import type { Finding } from '../contract/findings.ts';
import type { Outcome } from '../contract/outcomes/outcome.ts';
import type { Profile } from '../contract/profile.ts';
import { domainOf } from './active-directory-view.ts';
import { diagnose, unexplainedFailures } from './diagnose.ts';
import { HEALTHY_DIRECTORY, over, RECORDS, without } from './testing/directory-healthy.ts';
import {
  bind,
  D,
  D2,
  D3,
  DC,
  directoryProfile,
  look,
  named,
  ping,
  refusedWith,
  result,
  srv,
} from './testing/directory-outcomes.ts';
import { flowsOf } from './testing/flows.ts';
import { healthyEnd, host, http, lookup, siteProfile, siteRun, tcp, tls } from './testing/site-run.ts';

const first = (outcomes: readonly Outcome[], profile: Profile = directoryProfile()): Finding | undefined =>
  diagnose(siteRun(outcomes, profile))[0];

describe('the causes of Active Directory', () => {
  it('are no errors while another domain controller works', () => {
    const two = [host(), srv('answered', { [DC]: D, 'dc2.example.com': D2 }), ...over(D)];
    expect(first([...two, tcp(D2, 389), tcp(D2, 636, 'filtered')])).toMatchObject({
      cause: 'port-filtered',
      severity: 'warning',
      subject: 'active-directory:636',
    });
    expect(first([...two, tcp(D2, 389, 'filtered'), tcp(D2, 636, 'filtered')])).toMatchObject({
      cause: 'domain-controller-dead',
      severity: 'warning',
      detail: expect.stringContaining('dc2.example.com at 10.0.0.21:636 did not answer in 4.0 s'),
    });
  });

  it('ask for what the firewall has to let through', () => {
    const closed = first([...RECORDS, tcp(D, 389), tcp(D, 636, 'filtered'), ping(), look('plain')]);
    expect(closed?.ruledOut).toContain('not the whole host: 10.0.0.20:389 opened in 5 ms');
    expect(flowsOf(closed?.remedy.form)).toEqual(['dc1.example.com 10.0.0.20 TCP 636']);
    expect(flowsOf(first(without(ping('silent')))?.remedy.form)).toEqual([
      'dc1.example.com 10.0.0.20 UDP 389',
    ]);
  });

  it('weigh what a refusal says', () => {
    const confidence = (outcome: Outcome): number => first(without(outcome))?.confidence ?? 0;
    const [known, none, unknown] = [refusedWith('52e'), refusedWith(undefined), refusedWith('80090346')].map(
      confidence,
    );
    expect(known).toBeGreaterThan(none ?? 1);
    expect(none).toBeGreaterThan(unknown ?? 1);
    expect(first(without(refusedWith('533')))?.ruledOut).toContain(
      'not the password: a domain controller gives this reason only after the right one',
    );
    expect(first(without(refusedWith('52e')))?.detail).toContain('Samba and some other servers');
  });

  it('name the bare account before the password, and keep both possible', () => {
    expect(
      first(without(refusedWith('52e', { bind: { nameForm: 'bare', isEncrypted: true } }))),
    ).toMatchObject({
      cause: 'bind-name-form',
      explains: ['bind-wrong-password'],
      detail: expect.stringContaining('The password may be wrong as well'),
    });
  });

  it('leave a refusal without a cause where nothing is known of it', () => {
    const state = siteRun(without(bind('bind-refused', [result('bind', 53)])), directoryProfile());
    const findings = diagnose(state);
    expect(findings).toEqual([]);
    expect(unexplainedFailures(state, findings).map(({ id }) => id)).toEqual(['active-directory/bind']);
  });

  it('take missing records for a warning where the profile names its domain controllers', () => {
    const outcomes = [host(), srv('nxdomain'), lookup([D], { hostname: DC }), ...over()];
    expect(first(outcomes, named)).toMatchObject({ cause: 'srv-records-missing', severity: 'warning' });
    expect(first([host(), srv('nxdomain'), lookup([], { hostname: 'example.com' })])).toMatchObject({
      severity: 'error',
      detail: expect.stringContaining('a typing error in the domain looks the same'),
    });
  });

  it('count domain controllers on one wrong clock as one finding, and this machine as another', () => {
    const hour = 3_600_000;
    const off = HEALTHY_DIRECTORY.map((one) => (one.kind === 'ldap' ? { ...one, clockOffsetMs: hour } : one));
    expect(first(off)).toMatchObject({ cause: 'domain-clock-skew', confidence: 0.7 });
    const both = { ...siteProfile({ address: '10.0.0.5' }), ...directoryProfile() };
    const wrong = [443, 8443].flatMap((port): Outcome[] => [
      tcp('10.0.0.5', port),
      tls('10.0.0.5', port),
      http('10.0.0.5', port, 200, { clockOffsetMs: hour }),
    ]);
    expect(first([...wrong, ...off], both)).toMatchObject({
      cause: 'clock-wrong',
      severity: 'error',
      explains: ['domain-clock-skew'],
    });
    // The domain agrees with this machine: then it is the other server that is wrong.
    expect(diagnose(siteRun([...wrong, ...HEALTHY_DIRECTORY], both))).toEqual([]);
  });

  it('say all that is dead once', () => {
    const three = { [DC]: D, 'dc2.example.com': D2, 'dc3.example.com': D3 };
    const rows = [D, D2, D3].flatMap((one) => [
      tcp(one, 389, 'refused'),
      tcp(one, 636, 'refused'),
      ping('silent', one),
    ]);
    const findings = diagnose(siteRun([host(), srv('answered', three), ...rows], directoryProfile()));
    expect(findings.map(({ cause, severity }) => [cause, severity])).toEqual([['port-closed', 'error']]);
    expect(findings[0]?.evidence).toHaveLength(3);
  });

  it('need an Active Directory section', () => {
    const outcomes = [...healthyEnd('10.0.0.5'), srv('nxdomain'), ping('silent'), refusedWith('52e')];
    expect(diagnose(siteRun(outcomes, siteProfile({ address: '10.0.0.5' })))).toEqual([]);
  });
});

describe('the domain of a distinguished name', () => {
  it.each([
    ['DC=example,DC=com', 'example.com'],
    ['dc=Corp, dc=Example , DC=com', 'corp.example.com'],
    ['OU=Assets,DC=example,DC=com', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('%s is %s', (dn, domain) => {
    expect(domainOf(dn)).toBe(domain);
  });
});
