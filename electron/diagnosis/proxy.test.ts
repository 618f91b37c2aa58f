import { describe, expect, it } from 'vitest';
import type { Outcome } from '../contract/outcomes/outcome.ts';
import type { Profile } from '../contract/profile.ts';
import { diagnose, unexplainedFailures } from './diagnose.ts';
import {
  both,
  DIRECT,
  EXPIRED,
  FORBIDDEN,
  insideTls,
  proxyProfile,
  REACHED,
  REQUIRED,
  RESOLVED,
  SHUT,
  way,
} from './testing/proxy-samples.ts';
import { siteProfile, siteRun, tcp } from './testing/site-run.ts';

const firstOf = (outcomes: readonly Outcome[], profile: Profile = proxyProfile()) => {
  const state = siteRun(outcomes, profile);
  const findings = diagnose(state);
  expect(unexplainedFailures(state, findings).map(({ id }) => id)).toEqual([]);
  return findings[0];
};

describe('a site that is reached through a proxy', () => {
  it('has one finding for all ports, with both ways in its words and nothing else of the firewall', () => {
    expect(firstOf([...RESOLVED, ...SHUT, ...REACHED, ...both('login-required', REQUIRED)])).toMatchObject({
      cause: 'proxy-login-required',
      subject: 'proxy:3128',
      severity: 'error',
      detail:
        'The proxy proxy.example.com:3128 answered 407 Proxy Authentication Required when it was asked for console.example.com:443 and console.example.com:8443, and offers Basic and NTLM. No login was given. Directly, 10.0.0.5:443 did not answer in 4.0 s and 10.0.0.5:8443 did not answer in 4.0 s.',
      evidence: [443, 8443].map(
        (port) => `console/proxy/http://proxy.example.com:3128/console.example.com:${port}`,
      ),
      ruledOut: expect.arrayContaining(['not the way to the proxy: TCP to 10.0.0.9:3128 opened']),
      remedy: { owner: 'proxy-team' },
    });
  });

  it('can do without the alternate port', () => {
    const finding = firstOf([
      ...RESOLVED,
      ...DIRECT,
      ...REACHED,
      way(443),
      way(8443, 'forbidden', FORBIDDEN),
    ]);
    expect(finding).toMatchObject({ cause: 'proxy-forbids-port', severity: 'warning' });
    expect(finding?.detail).toBe(
      'The proxy proxy.example.com:3128 answered 403 Forbidden, ERR_ACCESS_DENIED when it was asked for console.example.com:8443. Port 443 passes through the same proxy. Directly, without the proxy, 10.0.0.5:8443 opened.',
    );
    expect(JSON.stringify(finding?.remedy)).toContain("-x 'http://proxy.example.com:3128' ");
  });

  it('has the faults of its certificate named where only the proxy shows it', () => {
    const inside = insideTls(EXPIRED);
    const finding = firstOf([...RESOLVED, ...SHUT, ...REACHED, ...both('service-fault', { inside })]);
    expect(finding).toMatchObject({ cause: 'certificate-expired', subject: 'console:443' });
    expect(finding?.detail).toContain('console.example.com:443 (through the proxy proxy.example.com:3128)');
    expect(finding?.ruledOut.join()).toContain('a tunnel opened to console.example.com:443');
  });
});

describe('a proxy that only the environment names', () => {
  it('is no more than a warning where the direct way works', () => {
    const run = [...RESOLVED, ...DIRECT, ...REACHED, ...both('forbidden', FORBIDDEN)];
    expect(firstOf(run, siteProfile())).toMatchObject({ cause: 'proxy-forbids-port', severity: 'warning' });
    const down = [...RESOLVED, ...DIRECT, ...REACHED, ...both('closed')];
    expect(firstOf(down, siteProfile())).toMatchObject({ cause: 'proxy-down', severity: 'warning' });
  });

  it('shows that it is the way and not the server, where it works and the direct way does not', () => {
    const finding = firstOf([...RESOLVED, ...SHUT, ...REACHED, ...both('through')], siteProfile());
    expect(finding?.cause).toBe('host-filtered');
    const closed = [443, 8443].map((port) => tcp('10.0.0.5', port, 'refused'));
    const other = firstOf([...RESOLVED, ...closed, ...REACHED, ...both('through')], siteProfile());
    expect(other).toMatchObject({ cause: 'port-closed', severity: 'error' });
    expect(other?.ruledOut).toContain(
      'not the server: console.example.com:443 answers through the proxy proxy.example.com:3128',
    );
  });
});
