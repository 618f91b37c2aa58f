import { MASK, PRIVATE_KEY_MASK } from './rules.ts';
import { CLASS, type Hit, REACH_BYTES, startsWord, type View } from './view.ts';

interface TokenForm {
  /** Its first bytes; the last two of them make the tables notice it. */
  readonly prefix: string;
  readonly form: RegExp;
}

/** Kinds of tokens that can be told by their form alone, wherever they stand. */
export const TOKEN_FORMS: readonly TokenForm[] = [
  // JSON Web Token (RFC 7519)
  { prefix: 'eyJ', form: /^eyJ[\w-]{8,}\.[\w-]{4,}(?:\.[\w-]*)*/ },
  // Access keys of AWS
  { prefix: 'AKIA', form: /^AKIA[A-Z0-9]{16}(?![A-Za-z0-9])/ },
  { prefix: 'ASIA', form: /^ASIA[A-Z0-9]{16}(?![A-Za-z0-9])/ },
  // NTLMSSP message
  { prefix: 'TlRM', form: /^TlRMTVNTU[\w+/=]{8,}/ },
  // SPNEGO or Kerberos token (RFC 4178)
  { prefix: 'YII', form: /^YII[\w+/=]{60,}/ },
  // GitHub
  ...['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_'].map((prefix) => ({
    prefix,
    form: /^gh[pousr]_[A-Za-z0-9]{20,}/,
  })),
  { prefix: 'github_', form: /^github_pat_\w{20,}/ },
  // GitLab, npm, Stripe, Google, SendGrid, Vault
  { prefix: 'glp', form: /^glpat-[\w-]{16,}/ },
  { prefix: 'npm_', form: /^npm_[A-Za-z0-9]{30,}/ },
  ...['sk_', 'rk_'].map((prefix) => ({ prefix, form: /^[rs]k_(?:live|test)_\w{16,}/ })),
  { prefix: 'AIz', form: /^AIza[\w-]{35}(?![\w-])/ },
  { prefix: 'SG.', form: /^SG\.[\w-]{16,}\.[\w-]{16,}/ },
  { prefix: 'hvs', form: /^hvs\.[\w-]{20,}/ },
  // Slack
  { prefix: 'xox', form: /^xox[abprs]-[\w-]{10,}/ },
  // Private key of age, seed of a NATS key (base32: S, the kind, A)
  { prefix: 'AGE-SEC', form: /^AGE-SECRET-KEY-1[A-Z0-9]{20,}/ },
  ...['SUA', 'SAA', 'SOA', 'SNA'].map((prefix) => ({ prefix, form: /^S[AUON]A[A-Z2-7]{55}(?![A-Z2-7])/ })),
  // NTLMSSP message in hexadecimal, and as a dump escapes it; hashes of LAN Manager beside those of NT
  ...['4e', '4E'].map((prefix) => ({ prefix, form: /^4e544c4d53535000[0-9a-f]{16,}/i })),
  { prefix: 'NTLMSSP', form: /^NTLMSSP(?:\\{1,4}(?:x[0-9a-f]{2}|u[0-9a-f]{4}|0)[^\s"'<>\\]*)+/i },
  { prefix: 'aad3', form: /^aad3b435b51404ee[0-9a-f]{16}:[0-9a-f]{32}/ },
  // Answers of SPNEGO, Kerberos credentials, and tickets as they are taken for guessing
  { prefix: 'oYI', form: /^oYI[\w+/=]{60,}/ },
  { prefix: 'doI', form: /^doI[\w+/=]{100,}/ },
  { prefix: '$krb5', form: /^\$krb5\w*\$[^\s"'<>]{8,}/ },
  // Hashes of passwords as crypt(5) writes them
  ...['$1', '$2', '$5', '$6', '$y', '$a', '$p', '$s'].map((prefix) => ({
    prefix,
    form: /^\$(?:2[abxy]|[156y]|argon2\w{1,2}|pbkdf2[\w-]*|scrypt)\$[\w./$=,+-]{16,}/,
  })),
  // API token of AIR
  { prefix: 'api_', form: /^api_[A-Za-z0-9]{6,}/ },
];

/** A token whose form tells that it is one; `end` is just behind the bytes that made it noticed. */
export function findToken(view: View, end: number, floor: number): Hit | undefined {
  for (const { prefix, form } of TOKEN_FORMS) {
    const start = end - prefix.length;
    if (start < floor || view.at(start) !== prefix.charCodeAt(0) || view.text(start, end) !== prefix)
      continue;
    if (!startsWord(view, start, 0)) continue;
    const text = view.text(start, start + REACH_BYTES - 256);
    const length = form.exec(text)?.[0].length;
    if (length === undefined) continue;
    const rest = length === text.length ? ({ until: 'blank' } as const) : undefined;
    return { start, end: start + length, rule: 'token-format', replacement: MASK, rest };
  }
  return undefined;
}

const SCHEME = /^(?:basic|bearer|negotiate|ntlm|digest|kerberos)$/i;
/** Mechanisms behind `AUTH` (RFC 4954 §4). */
const MECHANISM = /^AUTH (?:plain|login|xoauth2)$/i;
/** Words that prose or a header puts behind a scheme: `Basic authentication`, `Bearer realm="x"`. */
const NO_TOKEN = /^(?:[a-z]+|[A-Z][a-z]+|[A-Za-z-]+=.*|\[secret\].*)$/;

/** What follows the name of an authentication scheme (RFC 9110 §11.4); `end` is where the name ends. */
export function findAuthorization(view: View, end: number, floor: number): Hit | undefined {
  const start = view.startOf(end, floor, CLASS.word, 12);
  const scheme = view.text(start, end);
  if (!SCHEME.test(scheme) && !MECHANISM.test(view.text(Math.max(floor, start - 5), end))) return undefined;
  const blanks = /^(?:[ \t]{1,4}|%20|\+)/.exec(view.text(end, end + 8))?.[0].length ?? 0;
  if (blanks === 0) return undefined;
  const from = end + blanks;
  if (/^digest$/i.test(scheme)) return findDigest(view, from);
  const to = view.endOf(from, CLASS.token, REACH_BYTES - 256);
  const text = view.text(from, to);
  if (text.length < 6 || NO_TOKEN.test(text)) return undefined;
  if (/^basic$/i.test(scheme) && text.length < 8 && !text.includes('=')) return undefined;
  const isOpen = to - from === REACH_BYTES - 256;
  return {
    start: from,
    end: to,
    rule: 'authorization',
    replacement: MASK,
    rest: isOpen ? { until: 'blank' } : undefined,
  };
}

/** A Digest answer (RFC 7616 §3.4) names a user and proves a password; a challenge does neither. */
function findDigest(view: View, from: number): Hit | undefined {
  const text = view.text(from, from + REACH_BYTES - 256);
  const line = /^[^\r\n]*/.exec(text)?.[0] ?? '';
  if (!/\bresponse=/i.test(line)) return undefined;
  return {
    start: from,
    end: from + line.length,
    rule: 'authorization',
    replacement: MASK,
    rest: line.length === text.length ? { until: 'line' } : undefined,
  };
}

/** A private key or a certificate in PEM form; `end` is behind the word BEGIN of its first line. */
export function findPem(view: View, end: number, floor: number, identities: boolean): Hit | undefined {
  const start = end - '-----BEGIN'.length;
  if (start < floor) return undefined;
  const label = /^-----BEGIN ([A-Z0-9 ]{0,40})-----/.exec(view.text(start, start + 80));
  if (label === null) return undefined;
  const kind = label[1] ?? '';
  const isPrivate = kind.includes('PRIVATE KEY') || kind.includes('PGP PRIVATE');
  if (!isPrivate && !(identities && /CERTIFICATE|PKCS7|CMS/.test(kind))) return undefined;
  return {
    start,
    end: start + label[0].length,
    rule: isPrivate ? 'private-key' : 'certificate',
    replacement: isPrivate ? PRIVATE_KEY_MASK : '[certificate]',
    rest: { until: 'pem-end' },
  };
}

/** The private lines of a key of PuTTY; `end` is behind the words that name them. */
export function findPuttyKey(view: View, end: number): Hit | undefined {
  const lead = /^: \d{1,4}\r?\n/.exec(view.text(end, end + 12))?.[0];
  if (lead === undefined || view.text(end - 13, end) !== 'Private-Lines') return undefined;
  const start = end + lead.length;
  if (view.text(start, start + PRIVATE_KEY_MASK.length) === PRIVATE_KEY_MASK) return undefined;
  return {
    start,
    end: start,
    rule: 'private-key',
    replacement: PRIVATE_KEY_MASK,
    rest: { until: 'pem-end' },
  };
}

const USER_INFO = /[^\s/?#"'<>@\\]/;

/** A login in the authority of an address, `scheme://login@`; `slash` is the second one, before which backslashes of JSON may stand. */
export function findUrlLogin(view: View, slash: number, floor: number): Hit | undefined {
  const lead = view.text(Math.max(floor, slash - 8), slash + 1);
  if (!/:\\{0,3}\/\\{0,3}\/$/.test(lead)) return undefined;
  const start = slash + 1;
  const at = start + view.text(start, view.endOf(start, CLASS.url, 256)).indexOf('@');
  if (at < start) return undefined;
  const end = endOfLogin(view, at);
  const login = view.text(start, end);
  return login === '' || login === MASK || !isLogin(login)
    ? undefined
    : { start, end, rule: 'url-login', replacement: MASK };
}

/**
 * Where a login ends that has a sign at `at`: the last sign of the authority counts, and where no host follows it, a slash and a
 * further sign belong to the password as well.
 */
function endOfLogin(view: View, at: number): number {
  const rest = view.text(at + 1, view.endOf(at + 1, CLASS.url, 256));
  const authority = /^[^/?#'>,;\\]*/.exec(rest)?.[0] ?? '';
  const inAuthority = authority.lastIndexOf('@');
  const host = authority.slice(inAuthority + 1);
  const isHost =
    /^(?:\[[^\]]*\]|[\w-]+(?:\.[\w-]+)+|localhost)(?::\d+)?$/i.test(host) ||
    !/[@]/.test(rest.slice(authority.length));
  const last = isHost ? inAuthority : rest.lastIndexOf('@');
  return last === -1 ? at : at + 1 + last;
}

/** A slash before the sign means that the sign stands in a path, unless what looks like a path began with a login. */
const isLogin = (text: string): boolean =>
  [...text].every((mark) => USER_INFO.test(mark) || mark === '@') ||
  /^[^/?#@]{1,64}:[^?#]*@/.test(text) ||
  /^[^/?#]{1,64}:(?!\d{1,5}[/?])[^?#]{1,128}$/.test(text);
