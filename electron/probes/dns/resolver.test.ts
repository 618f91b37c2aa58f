import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';
import {
  addressFor,
  ask,
  respond,
  type ServerManners,
  startServer,
  type TestServer,
} from '../testing/resolver-hostile-server.ts';
import { testContext } from '../testing/tcp-test-context.ts';
import { resolverQuery } from './resolver.ts';

const NAME = 'console.example.com';

const servers: TestServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.stop()));
});

async function serve(manners: ServerManners, address?: string): Promise<TestServer> {
  const server = await startServer(manners, address);
  servers.push(server);
  return server;
}

const polite: ServerManners = { udp: (query, send) => send(respond(query, [addressFor(query)])) };

describe('a resolver that answers', () => {
  it.each(['127.0.0.1', '::1'])('at %s is asked for A and AAAA once each', async (address) => {
    const server = await serve(polite, address);
    const outcome = await ask(server);
    expect(outcome).toMatchObject({
      code: 'answered',
      hostname: NAME,
      resolver: { address, port: server.port },
      questions: [
        {
          type: 'A',
          code: 'answered',
          rcode: 0,
          rcodeName: 'NOERROR',
          addresses: ['10.0.0.5'],
          ttlSeconds: 60,
        },
        { type: 'AAAA', code: 'answered', addresses: ['2001:db8::5'], ttlSeconds: 30 },
      ],
    });
    expect(outcome.questions.map(({ attempts, transport }) => [attempts, transport])).toEqual([
      [1, 'udp'],
      [1, 'udp'],
    ]);
    expect(server.queries.map(({ type, hasEdns }) => [type, hasEdns]).sort()).toEqual([
      ['A', true],
      ['AAAA', true],
    ]);
    expect(new Set(outcome.raw.map(({ direction, what }) => `${direction} ${what}`))).toEqual(
      new Set([
        'sent DNS query A',
        'sent DNS query AAAA',
        'received DNS response A',
        'received DNS response AAAA',
      ]),
    );
    const { status, reason } = resolverQuery.judge(outcome);
    expect(status).toBe('passed');
    expect(reason).toContain(
      `${address} port ${server.port} answered ${NAME} with 10.0.0.5, 2001:db8::5 in `,
    );
  });

  it('with addresses of one family passes, as no AAAA is no fault', async () => {
    const server = await serve({
      udp: (query, send) => send(respond(query, query.type === 'A' ? [addressFor(query)] : [])),
    });
    const outcome = await ask(server);
    expect(outcome.questions.map(({ code }) => code)).toEqual(['answered', 'no-data']);
    expect(resolverQuery.judge(outcome).status).toBe('passed');
  });

  it('with one family and goes silent on the other is a warning', async () => {
    const server = await serve({
      udp: (query, send) => {
        if (query.type === 'A') send(respond(query, [addressFor(query)]));
      },
    });
    const outcome = await ask(server, { deadlineMs: 300 });
    expect(outcome.code).toBe('answered');
    expect(outcome.questions.map(({ code }) => code)).toEqual(['answered', 'silent']);
    const { status, reason } = resolverQuery.judge(outcome);
    expect(status).toBe('warned');
    expect(reason).toContain('did not answer 2 datagrams');
  });

  it('only the second time counts two datagrams', async () => {
    const server = await serve({
      udp: (query, send) => {
        if (query.attempt === 2) send(respond(query, [addressFor(query)]));
      },
    });
    const outcome = await ask(server, { deadlineMs: 1000 });
    expect(outcome.questions.map(({ code, attempts }) => [code, attempts])).toEqual([
      ['answered', 2],
      ['answered', 2],
    ]);
  });

  it('only to queries without EDNS is found by the second datagram', async () => {
    const server = await serve({
      udp: (query, send) => {
        if (!query.hasEdns) send(respond(query, [addressFor(query)]));
      },
    });
    expect((await ask(server, { deadlineMs: 1000 })).code).toBe('answered');
  });

  it('FORMERR to EDNS is asked without it at once', async () => {
    const server = await serve({
      udp: (query, send) =>
        send(query.hasEdns ? respond(query, [], 0x8181) : respond(query, [addressFor(query)])),
    });
    const outcome = await ask(server, { deadlineMs: 60_000 });
    expect(outcome.questions.map(({ code, attempts }) => [code, attempts])).toEqual([
      ['answered', 2],
      ['answered', 2],
    ]);
  });

  it('after a datagram with the wrong id is still heard', async () => {
    const server = await serve({
      udp: (query, send) => {
        const answer = respond(query, [addressFor(query)]);
        const foreign = Buffer.from(answer);
        foreign.writeUInt16BE(((query.packet.id ?? 0) + 1) & 0xffff, 0);
        send(foreign);
        send(answer);
      },
    });
    expect((await ask(server)).code).toBe('answered');
  });
});

