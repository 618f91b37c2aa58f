import { connect, type Socket } from 'node:net';
import type { FurtherConnects } from '../../contract/outcomes/further-connects.ts';
import type { Outcome } from '../../contract/outcomes/outcome.ts';
import type { Probe, ProbeContext } from '../probe.ts';
import { elapsedBetween } from './tcp-timing.ts';

/**
 * How long a probe may be without a result before others are tried beside it: past the first repeated SYN (1 s), so that one
 * lost packet is not looked into, and early enough that those have three SYNs and more within the same deadline.
 */
const PATIENCE_MS = 1200;

/** Enough to overrun a queue that is nearly full; a service with a long queue is not worth filling it. */
const CONNECTS = 2;

interface Target {
  readonly address: string;
  readonly port: number;
  /** A connection that stands already, such as a tunnel through a proxy: a direct one beside it would tell of another way. */
  readonly socket?: unknown;
}

/**
 * A probe beside which two more connections are tried as soon as it has waited for 1.2 s: a listener whose queue is full
 * (listen(2): Linux then drops SYNs) shows by letting some in and not others. They end with the probe, so they cost no time
 * of their own, and nothing is sent on them. What they saw is kept only with an outcome that `isSilent`.
 */
export function withFurtherConnects<
  I extends Target,
  O extends Outcome & { further?: FurtherConnects | undefined },
>(probe: Probe<I, O>, isSilent: (outcome: O) => boolean): Probe<I, O> {
  return {
    ...probe,
    run: async (input, context) => {
      if (input.socket !== undefined) return probe.run(input, context);
      const beside = new FurtherTries(input, context);
      try {
        const outcome = await probe.run(input, context);
        const further = beside.seen();
        return further.length === 0 || !isSilent(outcome) || context.signal.aborted
          ? outcome
          : { ...outcome, further };
      } finally {
        beside.end();
      }
    },
    judge: (outcome) => {
      const { status, reason } = probe.judge(outcome);
      const further = outcome.further ?? [];
      return { status, reason: further.length === 0 ? reason : `${reason}; ${inWords(further)}` };
    },
  };
}

interface Try {
  readonly socket: Socket;
  readonly startedAt: number;
  ended?: FurtherConnects[number];
}

class FurtherTries {
  readonly #context: ProbeContext;
  readonly #timer: NodeJS.Timeout;
  readonly #tries: Try[] = [];

  constructor({ address, port }: Target, context: ProbeContext) {
    this.#context = context;
    this.#timer = setTimeout(() => {
      if (context.signal.aborted) return;
      for (let index = 0; index < CONNECTS; index += 1) this.#begin(address, port);
    }, PATIENCE_MS);
    context.signal.addEventListener('abort', this.#stop, { once: true });
  }

  seen(): FurtherConnects {
    const now = this.#context.now();
    return this.#tries.map(
      ({ startedAt, ended }) => ended ?? { code: 'silent', elapsedMs: elapsedBetween(startedAt, now) },
    );
  }

  end(): void {
    this.#context.signal.removeEventListener('abort', this.#stop);
    this.#stop();
  }

  readonly #stop = (): void => {
    clearTimeout(this.#timer);
    for (const { socket } of this.#tries) socket.destroy();
  };

  #begin(address: string, port: number): void {
    const socket = connect({ host: address, port, autoSelectFamily: false });
    const one: Try = { socket, startedAt: this.#context.now() };
    const finish = (code: FurtherConnects[number]['code']): void => {
      one.ended ??= { code, elapsedMs: elapsedBetween(one.startedAt, this.#context.now()) };
    };
    // An opened connection stays until the end: it holds its place in the queue.
    socket.once('connect', () => finish('open'));
    socket.on('error', ({ code }: NodeJS.ErrnoException) =>
      finish(code === 'ECONNREFUSED' ? 'refused' : 'failed'),
    );
    socket.resume();
    this.#tries.push(one);
  }
}

function inWords(further: FurtherConnects): string {
  const count = (code: FurtherConnects[number]['code']): number =>
    further.filter((one) => one.code === code).length;
  const parts = (['open', 'refused', 'silent', 'failed'] as const).flatMap((code) =>
    count(code) === 0 ? [] : [`${count(code)} ${WORDS[code]}`],
  );
  return `of ${further.length} more connections tried meanwhile, ${parts.join(' and ')}`;
}

const WORDS: Readonly<Record<FurtherConnects[number]['code'], string>> = {
  open: 'opened',
  refused: 'refused',
  silent: 'unanswered',
  failed: 'failed',
};
