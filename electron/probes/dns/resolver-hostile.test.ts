import type { Answer } from 'dns-packet';
import { afterEach, describe, expect, it } from 'vitest';
import {
  addressFor,
  ask,
  framed,
  type ReceivedQuery,
  respond,
  type ServerManners,
  startServer,
  type TestServer,
} from '../testing/resolver-hostile-server.ts';
import { resolverQuery } from './resolver.ts';

const servers: TestServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.stop()));
});

async function serve(manners: ServerManners, address?: string): Promise<TestServer> {
  const server = await startServer(manners, address);
  servers.push(server);
  return server;
}

const TRUNCATED = 0x8380;

describe('a resolver that sends nonsense', () => {
  const pointerLoop = (query: ReceivedQuery): Buffer => {
    const head = respond(query);
    head.writeUInt16BE(1, 6);
    return Buffer.concat([head, Buffer.from([0xc0, head.length + 2, 0xc0, head.length, 0, 1, 0, 1])]);
  };

  it.each<[string, (query: ReceivedQuery) => Buffer]>([
    ['random bytes behind the id', (query) => Buffer.from([...idOf(query), ...Array(40).fill(0xa5)])],
    ['only the id', (query) => Buffer.from(idOf(query))],
    ['a loop of compression pointers', pointerLoop],
    ['65535 answers that are not there', (query) => withCount(respond(query), 0xffff)],
    ['its query', (query) => respond(query, [], 0x0100)],
  ])('such as %s is malformed at once', async (_what, bytes) => {
    const server = await serve({ udp: (query, send) => send(bytes(query)) });
    const outcome = await ask(server, { deadlineMs: 60_000 });
    expect(outcome.code).toBe('malformed');
    expect(outcome.raw.filter(({ direction }) => direction === 'received')).toHaveLength(2);
    expect(resolverQuery.judge(outcome).status).toBe('failed');
  });

  it('with a wrong id is malformed at the deadline, not silent', async () => {
    const server = await serve({
      udp: (query, send) => {
        const answer = respond(query, [addressFor(query)]);
        answer.writeUInt16BE(((query.packet.id ?? 0) + 1) & 0xffff, 0);
        send(answer);
      },
    });
    const outcome = await ask(server, { deadlineMs: 250 });
    expect(outcome.code).toBe('malformed');
    expect(outcome.raw.map(({ what }) => what)).toContain('datagram that answers another question');
  });

  it('without end is left after a bounded number of datagrams', async () => {
    const server = await serve({
      udp: (query, send) => {
        const foreign = respond(query);
        foreign.writeUInt16BE(((query.packet.id ?? 0) + 1) & 0xffff, 0);
        for (let sent = 0; sent < 100; sent += 1) send(foreign);
      },
    });
    const outcome = await ask(server, { deadlineMs: 60_000 });
    expect(outcome.code).toBe('malformed');
    expect(outcome.raw.length).toBeLessThanOrEqual(12);
  });

  it('of 60 kB is read up to 256 addresses, and 2 kB of it are kept', async () => {
    const server = await serve({ udp: (query, send) => send(respond(query, manyAddresses(query, 1500))) });
    const outcome = await ask(server);
    expect(outcome.questions[0]?.addresses).toHaveLength(256);
    const received = outcome.raw.find(({ what }) => what === 'DNS response A');
    expect(received?.omittedBytes).toBeGreaterThan(40_000);
  });
});

describe('a resolver that cuts its answer', () => {
  const cut: Required<Pick<ServerManners, 'udp'>> = {
    udp: (query, send) => send(respond(query, [addressFor(query)], TRUNCATED)),
  };

  it('and gives the whole over TCP has answered', async () => {
    const server = await serve({
      ...cut,
      tcp: (socket, query) => socket.end(framed(respond(query, manyAddresses(query, 100)))),
    });
    const outcome = await ask(server);
    expect(outcome.code).toBe('answered');
    expect(outcome.questions[0]).toMatchObject({ transport: 'tcp', isTruncated: true, attempts: 1 });
    expect(outcome.questions[0]?.addresses).toHaveLength(100);
    expect(outcome.raw.map(({ what }) => what)).toContain('DNS response A over TCP');
  });

  it('and has TCP closed is tcp-blocked, without the cut addresses', async () => {
    const outcome = await ask(await serve(cut));
    expect(outcome).toMatchObject({
      code: 'tcp-blocked',
      questions: [
        {
          code: 'tcp-blocked',
          transport: 'tcp',
          isTruncated: true,
          addresses: [],
          error: { errno: 'ECONNREFUSED' },
        },
        { code: 'tcp-blocked' },
      ],
    });
    expect(resolverQuery.judge(outcome).reason).toContain('gave no whole one over TCP (ECONNREFUSED)');
  });

  it.each<[string, NonNullable<ServerManners['tcp']>]>([
    ['never answers', () => undefined],
    ['closes', (socket) => socket.end()],
    [
      'stops in the middle',
      (socket, query) => socket.write(framed(respond(query, [addressFor(query)])).subarray(0, 20)),
    ],
    ['stops in the length', (socket) => socket.write(Buffer.from([0]))],
    ['dribbles', dribble],
  ])('and %s over TCP is tcp-blocked', async (_what, tcp) => {
    const outcome = await ask(await serve({ ...cut, tcp }), { deadlineMs: 400 });
    expect(outcome.code).toBe('tcp-blocked');
  });

  it.each<[string, (query: ReceivedQuery) => Buffer]>([
    ['garbage', () => framed(Buffer.alloc(300, 0xa5))],
    ['an empty message', () => Buffer.from([0, 0])],
    ['the answer to another id', () => framed(Buffer.from('ffff81800000000000000000', 'hex'))],
  ])('and sends %s over TCP is malformed', async (_what, bytes) => {
    const outcome = await ask(await serve({ ...cut, tcp: (socket, query) => socket.write(bytes(query)) }), {
      deadlineMs: 60_000,
    });
    expect(outcome.code).toBe('malformed');
  });

  it('and sends 64 kB over TCP is read up to 256 addresses', async () => {
    const outcome = await ask(
      await serve({
        ...cut,
        tcp: (socket, query) => socket.write(framed(respond(query, manyAddresses(query, 1400)))),
      }),
    );
    expect(outcome.questions[0]?.addresses).toHaveLength(256);
  });

  it('and gives it byte by byte is still read', async () => {
    const server = await serve({
      ...cut,
      tcp: (socket, query) => {
        socket.setNoDelay(true);
        for (const byte of framed(respond(query, [addressFor(query)]))) socket.write(Buffer.from([byte]));
      },
    });
    expect((await ask(server)).code).toBe('answered');
  });
});

const idOf = (query: ReceivedQuery): [number, number] => {
  const id = query.packet.id ?? 0;
  return [id >> 8, id & 0xff];
};

function withCount(message: Buffer, answers: number): Buffer {
  message.writeUInt16BE(answers, 6);
  return message;
}

const manyAddresses = (query: ReceivedQuery, count: number): Answer[] =>
  query.type === 'A'
    ? Array.from({ length: count }, (_, index) => ({
        type: 'A',
        name: query.name,
        data: `10.2.${index >> 8}.${index & 255}`,
        ttl: 5,
      }))
    : [];

function dribble(socket: {
  write(bytes: Uint8Array): boolean;
  once(event: 'close', run: () => void): unknown;
}): void {
  socket.write(Buffer.from([0xff, 0xff]));
  const timer = setInterval(() => socket.write(Buffer.from([0])), 10);
  socket.once('close', () => clearInterval(timer));
}
