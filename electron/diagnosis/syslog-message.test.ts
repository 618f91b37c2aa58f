import { describe, expect, it } from 'vitest';
import type { Outcome } from '../contract/outcomes/outcome.ts';
import type { SyslogAnswer } from '../contract/outcomes/syslog-message.ts';
import { diagnose } from './diagnose.ts';
import { noTls, siteRun, syslog, syslogProfile, tcp } from './testing/site-run.ts';
import { control, RECEIVER, S } from './testing/syslog-cases.ts';
import { message } from './testing/syslog-message-cases.ts';

const byNewline = syslogProfile({ transport: 'tcp', framing: 'newline' });
const OPENED: readonly Outcome[] = [...RECEIVER, tcp(S, 514), syslog(S, 'tcp-open')];
const hungUp = (keptMs: number): Outcome =>
  message('closed-after-data', { framing: 'newline', endedBy: 'fin', timings: { connectMs: 1, keptMs } });

const first = (outcomes: readonly Outcome[], answer?: SyslogAnswer, profile = byNewline) =>
  diagnose(siteRun(outcomes, profile, answer))[0];

describe('a receiver that hangs up at a line feed', () => {
  const hungUpAgain = noTls(S, 514, { code: 'closed', closedBeforeHello: false });

  it('is surer to want octet counting when it hangs up at the next unframed octets too', () => {
    expect(first([...OPENED, hungUp(2), hungUpAgain])).toMatchObject({
      cause: 'syslog-wants-octet-counting',
      confidence: 0.8,
      explains: ['syslog-lost-on-restart'],
    });
    expect(first([...OPENED, hungUp(2)])).toMatchObject({ confidence: 0.7 });
  });

  it('is less sure where it took its time', () => {
    expect(first([...OPENED, hungUp(700), hungUpAgain])).toMatchObject({
      cause: 'syslog-wants-octet-counting',
      confidence: 0.5,
    });
  });

  it('is called neither where it reads lines or is gone at the next look, and where both fit it is a guess', () => {
    expect(first([...OPENED, hungUp(2), noTls(S, 514, { code: 'silent' })])).toMatchObject({
      cause: 'syslog-lost-on-restart',
      confidence: 0.6,
    });
    const gone = noTls(S, 514, { code: 'failed', error: { errno: 'ECONNREFUSED' } });
    expect(first([...OPENED, hungUp(2), gone])).toMatchObject({ confidence: 0.35 });
    expect(first([...OPENED, hungUp(2), gone], 'not-arrived')?.detail).toContain('did not arrive');
  });
});

describe('the token', () => {
  it('stands in what is to be done', () => {
    const byTcp = syslogProfile({ transport: 'tcp' });
    const finding = first([...OPENED, message('written')], undefined, byTcp);
    expect(finding?.remedy.steps.map(({ command }) => command)).toContain(
      'sudo grep -rF airway-7f3kabcdef /var/log',
    );
  });

  it('is what whoever waits for a datagram has to look for', () => {
    const datagram = message('udp-sent', { transport: 'udp', framing: 'none' });
    const silent = [...RECEIVER, syslog(S, 'udp-unconfirmed', control('closed')), tcp(S, 514), datagram];
    expect(first(silent, undefined, syslogProfile())).toMatchObject({
      cause: 'syslog-udp-unconfirmed',
      detail: expect.stringContaining('test message with the token airway-7f3kabcdef'),
      evidence: expect.arrayContaining([`syslog/message/${S}:514`]),
    });
  });
});
