import { rawExchange } from '../../contract/evidence.ts';
import { greetingAnswer, greetingName, isAccepted } from '../../contract/greeting-words.ts';
import type { Greeting, HelloVariant, TlsHelloOutcome } from '../../contract/outcomes/tls-hello.ts';
import { endpoint } from '../../contract/spoken.ts';
import { defineProbe, type ProbeContext, type Verdict } from '../probe.ts';
import { buildClientHello } from './client-hello.ts';
import { exchangeHello } from './hello-exchange.ts';
import { offerOf } from './hello-variants.ts';
import { lawfulServername } from './tls.ts';

/** Where to send greetings, and which. */
export interface TlsHelloInput {
  readonly address: string;
  readonly port: number;
  /** The site's name; null for a site that is known by its address only. */
  readonly servername: string | null;
  /** At most 8, each sent on a connection of its own. */
  readonly variants: readonly HelloVariant[];
}

/**
 * Compares what a server does to ClientHellos that differ in one thing: the servername, the size, the version. Made where a
 * handshake did not come about, to find out what it is about it; no handshake is finished, and nothing else is sent.
 */
export const tlsHello = defineProbe<TlsHelloInput, TlsHelloOutcome>({
  id: 'tls-hello',
  // The share of a handshake's own deadline that is left when it has been silent for a while.
  deadlineMs: 3500,
  awaiting: ({ address, port, variants }) =>
    `the answer of ${endpoint(address, port)} to ${variants.length} kinds of ClientHello`,
  run,
  judge,
});

async function run(input: TlsHelloInput, context: ProbeContext): Promise<TlsHelloOutcome> {
  const { address, port } = input;
  const startedAt = context.now();
  const servername = lawfulServername(input.servername);
  const raw: TlsHelloOutcome['raw'] = [];
  const greetings = await Promise.all(
    input.variants.map(async (variant): Promise<Greeting> => {
      const offer = offerOf(variant, servername);
      const hello = buildClientHello(offer);
      const { start, ...seen } = await exchangeHello(input, hello, context);
      raw.push(rawExchange('sent', seen.connectMs ?? 0, `ClientHello ${variant}`, hello));
      if (start.length > 0) {
        const atMs = (seen.connectMs ?? 0) + (seen.answerMs ?? 0);
        raw.push(rawExchange('received', atMs, `first octets for ClientHello ${variant}`, start));
      }
      return { variant, servername: offer.servername, sizeBytes: hello.length, ...seen };
    }),
  );
  return {
    kind: 'tls-hello',
    code: codeOf(greetings),
    address,
    port,
    greetings,
    raw,
    elapsedMs: Math.max(0, context.now() - startedAt),
  };
}

function codeOf(greetings: readonly Greeting[]): TlsHelloOutcome['code'] {
  const accepted = greetings.filter(isAccepted).length;
  if (accepted > 0) return accepted === greetings.length ? 'all-accepted' : 'some-accepted';
  return greetings.every(({ code }) => code === 'failed') ? 'failed' : 'none-accepted';
}

/** The row is only there for comparison: that a server refuses some of these greetings is as it should be. */
function judge({ code, address, port, greetings }: TlsHelloOutcome): Verdict {
  const answers = greetings.map((greeting) => `${greetingName(greeting)} got ${greetingAnswer(greeting)}`);
  const reason = `At ${endpoint(address, port)} ${answers.join('; ')}.`;
  return { status: code === 'all-accepted' || code === 'some-accepted' ? 'passed' : 'warned', reason };
}
