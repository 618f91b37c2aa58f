import { describe, expect, it } from 'vitest';
import type { PacOutcome } from '../contract/outcomes/pac.ts';
import type { ProxySettingsOutcome } from '../contract/outcomes/proxy-settings.ts';
import { wayFacts } from './html-report-way.ts';
import { tcpOutcome } from './testing/sample-outcomes.ts';

const PROXY = { scheme: 'http' as const, host: 'proxy.example.com', port: 3128 };

const settings: ProxySettingsOutcome = {
  kind: 'proxy-settings',
  code: 'proxied',
  host: 'air.example.com',
  ports: [443, 8443],
  settings: [
    {
      source: 'environment',
      code: 'manual',
      where: 'HTTPS_PROXY, NO_PROXY',
      exceptions: ['<b>.example.org'],
      isAutoDetect: false,
      hasLogin: true,
      answers: [
        { port: 443, ways: [PROXY] },
        { port: 8443, ways: ['direct'], exception: 'air.example.com:8443' },
      ],
    },
    {
      source: 'winhttp',
      code: 'not-set',
      where: 'netsh winhttp show proxy',
      exceptions: [],
      isAutoDetect: false,
      hasLogin: false,
      answers: [{ port: 443, ways: ['direct'] }],
    },
    {
      source: 'wininet',
      code: 'pac',
      where: 'HKCU Internet Settings',
      exceptions: [],
      pacUrl: 'http://pac.example.com/proxy.pac',
      isAutoDetect: false,
      hasLogin: false,
      answers: [{ port: 443, ways: [] }],
    },
  ],
  elapsedMs: 4,
};

const pac: PacOutcome = {
  kind: 'pac',
  code: 'syntax-error',
  url: 'http://pac.example.com/proxy.pac',
  namedBy: ['wininet'],
  host: 'air.example.com',
  fetch: { status: 200, redirects: [], sizeBytes: 10, sha256: 'ab12', elapsedMs: 3 },
  start: '',
  answers: [
    { port: 443, url: 'https://air.example.com/', ways: [PROXY], result: 'PROXY proxy.example.com:3128' },
  ],
  line: 7,
  reason: 'Unexpected token',
  lookups: [{ hostname: 'air.example.com', addresses: [] }],
  evaluationMs: 1,
  elapsedMs: 4,
};

describe('what is on the way, in the report', () => {
  it('lays the settings side by side', () => {
    const { text } = wayFacts(settings);
    expect(text).toContain('the environment (HTTPS_PROXY, NO_PROXY)');
    expect(text).toContain('proxy.example.com:3128 on 443; direct on 8443');
    expect(text).toContain('exceptions: &lt;b&gt;.example.org');
    expect(text).toContain('nothing is set: direct');
    expect(text).toContain('http://pac.example.com/proxy.pac');
  });

  it('says what a PAC file answers, and where it is wrong', () => {
    const { text } = wayFacts(pac);
    expect(text).toContain('https://air.example.com/: PROXY proxy.example.com:3128');
    expect(text).toContain('air.example.com: unknown');
    expect(text).toContain('line 7: Unexpected token');
    expect(text).toContain('ab12');
  });

  it('has nothing to say of other outcomes', () => {
    expect(wayFacts(tcpOutcome('10.0.0.5', 443, 'open')).text).toBe('');
  });
});
