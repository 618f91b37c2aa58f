import { randomBytes } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { isIPv6 } from 'node:net';
import { type RawExchange, rawExchange } from '../../contract/evidence.ts';
import type { NtpOutcome } from '../../contract/outcomes/ntp.ts';
import { endpoint, said } from '../../contract/spoken.ts';
import { defineProbe, type ProbeContext, type Verdict } from '../probe.ts';
import { systemErrorOf } from '../tcp/tcp-system-error.ts';
import { elapsedBetween } from '../tcp/tcp-timing.ts';
import { ntpQuestion, readNtpAnswer } from './ntp-packet.ts';

export interface NtpInput {
  readonly address: string;
  readonly port: number;
}

/** Datagrams that are looked at: one is expected, and a flood of others is not worth more. */
const DATAGRAM_LIMIT = 8;
/** More than this off is said in the row; whether the clock is wrong is concluded elsewhere. */
const NOTABLE_OFFSET_MS = 5 * 60_000;

/** One SNTP question by UDP, never repeated: the server's time against this machine's. This machine's clock is not touched. */
export const ntpQuery = defineProbe<NtpInput, NtpOutcome>({
  id: 'ntp',
  deadlineMs: 2000,
  awaiting: ({ address, port }) => `the time of ${endpoint(address, port)}`,
  run,
  judge,
});

function run({ address, port }: NtpInput, context: ProbeContext): Promise<NtpOutcome> {
  const startedAt = context.now();
  const since = (): number => elapsedBetween(startedAt, context.now());
  const nonce = randomBytes(8);
  const question = ntpQuestion(nonce);
  const raw: RawExchange[] = [];
  let datagrams = 0;
  let asked: { readonly wallMs: number; readonly atMs: number } | undefined;

  return new Promise((resolve) => {
    const socket = createSocket(isIPv6(address.replace(/%.*$/, '')) ? 'udp6' : 'udp4');
    let hasEnded = false;
    const end = (found: Pick<NtpOutcome, 'code'> & Partial<NtpOutcome>): void => {
      if (hasEnded) return;
      hasEnded = true;
      clearTimeout(timer);
      context.signal.removeEventListener('abort', giveUp);
      socket.close();
      resolve({ kind: 'ntp', address, port, raw, elapsedMs: since(), ...found });
    };
    const giveUp = (): void => end({ code: datagrams > 0 ? 'malformed' : 'silent' });
    const timer = setTimeout(giveUp, context.deadlineMs);
    context.signal.addEventListener('abort', giveUp, { once: true });
    // Errors may still come while it closes.
    socket.on('error', (error) => end(failure(error)));
    socket.on('message', (packet) => {
      datagrams += 1;
      if (raw.length < 4) raw.push(rawExchange('received', since(), 'NTP answer', packet));
      const answer = readNtpAnswer(packet, nonce);
      if (answer.code !== 'not-an-answer' && asked !== undefined) {
        const { code, receivedAtMs, sentAtMs, ...fields } = answer;
        const roundMs = context.now() - asked.atMs;
        const delayMs = roundMs - (sentAtMs - receivedAtMs);
        const clockOffsetMs = (receivedAtMs - asked.wallMs + (sentAtMs - (asked.wallMs + roundMs))) / 2;
        const times = { clockOffsetMs: rounded(clockOffsetMs), delayMs: rounded(delayMs) };
        end({ code, ...fields, ...(code === 'answered' ? times : {}) });
      } else if (datagrams >= DATAGRAM_LIMIT) end({ code: 'malformed' });
    });
    if (context.signal.aborted) return giveUp();
    // Connected, so that only the server's datagrams arrive and an ICMP refusal is told. A callback would be given the errors.
    socket.once('connect', () => {
      if (hasEnded) return;
      asked = { wallMs: context.wallClock(), atMs: context.now() };
      raw.push(rawExchange('sent', since(), 'NTP question', question));
      socket.send(question, (error) => {
        if (error !== null) end(failure(error));
      });
    });
    socket.connect(port, address);
  });
}

const rounded = (milliseconds: number): number => Math.round(milliseconds * 100) / 100;

function failure(error: Error): Pick<NtpOutcome, 'code' | 'error'> {
  const seen = systemErrorOf(error);
  const isLocal =
    seen.errno === 'EPERM' ||
    (seen.errno === 'EACCES' && seen.syscall !== 'recvmsg' && seen.syscall !== 'read');
  if (seen.errno === 'ECONNREFUSED' || seen.errno === 'ECONNRESET') return { code: 'refused', error: seen };
  return { code: isLocal ? 'blocked-locally' : 'failed', error: seen };
}

function judge(outcome: NtpOutcome): Verdict {
  const {
    code,
    address,
    port,
    clockOffsetMs = 0,
    delayMs = 0,
    stratum,
    kissCode,
    error,
    elapsedMs,
  } = outcome;
  const at = endpoint(address, port);
  switch (code) {
    case 'answered': {
      const off = Math.abs(clockOffsetMs);
      const reason = `this clock is ${off < 1 ? 'less than 1 ms' : spanInWords(off)} ${clockOffsetMs > 0 ? 'behind' : 'ahead of'} ${at} (stratum ${stratum ?? '?'}, round trip ${said(Math.max(0, delayMs))})`;
      return { status: off > NOTABLE_OFFSET_MS ? 'warned' : 'passed', reason };
    }
    case 'kiss-of-death':
      return { status: 'warned', reason: `${at} refuses to tell its time (${kissCode ?? 'no reason'})` };
    case 'unsynchronised':
      return { status: 'warned', reason: `${at} says that its own time is not to be trusted` };
    case 'malformed':
      return { status: 'warned', reason: `what came from ${at} is no answer to the question` };
    case 'silent':
      return { status: 'warned', reason: `${at} did not answer in ${said(elapsedMs)}` };
    case 'refused':
      return { status: 'warned', reason: `${at} refused the question (${error?.errno ?? ''})` };
    case 'blocked-locally':
      return {
        status: 'warned',
        reason: `this machine did not let the question out (${error?.errno ?? ''})`,
      };
    case 'failed':
      return { status: 'warned', reason: `${at} could not be asked (${error?.errno ?? 'unknown'})` };
  }
}

const spanInWords = (milliseconds: number): string =>
  milliseconds < 120_000 ? said(milliseconds) : `${Math.round(milliseconds / 60_000)} minutes`;
