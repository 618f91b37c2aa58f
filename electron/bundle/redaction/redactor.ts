import { ADDRESS, AddressAutomaton } from './address-automaton.ts';
import {
  type AddressChoices,
  findColonAddress,
  findDashedMac,
  findDottedMac,
  findIpv4,
} from './find-address.ts';
import { findFlagSecret, findPackageToken, findPathSecret, findUserFlag } from './find-command-secret.ts';
import { findEncodedLogin, findEncodedMail } from './find-encoded.ts';
import { findKeyedName } from './find-keyed-name.ts';
import {
  findHostBehindLogin,
  findLoginFor,
  findPrincipal,
  findRefusedHost,
  findSpokenUser,
  findSyslogHost,
  findSyslogSender,
  findUrlHost,
} from './find-mention.ts';
import {
  findAtBackslash,
  findAttribute,
  findFullName,
  findHomeOwner,
  findMailUser,
  findSid,
} from './find-name.ts';
import { findAuthorization, findPem, findPuttyKey, findToken, findUrlLogin } from './find-token.ts';
import { findSecretValue } from './find-value.ts';
import { KnownTexts } from './known-texts.ts';
import { asLatin1 } from './latin1.ts';
import { Tally } from './ledger.ts';
import { markIdentityTriggers, markSecretTriggers } from './mark-triggers.ts';
import { Namer } from './namer.ts';
import { Placeholders } from './placeholders.ts';
import { MASK, type RuleId } from './rules.ts';
import { secretForms } from './secret-forms.ts';
import { TextRedactor } from './text-redactor.ts';
import { PAIR, TriggerTables, WORD } from './trigger-tables.ts';
import { CLASS, type Hit, LINE_BREAK, LOOK_BACK_BYTES, type View } from './view.ts';

/** What a bundle hides. Secrets are always hidden; the rest is the customer's choice. */
export interface RedactionChoices {
  readonly identities: boolean;
  readonly keepsPrivateAddresses: boolean;
  /** Further words of the customer, hidden wherever they stand, also inside other words. */
  readonly words: readonly string[];
}

/** Secrets and identities, on by default; private addresses stay, because support reads routes and networks by them. */
export const DEFAULT_CHOICES: RedactionChoices = { identities: true, keepsPrivateAddresses: true, words: [] };

/** Words shorter than this would hit ordinary text everywhere. */
const SHORTEST_WORD = 3;

/** One for each bundle: what it learned in one file holds in the next, and the same identity has one name in all of them. */
export class Redactor {
  readonly tables = new TriggerTables();
  /** Notices addresses; absent where identities stay. */
  readonly automaton: AddressAutomaton | undefined;
  readonly placeholders = new Placeholders();
  readonly namer = new Namer(this.placeholders);
  readonly choices: RedactionChoices;
  readonly #known = new KnownTexts(this.tables);
  readonly #addresses: AddressChoices;

