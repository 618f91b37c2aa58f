import { connect, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { type Asked, askProxy } from '../testing/proxy-asking.ts';
import { issue, makeAuthority } from '../testing/test-certificates.ts';
import { type LoopbackServer, rawServer, tlsServer } from '../testing/tls-loopback-servers.ts';
import { throughProxy } from './proxy.ts';

const servers: LoopbackServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

interface SocksServer extends LoopbackServer {
  /** Every message that came in, as hex. */
  readonly received: string[];
}

/** A SOCKS5 server that answers each message with what the list has for it; a function takes the socket over. */
async function socks(
  answers: readonly (readonly number[] | ((socket: Socket) => void))[],
): Promise<SocksServer> {
  const received: string[] = [];
  const server = await rawServer((socket) => {
    let turn = 0;
    const next = (bytes: Buffer): void => {
      received.push(bytes.toString('hex'));
      const answer = answers[turn];
      turn += 1;
      if (typeof answer === 'function') {
        socket.off('data', next);
        answer(socket);
      } else if (answer !== undefined) socket.write(Buffer.from(answer));
    };
    socket.on('data', next);
  });
  servers.push(server);
  return { ...server, received };
}

const ask = ({ port }: LoopbackServer, more: Partial<Asked> = {}) =>
  askProxy({ proxyPort: port, scheme: 'socks5', host: 'console.test', ...more });

const NO_LOGIN = [5, 0];
const reply = (code: number): number[] => [5, code, 0, 1, 0, 0, 0, 0, 0, 0];
const LOGIN = { username: 'joe', password: 'secret word' };

describe('a SOCKS5 server', () => {
  it('lets a handshake through', async () => {
    const authority = makeAuthority({ commonName: 'Root' });
    const leaf = issue(authority, { dnsNames: ['console.test'] });
    const origin = await tlsServer({ key: leaf.privateKeyPem, cert: leaf.fullChainPem });
    servers.push(origin);
    const server = await socks([
      NO_LOGIN,
      (socket) => {
        const far = connect(origin.port, '127.0.0.1');
        socket.write(Buffer.from([5, 0, 0, 3, 1, 0x61, 1, 187]));
        socket.pipe(far).pipe(socket);
        far.on('error', () => socket.destroy());
      },
    ]);
    const outcome = await ask(server, { caPem: authority.certificatePem });
    expect(outcome).toMatchObject({
      code: 'through',
      socks: { method: 0, reply: { code: 0, name: 'succeeded' } },
      inside: { tls: { code: 'established', faults: [] } },
    });
    // The name goes to the proxy, which looks it up.
    expect(server.received[1]).toBe(`05010003${'0c'}${Buffer.from('console.test').toString('hex')}01bb`);
    expect(throughProxy.judge(outcome).reason).toContain('(SOCKS5)');
  });

  it.each([
    [1, 'refused', 'general SOCKS server failure'],
    [2, 'forbidden', 'connection not allowed by ruleset'],
    [3, 'cannot-connect', 'network unreachable'],
    [4, 'cannot-connect', 'host unreachable'],
    [5, 'cannot-connect', 'connection refused'],
    [6, 'cannot-connect', 'TTL expired'],
    [7, 'refused', 'command not supported'],
    [8, 'refused', 'address type not supported'],
    [9, 'refused', 'unassigned'],
    [255, 'refused', 'unassigned'],
  ] as const)('refuses with reply %i', async (code, expected, name) => {
    const outcome = await ask(await socks([NO_LOGIN, reply(code)]));
    expect(outcome).toMatchObject({ code: expected, socks: { reply: { code, name } } });
    expect(throughProxy.judge(outcome).reason).toContain(`SOCKS reply ${code}, ${name}`);
  });

  it('says that it refuses even when it cuts the reply short', async () => {
    const server = await socks([NO_LOGIN, (socket) => socket.end(Buffer.from([5, 5]))]);
    expect(await ask(server)).toMatchObject({ code: 'cannot-connect', socks: { reply: { code: 5 } } });
  });

  it('takes a login, and gets it once', async () => {
    const server = await socks([[5, 2], [1, 0], reply(5)]);
    const outcome = await ask(server, { login: LOGIN });
    expect(outcome).toMatchObject({
      code: 'cannot-connect',
      login: 'sent',
      socks: { method: 2, loginStatus: 0 },
    });
    expect(server.received[0]).toBe('05020002');
    expect(server.received[1]).toBe(
      `0103${Buffer.from('joe').toString('hex')}0b${Buffer.from('secret word').toString('hex')}`,
    );
  });

  it('refuses a login', async () => {
    const outcome = await ask(
      await socks([
        [5, 2],
        [1, 1],
      ]),
      { login: LOGIN },
    );
    expect(outcome).toMatchObject({ code: 'login-refused', login: 'sent', socks: { loginStatus: 1 } });
  });

  it.each([
    [undefined, '050100', 'none'],
    [LOGIN, '05020002', 'withheld'],
    // RFC 1929 has no room for it.
    [{ username: 'joe', password: 'x'.repeat(256) }, '050100', 'withheld'],
  ])('takes none of the methods that are offered', async (login, offered, how) => {
    const server = await socks([[5, 255]]);
    const outcome = await ask(server, login === undefined ? {} : { login });
    expect(outcome).toMatchObject({ code: 'login-required', login: how, socks: { method: 255 } });
    expect(server.received).toEqual([offered]);
  });

  it.each([
    ['version 4', [0, 90]],
    ['HTTP', [...Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n')]],
    ['a method that was not offered', [5, 1]],
    ['user name and password without being offered it', [5, 2]],
  ])('that is none: %s', async (_what, first) => {
    const outcome = await ask(await socks([first]));
    expect(outcome.code).toBe('not-a-proxy');
    expect(outcome.firstLine?.length).toBeGreaterThan(0);
  });

  it.each([
    ['in the reply', [NO_LOGIN, [4, 0, 0, 1, 0, 0, 0, 0, 0, 0]], {}],
    ['in the address of the reply', [NO_LOGIN, [5, 0, 0, 9, 0, 0]], {}],
    [
      'in the answer to the login',
      [
        [5, 2],
        [5, 0],
      ],
      { login: LOGIN },
    ],
  ])('with a wrong octet %s', async (_where, answers, more) => {
    expect(await ask(await socks(answers), more)).toMatchObject({ code: 'not-a-proxy' });
  });

  it.each([
    ['closed', (socket: Socket) => socket.end()],
    ['reset', (socket: Socket) => socket.resetAndDestroy()],
  ] as const)('hangs up: %s', async (code, hangUp) => {
    expect(await ask(await socks([hangUp]))).toMatchObject({ code });
    expect(await ask(await socks([NO_LOGIN, hangUp]))).toMatchObject({ code, socks: { method: 0 } });
    const unsure = await ask(await socks([[5, 2], hangUp]), { login: LOGIN });
    expect(unsure).toMatchObject({ code, login: 'sent' });
  });

  it('does not answer', async () => {
    expect(await ask(await socks([]), { deadlineMs: 200 })).toMatchObject({ code: 'no-answer' });
    expect(await ask(await socks([NO_LOGIN]), { deadlineMs: 200 })).toMatchObject({ code: 'no-answer' });
    const half = await socks([NO_LOGIN, [5, 0, 0, 3, 200, 1]]);
    expect(await ask(half, { deadlineMs: 200 })).toMatchObject({ code: 'no-answer' });
  });
});
