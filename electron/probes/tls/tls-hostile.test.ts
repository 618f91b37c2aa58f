import type { Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { type TlsOutcome, tlsOutcomeSchema } from '../../contract/outcomes/tls.ts';
import { testContext } from '../testing/tcp-test-context.ts';
import { issue, makeAuthority } from '../testing/test-certificates.ts';
import { type LoopbackServer, rawServer, tlsServer } from '../testing/tls-loopback-servers.ts';
import { tlsHandshake } from './tls.ts';

const servers: LoopbackServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

async function serve(behaviour: (socket: Socket, count: number) => void): Promise<LoopbackServer> {
  const server = await rawServer(behaviour);
  servers.push(server);
  return server;
}

async function handshake({ port }: LoopbackServer, deadlineMs = 2000): Promise<TlsOutcome> {
  const input = { address: '127.0.0.1', port, servername: 'console.test', expectedName: 'console.test' };
  return tlsOutcomeSchema.parse(await tlsHandshake.run(input, testContext(deadlineMs)));
}

const reason = (outcome: TlsOutcome): string => {
  const verdict = tlsHandshake.judge(outcome);
  expect(verdict.status).toBe('failed');
  return verdict.reason;
};

/** Sends octets over and over as fast as they are taken. */
function flood(socket: Socket, octets: Uint8Array): void {
  const go = (): void => {
    while (!socket.destroyed && socket.write(octets));
  };
  socket.on('drain', go);
  go();
}

const record = (type: number, body: Uint8Array): Buffer =>
  Buffer.concat([Buffer.from([type, 3, 3, body.length >> 8, body.length & 0xff]), body]);

describe('a server that says nothing', () => {
  it('is silent when it accepts and holds', async () => {
    const outcome = await handshake(await serve((socket) => socket.resume()), 300);
    expect(outcome).toMatchObject({ code: 'silent', bytesReceived: 0, chain: [], chainSource: 'none' });
    expect(reason(outcome)).toMatch(
      /^127\.0\.0\.1:\d+ accepted the connection and sent nothing in \d+ ms\.$/,
    );
  });

  it('is silent with what it had said when it stops in the middle', async () => {
    const outcome = await handshake(
      await serve((socket) => socket.write(record(22, Buffer.from([2, 0, 0])))),
      300,
    );
    expect(outcome).toMatchObject({ code: 'silent', bytesReceived: 8 });
    expect(reason(outcome)).toContain('sent 8 bytes and then nothing more');
  });
});

describe('a server that is slow on purpose', () => {
  it('costs one deadline with an octet at a time', async () => {
    const hello = Buffer.concat([Buffer.from([3, 3]), Buffer.alloc(32, 7), Buffer.from([0, 0xc0, 0x2b, 0])]);
    const flight = record(22, Buffer.concat([Buffer.from([2, 0, 0, hello.length]), hello]));
    const server = await serve((socket) => {
      socket.resume();
      let sent = 0;
      // Far slower than the whole answer would take in this test, and never silent.
      const timer = setInterval(() => {
        if (sent < flight.length - 1) socket.write(flight.subarray(sent, sent + 1));
        sent += 1;
      }, 20);
      socket.once('close', () => clearInterval(timer));
    });
    const outcome = await handshake(server, 300);
    expect(outcome).toMatchObject({ code: 'silent', chain: [] });
    expect(outcome.bytesReceived).toBeLessThan(flight.length);
    await expect.poll(() => server.open()).toBe(0);
  });
});

describe('a server that cuts the connection', () => {
  it('by FIN on accept: seen again without a ClientHello', async () => {
    const server = await serve((socket) => socket.end());
    const outcome = await handshake(server);
    expect(outcome).toMatchObject({ code: 'closed', bytesReceived: 0, closedBeforeHello: true });
    expect(server.connections()).toBe(2);
    expect(reason(outcome)).toContain('closed the connection at once');
  });

  it('by RST on accept', async () => {
    const outcome = await handshake(await serve((socket) => socket.resetAndDestroy()));
    expect(outcome).toMatchObject({ code: 'reset', bytesReceived: 0, closedBeforeHello: true });
  });

  it('by RST after the ClientHello: the second connection stays open', async () => {
    const outcome = await handshake(
      await serve((socket) => socket.once('data', () => socket.resetAndDestroy())),
    );
    expect(outcome).toMatchObject({
      code: 'reset',
      closedBeforeHello: false,
      error: { errno: 'ECONNRESET' },
    });
    expect(reason(outcome)).toContain('when it got the ClientHello');
  });

  it('by FIN after the ClientHello', async () => {
    const outcome = await handshake(await serve((socket) => socket.once('data', () => socket.end())));
    expect(outcome).toMatchObject({ code: 'closed', closedBeforeHello: false });
    expect(outcome.error).toBeUndefined();
  });

  it('in the middle of the handshake, which needs no second look', async () => {
    const server = await serve((socket) =>
      socket.once('data', () => socket.end(record(22, Buffer.from([2, 0, 0])))),
    );
    const outcome = await handshake(server);
    expect(outcome).toMatchObject({ code: 'closed', bytesReceived: 8 });
    expect(server.connections()).toBe(1);
  });

  it('with an alert, which is what is reported', async () => {
    const server = await serve((socket) =>
      socket.once('data', () => socket.end(record(21, Buffer.from([2, 112])))),
    );
    expect(await handshake(server)).toMatchObject({
      code: 'alert',
      alert: { number: 112, name: 'unrecognized_name' },
    });
  });
});

describe('a server of another protocol', () => {
  it.each([
    ['SSH-2.0-OpenSSH_9.2p1\r\n', 'ssh'],
    ['220 mail.test ESMTP Postfix\r\n', 'smtp'],
    ['220 ProFTPD Server\r\n', 'ftp'],
    ['INFO {"server_id":"NABC","max_payload":1048576}\r\n', 'nats'],
    ['hello\n', 'other'],
  ])('%j is named from its greeting', async (greeting, protocol) => {
    const outcome = await handshake(await serve((socket) => socket.write(greeting)));
    expect(outcome).toMatchObject({ code: 'not-tls', plaintext: { protocol, firstLine: greeting.trim() } });
    expect(reason(outcome)).toContain(greeting.trim());
  });

  it('is named when its greeting comes in single octets', async () => {
    const server = await serve((socket) => {
      const octets = [...Buffer.from('SSH-2.0-slow\r\n')];
      const next = (): void => {
        const octet = octets.shift();
        if (octet !== undefined && !socket.destroyed)
          socket.write(Buffer.from([octet]), () => setImmediate(next));
      };
      next();
    });
    expect((await handshake(server)).plaintext).toEqual({ protocol: 'ssh', firstLine: 'SSH-2.0-slow' });
  });

  it('is plain HTTP when it answers the ClientHello with HTTP 400', async () => {
    const server = await serve((socket) =>
      socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n')),
    );
    const outcome = await handshake(server);
    expect(outcome).toMatchObject({
      code: 'not-tls',
      plaintext: { protocol: 'http', firstLine: 'HTTP/1.1 400 Bad Request' },
    });
    expect(server.connections()).toBe(1);
  });

  it('is plain HTTP when it closes on a ClientHello and answers a request', async () => {
    const server = await serve((socket) =>
      socket.once('data', (octets: Buffer) =>
        octets.toString('latin1').startsWith('GET ')
          ? socket.end('HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n')
          : socket.destroy(),
      ),
    );
    const outcome = await handshake(server);
    expect(outcome).toMatchObject({
      code: 'not-tls',
      plaintext: { protocol: 'http', firstLine: 'HTTP/1.1 404 Not Found' },
      closedBeforeHello: false,
    });
  });

  it('is not called plain HTTP when only its advice to use TLS is plain', async () => {
    const advice = 'HTTP/1.1 400 Bad Request\r\n\r\nThe plain HTTP request was sent to HTTPS port';
    const server = await serve((socket) =>
      socket.once('data', (octets: Buffer) =>
        octets.toString('latin1').startsWith('GET ') ? socket.end(advice) : socket.resetAndDestroy(),
      ),
    );
    const outcome = await handshake(server);
    expect(outcome).toMatchObject({ code: 'reset', closedBeforeHello: false });
    expect(outcome.plaintext).toBeUndefined();
  });
});

describe('a server that floods', () => {
  it('with octets that are no TLS', async () => {
    const outcome = await handshake(await serve((socket) => flood(socket, Buffer.alloc(65_536, 'x'))));
    expect(outcome).toMatchObject({ code: 'not-tls', plaintext: { protocol: 'other' } });
    expect(outcome.plaintext?.firstLine).toHaveLength(300);
  });

  it('with a record of absurd length', async () => {
    const outcome = await handshake(
      await serve((socket) => flood(socket, Buffer.from([22, 3, 3, 255, 255, 0, 0, 0]))),
    );
    expect(outcome.code).toBe('failed');
    expect(outcome.error?.errno).toMatch(/^ERR_SSL_/);
  });

  it('with a certificate message of sixteen megabytes', async () => {
    const hello = Buffer.concat([Buffer.from([3, 3]), Buffer.alloc(32, 7), Buffer.from([0, 0xc0, 0x2b, 0])]);
    const start = Buffer.concat([
      Buffer.from([2, 0, 0, hello.length]),
      hello,
      Buffer.from([11, 255, 255, 255]),
    ]);
    const server = await serve((socket) => {
      socket.write(record(22, start));
      flood(socket, record(22, Buffer.alloc(16_384, 1)));
    });
    const outcome = await handshake(server);
    expect(outcome).toMatchObject({ code: 'failed', chain: [], version: 'TLSv1.2' });
    expect(outcome.bytesReceived).toBeLessThan(2 * 1024 * 1024);
  });

  it('with a chain of a hundred certificates', async () => {
    let authority = makeAuthority({ commonName: 'Root' });
    const sent: string[] = [];
    for (let depth = 1; depth < 100; depth += 1) {
      authority = makeAuthority({ commonName: `Authority ${depth}`, issuer: authority });
      sent.unshift(authority.certificatePem);
    }
    const { certificatePem, privateKeyPem } = issue(authority, { dnsNames: ['console.test'] });
    const server = await tlsServer({ key: privateKeyPem, cert: [certificatePem, ...sent].join('') });
    servers.push(server);
    const outcome = await handshake(server);
    expect(outcome.code).toBe('established');
    expect(outcome.chain).toHaveLength(12);
    expect(outcome.chain[11]?.commonName).toBe('Authority 89');
    expect(outcome.faults).toContain('untrusted-authority');
  });

  it('with warnings without end', async () => {
    const outcome = await handshake(await serve((socket) => flood(socket, record(21, Buffer.from([1, 90])))));
    expect(['failed', 'silent']).toContain(outcome.code);
    expect(outcome.bytesReceived).toBeLessThan(2 * 1024 * 1024);
  });

  it('with data after a good handshake', async () => {
    const { fullChainPem, privateKeyPem } = issue(makeAuthority({ commonName: 'R' }), {
      dnsNames: ['console.test'],
    });
    const server = await tlsServer(
      { key: privateKeyPem, cert: fullChainPem, requestCert: true, rejectUnauthorized: false },
      (socket) => flood(socket, Buffer.alloc(16_384, 'x')),
    );
    servers.push(server);
    expect(await handshake(server)).toMatchObject({ code: 'established', faults: ['untrusted-authority'] });
    await expect.poll(() => server.open()).toBe(0);
  });
});

describe('an old server', () => {
  it('that answers with TLS 1.0 is named by the version of its ServerHello', async () => {
    const hello = Buffer.concat([Buffer.from([3, 1]), Buffer.alloc(32, 7), Buffer.from([0, 0, 0x2f, 0])]);
    const message = Buffer.concat([Buffer.from([2, 0, 0, hello.length]), hello]);
    const server = await serve((socket) => socket.once('data', () => socket.write(record(22, message))));
    expect(await handshake(server)).toMatchObject({
      code: 'failed',
      version: 'TLSv1',
      error: { errno: 'ERR_SSL_UNSUPPORTED_PROTOCOL' },
    });
  });
});
