import { connect } from 'node:net';
import { type RawExchange, rawExchange } from '../../contract/evidence.ts';
import { endpoint } from '../../contract/spoken.ts';
import type { ProbeContext } from '../probe.ts';
import { readPlaintext } from '../tls/tls-plaintext.ts';
import { onAbort, Waiting } from '../tls/tls-waiting.ts';

/** Octets of the answer that are looked at: the facts of a monitoring port begin with the id of the server. */
const ANSWER_LIMIT_BYTES = 4096;

/** How long more of an answer is waited for after its first octets. */
const REST_MS = 200;

/** What a request in HTTP brought. */
export interface HttpLook {
  /** First line of an answer in HTTP; undefined when there was none. */
  readonly firstLine: string | undefined;
  /** The answer is the page on which a NATS server describes itself. */
  readonly isMonitoring: boolean;
  readonly raw: readonly RawExchange[];
}

/**
 * Asks in plain HTTP on a connection of its own, for the page that only the monitoring port of a NATS server has. A web
 * server that waits for its client, and would wait for ever for the rest of what a ClientHello began, answers that.
 */
export async function lookOverHttp(
  { address, port }: { readonly address: string; readonly port: number },
  context: ProbeContext,
  startedAt: number,
): Promise<HttpLook> {
  const elapsed = (): number => Math.max(0, context.now() - startedAt);
  const request = `GET /varz HTTP/1.1\r\nHost: ${endpoint(address, port)}\r\nConnection: close\r\n\r\n`;
  const raw: RawExchange[] = [];
  const socket = connect({ host: address, port, autoSelectFamily: false });
  let answer: Buffer = Buffer.alloc(0);
  let isOver = false;
  const waiting = new Waiting(() => isOver);
  const over = (): void => {
    isOver = true;
    waiting.changed();
  };
  const stopListening = onAbort(context.signal, over);
  const timer = setTimeout(() => setImmediate(over), Math.max(0, context.deadlineMs - elapsed()));
  socket.once('connect', () => {
    raw.push(rawExchange('sent', elapsed(), 'HTTP request', Buffer.from(request, 'latin1')));
    socket.write(request);
  });
  socket.on('data', (bytes: Buffer) => {
    answer = Buffer.concat([answer, bytes.subarray(0, ANSWER_LIMIT_BYTES - answer.length)]);
    if (answer.length >= ANSWER_LIMIT_BYTES) over();
    else waiting.changed();
  });
  socket.on('error', over);
  socket.once('close', over);
  const isMonitoring = (): boolean => /"server_id": ?"N[A-Z2-7]{55}"/.test(answer.toString('latin1'));
  try {
    await waiting.until(() => answer.length > 0);
    if (answer.length > 0) await waiting.until(isMonitoring, REST_MS);
    if (answer.length > 0) raw.push(rawExchange('received', elapsed(), 'answer to HTTP', answer));
    const { protocol, firstLine } = readPlaintext(answer);
    return { firstLine: protocol === 'http' ? firstLine : undefined, isMonitoring: isMonitoring(), raw };
  } finally {
    clearTimeout(timer);
    stopListening();
    socket.destroy();
  }
}
