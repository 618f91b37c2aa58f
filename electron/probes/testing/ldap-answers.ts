import type { Socket } from 'node:net';
import { BER, readBer, readBerAll, readBerInteger, writeBer, writeBerInteger } from '../ldap/ber.ts';

/** Tags of the requests that the probes send, RFC 4511 §4. */
export const REQUEST = { bind: 0x60, unbind: 0x42, search: 0x63, extended: 0x77 } as const;

/** One request as a test server got it. */
export interface LdapRequest {
  readonly id: number;
  readonly tag: number;
  /** Of a search: the entry that it begins at. */
  readonly baseDn: string;
  /** The whole message. */
  readonly bytes: Buffer;
}

/** Calls back for every request on a connection, as `rawServer` and `tlsServer` hand it out. */
export function onLdapRequest(socket: Socket, answer: (request: LdapRequest) => void): void {
  let pending: Buffer = Buffer.alloc(0);
  socket.on('data', (bytes: Buffer) => {
    pending = Buffer.concat([pending, bytes]);
    for (;;) {
      const message = readBer(pending, 0, 1_000_000);
      if (typeof message === 'string') return;
      const [id, operation] = readBerAll(message.content, 3) ?? [];
      const [base] = operation?.tag === REQUEST.search ? (readBerAll(operation.content, 8) ?? []) : [];
      const request = {
        id: readBerInteger(id) ?? -1,
        tag: operation?.tag ?? 0,
        baseDn: base?.content.toString() ?? '',
        bytes: pending.subarray(0, message.end),
      };
      pending = pending.subarray(message.end);
      answer(request);
    }
  });
}

/** What a result may hold besides its code. */
interface ResultTexts {
  readonly matchedDn?: string;
  readonly message?: string | Buffer;
  readonly referrals?: readonly string[];
}

const envelope = (id: number, ...parts: readonly Buffer[]): Buffer =>
  writeBer(BER.sequence, writeBerInteger(BER.integer, id), ...parts);

function result(tag: number, code: number, texts: ResultTexts, ...more: readonly Buffer[]): Buffer {
  const { matchedDn = '', message = '', referrals = [] } = texts;
  const urls = referrals.map((url) => writeBer(BER.octetString, url));
  return writeBer(
    tag,
    writeBerInteger(BER.enumerated, code),
    writeBer(BER.octetString, matchedDn),
    writeBer(BER.octetString, message),
    ...(urls.length === 0 ? [] : [writeBer(0xa3, ...urls)]),
    ...more,
  );
}

/** RFC 4511 §4.2.2. */
export const bindResponse = (id: number, code: number, texts: ResultTexts = {}): Buffer =>
  envelope(id, result(0x61, code, texts));

/** RFC 4511 §4.5.2: the end of a search; with a cookie it says that there is more (RFC 2696). */
export function searchDone(id: number, code = 0, texts: ResultTexts = {}, cookie?: string): Buffer {
  const done = result(0x65, code, texts);
  if (cookie === undefined) return envelope(id, done);
  const value = writeBer(BER.sequence, writeBerInteger(BER.integer, 0), writeBer(BER.octetString, cookie));
  const control = writeBer(
    BER.sequence,
    writeBer(BER.octetString, '1.2.840.113556.1.4.319'),
    writeBer(BER.octetString, value),
  );
  return envelope(id, done, writeBer(0xa0, control));
}

/** RFC 4511 §4.5.2: one entry. */
export function searchEntry(
  id: number,
  dn: string,
  attributes: Readonly<Record<string, readonly (string | Uint8Array)[]>> = {},
): Buffer {
  const list = Object.entries(attributes).map(([name, values]) =>
    writeBer(
      BER.sequence,
      writeBer(BER.octetString, name),
      writeBer(BER.set, ...values.map((value) => writeBer(BER.octetString, value))),
    ),
  );
  return envelope(id, writeBer(0x64, writeBer(BER.octetString, dn), writeBer(BER.sequence, ...list)));
}

/** RFC 4511 §4.5.3: where to go on. */
export const searchReference = (id: number, ...urls: readonly string[]): Buffer =>
  envelope(id, writeBer(0x73, ...urls.map((url) => writeBer(BER.octetString, url))));

/** RFC 4511 §4.12. */
export const extendedResponse = (id: number, code: number, texts: ResultTexts = {}): Buffer =>
  envelope(id, result(0x78, code, texts));

/** RFC 4511 §4.4.1: what a server says before it hangs up. */
export const noticeOfDisconnection = (code: number, message = ''): Buffer =>
  envelope(0, result(0x78, code, { message }, writeBer(0x8a, '1.3.6.1.4.1.1466.20036')));
