import { afterEach, describe, expect, it } from 'vitest';
import type { Profile } from '../contract/profile.ts';
import { type RunState, sentSyslogToken } from '../contract/run-state.ts';
import { isRsyslogMissing, type Rsyslog, startRsyslog } from '../probes/testing/rsyslog.ts';
import { type SyslogNg, startSyslogNg, whyNoSyslogNg } from '../probes/testing/syslog-ng.ts';
import { issue, makeAuthority } from '../probes/testing/test-certificates.ts';
import { concludeRun } from './conclude.ts';
import { startRun } from './start-run.ts';
import { TOOL } from './tool.ts';

/** Whole runs of the Syslog step against real receivers: what they stored, and what is concluded. */

let receiver: Rsyslog | SyslogNg | undefined;
afterEach(async () => {
  await receiver?.stop();
  receiver = undefined;
});

const authority = makeAuthority({ commonName: 'Test Root' });
const leaf = (dnsName: string) => {
  const { fullChainPem, privateKeyPem } = issue(authority, { dnsNames: [dnsName] });
  return { certificatePem: fullChainPem, privateKeyPem, caPem: authority.certificatePem };
};

async function run(
  port: number,
  syslog: Partial<NonNullable<Profile['syslog']>>,
  { sendSyslogTest = true, caPem }: { sendSyslogTest?: boolean; caPem?: string } = {},
): Promise<RunState> {
  const profile: Profile = {
    schema: 'airway.profile/1',
    name: 'Site',
    vantage: 'console',
    syslog: {
      ...{ address: 'localhost', port, transport: 'tcp', format: 'rfc5424', framing: 'newline' },
      ...syslog,
    } as const,
  };
  const started = await startRun(
    { profile, secrets: {}, caPem },
    { tool: TOOL, steps: ['syslog'], stateDirectory: null, sendSyslogTest },
  );
  await started.done;
  return started.state();
}

const concluded = (state: RunState): string[] => {
  const { findings, unexplained } = concludeRun(state);
  expect(unexplained.map(({ id }) => id)).toEqual([]);
  return findings.map(({ cause, subject }) => `${cause} ${subject}`);
};

/** The marks of all test messages in what a receiver stored. */
const tokensIn = (stored: readonly string[]): string[] =>
  stored.flatMap((line) => [...line.matchAll(/airway-[a-z0-9]{10}(?=, for run)/g)].map(([token]) => token));

describe.skipIf(isRsyslogMissing())('a run against rsyslog', () => {
  it.each(['udp', 'tcp'] as const)('without consent stores nothing by %s', async (transport) => {
    const rsyslog = await startRsyslog();
    receiver = rsyslog;
    const state = await run(rsyslog.port, { transport }, { sendSyslogTest: false });
    expect(state.run?.sendsSyslogTest).toBeUndefined();
    expect(state.order.filter((id) => id.includes('message'))).toEqual([]);
    // With what is sent afterwards it is sure that everything before was stored as well.
    const later = await run(rsyslog.port, { transport });
    await rsyslog.untilStored(sentSyslogToken(later) ?? '?');
    expect(rsyslog.stored()).toHaveLength(1);
  });

  it.each([
    ['udp', 'newline', ['syslog-udp-unconfirmed syslog:PORT/udp']],
    ['tcp', 'newline', []],
    ['tcp', 'octet-counting', ['syslog-framing-unconfirmed syslog:PORT']],
  ] as const)('with consent stores one message by %s and %s', async (transport, framing, findings) => {
    const rsyslog = await startRsyslog();
    receiver = rsyslog;
    const state = await run(rsyslog.port, { transport, framing, format: 'cef' });
    const token = sentSyslogToken(state);
    await rsyslog.untilStored(token ?? '?');
    expect(tokensIn(rsyslog.stored())).toEqual([token]);
    expect(rsyslog.stored()).toHaveLength(1);
    expect(rsyslog.stored()[0]).toContain(`for run ${state.run?.runId ?? '?'}`);
    expect(concluded(state)).toEqual(findings.map((text) => text.replace('PORT', String(rsyslog.port))));
  });

  it('with TLS judges the certificate, and stores one message', async () => {
    const rsyslog = await startRsyslog({ tls: leaf('localhost') });
    receiver = rsyslog;
    const tls = { transport: 'tls', framing: 'octet-counting' } as const;
    const state = await run(rsyslog.port, tls, { caPem: authority.certificatePem });
    await rsyslog.untilStored(sentSyslogToken(state) ?? '?');
    expect(rsyslog.stored()).toHaveLength(1);
    expect(concluded(state)).toEqual([`syslog-framing-unconfirmed syslog:${rsyslog.port}`]);
  });

  it('with TLS names what is wrong with the certificate, without a message', async () => {
    const rsyslog = await startRsyslog({ tls: leaf('other.example.com') });
    receiver = rsyslog;
    const state = await run(rsyslog.port, { transport: 'tls' }, { sendSyslogTest: false });
    expect(concluded(state)).toEqual([
      `certificate-authority-untrusted syslog:${rsyslog.port}`,
      `certificate-name-mismatch syslog:${rsyslog.port}`,
    ]);
    expect(rsyslog.stored()).toEqual([]);
  });

  it('with TLS that is sent plain text names TLS, and stores nothing', async () => {
    const rsyslog = await startRsyslog({ tls: leaf('localhost') });
    receiver = rsyslog;
    const state = await run(rsyslog.port, { transport: 'tcp' });
    expect(concluded(state)).toEqual([`syslog-wants-tls syslog:${rsyslog.port}`]);
    expect(rsyslog.stored()).toEqual([]);
  });
});

