import { detached, foldLatin1, fromLatin1 } from './latin1.ts';

/** Kinds of identities that get a numbered name; the kind is the first half of it: `host-1`, `ipv4-3`. */
const PLACEHOLDER_KINDS = [
  'host',
  'domain',
  'ipv4',
  'ipv6',
  'mac',
  'user',
  'name',
  'serial',
  'sid',
  'site',
  'word',
] as const;
export type PlaceholderKind = (typeof PLACEHOLDER_KINDS)[number];

const PLACEHOLDER = new RegExp(`^(?:${PLACEHOLDER_KINDS.join('|')})-\\d{1,9}$`);

/** True for a text that stands for an identity already; it is never replaced again. */
export const isPlaceholder = (text: string): boolean => PLACEHOLDER.test(text);

/** Addresses that are remembered as numbers beside their texts. */
const MOST_NUMBERS = 50_000;

/** What a placeholder stands for, in the key that stays with the customer. */
export interface KeyEntry {
  readonly placeholder: string;
  readonly original: string;
}

/**
 * The stable names of one bundle: the same identity gets the same name in every file, however it is written. Case does not
 * tell identities apart, as in DNS and in Windows.
 */
export class Placeholders {
  readonly #names = new Map<PlaceholderKind, Map<string, string>>();
  readonly #ipv4 = new Map<number, string>();
  readonly #originals: KeyEntry[] = [];

  /** The name of an identity (Latin-1 bytes); a new one when it was not met before. The key keeps the text as it was first seen. */
  nameOf(kind: PlaceholderKind, text: string): string {
    const names = this.#namesOf(kind);
    const identity = foldLatin1(text);
    const known = names.get(identity);
    if (known !== undefined) return known;
    const name = `${kind}-${names.size + 1}`;
    names.set(detached(identity), name);
    this.#originals.push({ placeholder: name, original: fromLatin1(text) });
    return name;
  }

  /** The name of an IPv4 address by its 32 bits: logs hold millions of them, and a number costs no text. */
  ipv4(value: number, text: () => string): string {
    const known = this.#ipv4.get(value);
    if (known !== undefined) return known;
    if (this.#ipv4.size >= MOST_NUMBERS) this.#ipv4.clear();
    const name = this.nameOf('ipv4', text());
    this.#ipv4.set(value, name);
    return name;
  }

  /** True when this identity has a name already. */
  has(kind: PlaceholderKind, text: string): boolean {
    return this.#namesOf(kind).has(foldLatin1(text));
  }

  #namesOf(kind: PlaceholderKind): Map<string, string> {
    const known = this.#names.get(kind);
    if (known !== undefined) return known;
    const names = new Map<string, string>();
    this.#names.set(kind, names);
    return names;
  }

  /** What each name stands for, in the order in which they were given. */
  key(): readonly KeyEntry[] {
    return [...this.#originals];
  }
}
