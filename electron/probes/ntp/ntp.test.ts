import { createSocket, type RemoteInfo } from 'node:dgram';
import { once } from 'node:events';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { type NtpOutcome, ntpOutcomeSchema } from '../../contract/outcomes/ntp.ts';
import { type Chronyd, isChronydMissing, startChronyd } from '../testing/chronyd.ts';
import { freePortOfBoth } from '../testing/free-ports.ts';
import { testContext } from '../testing/tcp-test-context.ts';
import { ntpQuery } from './ntp.ts';
import { ntpQuestion, PACKET_BYTES, readNtpAnswer } from './ntp-packet.ts';

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  await Promise.all(closers.splice(0).map((close) => close()));
});

/** A UDP server on loopback that sends whatever `answers` makes of a question. */
async function serve(answers: (question: Buffer) => readonly Uint8Array[]): Promise<number> {
  const socket = createSocket('udp4');
  socket.on('message', (question: Buffer, from: RemoteInfo) => {
    for (const answer of answers(question)) socket.send(answer, from.port, from.address);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  closers.push(() => new Promise<void>((resolve) => socket.close(() => resolve())));
  return socket.address().port;
}

const ask = async (port: number, deadlineMs = 2000, rest: Parameters<typeof testContext>[1] = {}) => {
  const outcome = await ntpQuery.run({ address: '127.0.0.1', port }, testContext(deadlineMs, rest));
  return ntpOutcomeSchema.parse(outcome);
};

const EPOCH_SECONDS = 2_208_988_800;

interface Fields {
  readonly leap?: number;
  readonly version?: number;
  readonly mode?: number;
  readonly stratum?: number;
  readonly reference?: string;
  /** Seconds since 1970 of the server's clock. */
  readonly seconds?: number;
}

function answerTo(question: Buffer, fields: Fields = {}): Buffer {
  const { leap = 0, version = 4, mode = 4, stratum = 2, reference = '\u0001\u0002\u0003\u0004' } = fields;
  const seconds = fields.seconds ?? Date.now() / 1000;
  const packet = Buffer.alloc(PACKET_BYTES);
  packet[0] = (leap << 6) | (version << 3) | mode;
  packet[1] = stratum;
  packet.write(reference, 12, 'latin1');
  question.copy(packet, 24, 40, 48);
  for (const offset of [32, 40])
    packet.writeUInt32BE((Math.floor(seconds) + EPOCH_SECONDS) % 2 ** 32, offset);
  return packet;
}

describe.skipIf(isChronydMissing())('a real time server', () => {
  let server: Chronyd | undefined;
  const start = async (...settings: string[]) => {
    server = await startChronyd(settings);
    closers.push(() => server?.stop() ?? Promise.resolve());
    return server.port;
  };

  it('tells its time, against a right and against a wrong clock', async () => {
    const port = await start('local stratum 3');
    const right = await ask(port);
    expect(right).toMatchObject({ code: 'answered', version: 4, stratum: 3 });
    expect(Math.abs(right.clockOffsetMs ?? Number.NaN)).toBeLessThan(2000);
    expect(ntpQuery.judge(right).status).toBe('passed');
    const behind = await ask(port, 2000, { wallClock: () => Date.now() - 420_000 });
    expect(Math.round((behind.clockOffsetMs ?? 0) / 10_000)).toBe(42);
    expect(ntpQuery.judge(behind)).toMatchObject({
      status: 'warned',
      reason: expect.stringMatching(/^this clock is 7 minutes behind 127\.0\.0\.1:\d+ \(stratum 3, /),
    });
  });

  it('says so where its own time is not to be used', async () => {
    expect(await ask(await start())).toMatchObject({ code: 'unsynchronised' });
  });
});

describe('a time server', () => {
  it('is asked once, without the time of this machine in the question', async () => {
    const questions: Buffer[] = [];
    const port = await serve((question) => {
      questions.push(question);
      return [answerTo(question)];
    });
    const outcome = await ask(port);
    expect(outcome).toMatchObject({ code: 'answered', stratum: 2, reference: '1.2.3.4' });
    expect(outcome.raw.map(({ direction }) => direction)).toEqual(['sent', 'received']);
    expect(questions).toHaveLength(1);
    expect(questions[0]?.subarray(0, 40)).toEqual(Buffer.concat([Buffer.of(0x23), Buffer.alloc(39)]));
  });

  it('of stratum 1 names its clock, and times after 2036 are read right', async () => {
    const port = await serve((question) => [
      answerTo(question, { stratum: 1, reference: 'GPS\0', seconds: Date.UTC(2040, 0, 1) / 1000 }),
    ]);
    const outcome = await ask(port, 2000, { wallClock: () => Date.UTC(2040, 0, 1) });
    expect(outcome).toMatchObject({ code: 'answered', reference: 'GPS' });
    expect(Math.abs(outcome.clockOffsetMs ?? Number.NaN)).toBeLessThan(2000);
  });

  it.each([
    [
      'kiss-of-death',
      { stratum: 0, reference: 'RATE' },
      { kissCode: 'RATE' },
      /refuses to tell its time \(RATE\)/,
    ],
    ['kiss-of-death', { stratum: 0, leap: 3, reference: 'DENY' }, { kissCode: 'DENY' }, /DENY/],
    ['unsynchronised', { stratum: 0, leap: 3, reference: 'INIT' }, {}, /not to be trusted/],
    ['unsynchronised', { stratum: 16 }, {}, /not to be trusted/],
    ['unsynchronised', { leap: 3 }, {}, /not to be trusted/],
  ] as const)('that answers %s for %j does not set the clock wrong', async (code, fields, more, reason) => {
    const outcome = await ask(await serve((question) => [answerTo(question, fields)]));
    expect(outcome).toMatchObject({ code, ...more });
    expect(outcome).not.toHaveProperty('clockOffsetMs');
    expect(ntpQuery.judge(outcome)).toMatchObject({
      status: 'warned',
      reason: expect.stringMatching(reason),
    });
  });

  it.each<[string, (question: Buffer) => Uint8Array]>([
    ['too short', (question) => answerTo(question).subarray(0, 47)],
    ['empty', () => Buffer.alloc(0)],
    ['of another client', () => answerTo(Buffer.alloc(PACKET_BYTES, 7))],
    ['its own question', (question) => question],
    ['of version 7', (question) => answerTo(question, { version: 7 })],
    ['without a time', (question) => answerTo(question).fill(0, 32, 48)],
    ['text', () => Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n'.repeat(4))],
  ])('that sends what is %s is malformed, at the deadline', async (_what, answer) => {
    const outcome = await ask(await serve((question) => [answer(question)]), 150);
    expect(outcome).toMatchObject({ code: 'malformed' });
    expect(ntpQuery.judge(outcome).status).toBe('warned');
  });

  it('is heard through the noise of others, and a flood is left at once', async () => {
    const noisy = await serve((question) => [Buffer.alloc(3), Buffer.alloc(60_000), answerTo(question)]);
    expect((await ask(noisy)).code).toBe('answered');
    const flood = await serve(() => Array.from({ length: 50 }, () => Buffer.alloc(100)));
    const outcome = await ask(flood, 20_000);
    expect(outcome.code).toBe('malformed');
    expect(outcome.raw.length).toBeLessThanOrEqual(4);
  });

  it('that says nothing is silent, and one that is not there refused', async () => {
    expect(await ask(await serve(() => []), 100)).toMatchObject({ code: 'silent' });
    const closed = await ask(await freePortOfBoth());
    expect(closed).toMatchObject({ code: 'refused', error: { errno: 'ECONNREFUSED' } });
    expect(ntpQuery.judge(closed).reason).toContain('ECONNREFUSED');
  });

  it('is left at once when the run is cancelled', async () => {
    const abort = new AbortController();
    const port = await serve(() => {
      abort.abort();
      return [];
    });
    expect(await ask(port, 20_000, { signal: abort.signal })).toMatchObject({ code: 'silent' });
    expect(await ask(port, 20_000, { signal: AbortSignal.abort() })).toMatchObject({ code: 'silent' });
  });

  it.each<[NtpOutcome['code'], string]>([
    ['blocked-locally', 'this machine did not let the question out (EPERM)'],
    ['failed', '127.0.0.1:123 could not be asked (EPERM)'],
  ])('%s reads as: %s', (code, reason) => {
    const outcome: NtpOutcome = {
      kind: 'ntp',
      code,
      address: '127.0.0.1',
      port: 123,
      error: { errno: 'EPERM' },
      raw: [],
      elapsedMs: 1,
    };
    expect(ntpQuery.judge(outcome)).toEqual({ status: 'warned', reason });
  });
});

it('any datagram is read without a throw, and only an answer to the question is one', () => {
  const nonce = Buffer.from('nonce123');
  const header = fc.tuple(fc.nat(255), fc.nat(255), fc.uint8Array({ maxLength: 120 }), fc.boolean());
  fc.assert(
    fc.property(header, ([first, stratum, rest, isToUs]) => {
      const packet = Buffer.concat([Buffer.of(first, stratum), rest]);
      if (isToUs && packet.length >= 32) nonce.copy(packet, 24);
      const answer = readNtpAnswer(packet, nonce);
      if (answer.code === 'not-an-answer') return;
      expect(packet.subarray(24, 32)).toEqual(nonce);
      expect(first & 7).toBe(4);
      for (const time of [answer.receivedAtMs, answer.sentAtMs]) expect(Number.isFinite(time)).toBe(true);
      const { receivedAtMs: _received, sentAtMs: _sent, ...fields } = answer;
      ntpOutcomeSchema.parse({ kind: 'ntp', address: 'a', port: 123, raw: [], elapsedMs: 0, ...fields });
    }),
    { numRuns: 2000 },
  );
  expect(readNtpAnswer(ntpQuestion(nonce), nonce)).toEqual({ code: 'not-an-answer' });
});
