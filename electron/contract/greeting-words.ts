import type { Greeting } from './outcomes/tls-hello.ts';
import { said } from './spoken.ts';

/** A greeting as the object of a sentence: `a ClientHello of 1750 bytes`, `one without a servername`. */
export function greetingName({ variant, servername, sizeBytes }: Greeting): string {
  switch (variant) {
    case 'small':
    case 'large':
      return `a ClientHello of ${sizeBytes} bytes`;
    case 'no-name':
      return 'one without a servername';
    case 'other-name':
      return `one for ${servername ?? 'no name'}`;
    case 'short-answer':
      return 'a ClientHello that asks for a short answer';
    case 'up-to-1.0':
    case 'up-to-1.1':
    case 'up-to-1.2':
      return `one for TLS ${variant.slice('up-to-'.length)} and below with every cipher suite`;
  }
}

/** What came back for a greeting: `TLSv1.3 in 12 ms`, `alert 40 (handshake_failure)`, `nothing in 3.5 s`. */
export function greetingAnswer(greeting: Greeting): string {
  const { code, version = 'TLS', cipher, isCipherOutdated, alert, plaintext, error } = greeting;
  const { answerMs, elapsedMs, bytesReceived } = greeting;
  switch (code) {
    case 'server-hello':
      return `${version}${isCipherOutdated === true ? ` with ${cipher ?? 'an unknown suite'}` : ''} in ${said(answerMs ?? elapsedMs)}`;
    case 'retry':
      return `a HelloRetryRequest in ${said(answerMs ?? elapsedMs)}`;
    case 'alert':
      return `alert ${alert?.number ?? '?'} (${alert?.name ?? 'unknown'})`;
    case 'closed':
      return `the end of the connection (FIN) after ${said(elapsedMs)}`;
    case 'reset':
      return `a reset (RST) after ${said(elapsedMs)}`;
    case 'silent':
      return bytesReceived === 0
        ? `nothing in ${said(elapsedMs)}`
        : `${bytesReceived} bytes and no whole answer in ${said(elapsedMs)}`;
    case 'not-tls':
      return `something that is not TLS: "${plaintext?.firstLine ?? ''}"`;
    case 'failed':
      return `no answer that can be told (${error?.errno ?? 'no reason was given'})`;
  }
}

/** True when the server went on with the handshake. */
export const isAccepted = ({ code }: Pick<Greeting, 'code'>): boolean =>
  code === 'server-hello' || code === 'retry';
