import { createServer, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import {
  type BerElement,
  readBer,
  readBerInteger,
  readBerSequence,
  writeBer,
  writeBerInteger,
} from './ber.ts';
import type { ServedCertificate } from './certificates.ts';
import { guarded } from './guarded.ts';
import { type Directory, LDAP_RESULT, type LdapEntry, type LdapResult } from './ldap-directory.ts';
import { type Bound, bindLoopback, bindTcp, IDLE_LIMIT_MS } from './loopback.ts';

/** Longest LDAP message that is read; Active Directory takes 10 MB, a bind or a rootDSE search a few hundred bytes. */
const MESSAGE_LIMIT_BYTES = 16_384;
/** Attributes of one search request that are looked at. */
const ATTRIBUTES_LIMIT = 256;

/** Answers that a client has not read yet; one that only asks and never reads is cut off. */
const UNREAD_LIMIT_BYTES = 262_144;

/** Tags of RFC 4511 §4: universal ones, then the operations by their [APPLICATION n]. */
const INTEGER = 0x02;
const OCTET_STRING = 0x04;
const ENUMERATED = 0x0a;
const SEQUENCE = 0x30;
const SET = 0x31;
const BIND_REQUEST = 0x60;
const BIND_RESPONSE = 0x61;
const UNBIND_REQUEST = 0x42;
const SEARCH_REQUEST = 0x63;
const SEARCH_ENTRY = 0x64;
const SEARCH_DONE = 0x65;
const ABANDON_REQUEST = 0x50;
const EXTENDED_REQUEST = 0x77;
const EXTENDED_RESPONSE = 0x78;
/** `simple [0]` in AuthenticationChoice. */
const SIMPLE = 0x80;
/** `responseName [10]` in ExtendedResponse. */
const RESPONSE_NAME = 0x8a;
const NOTICE_OF_DISCONNECTION = '1.3.6.1.4.1.1466.20036';

/** The two listeners of the directory. */
export interface LdapServers {
  readonly ldap: Bound;
  readonly ldaps: Bound;
  close(): Promise<void>;
}

/** Opens the directory on a plain port and on a TLS port. */
export async function startLdapServers(
  directory: Directory,
  certificate: ServedCertificate,
): Promise<LdapServers> {
  const tls = {
    cert: certificate.chainPem,
    key: certificate.keyPem,
    handshakeTimeout: IDLE_LIMIT_MS,
  };
  const serve = (socket: Socket): void => serveLdap(socket, directory);
  const ldap = await bindLoopback([bindTcp(() => createServer(serve))]);
  const ldaps = await bindLoopback([bindTcp(() => createTlsServer(tls, serve))]).catch(async (error) => {
    await ldap.close();
    throw error;
  });
  return { ldap, ldaps, close: async () => void (await Promise.all([ldap.close(), ldaps.close()])) };
}

function serveLdap(socket: Socket, directory: Directory): void {
  let pending: Buffer = Buffer.alloc(0);
  const session: Session = { directory, isLoggedIn: false };
  socket.on(
    'data',
    guarded(socket, (bytes: Buffer) => {
      pending = Buffer.concat([pending, bytes]);
      while (pending.length > 0 && socket.writable) {
        // Every message is a SEQUENCE: what is none is not waited for.
        const message = pending[0] === SEQUENCE ? readBer(pending, 0, MESSAGE_LIMIT_BYTES) : 'malformed';
        if (message === 'incomplete') return;
        const answer = message === 'malformed' ? 'disconnect' : answerMessage(message, session);
        if (answer === 'unbind') socket.end();
        else if (answer === 'disconnect') socket.end(noticeOfDisconnection());
        else socket.write(answer);
        if (socket.writableLength > UNREAD_LIMIT_BYTES) socket.destroy();
        pending = typeof message === 'string' ? Buffer.alloc(0) : pending.subarray(message.end);
      }
    }),
  );
}

interface Session {
  readonly directory: Directory;
  isLoggedIn: boolean;
}

/** Answers one LDAPMessage (RFC 4511 §4.1.1); `disconnect` where the envelope itself is not understood. */
function answerMessage(message: BerElement, session: Session): Buffer | 'unbind' | 'disconnect' {
  const [idElement, operation] = readBerSequence(message.content, 3) ?? [];
  const id = idElement?.tag === INTEGER ? readBerInteger(idElement) : undefined;
  if (id === undefined || id < 0 || operation === undefined) return 'disconnect';
  const envelope = (...parts: readonly Buffer[]): Buffer =>
    Buffer.concat(parts.map((part) => writeBer(SEQUENCE, writeBerInteger(INTEGER, id), part)));
  switch (operation.tag) {
    case BIND_REQUEST:
      return envelope(writeResult(BIND_RESPONSE, bind(operation, session)));
    case SEARCH_REQUEST:
      return envelope(...search(operation, session));
    case EXTENDED_REQUEST:
      return envelope(
        writeResult(EXTENDED_RESPONSE, {
          code: LDAP_RESULT.protocolError,
          message: 'unsupported extended operation',
        }),
      );
    case UNBIND_REQUEST:
      return 'unbind';
    case ABANDON_REQUEST:
      // RFC 4511 §4.11: it has no answer, and every answer of ours is already out.
      return Buffer.alloc(0);
    default:
      return 'disconnect';
  }
}

/** RFC 4511 §4.2: version, name, authentication. A bind that fails leaves the connection anonymous. */
function bind(operation: BerElement, session: Session): LdapResult {
  session.isLoggedIn = false;
  const [version, name, authentication] = readBerSequence(operation.content, 3) ?? [];
  if (readBerInteger(version) !== 3 || name?.tag !== OCTET_STRING || authentication === undefined)
    return { code: LDAP_RESULT.protocolError, message: 'only LDAP version 3 is spoken here' };
  if (authentication.tag !== SIMPLE)
    return { code: LDAP_RESULT.authMethodNotSupported, message: 'only simple binds are taken here' };
  const result = session.directory.bind(
    name.content.toString('utf8'),
    authentication.content.toString('utf8'),
  );
  session.isLoggedIn = result.isLoggedIn;
  return result;
}

/** RFC 4511 §4.5.1. Every filter matches and every scope is the base: a connectivity check asks for one entry by its name. */
function search(operation: BerElement, session: Session): Buffer[] {
  const parts = readBerSequence(operation.content, 8);
  const base = parts?.[0];
  const attributes = readBerSequence(parts?.[7]?.content ?? Buffer.alloc(0), ATTRIBUTES_LIMIT);
  if (parts?.length !== 8 || base?.tag !== OCTET_STRING || attributes === undefined)
    return [writeResult(SEARCH_DONE, { code: LDAP_RESULT.protocolError, message: 'malformed search' })];
  const found = session.directory.find(base.content.toString('utf8'), session.isLoggedIn);
  const wanted = attributes.map(({ content }) => content.toString('utf8').toLowerCase());
  const done = writeResult(SEARCH_DONE, found);
  return found.entry === undefined ? [done] : [writeEntry(found.entry, wanted), done];
}

/** RFC 4511 §4.5.1.8: no name or `*` asks for all attributes. */
function writeEntry(entry: LdapEntry, wanted: readonly string[]): Buffer {
  const isWanted = (name: string): boolean =>
    wanted.length === 0 || wanted.includes('*') || wanted.includes(name.toLowerCase());
  const attributes = Object.entries(entry.attributes)
    .filter(([name]) => isWanted(name))
    .map(([name, values]) =>
      writeBer(
        SEQUENCE,
        writeBer(OCTET_STRING, name),
        writeBer(SET, ...values.map((value) => writeBer(OCTET_STRING, value))),
      ),
    );
  return writeBer(SEARCH_ENTRY, writeBer(OCTET_STRING, entry.dn), writeBer(SEQUENCE, ...attributes));
}

function writeResult(tag: number, { code, message }: LdapResult, ...more: readonly Buffer[]): Buffer {
  return writeBer(
    tag,
    writeBerInteger(ENUMERATED, code),
    writeBer(OCTET_STRING, ''),
    writeBer(OCTET_STRING, message),
    ...more,
  );
}

/** RFC 4511 §4.4.1: what a server says before it hangs up on bytes that it does not understand. */
function noticeOfDisconnection(): Buffer {
  const result = writeResult(
    EXTENDED_RESPONSE,
    { code: LDAP_RESULT.protocolError, message: 'not an LDAP message' },
    writeBer(RESPONSE_NAME, NOTICE_OF_DISCONNECTION),
  );
  return writeBer(SEQUENCE, writeBerInteger(INTEGER, 0), result);
}
