import { type Answer, encode } from 'dns-packet';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type SrvOutcome, srvOutcomeSchema } from '../../contract/outcomes/srv.ts';
import { isWithoutDnsmasq, startDnsmasq } from '../testing/dnsmasq.ts';
import { freePortOfBoth } from '../testing/free-ports.ts';
import {
  framed,
  type ReceivedQuery,
  respond,
  type ServerManners,
  startServer,
  type TestServer,
} from '../testing/resolver-hostile-server.ts';
import { testContext } from '../testing/tcp-test-context.ts';
import { readResponse } from './dns-message.ts';
import { controllersName, type SrvInput, srvQuery } from './srv.ts';

const DOMAIN = 'example.com';
const NAME = '_ldap._tcp.dc._msdcs.example.com';

async function look(
  resolver: { address: string; port: number },
  input: Partial<SrvInput> = {},
  deadlineMs = 4000,
): Promise<SrvOutcome> {
  const { address, port } = resolver;
  return srvOutcomeSchema.parse(
    await srvQuery.run({ domain: DOMAIN, resolver: { address, port }, ...input }, testContext(deadlineMs)),
  );
}

describe.skipIf(isWithoutDnsmasq)('the domain controllers that dnsmasq knows', () => {
  let resolver: Awaited<ReturnType<typeof startDnsmasq>>;

  beforeAll(async () => {
    resolver = await startDnsmasq([
      '--local=/example.com/',
      `--srv-host=${NAME},dc2.example.com,389,10,50`,
      `--srv-host=${NAME},dc1.example.com,389,0,100`,
      `--srv-host=${NAME},DC3.example.com,3389,0,200`,
      '--srv-host=_ldap._tcp.Berlin._sites.dc._msdcs.example.com,dc1.example.com,389,0,100',
      '--host-record=dc1.example.com,10.0.0.1,2001:db8::1',
      '--host-record=dc3.example.com,10.0.0.3',
    ]);
  });
  afterAll(() => resolver.stop());

  it('come in the order in which a client tries them, with their addresses', async () => {
    const outcome = await look(resolver);
    expect(outcome).toMatchObject({
      code: 'answered',
      name: NAME,
      rcode: 0,
      targetCount: 3,
      transport: 'udp',
      targets: [
        { target: 'dc3.example.com', port: 3389, priority: 0, weight: 200, addresses: ['10.0.0.3'] },
        { target: 'dc1.example.com', port: 389, priority: 0, weight: 100 },
        { target: 'dc2.example.com', port: 389, priority: 10, weight: 50, addresses: [] },
      ],
    });
    expect([...(outcome.targets[1]?.addresses ?? [])].sort()).toEqual(['10.0.0.1', '2001:db8::1']);
    expect(srvQuery.judge(outcome)).toEqual({
      status: 'passed',
      reason: expect.stringContaining(
        'names dc3.example.com:3389, dc1.example.com and dc2.example.com as domain controllers of example.com',
      ),
    });
  });

  it('are asked for by site too', async () => {
    const outcome = await look(resolver, { site: 'Berlin' });
    expect(outcome).toMatchObject({
      code: 'answered',
      site: 'Berlin',
      targets: [{ target: 'dc1.example.com' }],
    });
    expect(srvQuery.judge(outcome).reason).toContain('of example.com in the site Berlin');
  });

  it('do not exist, have no record, or are not to be had here', async () => {
    const [missing, empty, foreign] = await Promise.all([
      look(resolver, { domain: 'missing.example.com' }),
      look(resolver, { site: 'Paris' }),
      look(resolver, { domain: 'example.org' }),
    ]);
    expect(missing).toMatchObject({ code: 'nxdomain', rcode: 3, targets: [], targetCount: 0 });
    expect(empty.code).toBe('nxdomain');
    expect(foreign.code).toBe('refused');
    expect(srvQuery.judge(missing)).toMatchObject({ status: 'failed' });
    expect(srvQuery.judge(missing).reason).toContain('(NXDOMAIN in');
  });
});

