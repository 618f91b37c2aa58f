import { describe, expect, it } from 'vitest';
import { type CheckInfo, checkInfoSchema } from '../contract/checks.ts';
import type { Outcome } from '../contract/outcomes/outcome.ts';
import type { TcpOutcome } from '../contract/outcomes/tcp.ts';
import type { Profile } from '../contract/profile.ts';
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
});
