import {
  PLAIN_DOMAINS,
  PLAIN_HOSTS,
  PLAIN_OBJECTS,
  PLAIN_USERS,
  PUBLIC_DOMAINS,
  PUBLIC_NAMES,
  SECOND_LEVELS,
  STRONG_TOP_LEVELS,
  TENANT_DOMAINS,
  VENDOR_WORDS,
  WEAK_TOP_LEVELS,
} from './data/plain-names.ts';
import { foldLatin1, TextCache } from './latin1.ts';
import { isPlaceholder, type Placeholders } from './placeholders.ts';

const isBelow = (name: string, domain: string): boolean => name === domain || name.endsWith(`.${domain}`);

/** What a dotted text is: a name with what it is counted as, or nothing of the kind. */
interface NamedText {
  readonly rule: 'host' | 'domain';
  readonly replacement: string | undefined;
}

/** In a cache: identifies nobody. */
const NOBODY = '';

/** Labels that say what a record is for and not whose it is (RFC 2782, MS-ADTS §6.3.2.3). */
const SERVICE_LABEL = /^(?:_[a-z0-9-]+|dc|gc|pdc|domains|www|\d{1,3}|in-addr|arpa)$/i;

/**
 * Gives names of all kinds their placeholders so that what belongs together stays visible: every label of a name has its own
 * (`host-1.domain-1` in one domain, `host-1.domain-2` in another), and a domain has one as a DNS name, as a NetBIOS name and
 * as the DC part of a distinguished name. Every method answers undefined for a name that identifies nobody.
 */
export class Namer {
  readonly placeholders: Placeholders;
  readonly #domains = new Set<string>();
  /** NetBIOS names, which are the first label of a domain unless somebody chose otherwise. */
  readonly #domainByShortName = new Map<string, string>();

  readonly #expected = new TextCache<NamedText>();
  readonly #unexpected = new TextCache<NamedText>();
  readonly #hosts = new TextCache<string>();
  readonly #users = new TextCache<string>();

  constructor(placeholders: Placeholders) {
    this.placeholders = placeholders;
  }

