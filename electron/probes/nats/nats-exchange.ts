import type { NatsInfo, NatsOutcome } from '../../contract/outcomes/nats.ts';
import { endpoint } from '../../contract/spoken.ts';
import type { ProbeContext } from '../probe.ts';
import { readPlaintext } from '../tls/tls-plaintext.ts';
import type { NatsConversation, NatsInput } from './nats-conversation.ts';
import { readError, refusalOf } from './nats-error.ts';
import { readInfo } from './nats-info.ts';

/** A NATS server greets at once; one that was silent for so long may be waiting for TLS to begin. */
const GREETING_MS = 1500;

/** How long a silent server is given to answer a ClientHello: leaves time for a look in HTTP. */
const HELLO_MS = 1200;

/** How long a server that began with TLS is given to greet before it is spoken to. */
const SECURE_GREETING_MS = 500;

/** What the exchange came to, before it is laid out as an outcome. */
export interface Exchange extends Pick<NatsOutcome, 'code' | 'listener' | 'errText' | 'firstLine'> {
  info?: NatsInfo;
  lastSent: NatsOutcome['lastSent'];
  tls: { attempted: boolean; first: boolean };
  infoMs?: number;
  answerMs?: number;
}

type Ending = Pick<Exchange, 'code' | 'listener' | 'errText' | 'firstLine'>;

/** The way of a NATS client up to its first PONG. */
export class NatsExchange {
  /** INFO came in clear after all, when TLS had been begun: the connection is spoilt, the server is not. */
  isGreetingLate = false;
  readonly #talk: NatsConversation;
  readonly #input: NatsInput;
  readonly #context: ProbeContext;
  readonly #at: string;
  readonly #greetingMs: number | undefined;
  #info: NatsInfo | undefined;
  #infoMs: number | undefined;
  #answerMs: number | undefined;
  #lastSent: NatsOutcome['lastSent'] = 'nothing';
  #isTlsAttempted = false;
  #isTlsFirst = false;

  /** `isPatient` waits for the greeting until the deadline and never begins with TLS. */
  constructor(talk: NatsConversation, input: NatsInput, context: ProbeContext, isPatient = false) {
    this.#talk = talk;
    this.#input = input;
    this.#context = context;
    this.#at = endpoint(input.address, input.port);
    this.#greetingMs = isPatient ? undefined : GREETING_MS;
  }

