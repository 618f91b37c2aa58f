import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { syslogMessageOutcomeSchema } from '../../contract/outcomes/syslog-message.ts';
import { type SyslogNg, type SyslogNgConfig, startSyslogNg, whyNoSyslogNg } from '../testing/syslog-ng.ts';
import { testContext } from '../testing/tcp-test-context.ts';
import { issue, makeAuthority } from '../testing/test-certificates.ts';
import { tlsHandshake } from '../tls/tls.ts';
import { syslogReach } from './syslog.ts';
import { syslogSend } from './syslog-send.ts';
import { TEST_MESSAGE } from './testing/test-message.ts';

const ADDRESS = '127.0.0.1';
const why = whyNoSyslogNg();

let receiver: SyslogNg | undefined;
afterEach(() => receiver?.stop());

async function start(config: SyslogNgConfig): Promise<SyslogNg> {
  receiver = await startSyslogNg(config);
  return receiver;
}

const at = (port: number) => ({ address: ADDRESS, port, servername: 'localhost', expectedName: 'localhost' });

async function send(
  port: number,
  transport: 'tcp' | 'tls',
  framing: 'octet-counting' | 'newline',
  format: 'rfc5424' | 'rfc3164' | 'cef' = 'rfc5424',
) {
  const outcome = await syslogSend.run(
    { ...at(port), ...TEST_MESSAGE, transport, framing, format },
    testContext(2500),
  );
  return syslogMessageOutcomeSchema.parse(outcome);
}

const certificate = () => {
  const authority = makeAuthority({ commonName: 'Test Root' });
  const { fullChainPem, privateKeyPem } = issue(authority, { dnsNames: ['localhost'] });
  return { certificatePem: fullChainPem, privateKeyPem };
};

describe.skipIf(why !== undefined)(`syslog-ng${why === undefined ? '' : ` (${why})`}`, () => {
  it('with network() stores a message that ends with a line feed', async () => {
    const { port, untilStored, stored } = await start({ source: 'network' });
    const outcome = await send(port, 'tcp', 'newline', 'rfc3164');
    expect(outcome).toMatchObject({ code: 'written', wasSent: true, bytesReceived: 0 });
    await untilStored(TEST_MESSAGE.token);
    expect(stored()).toEqual([`[${outcome.message}]`]);
  });

  it('with network() takes a counted message without a sign on the wire, and stores the count as text', async () => {
    const { port, untilStored, stored } = await start({ source: 'network' });
    const outcome = await send(port, 'tcp', 'octet-counting');
    expect(outcome).toMatchObject({ code: 'written', bytesReceived: 0 });
    await untilStored(TEST_MESSAGE.token);
    expect(stored()).toEqual([`[${Buffer.byteLength(outcome.message)} ${outcome.message}]`]);
  });

  it('with syslog() hangs up at a message that ends with a line feed, and stores nothing of it', async () => {
    const running = await start({ source: 'syslog' });
    const outcome = await send(running.port, 'tcp', 'newline');
    expect(outcome).toMatchObject({ code: 'closed-after-data', endedBy: 'fin', wasSent: true });
    expect(syslogSend.judge(outcome).status).toBe('failed');
    expect(running.log()).toContain('Invalid frame header');
    // The same look at TLS that tells it apart from a receiver of TLS leaves nothing behind either.
    const look = await tlsHandshake.run(at(running.port), testContext(1500));
    expect(look.code).toMatch(/^(?:closed|reset)$/);
    expect(look.bytesReceived).toBe(0);
    const counted = await send(running.port, 'tcp', 'octet-counting');
    await running.untilStored(TEST_MESSAGE.token);
    expect(running.stored()).toEqual([`[${counted.message}]`]);
  });

  it.each(['rfc5424', 'rfc3164', 'cef'] as const)(
    'with syslog() stores a counted message of %s',
    async (format) => {
      const { port, untilStored, stored } = await start({ source: 'syslog' });
      const outcome = await send(port, 'tcp', 'octet-counting', format);
      expect(outcome.code).toBe('written');
      await untilStored(TEST_MESSAGE.token);
      expect(stored()).toEqual([`[${outcome.message}]`]);
    },
  );

  it('with TLS stores a counted message, and hangs up at a line feed', async () => {
    const { port, untilStored, stored } = await start({ source: 'syslog', tls: certificate() });
    const outcome = await send(port, 'tls', 'octet-counting');
    expect(outcome).toMatchObject({ code: 'written', tlsVersion: expect.stringMatching(/^TLSv1\.[23]$/) });
    await untilStored(TEST_MESSAGE.token);
    expect(stored()).toEqual([`[${outcome.message}]`]);
    expect(await send(port, 'tls', 'newline')).toMatchObject({ code: 'closed-after-data', wasSent: true });
    expect(stored()).toHaveLength(1);
  });

  it('with TLS refuses a plain message, stores nothing of it, and shakes hands at the next look', async () => {
    const { port, stored, log } = await start({ source: 'syslog', tls: certificate() });
    const outcome = await send(port, 'tcp', 'newline');
    expect(outcome.code).toMatch(/^(?:closed-after-data|answered)$/);
    expect((await tlsHandshake.run(at(port), testContext(1500))).code).toBe('established');
    expect(stored()).toEqual([]);
    expect(log()).toContain('SSL error');
  });

  it('with one connection to give ends the second before anything is sent', async () => {
    const { port, stored } = await start({ source: 'network', maxConnections: 1 });
    const held = connect(port, ADDRESS);
    await once(held, 'connect');
    expect(await syslogReach.run({ ...at(port), transport: 'tcp' }, testContext(2500))).toMatchObject({
      code: 'closed-at-once',
    });
    expect(await send(port, 'tcp', 'newline')).toMatchObject({ code: 'closed-at-once', wasSent: false });
    held.destroy();
    expect(stored()).toEqual([]);
  });

  it.each(['network', 'syslog'] as const)(
    'with %s() stores nothing of a look that was not agreed to',
    async (source) => {
      const { port, stored, untilStored } = await start({ source });
      expect(await syslogReach.run({ ...at(port), transport: 'tcp' }, testContext(2500))).toMatchObject({
        code: 'tcp-open',
      });
      await send(port, 'tcp', source === 'network' ? 'newline' : 'octet-counting');
      await untilStored(TEST_MESSAGE.token);
      expect(stored()).toHaveLength(1);
    },
  );
});
