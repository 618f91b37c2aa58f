import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { type Bind, type Bound, bindLoopback } from './loopback.ts';

/**
 * Listens and then stops for good, in a thread of its own: nothing takes what waits in the queue of the kernel, which with a
 * backlog of 1 holds two connections on Linux. Posts the port, or the code of what went wrong.
 */
const LISTEN_AND_STOP = `
const { createServer } = require('node:net');
const { parentPort, workerData } = require('node:worker_threads');
const server = createServer();
server.once('error', ({ code }) => parentPort.postMessage({ code }));
server.listen({ ...workerData, backlog: 1, ipv6Only: true }, () => {
  parentPort.postMessage({ port: server.address().port });
  setImmediate(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0));
});`;

/** Binds a service that has no time for its clients: listen(2) with a backlog of 1 and no accept(2) ever. */
const bindCrowded: Bind = async (address, port) => {
  const worker = new Worker(LISTEN_AND_STOP, {
    eval: true,
    // The options that this process was started with are not for it.
    execArgv: [],
    workerData: { host: address, port },
  });
  const [{ port: bound, code }] = (await once(worker, 'message')) as [{ port?: number; code?: string }];
  const close = async (): Promise<void> => void (await worker.terminate());
  if (bound !== undefined) return { port: bound, close };
  await close();
  throw Object.assign(new Error(`a listener could not be had: ${code ?? 'unknown error'}`), { code });
};

/** A port whose listener lets two connections wait and leaves every other without an answer. */
export const startCrowdedPort = (): Promise<Bound> => bindLoopback([bindCrowded]);
