import type { LdapOutcome, LdapResult } from '../../contract/outcomes/ldap.ts';
import { endpoint } from '../../contract/spoken.ts';
import type { ProbeContext } from '../probe.ts';
import { LdapConnection } from './ldap-connection.ts';
import type { LdapInput } from './ldap-input.ts';
import { type LdapMessage, NOTICE_OF_DISCONNECTION, type WireResult } from './ldap-message.ts';
import { LdapMessageReader } from './ldap-message-reader.ts';
import { type Search, writeBind, writeSearch, writeStartTls, writeUnbind } from './ldap-requests.ts';
import { LDAP_RESULT, ldapResultOf, printableUrls } from './ldap-result.ts';
import { ROOT_DSE_ATTRIBUTES, readRootDse } from './ldap-root-dse.ts';

/** How a step ended the conversation; undefined lets it go on. */
type Ending = LdapOutcome['code'] | undefined;

/** Computers that one page may hold: what Active Directory serves in one search is 1000 (MaxPageSize). */
const PAGE_SIZE = 500;

/** Entries that a server may send at most; asked of it, and what is counted of one that does not keep to it. */
const ENTRIES_LIMIT = 1000;

const REFERRALS_LIMIT = 16;

const ANY = { present: 'objectClass' } as const;

/** The steps of one conversation with a directory, each of which knows how it may end. */
export class LdapExchange {
  readonly talk: LdapConnection;
  readonly results: LdapResult[] = [];
  readonly referrals: string[] = [];
  readonly timings: LdapOutcome['timings'] = {};
  phase: LdapOutcome['phase'] = 'connect';
  rootDse: LdapOutcome['rootDse'];
  clockOffsetMs: number | undefined;
  computers: LdapOutcome['computers'];
  /** An answer that belongs to another operation than its request. */
  isConfused = false;
  readonly #input: LdapInput;
  readonly #context: ProbeContext;
  readonly #at: string;
  #hasNotice = false;

  constructor(input: LdapInput, context: ProbeContext) {
    this.#input = input;
    this.#context = context;
    this.#at = endpoint(input.address, input.port);
    this.talk = new LdapConnection(input, context);
  }

