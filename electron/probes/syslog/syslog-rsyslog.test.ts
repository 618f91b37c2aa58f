import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { type SyslogOutcome, syslogOutcomeSchema } from '../../contract/outcomes/syslog.ts';
import { isRsyslogMissing, type Rsyslog, startRsyslog } from '../testing/rsyslog.ts';
import { testContext } from '../testing/tcp-test-context.ts';
import { issue, makeAuthority } from '../testing/test-certificates.ts';
import { syslogReach } from './syslog.ts';

const ADDRESS = '127.0.0.1';

let rsyslog: Rsyslog | undefined;
afterEach(() => rsyslog?.stop());

async function reach(
  transport: SyslogOutcome['transport'],
  port: number,
  deadlineMs = 4000,
): Promise<SyslogOutcome> {
  const outcome = await syslogReach.run(
    { address: ADDRESS, port, transport, servername: 'localhost', expectedName: 'localhost' },
    testContext(deadlineMs),
  );
  return syslogOutcomeSchema.parse(outcome);
}

const MARKER = '<14>1 2026-06-01T12:00:00Z asset airway - - - marker';

async function sendUdp(port: number): Promise<void> {
  const socket = createSocket('udp4');
  await new Promise<void>((resolve) => socket.send(MARKER, port, ADDRESS, () => resolve()));
  socket.close();
}

async function hold(port: number): Promise<Socket> {
  const socket = connect(port, ADDRESS);
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  return socket;
}

describe.skipIf(isRsyslogMissing())('rsyslog', () => {
  it('stores nothing of a probe by UDP, and a marker that is sent after it', async () => {
    rsyslog = await startRsyslog();
    const outcome = await reach('udp', rsyslog.port);
    expect(outcome).toMatchObject({
      code: 'udp-unconfirmed',
      datagramsSent: 4,
      control: { code: 'closed' },
      bytesReceived: 0,
    });
    expect(syslogReach.judge(outcome)).toEqual({
      status: 'passed',
      reason: expect.stringContaining('refusals do come back from there'),
    });
    await sendUdp(rsyslog.port);
    await rsyslog.untilStored('marker');
    expect(rsyslog.stored()).toEqual([`[${MARKER}]`]);
  });

  it('stores nothing of a probe by TCP, and a marker that is sent after it', async () => {
    rsyslog = await startRsyslog();
    expect(await reach('tcp', rsyslog.port)).toMatchObject({ code: 'tcp-open', bytesReceived: 0 });
    const socket = await hold(rsyslog.port);
    socket.end(`${MARKER}\n`);
    await rsyslog.untilStored('marker');
    expect(rsyslog.stored()).toEqual([`[${MARKER}]`]);
  });

  it('with as many senders as it may have closes at once', async () => {
    rsyslog = await startRsyslog({ maxSessions: 1 });
    const held = await hold(rsyslog.port);
    // Once its message is stored, its session is surely the one that there may be.
    held.write(`${MARKER}\n`);
    await rsyslog.untilStored('marker');
    const outcome = await reach('tcp', rsyslog.port);
    held.destroy();
    expect(outcome).toMatchObject({ code: 'closed-at-once', bytesReceived: 0 });
    expect(outcome.timings.openMs).toBeDefined();
  });

  it('with TLS makes the handshake and stores nothing', async () => {
    const authority = makeAuthority({ commonName: 'Test Root' });
    const { fullChainPem, privateKeyPem } = issue(authority, { dnsNames: ['localhost'] });
    rsyslog = await startRsyslog({
      tls: { certificatePem: fullChainPem, privateKeyPem, caPem: authority.certificatePem },
    });
    const outcome = await reach('tls', rsyslog.port);
    expect(outcome).toMatchObject({ code: 'tls-open', version: expect.stringMatching(/^TLSv1\.[23]$/) });
    await sendUdp(rsyslog.port);
    await rsyslog.untilStored('marker');
    expect(rsyslog.stored()).toEqual([`[${MARKER}]`]);
  });

  it('without TLS does not answer a ClientHello', async () => {
    rsyslog = await startRsyslog();
    expect(await reach('tls', rsyslog.port, 500)).toMatchObject({ code: 'tls-no-answer', bytesReceived: 0 });
  });
});
