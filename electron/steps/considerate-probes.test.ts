import { describe, expect, it } from 'vitest';
import type { SyslogOutcome } from '../contract/outcomes/syslog.ts';
import { syslogReach } from '../probes/syslog/syslog.ts';
import { testContext } from '../probes/testing/tcp-test-context.ts';
import { withSecondLook } from './considerate-probes.ts';

const INPUT = {
  address: '10.0.0.14',
  port: 514,
  transport: 'tcp',
  servername: null,
  expectedName: '10.0.0.14',
} as const;

const outcome = (code: SyslogOutcome['code'], more: Partial<SyslogOutcome> = {}): SyslogOutcome => ({
  kind: 'syslog',
  code,
  address: '10.0.0.14',
  port: 514,
  transport: 'tcp',
  bytesReceived: 0,
  raw: [],
  timings: {},
  elapsedMs: 1,
  ...more,
});

async function look(
  seen: readonly SyslogOutcome[],
  deadlineMs = 4000,
  signal = new AbortController().signal,
) {
  let looks = 0;
  const probe = withSecondLook({
    ...syslogReach,
    run: async () => {
      looks += 1;
      return seen[looks - 1] ?? outcome('failed');
    },
  });
  const { code } = await probe.run(INPUT, testContext(deadlineMs, { signal }));
  return { code, looks };
}

describe('a second look', () => {
  it('is taken where the receiver turned the first away, and counts', async () => {
    expect(await look([outcome('closed-at-once'), outcome('tcp-open')])).toEqual({
      code: 'tcp-open',
      looks: 2,
    });
    expect(await look([outcome('closed-at-once'), outcome('closed-at-once')])).toEqual({
      code: 'closed-at-once',
      looks: 2,
    });
    expect(await look([outcome('tls-refused'), outcome('tls-open')])).toEqual({ code: 'tls-open', looks: 2 });
  });

  it('is not taken where there was an answer, and not without time', async () => {
    const alert = { level: 2, number: 116, name: 'certificate_required', afterHandshake: true };
    expect(await look([outcome('tls-refused', { alert, bytesReceived: 7 })])).toMatchObject({ looks: 1 });
    expect(await look([outcome('tcp-open')])).toMatchObject({ looks: 1 });
    expect(await look([outcome('closed-at-once')], 50)).toMatchObject({ looks: 1 });
  });

  it('waits for nothing once the run is cancelled', async () => {
    const seen = [outcome('closed-at-once'), outcome('failed')];
    expect(await look(seen, 4000, AbortSignal.abort())).toMatchObject({ code: 'failed' });
  });
});