const why = whyNoSyslogNg();

describe.skipIf(why !== undefined)(`a run against syslog-ng${why === undefined ? '' : ` (${why})`}`, () => {
  it.each(['network', 'syslog'] as const)('without consent stores nothing at %s()', async (source) => {
    const syslogNg = await startSyslogNg({ source });
    receiver = syslogNg;
    const framing = source === 'network' ? 'newline' : 'octet-counting';
    await run(syslogNg.port, { framing }, { sendSyslogTest: false });
    const state = await run(syslogNg.port, { framing });
    await syslogNg.untilStored(sentSyslogToken(state) ?? '?');
    expect(syslogNg.stored()).toHaveLength(1);
  });

  it('that wants the length first has that named, and stores nothing', async () => {
    const syslogNg = await startSyslogNg({ source: 'syslog' });
    receiver = syslogNg;
    const state = await run(syslogNg.port, { framing: 'newline' });
    expect(concluded(state)).toEqual([`syslog-wants-octet-counting syslog:${syslogNg.port}`]);
    expect(syslogNg.stored()).toEqual([]);
  });

  it('that takes the length for text has it stored, which only its own side can see', async () => {
    const syslogNg = await startSyslogNg({ source: 'network' });
    receiver = syslogNg;
    const state = await run(syslogNg.port, { framing: 'octet-counting' });
    expect(concluded(state)).toEqual([`syslog-framing-unconfirmed syslog:${syslogNg.port}`]);
    await syslogNg.untilStored(sentSyslogToken(state) ?? '?');
    expect(syslogNg.stored()).toEqual([expect.stringMatching(/^\[\d{3} <14>1 /)]);
  });

  it('with TLS that is sent plain text has TLS named, and stores nothing', async () => {
    const syslogNg = await startSyslogNg({ source: 'syslog', tls: leaf('localhost') });
    receiver = syslogNg;
    const state = await run(syslogNg.port, { framing: 'octet-counting' });
    expect(concluded(state)).toEqual([`syslog-wants-tls syslog:${syslogNg.port}`]);
    expect(syslogNg.stored()).toEqual([]);
  });

  it('with one connection to give is found well by one that comes alone', async () => {
    const syslogNg = await startSyslogNg({ source: 'network', maxConnections: 1 });
    receiver = syslogNg;
    const state = await run(syslogNg.port, { framing: 'newline' });
    expect(concluded(state)).toEqual([]);
    expect(tokensIn(syslogNg.stored())).toEqual([sentSyslogToken(state)]);
  });
});
