import { randomInt } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { isIP } from 'node:net';
import { type RawExchange, rawExchange } from '../../contract/evidence.ts';
import type { CldapOutcome } from '../../contract/outcomes/cldap.ts';
import type { ProbeContext } from '../probe.ts';
import { systemErrorOf } from '../tcp/tcp-system-error.ts';
import { elapsedBetween } from '../tcp/tcp-timing.ts';
import { readUdpRefusal, type UdpRefusal } from '../udp/udp-refusal.ts';
import type { CldapInput } from './cldap.ts';
import { readPingAnswer, writePing } from './cldap-message.ts';

/** When the datagrams are sent: any one may be lost. */
const SEND_AT_MS = [0, 500, 1000];
/** Time for the answer to the last; the first has had a second and a half. */
const LAST_WAIT_MS = 500;

/** Datagrams that are looked at; a flood of them costs no more. */
const DATAGRAMS_LIMIT = 64;

type Ending = Pick<CldapOutcome, 'code' | 'netlogon' | 'error'>;

const CODES: Readonly<Record<UdpRefusal, CldapOutcome['code']>> = {
  closed: 'port-closed',
  rejected: 'rejected',
  blocked: 'blocked-locally',
  failed: 'failed',
};

/**
 * Asks up to three times over a second and a half and takes the first answer. The socket is connected: only the server's datagrams
 * come in, and the system hands ICMP errors on.
 */
export function observePing(input: CldapInput, context: ProbeContext): Promise<CldapOutcome> {
  const { address, port, domain } = input;
  const family = isIP(address);
  if (family === 0) throw new TypeError(`not an IP address: ${address}`);
  const startedAt = context.now();
  const elapsed = (): number => elapsedBetween(startedAt, context.now());
  return new Promise((resolve) => {
    const id = randomInt(1, 2 ** 31);
    const ping = writePing(id, domain);
    const raw: RawExchange[] = [];
    const timers: NodeJS.Timeout[] = [];
    const socket = createSocket(family === 6 ? 'udp6' : 'udp4');
    let attempts = 0;
    let bytesReceived = 0;
    let datagrams = 0;
    let isSettled = false;
    const settle = (ending: Ending): void => {
      if (isSettled) return;
      isSettled = true;
      for (const timer of timers) clearTimeout(timer);
      context.signal.removeEventListener('abort', cancel);
      socket.close();
      resolve({
        kind: 'cldap',
        address,
        port,
        ...(domain === undefined ? {} : { domain }),
        ...ending,
        attempts,
        bytesReceived,
        raw,
        elapsedMs: elapsed(),
      });
    };
    const cancel = (): void =>
      settle({ code: 'failed', error: { errno: 'ECANCELED', message: 'the run was cancelled' } });
    const fail = (error: NodeJS.ErrnoException): void => {
      const code = CODES[readUdpRefusal(error, family)];
      const end = (): void => settle({ code, error: systemErrorOf(error) });
      // A local rule that rejects gives a block and, a moment later or earlier, an ICMP message of this machine's own.
      if (code === 'blocked-locally') end();
      else setImmediate(end);
    };
    const send = (): void => {
      if (isSettled) return;
      if (attempts === 0) raw.push(rawExchange('sent', elapsed(), 'LDAP ping', ping));
      socket.send(ping, (error) => {
        if (error !== null) fail(error);
      });
      attempts += 1;
    };
    const take = (bytes: Buffer): void => {
      if (isSettled) return;
      bytesReceived += bytes.length;
      datagrams += 1;
      if (raw.length < 4) raw.push(rawExchange('received', elapsed(), 'answer to the LDAP ping', bytes));
      const answer = readPingAnswer(bytes, id);
      if (answer.kind === 'netlogon') settle({ code: 'answered', netlogon: answer.netlogon });
      else if (answer.kind === 'empty') settle({ code: domain === undefined ? 'malformed' : 'other-domain' });
      else if (answer.kind === 'refused')
        settle({ code: 'malformed', error: { errno: `LDAP_${answer.code}`, message: answer.name } });
      else if (datagrams === DATAGRAMS_LIMIT) settle({ code: 'malformed' });
    };
    socket.on('error', fail);
    socket.on('message', take);
    if (context.signal.aborted) {
      cancel();
      return;
    }
    context.signal.addEventListener('abort', cancel, { once: true });
    const wholeMs = Math.min((SEND_AT_MS.at(-1) ?? 0) + LAST_WAIT_MS, context.deadlineMs);
    // A busy process runs its timers first: what has arrived meanwhile is still looked at before silence is concluded.
    const give = (): void => settle({ code: datagrams > 0 ? 'malformed' : 'silent' });
    timers.push(setTimeout(() => setImmediate(give), wholeMs));
    socket.once('connect', () => {
      for (const atMs of SEND_AT_MS) timers.push(setTimeout(send, atMs));
    });
    socket.connect(port, address);
  });
}
