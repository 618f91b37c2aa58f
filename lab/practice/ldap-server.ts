import { createServer, type Socket } from 'node:net';
import {
  createSecureContext,
  createServer as createTlsServer,
  type SecureContext,
  TLSSocket,
} from 'node:tls';
import {
  type BerElement,
  readBer,
  readBerInteger,
  readBerSequence,
  writeBer,
  writeBerInteger,
} from './ber.ts';
import type { ServedCertificate } from './certificates.ts';
import type { DirectoryPlan } from './directory-plan.ts';
import { guarded } from './guarded.ts';
import { type Directory, LDAP_RESULT, type LdapEntry, type LdapResult } from './ldap-directory.ts';
import { answerPings } from './ldap-ping.ts';
import { type Bound, bindLoopback, bindTcp, bindUdp, IDLE_LIMIT_MS } from './loopback.ts';

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

/** `[APPLICATION 19]`: where a search goes on. */
const SEARCH_REFERENCE = 0x73;
/** `referral [3]` in LDAPResult. */
const REFERRAL = 0xa3;
/** `controls [0]` in LDAPMessage. */
const CONTROLS = 0xa0;
const START_TLS = '1.3.6.1.4.1.1466.20037';
const PAGED_RESULTS = '1.2.840.113556.1.4.319';
/** `wholeSubtree` among the scopes. */
const SUBTREE = 2;

/** The two listeners of the directory; the plain one answers pings by UDP too. */
export interface LdapServers {
  readonly ldap: Bound;
  readonly ldaps: Bound;
  close(): Promise<void>;
}

/** Opens the directory on a plain port, by TCP and UDP, and on a TLS port. */
export async function startLdapServers(
  plan: DirectoryPlan,
  directory: Directory,
  certificate: ServedCertificate,
): Promise<LdapServers> {
  const own = { cert: certificate.chainPem, key: certificate.keyPem };
  const tls = createSecureContext(own);
  const serve = (isTls: boolean) => (socket: Socket) =>
    void new Conversation({ directory, plan, tls }, isTls).serve(socket);
  const reset = (socket: Socket): void => void socket.once('data', () => socket.resetAndDestroy());
  const ldap = await bindLoopback([bindTcp(() => createServer(serve(false))), bindUdp(answerPings(plan))]);
  const listen = bindTcp(() =>
    plan.ldaps === 'resets'
      ? createServer(reset)
      : createTlsServer({ ...own, handshakeTimeout: IDLE_LIMIT_MS }, serve(true)),
  );
  const ldaps = await bindLoopback([listen]).catch(async (error) => {
    await ldap.close();
    throw error;
  });
  return { ldap, ldaps, close: async () => void (await Promise.all([ldap.close(), ldaps.close()])) };
}

interface Service {
  readonly directory: Directory;
  readonly plan: DirectoryPlan;
  readonly tls: SecureContext;
}

type Answer = Buffer | 'unbind' | 'disconnect' | 'start-tls';

/** One connection: what is bound, and whether TLS has begun. */
class Conversation {
  readonly #service: Service;
  #isTls: boolean;
  #isLoggedIn = false;
  /** The port of this connection, which is that of every server that the directory refers to. */
  #port = 0;

  constructor(service: Service, isTls: boolean) {
    this.#service = service;
    this.#isTls = isTls;
  }

  serve(socket: Socket): void {
    let pending: Buffer = Buffer.alloc(0);
    this.#port ||= socket.localPort ?? 0;
    const onData = guarded(socket, (bytes: Buffer) => {
      pending = Buffer.concat([pending, bytes]);
      while (pending.length > 0 && socket.writable) {
        // Every message is a SEQUENCE: what is none is not waited for.
        const message = pending[0] === SEQUENCE ? readBer(pending, 0, MESSAGE_LIMIT_BYTES) : 'malformed';
        if (message === 'incomplete') return;
        const answer = message === 'malformed' ? 'disconnect' : this.#answer(message);
        pending = typeof message === 'string' ? Buffer.alloc(0) : pending.subarray(message.end);
        if (answer === 'start-tls' && typeof message !== 'string') {
          socket.off('data', onData);
          this.#beginTls(socket, message);
          return;
        }
        if (answer === 'unbind') socket.end();
        else if (typeof answer === 'string') socket.end(noticeOfDisconnection());
        else socket.write(answer);
        if (socket.writableLength > UNREAD_LIMIT_BYTES) socket.destroy();
      }
    });
    socket.on('data', onData);
  }

