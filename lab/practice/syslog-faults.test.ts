import { createSocket } from 'node:dgram';
import { afterEach, describe, expect, it } from 'vitest';
import type { CauseId } from '../../electron/contract/cause-ids.ts';
import { type PracticeSite, startPracticeSite } from './practice-site.ts';
import { SYSLOG_FAULTS } from './syslog-faults.ts';
import { clientHello, shakeHands, talkTcp } from './wire-client.ts';

/** Every fault of the receiver is seen here with clients that know nothing of Airway. */

let site: PracticeSite | undefined;
afterEach(() => site?.stop());

/** How the port takes a datagram: its errno, or that it was received. */
async function sendUdp(running: PracticeSite, port: number): Promise<string> {
  const socket = createSocket('udp4');
  try {
    return await new Promise<string>((resolve) => {
      const before = running.received().count;
      const look = setInterval(() => {
        if (running.received().count > before) resolve('received');
      }, 5);
      socket.once('close', () => clearInterval(look));
      const refused = (error: NodeJS.ErrnoException): void => resolve(error.code ?? 'error');
      socket.on('error', refused);
      // A refusal of the first datagram comes as an event, or as the failure of the second.
      const sent = (error: Error | null): void => {
        if (error !== null) refused(error);
      };
      socket.once('connect', () => {
        socket.send('', sent);
        socket.send('<14>practice', sent);
      });
      socket.connect(port, '127.0.0.1');
    });
  } finally {
    socket.close();
  }
}

const silent = { bytes: Buffer.alloc(0), ended: 'silent' };

const ON_THE_WIRE: Partial<Record<CauseId, (running: PracticeSite, port: number) => Promise<void>>> = {
  'syslog-udp-closed': async (running, port) => {
    expect(await sendUdp(running, port)).toBe('ECONNREFUSED');
    expect((await talkTcp({ port })).ended).toBe('ECONNREFUSED');
  },
  'syslog-udp-unconfirmed': async (running, port) => {
    expect(await sendUdp(running, port)).toBe('received');
    // The empty datagram before it was no message.
    expect(running.received().count).toBe(1);
  },
  'syslog-other-transport': async (running, port) => {
    expect(await sendUdp(running, port)).toBe('ECONNREFUSED');
    expect(await talkTcp({ port, patienceMs: 100 })).toEqual(silent);
  },
  'syslog-no-tls': async (_running, port) => {
    const answer = await talkTcp({ port, send: await clientHello(), patienceMs: 300 });
    expect(answer.bytes.length).toBe(0);
    // The random octets of a ClientHello may look like a line and a broken length after it, at which a receiver hangs up.
    expect(['silent', 'fin', 'ECONNRESET']).toContain(answer.ended);
  },
  'syslog-connection-limit': async (_running, port) => {
    expect(await talkTcp({ port })).toEqual({ bytes: Buffer.alloc(0), ended: 'fin' });
  },
  'syslog-wants-octet-counting': async (running, port) => {
    expect(running.profile.syslog).toMatchObject({ transport: 'tcp', framing: 'newline' });
    const lines = await talkTcp({ port, send: '<14>practice\n', patienceMs: 2000 });
    expect(['fin', 'ECONNRESET']).toContain(lines.ended);
    expect(running.received().count).toBe(0);
    expect(await talkTcp({ port, send: '12 <14>practice', patienceMs: 100 })).toEqual(silent);
    expect(running.received().last).toEqual([{ framing: 'octet-counting', text: '<14>practice' }]);
  },
  'syslog-framing-unconfirmed': async (running, port) => {
    expect(running.profile.syslog?.framing).toBe('octet-counting');
    expect(await talkTcp({ port, send: '13 <14>practice\n', patienceMs: 100 })).toEqual(silent);
    expect(running.received().last).toEqual([{ framing: 'newline', text: '13 <14>practice' }]);
  },
  'syslog-wants-tls': async (running, port) => {
    expect(running.profile.syslog?.transport).toBe('tcp');
    const plain = await talkTcp({ port, send: '<14>practice\n', patienceMs: 2000 });
    expect(plain.ended).not.toBe('silent');
    expect((await shakeHands(port, running.caPem)).isAuthorized).toBe(true);
    expect(running.received().count).toBe(0);
  },
  'syslog-lost-on-restart': async (running, port) => {
    expect(await talkTcp({ port, send: '12 <14>practice', patienceMs: 2000 })).toMatchObject({
      ended: 'fin',
    });
    expect(running.received().last).toEqual([{ framing: 'octet-counting', text: '<14>practice' }]);
  },
};

describe('faults of the syslog receiver', () => {
  it('have an assertion each', () => {
    expect(Object.keys(ON_THE_WIRE).sort()).toEqual(SYSLOG_FAULTS.map(({ id }) => id).sort());
  });

  it.each(SYSLOG_FAULTS.map(({ id }) => id))('%s is seen on the wire', async (id) => {
    site = await startPracticeSite([id]);
    await ON_THE_WIRE[id]?.(site, site.profile.syslog?.port ?? 0);
  });
});
