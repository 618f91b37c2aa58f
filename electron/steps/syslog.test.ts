import { describe, expect, it } from 'vitest';
import { type CheckInfo, checkInfoSchema } from '../contract/checks.ts';
import type { Outcome } from '../contract/outcomes/outcome.ts';
import type { SyslogOutcome } from '../contract/outcomes/syslog.ts';
import type { SyslogMessageOutcome } from '../contract/outcomes/syslog-message.ts';
import type { TcpOutcome } from '../contract/outcomes/tcp.ts';
import type { Profile } from '../contract/profile.ts';
import { TEST_MESSAGE } from '../probes/syslog/testing/test-message.ts';
import { testContext } from '../probes/testing/tcp-test-context.ts';
import type { PlanNode } from './plan.ts';
import { planSyslog } from './syslog.ts';

const profile = (syslog: Partial<NonNullable<Profile['syslog']>>): Profile => ({
  schema: 'airway.profile/1',
  name: 'Site',
  vantage: 'console',
  // The port that nobody uses has tests of its own.
  controlPort: null,
  syslog: {
    address: '10.0.0.14',
    port: 514,
    transport: 'udp',
    format: 'rfc5424',
    framing: 'octet-counting',
    ...syslog,
  },
});

const INPUTS = { resolvers: [], hasApiToken: false };

/** The rows of a plan when each check ends with the outcome that is given for it; each row as `kind id subject`. */
function rows(nodes: readonly PlanNode[], outcomes: Readonly<Record<string, Outcome>>): string[] {
  return nodes.flatMap((node) => {
    if (node.kind === 'after') return rows(node.plan(new Map(Object.entries(outcomes))), outcomes);
    checkInfoSchema.parse(node.info);
    return [`${node.kind} ${node.info.id} ${node.info.subject}`];
  });
}

const tcp = (code: TcpOutcome['code'], port = 514): TcpOutcome => ({
  kind: 'tcp',
  code,
  address: '10.0.0.14',
  port,
  family: 4,
  hasRetransmitSignature: false,
  elapsedMs: 3,
});

const lookup = (addresses: readonly string[]): Outcome => ({
  kind: 'system-lookup',
  code: addresses.length > 0 ? 'resolved' : 'not-found',
  hostname: 'syslog.example.com',
  addresses: addresses.map((address) => ({ address, family: 4 })),
  hostsFile: { path: '/etc/hosts', readable: true, entries: [] },
  elapsedMs: 3,
});

const reached = (code: SyslogOutcome['code'], more: Partial<SyslogOutcome> = {}): SyslogOutcome => ({
  kind: 'syslog',
  code,
  address: '10.0.0.14',
  port: 514,
  transport: 'tcp',
  bytesReceived: 0,
  raw: [],
  timings: {},
  elapsedMs: 3,
  ...more,
});

const message = (
  code: SyslogMessageOutcome['code'],
  more: Partial<SyslogMessageOutcome> = {},
): SyslogMessageOutcome => ({
  kind: 'syslog-message',
  code,
  address: '10.0.0.14',
  port: 514,
  transport: 'tcp',
  format: 'rfc5424',
  framing: 'octet-counting',
  token: TEST_MESSAGE.token,
  message: '',
  wasSent: true,
  bytesReceived: 0,
  raw: [],
  timings: {},
  elapsedMs: 3,
  ...more,
});

const AGREED = { ...INPUTS, syslogTest: TEST_MESSAGE };

