import { createSocket } from 'node:dgram';
import { connect } from 'node:net';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { type SyslogServer, startSyslogServer, takeMessages } from './syslog-server.ts';

let server: SyslogServer | undefined;
afterEach(() => server?.close());

/** Sends all over TCP and waits until the receiver has closed the connection in its turn. */
const sendTcp = (port: number, bytes: string | Buffer): Promise<void> =>
  new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    socket.on('error', () => undefined);
    socket.once('close', () => resolve());
    socket.resume();
    socket.end(bytes);
  });

const sendUdp = (port: number, text: string): void => {
  const socket = createSocket('udp4');
  socket.send(text, port, '127.0.0.1', () => socket.close());
};

const MESSAGE = '<14>1 2026-01-31T12:00:00Z host airway - - - practice';

describe('the syslog receiver', () => {
  it('takes both framings on one connection', async () => {
    server = await startSyslogServer();
    await sendTcp(server.port, `${MESSAGE.length} ${MESSAGE}${MESSAGE} two\r\n${MESSAGE.length} ${MESSAGE}`);
    expect(server.received()).toEqual({
      count: 3,
      last: [
        { framing: 'octet-counting', text: MESSAGE },
        { framing: 'newline', text: `${MESSAGE} two` },
        { framing: 'octet-counting', text: MESSAGE },
      ],
    });
  });

  it('takes a datagram as one message, on the same port', async () => {
    server = await startSyslogServer();
    sendUdp(server.port, MESSAGE);
    await expect
      .poll(() => server?.received())
      .toEqual({ count: 1, last: [{ framing: 'datagram', text: MESSAGE }] });
  });

  it('counts all and keeps the last hundred', async () => {
    server = await startSyslogServer();
    const lines = Array.from({ length: 250 }, (_, index) => `<14>line ${index}`);
    await sendTcp(server.port, `${lines.join('\n')}\n`);
    const { count, last } = server.received();
    expect(count).toBe(250);
    expect(last.map(({ text }) => text)).toEqual(lines.slice(150));
  });

  it('hangs up on a message that is too long or on a length that is none', async () => {
    server = await startSyslogServer();
    for (const bytes of [Buffer.alloc(20_000, 'x'), '9000 x', '12x34 hello', '123456789']) {
      const socket = connect({ host: '127.0.0.1', port: server.port });
      socket.on('error', () => undefined);
      socket.write(bytes);
      socket.resume();
      // The client keeps its side open: only the receiver can have ended this.
      await new Promise((resolve) => socket.once('close', resolve));
    }
    expect(server.received()).toEqual({ count: 0, last: [] });
  });
});

describe('takeMessages', () => {
  const texts = fc.array(fc.stringMatching(/^<\d{1,3}>[ -~]{0,60}$/), { maxLength: 6 });

  it('gives the same messages however the stream is cut', () => {
    fc.assert(
      fc.property(texts, fc.infiniteStream(fc.boolean()), fc.nat(), (messages, counted, cut) => {
        const stream = Buffer.from(
          messages
            .map((text) => (counted.next().value === true ? `${text.length} ${text}` : `${text}\n`))
            .join(''),
        );
        const at = stream.length === 0 ? 0 : cut % stream.length;
        const first = takeMessages(stream.subarray(0, at));
        const second = takeMessages(Buffer.concat([first.rest, stream.subarray(at)]));
        expect([...first.messages, ...second.messages].map(({ text }) => text)).toEqual(messages);
        expect(second).toMatchObject({ rest: Buffer.alloc(0), isBroken: false });
      }),
    );
  });

  it('never keeps more than a frame that can still be whole', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 20_000 }), (bytes) => {
        expect(takeMessages(Buffer.from(bytes)).rest.length).toBeLessThanOrEqual(8192 + 5);
      }),
    );
  });
});
