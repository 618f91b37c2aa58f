import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { Worker } from 'node:worker_threads';
import { afterEach, describe, expect, it } from 'vitest';
import type { TcpOutcome } from '../../contract/outcomes/tcp.ts';
import { tlsOutcomeSchema } from '../../contract/outcomes/tls.ts';
import { natsGreeting } from '../nats/nats.ts';
import { defineProbe, type ProbeContext } from '../probe.ts';
import { testContext } from '../testing/tcp-test-context.ts';
import { tlsHandshake } from '../tls/tls.ts';
import { withFurtherConnects } from './further-connects.ts';
import { tcpConnect, tcpOnce } from './tcp.ts';

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

/** A server that takes connections and says nothing; it counts them. */
async function mute(): Promise<{ port: number; taken: Socket[]; server: Server }> {
  const taken: Socket[] = [];
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.resume();
    taken.push(socket);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  closers.push(() => {
    for (const socket of taken) socket.destroy();
    server.close();
  });
  return { port: (server.address() as AddressInfo).port, taken, server };
}

/** listen(2) with room for two, and no accept(2) ever. */
async function crowded(): Promise<number> {
  const worker = new Worker(
    `const { createServer } = require('node:net');
    const server = createServer().listen({ host: '127.0.0.1', port: 0, backlog: 1 }, () => {
      require('node:worker_threads').parentPort.postMessage(server.address().port);
      setImmediate(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0));
    });`,
    { eval: true, execArgv: [] },
  );
  closers.push(() => worker.terminate());
  const [port] = (await once(worker, 'message')) as [number];
  return port;
}

const silentFor = (ms: number, code: TcpOutcome['code']) =>
  defineProbe<{ address: string; port: number }, TcpOutcome>({
    id: 'tcp',
    deadlineMs: ms,
    awaiting: () => 'nothing',
    run: ({ address, port }, { signal }: ProbeContext) =>
      new Promise((resolve) => {
        const end = () =>
          resolve({
            kind: 'tcp',
            code,
            address,
            port,
            family: 4,
            hasRetransmitSignature: false,
            elapsedMs: ms,
          });
        const timer = setTimeout(end, ms);
        signal.addEventListener('abort', () => {
          clearTimeout(timer);
          end();
        });
      }),
    judge: () => ({ status: 'failed', reason: 'nothing came' }),
  });

const wrapped = (ms: number, code: TcpOutcome['code'] = 'filtered') =>
  withFurtherConnects(silentFor(ms, code), (outcome) => outcome.code === 'filtered');

describe('further connections', () => {
  it('are tried beside a probe that waits, twice, and are gone with it', async () => {
    const { port, taken } = await mute();
    const probe = wrapped(1500);
    const outcome = await probe.run({ address: '127.0.0.1', port }, testContext(1500));
    expect(outcome.further?.map(({ code }) => code)).toEqual(['open', 'open']);
    expect(probe.judge(outcome).reason).toBe('nothing came; of 2 more connections tried meanwhile, 2 opened');
    expect(taken).toHaveLength(2);
    await Promise.all(taken.map((socket) => socket.closed || once(socket, 'close')));
  });

  it('say what was refused', async () => {
    const { port, server } = await mute();
    server.close();
    await once(server, 'close');
    const probe = wrapped(1500);
    const outcome = await probe.run({ address: '127.0.0.1', port }, testContext(1500));
    expect(outcome.further?.map(({ code }) => code)).toEqual(['refused', 'refused']);
    expect(probe.judge(outcome).reason).toContain('2 refused');
  });

  it('are not tried beside one that is done in time, and not kept with one that was answered after all', async () => {
    const quick = await mute();
    const done = await wrapped(0).run({ address: '127.0.0.1', port: quick.port }, testContext(1500));
    expect(done).not.toHaveProperty('further');
    const late = await mute();
    const answered = await wrapped(1400, 'open').run(
      { address: '127.0.0.1', port: late.port },
      testContext(1500),
    );
    expect(answered).not.toHaveProperty('further');
    expect(quick.taken).toEqual([]);
  });

  it('are not begun, and not kept, once the run is cancelled', async () => {
    const { port, taken } = await mute();
    const abort = new AbortController();
    const running = wrapped(5000).run(
      { address: '127.0.0.1', port },
      testContext(5000, { signal: abort.signal }),
    );
    abort.abort();
    expect(await running).not.toHaveProperty('further');
    expect(taken).toEqual([]);
  });
});

describe.skipIf(process.platform !== 'linux')(
  'a listener with a full queue that never takes a connection',
  () => {
    it('shows beside the TLS handshake: some connections open, others get no answer', async () => {
      const port = await crowded();
      const input = { address: '127.0.0.1', port, servername: null, expectedName: '127.0.0.1' };
      expect(await tcpConnect.run(input, testContext(4000))).toMatchObject({ code: 'open' });
      const outcome = await tlsHandshake.run(input, testContext(2000));
      tlsOutcomeSchema.parse(outcome);
      expect(outcome).toMatchObject({ code: 'silent', bytesReceived: 0 });
      expect(outcome.further?.map(({ code }) => code)).toEqual(['silent', 'silent']);
      expect(tlsHandshake.judge(outcome).reason).toMatch(
        /of 2 more connections tried meanwhile, 2 unanswered$/,
      );
    });

    it('shows beside NATS and beside the SYN alone', async () => {
      const port = await crowded();
      const nats = await natsGreeting.run(
        { address: '127.0.0.1', port, servername: null },
        testContext(2000),
      );
      expect(nats).toMatchObject({ code: 'no-info', further: [{ code: 'open' }, { code: 'silent' }] });
      const tcp = await tcpConnect.run({ address: '127.0.0.1', port }, testContext(1500));
      expect(tcp).toMatchObject({ code: 'filtered', further: [{ code: 'silent' }, { code: 'silent' }] });
      const alone = await tcpOnce.run({ address: '127.0.0.1', port }, testContext(300));
      expect(alone).not.toHaveProperty('further');
    });
  },
);