  constructor(choices: RedactionChoices, secrets: readonly string[]) {
    this.choices = choices;
    this.#addresses = { keepsPrivate: choices.keepsPrivateAddresses };
    for (const secret of secrets)
      for (const form of secretForms(secret)) this.#known.add(form, MASK, 'known-secret', false);
    for (const word of choices.words)
      if (word.trim().length >= SHORTEST_WORD)
        this.#known.add(
          asLatin1(word.trim()),
          this.placeholders.nameOf('word', word.trim()),
          'own-word',
          false,
        );
    markSecretTriggers(this.tables);
    this.automaton = choices.identities ? AUTOMATON : undefined;
    if (choices.identities) markIdentityTriggers(this.tables);
  }

  /** How far back a text may still be replaced. */
  get lookBackBytes(): number {
    return Math.max(LOOK_BACK_BYTES, this.#known.longest + 64);
  }

  /** Makes a name known: it is replaced as a word of its own wherever it stands. */
  addName(text: string, replacement: string | undefined, rule: RuleId): void {
    if (replacement !== undefined) this.#known.add(asLatin1(text), replacement, rule, true);
  }

  /** Makes a domain known: names below it are cut there. */
  addDomain(name: string): void {
    this.namer.addDomain(name);
    this.addLastLabel(name);
  }

  /** Makes the last label of a name known, whatever it is: names that end in it are looked at. */
  addLastLabel(name: string): void {
    const last = name.replace(/\.$/, '').split('.').at(-1) ?? '';
    if (last !== '' && this.choices.identities) this.tables.addLabel(last, WORD.topLevel);
  }

  /** Redacts one whole text. */
  text(text: string, tally: Tally = new Tally()): string {
    return this.bytes(Buffer.from(text, 'utf8'), tally).toString('utf8');
  }

  /** Redacts bytes that may hold text between others. */
  bytes(bytes: Buffer, tally: Tally): Buffer {
    const stream = new TextRedactor(this, tally, undefined, bytes.length + 64);
    const settled = stream.push(bytes);
    return settled.length === 0 ? stream.end() : Buffer.concat([settled, stream.end()]);
  }

  /**
   * What begins, or ends, at byte `at`: `sign` is what the table of pairs says of it and the byte before, `word` what the table of
   * words says of the word before it. Secrets go first, so that no part of one is taken for a name.
   */
  find(view: View, at: number, floor: number, sign: number, word: number): Hit | undefined {
    if ((sign & PAIR.literal) !== 0) {
      const hit = this.#known.find(view, at + 1, floor, false);
      if (hit !== undefined) return hit;
    }
    const pair = sign & ~PAIR.literal;
    return (
      (pair === 0 ? undefined : secretAtPair(view, at, floor, pair)) ??
      this.#secretAtWord(view, at, floor, word) ??
      this.#nameAtWord(view, at, floor, word) ??
      (pair === 0 ? undefined : this.#nameAtPair(view, at, floor, pair))
    );
  }

  /** The address that the automaton noticed at byte `at`, if it is one. */
  findAddress(view: View, at: number, floor: number, sign: number): Hit | undefined {
    switch (sign) {
      case ADDRESS.ipv4:
        return findIpv4(view, at, floor, this.placeholders, this.#addresses);
      case ADDRESS.colons:
        return findColonAddress(view, at, floor, this.placeholders, this.#addresses);
      case ADDRESS.dashes:
        return findDashedMac(view, at, floor, this.placeholders);
      default:
        return findDottedMac(view, at, floor, this.placeholders);
    }
  }

  #secretAtWord(view: View, at: number, floor: number, word: number): Hit | undefined {
    if ((word & (WORD.key | WORD.scheme | WORD.begin | WORD.path | WORD.flag)) === 0) return undefined;
    return (
      ((word & WORD.key) === 0 || !maySpeakOfSecret(view, at)
        ? undefined
        : findSecretValue(view, at, floor)) ??
      ((word & WORD.path) === 0
        ? undefined
        : (findPathSecret(view, at) ?? findPackageToken(view, at, floor))) ??
      ((word & WORD.flag) === 0 ? undefined : findUserFlag(view, at, floor)) ??
      ((word & WORD.scheme) === 0 ? undefined : findAuthorization(view, at, floor)) ??
      ((word & WORD.begin) === 0
        ? undefined
        : (findPem(view, at, floor, this.choices.identities) ?? findPuttyKey(view, at)))
    );
  }

  #nameAtWord(view: View, at: number, floor: number, word: number): Hit | undefined {
    const { namer } = this;
    if (word === 0 || !this.choices.identities) return undefined;
    return (
      ((word & WORD.phrase) === 0 ? undefined : this.#known.find(view, at, floor, true)) ??
      ((word & WORD.attribute) === 0 ? undefined : findAttribute(view, at, floor, namer)) ??
      ((word & WORD.mention) === 0 ? undefined : this.#mention(view, at, floor)) ??
      ((word & WORD.identityKey) === 0 || !mayBeKey(view, at)
        ? undefined
        : this.#learn(view, findKeyedName(view, at, floor, namer))) ??
      ((word & WORD.folder) === 0
        ? undefined
        : (this.#learn(view, findHomeOwner(view, at, floor, namer)) ?? findSid(view, at, floor, namer))) ??
      ((word & WORD.topLevel) === 0 ? undefined : findFullName(view, at, floor, namer))
    );
  }

  #nameAtPair(view: View, at: number, floor: number, pair: number): Hit | undefined {
    if (!this.choices.identities) return undefined;
    switch (pair) {
      case PAIR.at:
        return (
          this.#learn(view, findMailUser(view, at, floor, this.namer)) ??
          findHostBehindLogin(view, at, floor, this.namer)
        );
      case PAIR.percent:
        return this.#learn(view, findEncodedMail(view, at, floor, this.namer));
      case PAIR.slashes:
        return findUrlHost(view, at, floor, this.namer);
      case PAIR.key:
        return findLoginFor(view, view.endOf(at, CLASS.key, 24), this.namer);
      case PAIR.version:
        return findSyslogSender(view, at, this.namer);
      case PAIR.id: {
        const end = view.endOf(at, CLASS.key, 24);
        return mayBeKey(view, end) ? findKeyedName(view, end, floor, this.namer) : undefined;
      }
      case PAIR.backslash:
        return findAtBackslash(view, at, floor, this.namer);
      default:
        return undefined;
    }
  }

  /** What prose and protocols say of hosts and users. */
  #mention(view: View, at: number, floor: number): Hit | undefined {
    const { namer } = this;
    return (
      this.#learn(view, findSpokenUser(view, at, namer)) ??
      findLoginFor(view, at, namer) ??
      findRefusedHost(view, at, floor, namer) ??
      findSyslogHost(view, at, namer) ??
      findPrincipal(view, at, namer)
    );
  }

  /** A user or a host that was met beside its key is known from there on, when it is no common word. */
  #learn(view: View, hit: Hit | undefined): Hit | undefined {
    if (hit === undefined || (hit.rule !== 'user' && hit.rule !== 'host')) return hit;
    const text = view.text(hit.start, hit.end);
    if (this.#known.has(text)) return hit;
    if (text.length >= 5 && /[0-9._-]/.test(text) && /[A-Za-z]/.test(text) && isPlain(text))
      this.#known.add(text, hit.replacement, hit.rule, true);
    return hit;
  }
}

/** ASCII letters, digits and the marks that names have: nothing that would be cut in the middle of a character. */
const isPlain = (text: string): boolean => /^[\w.-]+$/.test(text);

function secretAtPair(view: View, at: number, floor: number, pair: number): Hit | undefined {
  switch (pair) {
    case PAIR.token:
      return findToken(view, at + 1, floor);
    case PAIR.key: {
      const end = view.endOf(at, CLASS.key, 24);
      return maySpeakOfSecret(view, end) ? findSecretValue(view, end, floor) : undefined;
    }
    case PAIR.slashes:
      return findUrlLogin(view, at, floor);
    case PAIR.percent:
      return findEncodedLogin(view, at, floor);
    case PAIR.flag:
      return findFlagSecret(view, at);
    default:
      return undefined;
  }
}

/** Marks that may stand between a key and its value. */
const SEPARATORS = new Uint8Array(256);
for (const mark of ':="\'>\\%`]<&') SEPARATORS[mark.charCodeAt(0)] = 1;

/** The same, and prose or a setting may follow: `password is …`. */
const maySpeakOfSecret = (view: View, at: number): boolean =>
  mayBeKey(view, at) ||
  ((view.at(at) === SPACE || view.at(at) === TAB) &&
    !view.is(at + 1, CLASS.blank) &&
    view.at(at + 1) !== LINE_BREAK);

/** True when what ends at `at` may be a key: a separator follows, after a few blanks, or it is a flag of a command. */
function mayBeKey(view: View, at: number): boolean {
  const byte = view.at(at);
  if (SEPARATORS[byte] === 1) return true;
  if (byte !== SPACE && byte !== TAB) return false;
  const next = view.at(at + 1);
  if (next === EQUALS || next === COLON || next === SPACE || next === TAB) return true;
  return view.at(view.startOf(at, 0, CLASS.name, 64)) === DASH;
}

const AUTOMATON = new AddressAutomaton();

const COLON = 0x3a;
const DASH = 0x2d;
const EQUALS = 0x3d;
const SPACE = 0x20;
const TAB = 0x09;
