import { describe, expect, it } from 'vitest';
import { syslogOutcomeSchema } from '../../contract/outcomes/syslog.ts';
import { judgeSyslog } from './syslog-verdict.ts';

const codes = syslogOutcomeSchema.shape.code.options;

describe('the sentence on a receiver', () => {
  it.each(codes)('of %s names the end point, and reads well with nothing else known', (code) => {
    const { reason } = judgeSyslog({
      kind: 'syslog',
      code,
      address: 'fd00::5',
      port: 514,
      transport: 'udp',
      bytesReceived: 0,
      raw: [],
      timings: {},
      elapsedMs: 3,
    });
    expect(reason).toContain('[fd00::5]:514');
    expect(reason).not.toMatch(/undefined|NaN|\[object/);
  });

  it('passes only what a healthy receiver shows', () => {
    const passed = codes.filter(
      (code) =>
        judgeSyslog({
          kind: 'syslog',
          code,
          address: '10.0.0.5',
          port: 514,
          transport: 'tcp',
          bytesReceived: 0,
          raw: [],
          timings: {},
          elapsedMs: 3,
        }).status === 'passed',
    );
    expect(passed).toEqual(['udp-unconfirmed', 'tcp-open', 'tls-open']);
  });
});