  /** RFC 4511 §4.14.2: the answer goes out in clear, and everything behind it is TLS. */
  #beginTls(socket: Socket, message: BerElement): void {
    socket.write(envelope(idOf(message), writeResult(EXTENDED_RESPONSE, { code: 0, message: '' })));
    const secured = new TLSSocket(socket, { isServer: true, secureContext: this.#service.tls });
    secured.on('error', () => socket.destroy());
    this.#isTls = true;
    this.#isLoggedIn = false;
    this.serve(secured);
  }

  /** Answers one LDAPMessage (RFC 4511 §4.1.1); `disconnect` where the envelope itself is not understood. */
  #answer(message: BerElement): Answer {
    const [, operation] = readBerSequence(message.content, 3) ?? [];
    const id = idOf(message);
    if (id < 0 || operation === undefined) return 'disconnect';
    switch (operation.tag) {
      case BIND_REQUEST:
        return envelope(id, writeResult(BIND_RESPONSE, this.#bind(operation)));
      case SEARCH_REQUEST:
        return this.#search(id, operation);
      case EXTENDED_REQUEST:
        return this.#extended(id, operation);
      case UNBIND_REQUEST:
        return 'unbind';
      case ABANDON_REQUEST:
        // RFC 4511 §4.11: it has no answer, and every answer of ours is already out.
        return Buffer.alloc(0);
      default:
        return 'disconnect';
    }
  }

  #extended(id: number, operation: BerElement): Answer {
    const [name] = readBerSequence(operation.content, 2) ?? [];
    const { startTlsResult } = this.#service.plan;
    if (name?.content.toString('utf8') === START_TLS && startTlsResult !== 2 && !this.#isTls) {
      if (startTlsResult === 0) return 'start-tls';
      const message =
        '00000000: LdapErr: DSID-0C09118A, comment: Error initializing SSL/TLS, data 0, v4563\0';
      return envelope(id, writeResult(EXTENDED_RESPONSE, { code: startTlsResult, message }));
    }
    return envelope(
      id,
      writeResult(EXTENDED_RESPONSE, {
        code: LDAP_RESULT.protocolError,
        message: 'unsupported extended operation',
      }),
    );
  }

  /** RFC 4511 §4.2: version, name, authentication. A bind that fails leaves the connection anonymous. */
  #bind(operation: BerElement): LdapResult {
    this.#isLoggedIn = false;
    const [version, name, authentication] = readBerSequence(operation.content, 3) ?? [];
    if (readBerInteger(version) !== 3 || name?.tag !== OCTET_STRING || authentication === undefined)
      return { code: LDAP_RESULT.protocolError, message: 'only LDAP version 3 is spoken here' };
    if (authentication.tag !== SIMPLE)
      return { code: LDAP_RESULT.authMethodNotSupported, message: 'only simple binds are taken here' };
    const result = this.#service.directory.bind(
      name.content.toString('utf8'),
      authentication.content.toString('utf8'),
      this.#isTls,
    );
    this.#isLoggedIn = result.isLoggedIn;
    return result;
  }

  /** RFC 4511 §4.5.1. A search of one entry gives it whatever the filter is; one of the subtree gives the computers. */
  #search(id: number, operation: BerElement): Buffer {
    const parts = readBerSequence(operation.content, 8);
    const base = parts?.[0];
    const attributes = readBerSequence(parts?.[7]?.content ?? Buffer.alloc(0), ATTRIBUTES_LIMIT);
    if (parts?.length !== 8 || base?.tag !== OCTET_STRING || attributes === undefined)
      return envelope(
        id,
        writeResult(SEARCH_DONE, { code: LDAP_RESULT.protocolError, message: 'malformed search' }),
      );
    const session = { isTls: this.#isTls, isLoggedIn: this.#isLoggedIn };
    const name = base.content.toString('utf8');
    const wanted = attributes.map(({ content }) => content.toString('utf8').toLowerCase());
    if (readBerInteger(parts[1]) === SUBTREE) {
      const found = this.#service.directory.computers(name, session);
      return Buffer.concat([
        ...found.entries.map((entry) => envelope(id, writeEntry(entry, wanted))),
        ...(found.continuedAt === undefined
          ? []
          : [envelope(id, writeBer(SEARCH_REFERENCE, writeBer(OCTET_STRING, this.#url(found.continuedAt))))]),
        envelope(id, this.#result(SEARCH_DONE, found), lastPage()),
      ]);
    }
    const found = this.#service.directory.find(name, session);
    return Buffer.concat([
      ...(found.entry === undefined ? [] : [envelope(id, writeEntry(found.entry, wanted))]),
      envelope(id, this.#result(SEARCH_DONE, found)),
    ]);
  }

  #result(tag: number, result: LdapResult): Buffer {
    const { referredTo } = result;
    if (referredTo === undefined) return writeResult(tag, result);
    return writeResult(tag, result, writeBer(REFERRAL, writeBer(OCTET_STRING, this.#url(referredTo))));
  }

  #url(host: string): string {
    return `${this.#isTls ? 'ldaps' : 'ldap'}://${host}:${this.#port}/`;
  }
}

const idOf = (message: BerElement): number => {
  const [id] = readBerSequence(message.content, 3) ?? [];
  return (id?.tag === INTEGER ? readBerInteger(id) : undefined) ?? -1;
};

const envelope = (id: number, ...parts: readonly Buffer[]): Buffer =>
  writeBer(SEQUENCE, writeBerInteger(INTEGER, id), ...parts);

/** RFC 2696 §2: the empty cookie says that there is no other page. */
function lastPage(): Buffer {
  const value = writeBer(SEQUENCE, writeBerInteger(INTEGER, 0), writeBer(OCTET_STRING, ''));
  return writeBer(
    CONTROLS,
    writeBer(SEQUENCE, writeBer(OCTET_STRING, PAGED_RESULTS), writeBer(OCTET_STRING, value)),
  );
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
