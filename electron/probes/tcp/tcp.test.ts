import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TcpOutcome, tcpOutcomeSchema } from '../../contract/outcomes/tcp.ts';
import { NamespaceLab, whyNoNamespaces } from '../testing/namespace-lab.ts';
import { testContext } from '../testing/tcp-test-context.ts';
import { tcpConnect } from './tcp.ts';

async function listen(address: string, onConnection: (socket: Socket) => void): Promise<[Server, number]> {
  const server = createServer(onConnection).listen(0, address);
  await once(server, 'listening');
  const bound = server.address();
  if (bound === null || typeof bound === 'string') throw new Error('no port was given');
  return [server, bound.port];
}

describe('a port on loopback', () => {
  it.each(['127.0.0.1', '::1'])('that listens at %s is open, with the source named', async (address) => {
    const [server, port] = await listen(address, (socket) => socket.resume());
    try {
      const outcome = await tcpConnect.run({ address, port }, testContext(4000));
      expect(tcpOutcomeSchema.parse(outcome)).toMatchObject({
        code: 'open',
        address,
        port,
        localAddress: address,
        hasRetransmitSignature: false,
      });
      expect(outcome.interfaceName).toMatch(/^lo/);
      expect(outcome.localPort).toBeGreaterThan(0);
      expect(outcome.error).toBeUndefined();
      expect(tcpConnect.judge(outcome).status).toBe('passed');
    } finally {
      server.close();
    }
  });

  it('is left by FIN, not by RST, even when the server greets at once', async () => {
    let ended: (how: string) => void = () => undefined;
    const howItEnded = new Promise<string>((resolve) => {
      ended = resolve;
    });
    const [server, port] = await listen('127.0.0.1', (socket) => {
      socket.on('error', (error: NodeJS.ErrnoException) => ended(error.code ?? 'error'));
      socket.on('end', () => ended('FIN'));
      socket.resume();
      socket.write('INFO {"server_id":"greets first"}\r\n'.repeat(100));
    });
    try {
      const outcome = await tcpConnect.run({ address: '127.0.0.1', port }, testContext(4000));
      expect(outcome.code).toBe('open');
      expect(await howItEnded).toBe('FIN');
    } finally {
      server.close();
    }
  });

  it('is cut when the server never ends its side', async () => {
    let close: (how: string) => void = () => undefined;
    const howItClosed = new Promise<string>((resolve) => {
      close = resolve;
    });
    const server = createServer({ allowHalfOpen: true }, (socket) => {
      socket.on('error', (error: NodeJS.ErrnoException) => close(error.code ?? 'error'));
      // Writes on after the FIN, so that the cut shows here as a reset.
      socket.on('end', () => {
        const timer = setInterval(() => socket.write('still here'), 50);
        socket.once('close', () => clearInterval(timer));
      });
      socket.resume();
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const bound = server.address();
    if (bound === null || typeof bound === 'string') throw new Error('no port was given');
    try {
      await tcpConnect.run({ address: '127.0.0.1', port: bound.port }, testContext(4000));
      expect(['ECONNRESET', 'EPIPE']).toContain(await howItClosed);
    } finally {
      server.close();
    }
  });

  it.each(['127.0.0.1', '::1'])('that nobody listens on at %s is refused', async (address) => {
    const [server, port] = await listen(address, () => undefined);
    server.close();
    await once(server, 'close');
    const outcome = await tcpConnect.run({ address, port }, testContext(4000));
    expect(tcpOutcomeSchema.parse(outcome)).toMatchObject({
      code: 'refused',
      origin: 'peer-or-firewall',
      error: { errno: 'ECONNREFUSED', syscall: 'connect' },
    });
    expect(tcpConnect.judge(outcome)).toEqual({
      status: 'failed',
      reason: expect.stringContaining('refused the connection'),
    });
  });

  it('whose connection took the time of a repeated SYN is a warning', () => {
    const { status, reason } = tcpConnect.judge({
      kind: 'tcp',
      code: 'open',
      address: '10.0.0.5',
      port: 443,
      family: 4,
      hasRetransmitSignature: true,
      elapsedMs: 1032,
    });
    expect(status).toBe('warned');
    expect(reason).toContain('only after 1.0 s');
  });
});

describe('a cancelled probe', () => {
  it('opens no socket when it is cancelled before it starts', async () => {
    const [server, port] = await listen('127.0.0.1', (socket) => socket.destroy());
    try {
      const outcome = await tcpConnect.run(
        { address: '127.0.0.1', port },
        testContext(4000, { signal: AbortSignal.abort() }),
      );
      expect(outcome).toMatchObject({ code: 'cannot-tell', origin: 'unknown', elapsedMs: 0 });
      expect(outcome).not.toHaveProperty('localPort');
    } finally {
      server.close();
    }
  });

  it('takes only an address: a name would be resolved behind its back', async () => {
    await expect(tcpConnect.run({ address: 'localhost', port: 1 }, testContext(100))).rejects.toThrow(
      TypeError,
    );
  });
});

const why = await whyNoNamespaces();

describe.skipIf(why !== undefined)(
  `behind a router with faults${why === undefined ? '' : ` (${why})`}`,
  () => {
    const lab = new NamespaceLab();
    let client = '';

    beforeAll(async () => {
      const net = await lab.clientRouterServer();
      const { router, server } = net;
      client = net.client;
      await lab.ip(client, 'route add blackhole 10.77.1.0/24');
      await lab.ip(client, 'route add prohibit 10.77.2.0/24');
      await lab.ip(client, 'route add unreachable 10.77.3.0/24');
      await lab.ip(client, 'route add 10.77.4.0/24 via 10.99.1.1');
      await lab.run(
        router,
        'nft',
        `table inet faults {
        chain passing { type filter hook forward priority 0; policy accept;
          tcp dport 1001 drop
          tcp dport 1002 reject with tcp reset
          tcp dport 1003 reject with icmp type port-unreachable
          tcp dport 1004 reject with icmpx type admin-prohibited
          tcp dport 1005 reject with icmp type net-unreachable
          tcp dport 1011 numgen random mod 100 < 40 drop
        }
      }`,
      );
      await lab.run(
        client,
        'nft',
        `table inet own {
          chain leaving { type filter hook output priority 0; policy accept;
            tcp dport 1006 drop
            tcp dport 1007 reject with icmpx type admin-prohibited
            tcp dport 1008 reject with tcp reset
          }
        }`,
      );
      // The queue of this listener holds two connections, and nobody ever takes one.
      const crowded = `require('node:net').createServer().listen({ port: 1009, host: '::', backlog: 1 }, () => {
        console.log('listening');
        setImmediate(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0));
      });`;
      await lab.start(server, process.execPath, '--eval', crowded);
      const code = `import('node:net').then(({createServer}) =>
      createServer((s) => s.resume()).listen({ port: 1000, host: '::' }, () =>
        createServer((s) => s.resume()).listen({ port: 1011, host: '::' }, () => console.log('listening'))));
      setTimeout(() => process.exit(), 60000);`;
      await lab.start(server, process.execPath, '--input-type=module', '--eval', code);
    });

    afterAll(() => lab.remove());

    const targets = {
      open: ['10.99.2.2', 1000],
      open6: ['fd99:2::2', 1000],
      closed: ['10.99.2.2', 1010],
      drop: ['10.99.2.2', 1001],
      reset: ['10.99.2.2', 1002],
      portUnreachable: ['10.99.2.2', 1003],
      prohibited: ['10.99.2.2', 1004],
      netUnreachable: ['10.99.2.2', 1005],
      prohibited6: ['fd99:2::2', 1004],
      unusedOnLink: ['10.99.1.77', 1000],
      unusedBehindRouter: ['10.99.2.77', 1000],
      noRoute: ['10.98.0.1', 1000],
      noRoute6: ['fd98::1', 1000],
      routerHasNoRoute: ['10.77.4.1', 1000],
      blackhole: ['10.77.1.1', 1000],
      prohibit: ['10.77.2.1', 1000],
      unreachable: ['10.77.3.1', 1000],
      ownDrop: ['10.99.2.2', 1006],
      ownReject: ['10.99.2.2', 1007],
      ownReset: ['10.99.2.2', 1008],
      ownDrop6: ['fd99:2::2', 1006],
      ownReject6: ['fd99:2::2', 1007],
    } as const;

    it('tells each fault apart by errno and time', async () => {
      const code = `
      const { tcpConnect } = await import(${JSON.stringify(new URL('./tcp.ts', import.meta.url).href)});
      const context = { signal: new AbortController().signal, deadlineMs: 4000, now: () => performance.now(),
        wallClock: Date.now, progress() {}, secrets: {} };
      const seen = Object.entries(${JSON.stringify(targets)}).map(async ([name, [address, port]]) =>
        [name, await tcpConnect.run({ address, port }, context)]);
      console.log(JSON.stringify(Object.fromEntries(await Promise.all(seen))));`;
      const seen = (await lab.evaluate(client, code)) as Record<keyof typeof targets, unknown>;
      for (const outcome of Object.values(seen)) tcpOutcomeSchema.parse(outcome);

      const source = { localAddress: '10.99.1.2', interfaceName: 'c0' };
      const here = { origin: 'this-machine' };
      expect(seen.open).toMatchObject({ code: 'open', ...source });
      expect(seen.open6).toMatchObject({
        code: 'open',
        family: 6,
        localAddress: 'fd99:1::2',
        interfaceName: 'c0',
      });
      expect(seen.closed).toMatchObject({ code: 'refused', error: { errno: 'ECONNREFUSED' }, ...source });
      expect(seen.drop).toMatchObject({ code: 'filtered', origin: 'unknown', ...source });
      expect(seen.drop).not.toHaveProperty('error');
      expect(seen.reset).toMatchObject({ code: 'refused', error: { errno: 'ECONNREFUSED' } });
      expect(seen.portUnreachable).toMatchObject({ code: 'refused', error: { errno: 'ECONNREFUSED' } });
      expect(seen.prohibited).toMatchObject({
        code: 'rejected',
        error: { errno: 'EHOSTUNREACH' },
        ...source,
      });
      expect(seen.netUnreachable).toMatchObject({ code: 'rejected', error: { errno: 'ENETUNREACH' } });
      expect(seen.prohibited6).toMatchObject({ code: 'rejected', family: 6, error: { errno: 'EACCES' } });
      const silentNeighbour = { code: 'unreachable', origin: 'network', error: { errno: 'EHOSTUNREACH' } };
      expect(seen.unusedOnLink).toMatchObject({ ...silentNeighbour, ...source });
      expect(seen.unusedBehindRouter).toMatchObject(silentNeighbour);
      expect(seen.noRoute).toMatchObject({ code: 'unreachable', ...here, error: { errno: 'ENETUNREACH' } });
      expect(seen.noRoute6).toMatchObject({ code: 'unreachable', ...here, error: { errno: 'ENETUNREACH' } });
      expect(seen.routerHasNoRoute).toMatchObject({ code: 'rejected', error: { errno: 'ENETUNREACH' } });
      expect(seen.blackhole).toMatchObject({ code: 'unreachable', ...here, error: { errno: 'EINVAL' } });
      expect(seen.prohibit).toMatchObject({ code: 'cannot-tell', ...here, error: { errno: 'EACCES' } });
      expect(seen.unreachable).toMatchObject({
        code: 'unreachable',
        ...here,
        error: { errno: 'EHOSTUNREACH' },
      });
      // A packet filter of this machine cannot be told from one on the way: a SYN that it drops raises no EPERM, as a datagram does.
      expect(seen.ownDrop).toMatchObject({ code: 'filtered', ...source });
      expect(seen.ownDrop6).toMatchObject({ code: 'filtered', family: 6 });
      expect(seen.ownReject).toMatchObject({ code: 'rejected', error: { errno: 'EHOSTUNREACH' } });
      expect(seen.ownReject6).toMatchObject({ code: 'rejected', error: { errno: 'EACCES' } });
      expect(seen.ownReset).toMatchObject({ code: 'refused', error: { errno: 'ECONNREFUSED' } });
    });

    it('sees through a full listen queue: some connections open, others get no answer', async () => {
      const code = `
      const { tcpConnect } = await import(${JSON.stringify(new URL('./tcp.ts', import.meta.url).href)});
      const context = { signal: new AbortController().signal, deadlineMs: 4000, now: () => performance.now(),
        wallClock: Date.now, progress() {}, secrets: {} };
      const seen = await Promise.all([1, 2, 3, 4].map(() =>
        tcpConnect.run({ address: '10.99.2.2', port: 1009 }, context)));
      console.log(JSON.stringify(seen.map(({ code }) => code).sort()));`;
      expect(await lab.evaluate(client, code)).toEqual(['filtered', 'filtered', 'open', 'open']);
    });

    it('knows loss by connections that open only after a repeated SYN', async () => {
      const code = `
      const { tcpOnce } = await import(${JSON.stringify(new URL('./tcp.ts', import.meta.url).href)});
      const context = { signal: new AbortController().signal, deadlineMs: 4000, now: () => performance.now(),
        wallClock: Date.now, progress() {}, secrets: {} };
      const seen = await Promise.all(Array.from({ length: 40 }, () =>
        tcpOnce.run({ address: '10.99.2.2', port: 1011 }, context)));
      console.log(JSON.stringify(seen));`;
      const seen = (await lab.evaluate(client, code)) as TcpOutcome[];
      const late = seen.filter(({ hasRetransmitSignature }) => hasRetransmitSignature);
      // Of 40 connections with 40 % loss, 16 are late on average; fewer than two, or all, is out of the question.
      expect(late.length).toBeGreaterThan(1);
      expect(late.length).toBeLessThan(40);
      for (const outcome of late) expect(outcome.code).toBe('open');
    });

    it('ends a silent probe at the moment of the cancel', async () => {
      const code = `
      const { tcpConnect } = await import(${JSON.stringify(new URL('./tcp.ts', import.meta.url).href)});
      const abort = new AbortController();
      const context = { signal: abort.signal, deadlineMs: 15000, now: () => performance.now(),
        wallClock: Date.now, progress() {}, secrets: {} };
      const pending = tcpConnect.run({ address: '10.99.2.2', port: 1001 }, context);
      setImmediate(() => abort.abort());
      const outcome = await pending;
      console.log(JSON.stringify(outcome));`;
      const outcome = tcpOutcomeSchema.parse(await lab.evaluate(client, code));
      expect(outcome.code).toBe('cannot-tell');
      expect(outcome.elapsedMs).toBeLessThan(15_000);
    });
  },
);
