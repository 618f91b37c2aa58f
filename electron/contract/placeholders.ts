/**
 * Words in remedies that a rule replaces by what was seen. One that is left stands for what its reader has to put in.
 */
export const PLACEHOLDERS = {
  /** The host as the profile names it: a name or an address. */
  HOST: 'the host as it was typed',
  /** The IP address that was probed. */
  ADDRESS: 'the IP address that was tried',
  /** The port that was probed. */
  PORT: 'the port that was tried',
  /** The address of this machine that the connection came from. */
  SOURCE: 'the address of this machine',
  /** The DNS name in question: the one that was looked up, or the one that a certificate or a server gave. */
  NAME: 'the DNS name in question',
  /** The IP address of a resolver. */
  RESOLVER: 'the IP address of the resolver',
  /** The DNS name of the Active Directory domain. */
  DOMAIN: 'the DNS name of the Active Directory domain',
  /** The fully qualified name of a domain controller. */
  DC: 'the full name of the domain controller',
  /** The account of the bind, as it was typed. */
  ACCOUNT: 'the account of the bind',
  /** The base DN of the search. */
  BASE_DN: 'the base DN of the search',
  /** The proxy as a URL without user info: http://proxy.example.com:3128 */
  PROXY_URL: 'the URL of the proxy',
  /** The proxy configuration file as a URL. */
  PAC_URL: 'the URL of the proxy configuration file',
  /** The folder that was to be written to. */
  FOLDER: 'the folder that was to be written to',
  /** The word that marks the syslog test message. */
  TOKEN: 'the token of the test message',
  /** A private network in CIDR form that the site uses nowhere; only its owner can choose it. */
  FREE_SUBNET: 'a private network that the site uses nowhere, such as 10.201.0.0/16',
} as const;
export type Placeholder = keyof typeof PLACEHOLDERS;

/**
 * Whole words only: `DC` is not found in `DCOM`, `SRV_DC` or the attribute type of `DC=example`.
 * Longer names stand first so that no name is found at the start of another.
 */
const PLACEHOLDER_PATTERN = new RegExp(
  `(?<![A-Za-z0-9_])(?:${Object.keys(PLACEHOLDERS)
    .sort((a, b) => b.length - a.length)
    .join('|')})(?![A-Za-z0-9_=])`,
  'g',
);

const isPlaceholder = (text: string): text is Placeholder => Object.hasOwn(PLACEHOLDERS, text);

/**
 * Longest value that is filled in: a path of Windows' classic limit. A longer one would break the limits of a step and
 * is not what an engineer copies.
 */
const VALUE_LIMIT = 260;

/**
 * Values come from servers, certificates and DNS, and commands are pasted into shells with high rights. So only letters,
 * digits and characters that no shell reads as its own, and no leading dash, which programs read as an option.
 */
const HARMLESS_VALUE = /^[\p{L}\p{N}_.:/\\[][\p{L}\p{N}_.:/\\[\]@,=+-]*$/u;

/** These may hold spaces as well: they stand in quotes wherever a command uses them. */
const QUOTED: ReadonlySet<Placeholder> = new Set(['ACCOUNT', 'BASE_DN', 'FOLDER']);
const HARMLESS_QUOTED_VALUE = /^[\p{L}\p{N}_.:/\\][\p{L}\p{N} _.:/\\@,=+-]*$/u;

function isHarmless(placeholder: Placeholder, value: string): boolean {
  const pattern = QUOTED.has(placeholder) ? HARMLESS_QUOTED_VALUE : HARMLESS_VALUE;
  return value.length <= VALUE_LIMIT && pattern.test(value);
}

const isIpv6Value = (value: string): boolean => /^[0-9a-f.:]*:[0-9a-f.:]*:[0-9a-f.:]*$/i.test(value);

/** The values that may be filled in, of all that were seen. */
export const harmlessValues = (
  values: Readonly<Partial<Record<Placeholder, string>>>,
): Partial<Record<Placeholder, string>> =>
  Object.fromEntries(
    Object.entries(values).filter(([word, value]) => isPlaceholder(word) && isHarmless(word, value)),
  );

/**
 * Puts what was seen into the text or command of a step. Words of `PLACEHOLDERS` that have a value are replaced, whole
 * words only; a value that is empty, over-long or could mean something to a shell is not used, and its word stays.
 * An IPv6 address is set in brackets where a port follows or a URL's authority begins (RFC 3986 §3.2.2).
 */
export const fillPlaceholders = (
  text: string,
  values: Readonly<Partial<Record<Placeholder, string>>>,
): string => fill(text, values, (word) => word);

/**
 * The same for a text that is sent to somebody: a word that has no value is replaced by what it stands for, because its reader has
 * nothing to put in.
 */
export const fillInWords = (text: string, values: Readonly<Partial<Record<Placeholder, string>>>): string =>
  fill(text, values, (word) => PLACEHOLDERS[word]);

function fill(
  text: string,
  values: Readonly<Partial<Record<Placeholder, string>>>,
  otherwise: (word: Placeholder) => string,
): string {
  return text.replace(PLACEHOLDER_PATTERN, (word, offset: number) => {
    if (!isPlaceholder(word)) return word;
    const value = values[word];
    if (value === undefined || !isHarmless(word, value)) return otherwise(word);
    const isAuthority = text.startsWith('//', offset - 2) || /^:\w/.test(text.slice(offset + word.length));
    return isAuthority && isIpv6Value(value) ? `[${value}]` : value;
  });
}
