import { CAUSE_IDS_BY_GROUP, type CauseGroup, type CauseId } from '../contract/cause-ids.ts';
import type { Owner, RemedyStep, Severity } from '../contract/findings.ts';

/**
 * One cause as the catalogue knows it, before anything was seen. Texts are plain English and hold no claim that a probe
 * cannot know. The remedy is written for a Console, the service that most runs are about; `elsewhere` has the remedies
 * of other services where they differ.
 */
export interface Cause {
  readonly id: CauseId;
  readonly group: CauseGroup;
  readonly severity: Severity;
  /** One line that an engineer would say aloud: at most 80 characters, no trailing period, no placeholder. */
  readonly title: string;
  readonly owner: Owner;
  /** One or two sentences: what it means at the site and what stops working because of it. */
  readonly summary: string;
  /**
   * 1 to 8 steps in the order in which they are done. Adjacent steps with the same text are one step that has a command
   * for each system.
   */
  readonly remedy: readonly RemedyStep[];
  /** RFC section, vendor page or protocol fact that the texts rest on. */
  readonly source: string;
  /** Rows of the fault catalogue, such as `N01`, by which the fault lab names the same fault. */
  readonly catalogueRefs: readonly string[];
  /** What to do, and who does it, when the subject is another service than the Console. */
  readonly elsewhere?: Readonly<Partial<Record<ServiceName, Remedy>>>;
}

/** Services other than the Console, by the word that a subject such as `syslog:514/udp` starts with. */
type ServiceName = 'active-directory' | 'syslog' | 'responder' | 'proxy';

/** Who fixes a cause, and how. */
export interface Remedy {
  readonly owner: Owner;
  readonly steps: readonly RemedyStep[];
}

/** The ids of one group. */
type CauseIdIn<G extends CauseGroup> = (typeof CAUSE_IDS_BY_GROUP)[G][number];

/** What is written for one cause; id and group come from where it is written. */
type CauseText = Omit<Cause, 'id' | 'group'>;

/** The texts of a group, or of a part of it, by id. A part is checked with `satisfies Partial<CauseTexts<'tls'>>`. */
export type CauseTexts<G extends CauseGroup> = Readonly<Record<CauseIdIn<G>, CauseText>>;

/** Makes the causes of one group. The texts are total: the compiler names an id that is missing or of another group. */
export function defineCauses<G extends CauseGroup>(
  group: G,
  texts: CauseTexts<G>,
): Readonly<Record<CauseIdIn<G>, Cause>> {
  const ids: readonly CauseIdIn<G>[] = CAUSE_IDS_BY_GROUP[group];
  const causes = ids.map((id): [string, Cause] => [id, { id, group, ...texts[id] }]);
  return Object.fromEntries(causes) as Record<CauseIdIn<G>, Cause>;
}

/** A step that reads the same on every system. */
export const step = (text: string, command?: string): RemedyStep =>
  command === undefined ? { text } : { text, command };

/** A step for Windows; the command is PowerShell, in an elevated window where it changes something. */
export const onWindows = (text: string, command: string): RemedyStep => ({ text, command, os: 'windows' });

/** A step for Linux; the command is for `sh`. */
export const onLinux = (text: string, command: string): RemedyStep => ({ text, command, os: 'linux' });

const onMacos = (text: string, command: string): RemedyStep => ({ text, command, os: 'macos' });

/** The commands of one step by system. Windows and Linux are always both there; macOS where the step is for an asset. */
interface CommandsBySystem {
  readonly windows: string;
  readonly linux: string;
  readonly macos?: string;
}

/** One step that has a command of its own on each system. */
export const onEach = (text: string, { windows, linux, macos }: CommandsBySystem): readonly RemedyStep[] => [
  onWindows(text, windows),
  onLinux(text, linux),
  ...(macos === undefined ? [] : [onMacos(text, macos)]),
];

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