describe('a resolver that answers with an error', () => {
  it.each<[number, string, string]>([
    [0x8182, 'servfail', 'SERVFAIL'],
    [0x8183, 'nxdomain', 'NXDOMAIN'],
    [0x8185, 'refused', 'REFUSED'],
    [0x8189, 'other-rcode', 'NOTAUTH'],
  ])('with flags %i is %s', async (flags, code, rcodeName) => {
    const server = await serve({ udp: (query, send) => send(respond(query, [], flags)) });
    const outcome = await ask(server);
    expect(outcome).toMatchObject({
      code,
      questions: [
        { code, rcodeName, attempts: 1 },
        { code, rcodeName },
      ],
    });
    const { status, reason } = resolverQuery.judge(outcome);
    expect(status).toBe('failed');
    expect(reason).toContain(`answered ${rcodeName} for ${NAME}`);
  });

  it('without any address is no-data', async () => {
    const server = await serve({ udp: (query, send) => send(respond(query)) });
    const outcome = await ask(server);
    expect(outcome.code).toBe('no-data');
    expect(resolverQuery.judge(outcome).reason).toContain(`knows ${NAME} but has no address of it`);
  });
});

describe('a resolver that does not answer', () => {
  it('is silent after two datagrams', async () => {
    const server = await serve({});
    const awaited: string[] = [];
    const { address, port } = server;
    const outcome = await resolverQuery.run(
      { hostname: NAME, resolver: { address, port } },
      testContext(300, { progress: (text) => awaited.push(text) }),
    );
    expect(outcome).toMatchObject({ code: 'silent', questions: [{ attempts: 2 }, { attempts: 2 }] });
    expect(server.queries.map(({ attempt, hasEdns }) => [attempt, hasEdns]).sort()).toEqual([
      [1, true],
      [1, true],
      [2, false],
      [2, false],
    ]);
    expect(awaited).toContain('an answer from 127.0.0.1, asked a second time for A');
    expect(resolverQuery.judge(outcome).reason).toContain('did not answer 2 datagrams');
  });

  it.each([
    ['udp4', '127.0.0.1'],
    ['udp6', '::1'],
  ] as const)('as nothing listens is port-closed at once (%s)', async (family, address) => {
    const socket = createSocket(family).bind(0, address);
    await once(socket, 'listening');
    const { port } = socket.address();
    socket.close();
    await once(socket, 'close');
    const outcome = await ask({ address, port }, { deadlineMs: 60_000 });
    expect(outcome).toMatchObject({
      code: 'port-closed',
      questions: [
        { code: 'port-closed', error: { errno: 'ECONNREFUSED' }, attempts: 1 },
        { code: 'port-closed' },
      ],
    });
    expect(resolverQuery.judge(outcome).reason).toContain('ECONNREFUSED');
  });

  it('is left at the moment of the cancel', async () => {
    const { address, port } = await serve({});
    const abort = new AbortController();
    const pending = resolverQuery.run(
      { hostname: NAME, resolver: { address, port }, checkWildcard: true },
      testContext(60_000, { signal: abort.signal }),
    );
    abort.abort();
    expect((await pending).questions.map(({ code }) => code)).toEqual(['silent', 'silent']);
  });

  it('is not asked at all when the run was cancelled before', async () => {
    const server = await serve(polite);
    const { address, port } = server;
    const outcome = await resolverQuery.run(
      { hostname: NAME, resolver: { address, port } },
      testContext(60_000, { signal: AbortSignal.abort() }),
    );
    expect(outcome.questions.map(({ attempts }) => attempts)).toEqual([0, 0]);
    expect(outcome.raw).toEqual([]);
  });
});

describe('a made-up name in the same domain', () => {
  it('that resolves too shows a wildcard', async () => {
    const outcome = await ask(await serve(polite), { checkWildcard: true });
    expect(outcome.wildcard?.hostname).toMatch(/^airway-[0-9a-f]{8}\.example\.com$/);
    expect(outcome.wildcard?.addresses).toEqual(['10.0.0.5', '2001:db8::5']);
    expect(outcome.raw).toHaveLength(4);
  });

  const onlyTheConsole: ServerManners = {
    udp: (query, send) =>
      query.name === NAME ? send(respond(query, [addressFor(query)])) : send(respond(query, [], 0x8183)),
  };

  it('that does not resolve shows that there is none', async () => {
    const outcome = await ask(await serve(onlyTheConsole), { checkWildcard: true });
    expect(outcome.wildcard?.addresses).toEqual([]);
  });

  it('that gets no answer leaves it open and does not hold the answer up', async () => {
    const server = await serve({
      udp: (query, send) => {
        if (query.name === NAME) send(respond(query, [addressFor(query)]));
      },
    });
    const outcome = await ask(server, { checkWildcard: true, deadlineMs: 60_000 });
    expect(outcome.code).toBe('answered');
    expect(outcome).not.toHaveProperty('wildcard');
  });

  it.each([
    ['when nobody wants it', NAME, false],
    ['right below a top-level domain', 'example.com', true],
    ['for a single label', 'console', true],
    [
      'when it would be too long a name',
      ['a', ...Array(4).fill('b'.repeat(60))].join('.').slice(0, 250),
      true,
    ],
  ])('is not asked %s', async (_when, hostname, checkWildcard) => {
    const server = await serve(polite);
    await ask(server, { hostname, checkWildcard });
    expect(new Set(server.queries.map(({ name }) => name))).toEqual(new Set([hostname]));
  });
});

it('takes only names that can be asked for', async () => {
  const resolver = { address: '127.0.0.1', port: 53 };
  await expect(resolverQuery.run({ hostname: 'a..b', resolver }, testContext(100))).rejects.toThrow(
    RangeError,
  );
});