describe('the plan of the Syslog step', () => {
  it('is empty without a receiver', () => {
    const { syslog: _none, ...rest } = profile({});
    expect(planSyslog(rest, INPUTS)).toEqual([]);
  });

  it('knocks on UDP, with TCP beside it as a control', () => {
    expect(rows(planSyslog(profile({}), INPUTS), {})).toEqual([
      'check syslog/udp/10.0.0.14:514 syslog:514/udp',
      'check syslog/control-tcp/10.0.0.14:514 syslog:514/udp',
    ]);
  });

  it('goes on by TCP or TLS where the port opens', () => {
    const opened = { 'syslog/port/10.0.0.14:514': tcp('open') };
    expect(rows(planSyslog(profile({ transport: 'tcp' }), INPUTS), opened)).toEqual([
      'check syslog/port/10.0.0.14:514 syslog:514',
      'check syslog/tcp/10.0.0.14:514 syslog:514',
    ]);
    const byTls = profile({ transport: 'tls', port: 6514 });
    expect(rows(planSyslog(byTls, INPUTS), { 'syslog/port/10.0.0.14:6514': tcp('open', 6514) })).toEqual([
      'check syslog/port/10.0.0.14:6514 syslog:6514',
      'check syslog/tls/10.0.0.14:6514 syslog:6514',
    ]);
  });

  it('asks UDP as a control where TCP does not open', () => {
    const refused = { 'syslog/port/10.0.0.14:514': tcp('refused') };
    expect(rows(planSyslog(profile({ transport: 'tcp' }), INPUTS), refused)).toEqual([
      'check syslog/port/10.0.0.14:514 syslog:514',
      'skip syslog/tcp/10.0.0.14:514 syslog:514',
      'check syslog/control-udp/10.0.0.14:514 syslog:514',
    ]);
    expect(rows(planSyslog(profile({ transport: 'tls' }), INPUTS), refused)).toEqual([
      'check syslog/port/10.0.0.14:514 syslog:514',
      'skip syslog/tls/10.0.0.14:514 syslog:514',
    ]);
  });

  it('probes at most four addresses of a name, and says so when there is none', () => {
    const byName = planSyslog(profile({ address: 'syslog.example.com' }), INPUTS);
    const many = Array.from({ length: 6 }, (_, index) => `10.0.1.${index}`);
    expect(rows(byName, { 'syslog/lookup': lookup(many) })).toHaveLength(1 + 4 * 2);
    expect(rows(byName, { 'syslog/lookup': lookup([]) })).toEqual([
      'check syslog/lookup dns',
      'skip syslog/udp/syslog.example.com:514 syslog:514/udp',
    ]);
  });

  it('never fails a row that is only a control', async () => {
    const [, control] = planSyslog(profile({ address: '127.0.0.1', port: 1 }), INPUTS);
    if (control?.kind !== 'check') throw new Error('no control');
    const info: CheckInfo = control.info;
    expect(info.title).toBe('Control: TCP to 127.0.0.1:1');
    const { outcome, verdict } = await control.observe(testContext(4000));
    expect(outcome).toMatchObject({ kind: 'tcp', code: 'refused' });
    expect(verdict).toEqual({
      status: 'passed',
      reason: expect.stringMatching(/refused the connection.*; the profile names UDP, so this is no fault$/),
    });
  });

  it('has a row for the certificate once a handshake was made', () => {
    const byTls = profile({ transport: 'tls', port: 6514 });
    const seen = {
      'syslog/port/10.0.0.14:6514': tcp('open', 6514),
      'syslog/tls/10.0.0.14:6514': reached('tls-open', { port: 6514, transport: 'tls' }),
    };
    expect(rows(planSyslog(byTls, INPUTS), seen)).toEqual([
      'check syslog/port/10.0.0.14:6514 syslog:6514',
      'check syslog/tls/10.0.0.14:6514 syslog:6514',
      'check syslog/certificate/10.0.0.14:6514 syslog:6514',
    ]);
    expect(rows(planSyslog(byTls, AGREED), seen).at(-1)).toBe(
      'check syslog/message/10.0.0.14:6514 syslog:6514',
    );
  });
});

describe('a test message', () => {
  const byTcp = profile({ transport: 'tcp' });
  const messages = (planned: readonly string[]): string[] => planned.filter((row) => /message/.test(row));

  it('is part of no plan without consent, whatever was seen', () => {
    for (const transport of ['udp', 'tcp', 'tls'] as const) {
      const seen = {
        'syslog/port/10.0.0.14:514': tcp('open'),
        [`syslog/${transport}/10.0.0.14:514`]: reached(
          transport === 'udp' ? 'udp-unconfirmed' : `${transport}-open`,
          { transport },
        ),
      };
      const planned = rows(planSyslog(profile({ transport }), INPUTS), seen);
      expect(planned.length).toBeGreaterThan(1);
      expect(messages(planned)).toEqual([]);
    }
  });

  it('goes to one address of those that work, and of those to one that is surely alive', () => {
    const byName = profile({ address: 'syslog.example.com' });
    const found = { 'syslog/lookup': lookup(['10.0.0.13', '10.0.0.14', '10.0.0.15']) };
    const silent = (control: 'closed' | 'silent') =>
      reached('udp-unconfirmed', {
        transport: 'udp',
        control: { port: 20_001, code: control, elapsedMs: 1 },
      });
    const seen = {
      ...found,
      'syslog/udp/10.0.0.13:514': silent('silent'),
      'syslog/udp/10.0.0.14:514': silent('closed'),
      'syslog/udp/10.0.0.15:514': silent('closed'),
    };
    expect(messages(rows(planSyslog(byName, AGREED), seen))).toEqual([
      'check syslog/message/10.0.0.14:514 syslog:514/udp',
    ]);
  });

  it('is skipped, and says so, where no address works', () => {
    const seen = { 'syslog/port/10.0.0.14:514': tcp('refused') };
    expect(messages(rows(planSyslog(byTcp, AGREED), seen))).toEqual([
      'skip syslog/message/10.0.0.14:514 syslog:514',
    ]);
  });

  it('is followed by a look for TLS only where the receiver hung up, or answered with what may be TLS', () => {
    const before = {
      'syslog/port/10.0.0.14:514': tcp('open'),
      'syslog/tcp/10.0.0.14:514': reached('tcp-open'),
    };
    const isLookedAt = (...outcome: Parameters<typeof message>) =>
      rows(planSyslog(byTcp, AGREED), {
        ...before,
        'syslog/message/10.0.0.14:514': message(...outcome),
      }).includes('check syslog/control-tls/10.0.0.14:514 syslog:514');
    expect(isLookedAt('closed-after-data')).toBe(true);
    expect(isLookedAt('answered', { alert: { level: 2, number: 10, name: 'unexpected_message' } })).toBe(
      true,
    );
    expect(isLookedAt('answered', { plaintext: { protocol: 'http', firstLine: 'HTTP/1.1 400' } })).toBe(
      false,
    );
    expect(isLookedAt('answered', { wasSent: false, plaintext: { protocol: 'other', firstLine: '?' } })).toBe(
      false,
    );
    expect(isLookedAt('written')).toBe(false);
    expect(isLookedAt('closed-at-once')).toBe(false);
  });
});