  /** Connects, with the security that was asked for. */
  async open(): Promise<Ending> {
    // A SYN is never answered by a reset of a connection: it stood, if only for a moment.
    if (!(await this.talk.connected())) return this.talk.peerEnd === 'rst' ? 'reset' : 'failed';
    if (this.#input.security === 'plain') return undefined;
    if (this.#input.security === 'starttls') {
      const ending = await this.#startTls();
      if (ending !== undefined) return ending;
    }
    this.#await('tls', `the ServerHello of ${this.#at}`);
    if (await this.talk.secure()) return undefined;
    this.#readNoticeInClear();
    return this.talk.isCancelled ? 'failed' : 'tls-failed';
  }

  /** Reads what the server says of itself to anybody, and how its clock stands. */
  async readRootDse(): Promise<Ending> {
    this.#await('root-dse', `the rootDSE of ${this.#at}`);
    const { talk } = this;
    const sentAtMs = talk.elapsed();
    let receivedAt = 0;
    const search = { baseDn: '', scope: 'base', filter: ANY, attributes: ROOT_DSE_ATTRIBUTES } as const;
    const done = await this.#search('root-dse', search, ({ attributes }) => {
      if (this.rootDse !== undefined) return;
      receivedAt = this.#context.wallClock() - (talk.elapsed() - sentAtMs) / 2;
      this.rootDse = readRootDse(attributes);
    });
    this.timings.rootDseMs = talk.elapsed() - sentAtMs;
    const { currentTime } = this.rootDse ?? {};
    if (currentTime !== undefined) this.clockOffsetMs = Math.round(Date.parse(currentTime) - receivedAt);
    if (done === undefined) return this.#ended();
    return done.code === LDAP_RESULT.success ? undefined : 'root-dse-refused';
  }

  /** The one login. */
  async bind(username: string, password: string): Promise<Ending> {
    this.#await('bind', `the answer of ${this.#at} to the login`);
    const { talk } = this;
    const sentAtMs = talk.elapsed();
    const id = talk.nextId();
    talk.sendSecret(writeBind(id, username, password));
    const answer = await this.#next(id, ['bind']);
    this.timings.bindMs = talk.elapsed() - sentAtMs;
    if (answer?.kind !== 'bind') return this.#ended();
    this.#note('bind', answer.result);
    return answer.result.code === LDAP_RESULT.success ? undefined : 'bind-refused';
  }

  /** Reads the entry that the Console would search below. */
  async readBase(baseDn: string): Promise<Ending> {
    this.#await('base', `the entry ${baseDn} of ${this.#at}`);
    const sentAtMs = this.talk.elapsed();
    const done = await this.#search('base', { baseDn, scope: 'base', filter: ANY, attributes: ['1.1'] });
    this.timings.baseMs = this.talk.elapsed() - sentAtMs;
    if (done === undefined) return this.#ended();
    if (done.code === LDAP_RESULT.success) return undefined;
    // [MS-ADTS] §5.1.1.1: this result, and no other, says that nobody is logged in.
    return done.code === LDAP_RESULT.operationsError ? 'anonymous-only' : 'base-refused';
  }

  /** Counts the first page of the computers. What the search came to is no fault of the login. */
  async countComputers(baseDn: string): Promise<Ending> {
    this.#await('computers', `the computers below ${baseDn} of ${this.#at}`);
    const sentAtMs = this.talk.elapsed();
    let count = 0;
    const search = {
      baseDn,
      scope: 'subtree',
      filter: { attribute: 'objectClass', value: 'computer' },
      attributes: ['1.1'],
      pageSize: PAGE_SIZE,
    } as const;
    const done = await this.#search('computers', search, () => {
      count += 1;
    });
    this.timings.computersMs = this.talk.elapsed() - sentAtMs;
    if (done === undefined) return this.#ended();
    const isCut = done.code === LDAP_RESULT.sizeLimitExceeded || done.isEndless;
    if (done.code === LDAP_RESULT.success || isCut)
      this.computers = { count, hasMore: done.hasMore || isCut };
    return undefined;
  }

  /** Leaves; where all is said, with the word for it. */
  end(): void {
    this.talk.end(this.phase === 'connect' ? undefined : writeUnbind(this.talk.nextId()));
  }

  async #startTls(): Promise<Ending> {
    this.#await('starttls', `whether ${this.#at} begins TLS`);
    const id = this.talk.nextId();
    this.talk.send(writeStartTls(id), 'LDAP StartTLS request');
    const answer = await this.#next(id, ['extended']);
    if (answer?.kind !== 'extended') return this.#ended();
    this.#note('starttls', answer.result);
    return answer.result.code === LDAP_RESULT.success ? undefined : 'starttls-refused';
  }

  async #search(
    operation: LdapResult['operation'],
    search: Omit<Search, 'sizeLimit' | 'timeLimitSeconds'>,
    onEntry: (entry: Extract<LdapMessage, { kind: 'entry' }>) => void = () => undefined,
  ): Promise<{ code: number; hasMore: boolean; isEndless: boolean } | undefined> {
    const id = this.talk.nextId();
    const timeLimitSeconds = Math.ceil(this.#context.deadlineMs / 1000);
    const whole = { ...search, sizeLimit: ENTRIES_LIMIT, timeLimitSeconds };
    this.talk.send(writeSearch(id, whole), `LDAP search request (${operation})`);
    for (let entries = 0; ; ) {
      const message = await this.#next(id, ['entry', 'reference', 'done']);
      if (message?.kind === 'entry') {
        onEntry(message);
        entries += 1;
        if (entries === ENTRIES_LIMIT) return { code: LDAP_RESULT.success, hasMore: true, isEndless: true };
      } else if (message?.kind === 'reference') this.#refer(printableUrls(message.urls));
      else if (message?.kind === 'done') {
        this.#note(operation, message.result);
        return { code: message.result.code, hasMore: message.hasMore, isEndless: false };
      } else return undefined;
    }
  }

  /** The next message of one of the kinds that answer a request; undefined when the conversation is over. */
  async #next(id: number, kinds: readonly LdapMessage['kind'][]): Promise<LdapMessage | undefined> {
    for (;;) {
      const message = await this.talk.next(id);
      if (message === undefined) return undefined;
      if (message.id === id) {
        if (kinds.includes(message.kind)) return message;
        this.isConfused = true;
        return undefined;
      }
      if (this.#noteNotice(message)) return undefined;
    }
  }

  #noteNotice(message: LdapMessage): boolean {
    if (message.kind !== 'extended' || message.name !== NOTICE_OF_DISCONNECTION) return false;
    this.#hasNotice = true;
    this.#note('notice', message.result);
    return true;
  }

  /** A server without TLS on this port takes a ClientHello for a broken message, and may say so. */
  #readNoticeInClear(): void {
    const { attempt } = this.talk;
    if (attempt?.wire.protocol !== 'plaintext') return;
    for (const { message } of new LdapMessageReader().push(Buffer.from(attempt.wire.start)))
      if (message.id === 0) this.#noteNotice(message);
  }

  #note(operation: LdapResult['operation'], wire: WireResult): void {
    const result = ldapResultOf(operation, wire);
    this.results.push(result);
    this.#refer(result.referrals);
  }

  #refer(urls: readonly string[]): void {
    for (const url of urls)
      if (this.referrals.length < REFERRALS_LIMIT && !this.referrals.includes(url)) this.referrals.push(url);
  }

  #await(phase: LdapOutcome['phase'], what: string): void {
    this.phase = phase;
    this.#context.progress(what);
  }

  /** What ended the conversation before an answer came, the most telling sign first. */
  #ended(): LdapOutcome['code'] {
    const { talk } = this;
    if (talk.isCancelled || this.isConfused) return 'failed';
    if (this.#hasNotice) return 'closed';
    // In TLS 1.3 a server may refuse after the client thinks that the handshake is done.
    if (talk.isSecure && talk.ldapBytes === 0 && talk.tls()?.code === 'alert') return 'tls-failed';
    if (talk.isAlien) return 'not-ldap';
    if (talk.isEndless) return 'failed';
    if (talk.peerEnd !== undefined) return talk.peerEnd === 'fin' ? 'closed' : 'reset';
    return talk.failure === undefined ? 'silent' : 'failed';
  }
}