const servers: TestServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.stop()));
});

async function serve(manners: ServerManners): Promise<TestServer> {
  const server = await startServer(manners);
  servers.push(server);
  return server;
}

const srv = (name: string, target: string, priority = 0, weight = 100, port = 389): Answer => ({
  type: 'SRV',
  name,
  ttl: 60,
  data: { target, port, priority, weight },
});
const TRUNCATED = 0x8380;
const withFlags = (flags: number): ServerManners => ({
  udp: (query, send) => send(respond(query, [], flags)),
});
const many = (query: ReceivedQuery, count: number): Answer[] =>
  Array.from({ length: count }, (_, index) => srv(query.name, `dc${index}.example.com`));

describe('an SRV question', () => {
  it.each<[SrvOutcome['code'], ServerManners]>([
    ['nxdomain', withFlags(0x8183)],
    ['servfail', withFlags(0x8182)],
    ['refused', withFlags(0x8185)],
    ['other-rcode', withFlags(0x8189)],
    ['no-data', withFlags(0x8180)],
    ['no-data', { udp: (query, send) => send(respond(query, [srv(query.name, '.')])) }],
    ['malformed', { udp: (query, send) => send(Buffer.from([...idOf(query), ...Array(40).fill(0xa5)])) }],
    ['tcp-blocked', { udp: (query, send) => send(respond(query, [], TRUNCATED)) }],
    [
      'tcp-blocked',
      { udp: (query, send) => send(respond(query, [], TRUNCATED)), tcp: (socket) => socket.end() },
    ],
    [
      'malformed',
      {
        udp: (query, send) => send(respond(query, [], TRUNCATED)),
        tcp: (socket) => socket.write(framed(Buffer.alloc(300, 0xa5))),
      },
    ],
  ])('reads as %s', async (code, manners) => {
    const outcome = await look(await serve(manners), {}, 60_000);
    expect(outcome).toMatchObject({ code, targets: [], targetCount: 0 });
    const { status, reason } = srvQuery.judge(outcome);
    expect(status).toBe('failed');
    expect(reason).not.toMatch(/undefined/);
  });

  it('is asked twice of a server that is silent, and not after the run was cancelled', async () => {
    const server = await serve({});
    const outcome = await look(server, {}, 300);
    expect(outcome).toMatchObject({ code: 'silent', attempts: 2 });
    expect(srvQuery.judge(outcome).reason).toContain('did not answer 2 datagrams');
    const cancelled = await srvQuery.run(
      { domain: DOMAIN, resolver: server },
      testContext(60_000, { signal: AbortSignal.abort() }),
    );
    expect(cancelled).toMatchObject({ code: 'silent', attempts: 0 });
  });

  it('is refused where nobody listens, and does not leave a machine without a way', async () => {
    const closed = await look({ address: '127.0.0.1', port: await freePortOfBoth() });
    expect(closed).toMatchObject({ code: 'port-closed', error: { errno: 'ECONNREFUSED' } });
    // A broadcast that the socket has not asked leave for: EACCES, or what else the system says.
    const nowhere = await look({ address: '255.255.255.255', port: 53 });
    expect(nowhere).toMatchObject({ code: 'unreachable', error: { errno: expect.any(String) } });
    for (const outcome of [closed, nowhere]) expect(srvQuery.judge(outcome).status).toBe('failed');
  });

  it('gets the whole answer over TCP, and keeps 64 targets of many', async () => {
    const outcome = await look(
      await serve({
        udp: (query, send) => send(respond(query, [], TRUNCATED)),
        tcp: (socket, query) => socket.end(framed(respond(query, many(query, 200)))),
      }),
    );
    expect(outcome).toMatchObject({ code: 'answered', transport: 'tcp', targetCount: 200 });
    expect(outcome.targets).toHaveLength(64);
    const flood = await look(await serve({ udp: (query, send) => send(respond(query, many(query, 800))) }));
    expect(flood.targets).toHaveLength(64);
    expect(flood.targetCount).toBeLessThan(800);
  });

  it('passes no control characters of a name on', async () => {
    const server = await serve({
      udp: (query, send) => send(respond(query, [srv(query.name, '\u001b[2Jdc.example')])),
    });
    expect((await look(server)).targets[0]?.target).toBe('?[2jdc.example');
  });

  it('is not made for a domain or a site that is no name', async () => {
    expect(controllersName('example.com.', 'Berlin')).toBe('_ldap._tcp.Berlin._sites.dc._msdcs.example.com');
    for (const site of ['Haupt Sitz', 'a.b', '', 'x'.repeat(64)])
      expect(controllersName(DOMAIN, site)).toBeUndefined();
    await expect(look({ address: '127.0.0.1', port: 53 }, { domain: 'a b' })).rejects.toThrow(RangeError);
  });
});

