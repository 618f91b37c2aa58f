import fc from 'fast-check';
import type { PictureStatus } from '../picture.ts';
import { MAP_GROUPS } from '../site-map-places.ts';
import { checkOf, runOf } from './sample-run.ts';

/** Faults that a chain may have. */
export const CHAIN_FAULTS = [
  'expired',
  'expires-soon',
  'not-yet-valid',
  'name-mismatch',
  'untrusted-authority',
  'incomplete-chain',
  'self-signed',
  'trusted-by-os-only',
  'without-san',
  'weak-key',
  'weak-signature',
] as const;

/** Text as nobody would like to have it in a picture. */
export const hostileText = fc.oneof(
  fc.constantFrom(
    '',
    '</text><script>alert(1)</script>',
    '" onload="alert(1)',
    'a\nb\u2028c\u0000d\u202egnp.exe',
    '\ud800',
    'x'.repeat(5000),
    '漢'.repeat(400),
    'السلام عليكم',
    '[2001:db8::1]:443',
    '__proto__',
  ),
  fc.string({ unit: 'binary', maxLength: 60 }),
);

const statuses: readonly PictureStatus[] = [
  'passed',
  'warned',
  'failed',
  'skipped',
  'error',
  'running',
  'harmless',
];

const aCheck = fc
  .record({
    id: hostileText,
    probe: fc.constantFrom('tcp', 'tls', 'http', 'proxy', 'resolver', 'srv', 'ntp', 'none', 'host'),
    service: fc.constantFrom(...MAP_GROUPS, 'responder', 'control', 'constructor', 'host'),
    port: fc.constantFrom('', ':443', ':636', ':514/udp', ':99999'),
    target: hostileText,
    status: fc.constantFrom(...statuses),
    title: hostileText,
    reason: hostileText,
    startedMs: fc.double({ min: 0, max: 1e6, noNaN: true }),
    elapsedMs: fc.double({ min: 0, max: 1e6, noNaN: true }),
    deadlineMs: fc.constantFrom(0, 100, 4000),
  })
  .map(({ id, probe, service, port, target, status, ...more }) =>
    checkOf(id, probe, `${service}${port}`, target, status, more),
  );

/** A run of checks of any kind, about anything. */
export const aRun = fc
  .record({ checks: fc.array(aCheck, { maxLength: 80 }), hostname: hostileText })
  .map(({ checks, hostname }) => ({ ...runOf(checks), hostname }));
