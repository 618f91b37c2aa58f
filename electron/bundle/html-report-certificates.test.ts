import { expect, it } from 'vitest';
import type { ProxyOutcome } from '../contract/outcomes/proxy.ts';
import { certificateTables } from './html-report-certificates.ts';
import { SAMPLE_CHECKS } from './testing/sample-checks.ts';

it('shows a chain that came through a proxy beside the direct one, and says so', () => {
  const direct = SAMPLE_CHECKS.find(({ outcome }) => outcome?.kind === 'tls');
  if (direct?.outcome?.kind !== 'tls') throw new Error('the sample has a handshake');
  const { kind: _kind, address: _address, port: _port, raw: _raw, ...inside } = direct.outcome;
  const outcome: ProxyOutcome = {
    kind: 'proxy',
    code: 'service-fault',
    proxy: { scheme: 'http', host: 'proxy.example.com', port: 3128 },
    proxyAddress: '10.20.0.9',
    target: { host: 'air.example.com', port: 443, protocol: 'tls' },
    inside: { tls: { ...inside, faults: ['untrusted-authority'] } },
    bytesReceived: 39,
    raw: [],
    timings: {},
    elapsedMs: 40,
  };
  const proxied = { ...direct, id: 'proxied', target: 'air.example.com:443', outcome };
  const page = certificateTables([direct, proxied], '2026-03-02T09:14:07.000Z').text;
  expect(page.match(/<table class="certificates">/g)).toHaveLength(2);
  expect(page).toContain('Certificates of air.example.com:443 through http://proxy.example.com:3128');
  expect(page).toContain('authority not trusted');
});