  /** Makes a domain known: names below it are cut there. */
  addDomain(name: string): void {
    const domain = bareName(name);
    if (!domain.includes('.') || this.#isPublic(domain)) return;
    this.#domains.add(domain);
    this.#expected.clear();
    this.#unexpected.clear();
    const short = domain.split('.')[0] ?? '';
    if (!this.#domainByShortName.has(short)) this.#domainByShortName.set(short, domain);
  }

  /** A dotted text as it was found; `isExpected` where an `@` or a scheme before it says that a name follows. */
  dotted(text: string, isExpected: boolean): NamedText {
    return (isExpected ? this.#expected : this.#unexpected).get(text, (name) => {
      const replacement = this.isName(name, isExpected) ? this.fullName(name) : undefined;
      return { rule: this.placeholders.has('domain', bareName(name)) ? 'domain' : 'host', replacement };
    });
  }

  /** A name of two labels or more. */
  fullName(text: string): string | undefined {
    const name = bareName(text);
    if (this.#isPublic(name)) return undefined;
    const labels = name.split('.');
    if (labels.every((label) => isPlaceholder(label) || SERVICE_LABEL.test(label))) return undefined;
    const tenant = TENANT_DOMAINS.find((domain) => isBelow(name, domain));
    const domain = this.#domainOf(labels, tenant);
    const own = labels.slice(0, labels.length - domain.split('.').length).map((label) => this.#label(label));
    return [...own, tenant ?? this.placeholders.nameOf('domain', domain)].join('.');
  }

  #label(label: string): string {
    return SERVICE_LABEL.test(label) || isPlaceholder(label)
      ? label
      : this.placeholders.nameOf('host', label);
  }

  #domainOf(labels: readonly string[], tenant: string | undefined): string {
    if (tenant !== undefined) return tenant;
    for (let from = 0; from < labels.length - 1; from += 1) {
      const candidate = labels.slice(from).join('.');
      if (this.#domains.has(candidate)) return candidate;
    }
    const isSecondLevel =
      labels.length > 2 && SECOND_LEVELS.has(labels.at(-2) ?? '') && (labels.at(-1) ?? '').length === 2;
    return labels.slice(isSecondLevel ? -3 : -2).join('.');
  }

  /** True when the last label, or a known domain, makes this dotted text a name and no file or module. */
  isName(text: string, isExpected: boolean): boolean {
    const name = bareName(text);
    const labels = name.split('.');
    const last = labels.at(-1) ?? '';
    if (labels.length < 2 || labels.some((label) => label === '' || label.length > 63)) return false;
    if ([...this.#domains].some((domain) => isBelow(name, domain))) return true;
    if (/[a-z][A-Z]|^[A-Z][a-z]/.test(text.slice(text.lastIndexOf('.') + 1))) return false;
    if (STRONG_TOP_LEVELS.has(last)) return true;
    return WEAK_TOP_LEVELS.has(last) && (isExpected || labels.length >= 3);
  }

  #isPublic(name: string): boolean {
    return PUBLIC_NAMES.has(name) || PUBLIC_DOMAINS.some((domain) => isBelow(name, domain));
  }

  /** A host by one label. */
  host(text: string): string | undefined {
    return (
      this.#hosts.get(text, (name) => {
        const label = foldLatin1(name);
        const isNobody =
          PLAIN_HOSTS.has(label) || isPlaceholder(label) || /^\d*$/.test(label) || SERVICE_LABEL.test(label);
        return isNobody ? NOBODY : this.placeholders.nameOf('host', label);
      }) || undefined
    );
  }

  /** A domain of accounts, by its NetBIOS or DNS name. */
  domain(text: string): string | undefined {
    if (text.includes('.')) return this.fullName(text);
    const short = foldLatin1(text);
    if (isPlaceholder(short) || short.split(' ').every((word) => PLAIN_DOMAINS.has(word))) return undefined;
    const known = this.#domainByShortName.get(short);
    if (known !== undefined) return this.placeholders.nameOf('domain', known);
    // Accounts of one machine stand below its name.
    return this.placeholders.has('host', short)
      ? this.placeholders.nameOf('host', short)
      : this.placeholders.nameOf('domain', short);
  }

  /** True for a NetBIOS name that is known as one. */
  isKnownDomain(text: string): boolean {
    const short = foldLatin1(text);
    return (
      this.#domainByShortName.has(short) ||
      this.placeholders.has('domain', short) ||
      this.placeholders.has('host', short)
    );
  }

  user(text: string): string | undefined {
    return this.#users.get(text, (name) => this.#user(foldLatin1(name)) ?? NOBODY) || undefined;
  }

  #user(name: string): string | undefined {
    if (PLAIN_USERS.has(name) || isPlaceholder(name) || name.length < 2 || /^[\d.]*$|^s-1-/.test(name))
      return undefined;
    // Accounts of machines are the machine's name and a dollar sign.
    if (name.endsWith('$')) {
      const host = this.host(name.slice(0, -1));
      return host === undefined ? undefined : `${host}$`;
    }
    return this.placeholders.nameOf('user', name);
  }

  /** A person, an organization or an object of a directory. */
  objectName(text: string): string | undefined {
    const name = text.trim();
    if (name === '' || isPlaceholder(name) || PLAIN_OBJECTS.test(name) || VENDOR_WORDS.test(name))
      return undefined;
    if (this.isName(name, false)) return this.fullName(name);
    if (this.placeholders.has('host', name)) return this.placeholders.nameOf('host', name);
    return this.placeholders.has('user', name)
      ? this.placeholders.nameOf('user', name)
      : this.placeholders.nameOf('name', name);
  }

  /** The DC part of a distinguished name, `DC=corp,DC=example`; the labels joined by dots. */
  domainParts(text: string): string | undefined {
    const name = bareName(text);
    if (isPlaceholder(name)) return undefined;
    return this.fullName(name);
  }
}

const bareName = (text: string): string => foldLatin1(text).replace(/\.$/, '');