describe('SRV records on the wire', () => {
  const question = { name: NAME, type: 'SRV' } as const;

  it('read back as they were written, by priority and then by weight', () => {
    const label = fc.stringMatching(/^[a-z0-9]{1,12}$/);
    const port16 = fc.nat(0xffff);
    const target = fc.record({ target: label, port: port16, priority: fc.nat(3), weight: port16 });
    fc.assert(
      fc.property(
        fc.uniqueArray(target, { maxLength: 20, selector: (one) => one.target }),
        fc.ipV4(),
        (targets, address) => {
          const first = targets[0]?.target ?? 'none';
          const bytes = encode({
            type: 'response',
            id: 7,
            flags: 0x0180,
            questions: [question],
            answers: targets.map((data) => ({ type: 'SRV', name: NAME, ttl: 60, data })),
            additionals: [{ type: 'A', name: first, ttl: 60, data: address }],
          });
          const reading = readResponse(bytes, question, 7);
          if (reading.kind !== 'answer') throw new Error(reading.kind);
          const { services } = reading.answer;
          expect(services.map(({ target: name }) => name).sort()).toEqual(
            targets.map(({ target: name }) => name).sort(),
          );
          for (const [index, one] of services.entries()) {
            const next = services[index + 1] ?? one;
            expect(one.priority - next.priority || next.weight - one.weight).toBeLessThanOrEqual(0);
            expect(one.addresses).toEqual(one.target === first ? [address] : []);
          }
        },
      ),
    );
  });

  it('are read without a throw, whatever bytes stand in their place', () => {
    const template = encode({
      type: 'response',
      id: 7,
      flags: 0x0180,
      questions: [question],
      answers: [srv(NAME, 'dc1.example.com'), srv(NAME, 'dc2.example.com')],
      additionals: [{ type: 'A', name: 'dc1.example.com', ttl: 60, data: '10.0.0.1' }],
    });
    const change = fc.tuple(fc.integer({ min: 12, max: template.length - 1 }), fc.nat(255));
    fc.assert(
      fc.property(fc.array(change, { maxLength: 12 }), fc.nat(template.length), (changes, cut) => {
        const bytes = Buffer.from(template);
        for (const [offset, value] of changes) bytes[offset] = value;
        for (const piece of [bytes, bytes.subarray(0, cut)]) {
          const reading = readResponse(piece, question, 7);
          if (reading.kind !== 'answer') continue;
          for (const { target, port, addresses } of reading.answer.services) {
            expect(target).toMatch(/^[\x21-\x7e]{1,255}$/);
            expect(port).toBeGreaterThanOrEqual(0);
            for (const address of addresses) expect(address).toMatch(/^[0-9a-f.:]+$/);
          }
        }
      }),
      { numRuns: 2000 },
    );
  });
});

const idOf = (query: ReceivedQuery): [number, number] => {
  const id = query.packet.id ?? 0;
  return [id >> 8, id & 0xff];
};