  async run(): Promise<Exchange> {
    const ending = await this.#converse();
    return {
      ...ending,
      ...(this.#info === undefined ? {} : { info: this.#info }),
      ...(this.#infoMs === undefined ? {} : { infoMs: this.#infoMs }),
      ...(this.#answerMs === undefined ? {} : { answerMs: this.#answerMs }),
      lastSent: this.#lastSent,
      tls: { attempted: this.#isTlsAttempted, first: this.#isTlsFirst },
    };
  }

  async #converse(): Promise<Ending> {
    const talk = this.#talk;
    // A SYN is never answered so: the connection stood, if only for a moment.
    if (!(await talk.connected())) return { code: talk.peerEnd === 'rst' ? 'reset' : 'failed' };
    let greeting = await talk.line(this.#greetingMs);
    if (greeting === undefined && talk.bytesReceived === 0 && !talk.isOver)
      greeting = await this.#beginWithTls();
    if (greeting === undefined) return this.#withoutGreeting();
    this.#info = readInfo(greeting);
    if (this.#info === undefined) return refusalIn(greeting) ?? this.#otherProtocol();
    this.#infoMs = talk.elapsed();
    if (this.#isTlsFirst && !talk.isSecure) {
      this.isGreetingLate = true;
      return { code: 'failed' };
    }
    if (this.#info.tlsRequired && !talk.isSecure && !(await this.#secure())) return this.#withoutTls();
    if (this.#lastSent !== 'connect') this.#connect();
    return this.#untilAnswered();
  }

  /** A server may want TLS before anything else; one that stays silent even then is spoken to, as its last chance. */
  async #beginWithTls(): Promise<Buffer | undefined> {
    const talk = this.#talk;
    this.#isTlsFirst = true;
    if (!(await this.#secure(HELLO_MS))) return talk.wire.protocol === 'plaintext' ? talk.line(0) : undefined;
    const greeting = await talk.line(SECURE_GREETING_MS);
    if (greeting !== undefined || talk.isOver || talk.isAlien) return greeting;
    this.#connect();
    return talk.line();
  }

  async #secure(timeoutMs?: number): Promise<boolean> {
    this.#isTlsAttempted = true;
    this.#lastSent = 'client-hello';
    this.#context.progress(`the ServerHello of ${this.#at}`);
    // Loaded when it is needed: reading the trust stores takes longer than most exchanges.
    const { trustContext } = await import('../tls/trust-store.ts');
    const secureContext = trustContext('observe', this.#input.caPem);
    return this.#talk.secure(secureContext, this.#input.servername, timeoutMs);
  }

  /**
   * `lang` is what only a client sends: listeners for routes and leaf nodes then refuse it, where without it they would
   * take this connection for another server's.
   */
  #connect(): void {
    const options = {
      verbose: false,
      pedantic: false,
      tls_required: this.#talk.isSecure,
      name: 'airway',
      lang: 'airway',
      version: '1',
      protocol: 1,
    };
    this.#lastSent = 'connect';
    this.#context.progress(`PONG from ${this.#at}`);
    this.#talk.send(`CONNECT ${JSON.stringify(options)}\r\nPING\r\n`, 'CONNECT and PING');
  }

  async #untilAnswered(): Promise<Ending> {
    for (let line = await this.#talk.line(); line !== undefined; line = await this.#talk.line()) {
      const refusal = refusalIn(line);
      const isPong = /^PONG\s*$/i.test(line.toString('latin1', 0, 8));
      if (!isPong && refusal === undefined) continue;
      this.#answerMs = this.#talk.elapsed();
      if (refusal === undefined) return { code: 'ready' };
      const listener = this.#info?.listener;
      // These listeners ask for a login before they say that they are no listener for clients.
      return refusal.code === 'needs-login' && listener !== undefined
        ? { ...refusal, code: 'wrong-port', listener }
        : refusal;
    }
    return this.#alertEnding() ?? { code: this.#talk.isCancelled ? 'failed' : 'cut-after-connect' };
  }

  #withoutGreeting(): Ending {
    const talk = this.#talk;
    if (talk.isCancelled) return { code: 'failed' };
    if (talk.isAlien || talk.isOverfull) return this.#otherProtocol();
    const byAlert = this.#alertEnding();
    if (byAlert !== undefined) return byAlert;
    if (this.#lastSent === 'nothing' && talk.peerEnd !== undefined)
      return { code: talk.peerEnd === 'fin' ? 'closed' : 'reset' };
    // Something of TLS came back, and the handshake still failed.
    if (this.#isTlsFirst && !talk.isSecure && talk.wire.bytesReceived > 0) return { code: 'tls-failed' };
    if (talk.failure !== undefined && talk.peerEnd === undefined && !this.#isTlsFirst)
      return { code: 'failed' };
    return { code: 'no-info' };
  }

  async #withoutTls(): Promise<Ending> {
    const talk = this.#talk;
    if (talk.isCancelled) return { code: 'failed' };
    if (talk.wire.protocol === 'plaintext') {
      const line = await talk.line(0);
      const refusal = line === undefined ? undefined : refusalIn(line);
      return refusal ?? { code: 'tls-failed', firstLine: readPlaintext(talk.start).firstLine };
    }
    return (
      this.#alertEnding() ?? { code: talk.wire.bytesReceived === 0 ? 'cut-after-connect' : 'tls-failed' }
    );
  }

  /** RFC 8446 §6.2 alert 116, and what older stacks send instead when they had asked for a certificate. */
  #alertEnding(): Ending | undefined {
    const { alert, requestsClientCertificate } = this.#talk.wire;
    // A warning after which the handshake went through is no refusal.
    if (alert === undefined || (this.#talk.isSecure && alert.level === 1)) return undefined;
    const wasAsked = requestsClientCertificate === true || this.#info?.tlsVerify === true;
    const isForCertificate =
      alert.number === 116 || (wasAsked && CLIENT_CERTIFICATE_ALERTS.has(alert.number));
    return { code: isForCertificate ? 'client-certificate-required' : 'tls-failed' };
  }

  #otherProtocol(): Ending {
    const { protocol, firstLine } = readPlaintext(this.#talk.start);
    return { code: protocol === 'http' ? 'http' : 'other-protocol', firstLine };
  }
}

const CLIENT_CERTIFICATE_ALERTS: ReadonlySet<number> = new Set([40, 41, 42, 48, 116]);

function refusalIn(line: Uint8Array): Ending | undefined {
  const errText = readError(line);
  return errText === undefined ? undefined : { ...refusalOf(errText), errText };
}
