const VALUE_LIMIT = 2048;

const PROXY_NAMES: ReadonlySet<string> = new Set(['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY', 'NO_PROXY']);

const TRUST_NAMES = [
  'NODE_EXTRA_CA_CERTS',
  'NODE_TLS_REJECT_UNAUTHORIZED',
  'NODE_USE_SYSTEM_CA',
  'SSL_CERT_DIR',
  'SSL_CERT_FILE',
] as const;

/** Node's options that choose the list of trusted authorities. */
const TRUST_OPTION = /(?<=^|\s)--use-(?:system|openssl|bundled)-ca(?=$|\s)/g;

type Environment = Readonly<Record<string, string | undefined>>;

/** The proxy variables that are set, by the name in which they are set (programs differ in which case they read). */
export function proxyVariables(environment: Environment): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [name, value] of Object.entries(environment))
    if (PROXY_NAMES.has(name.toUpperCase()) && value !== undefined && value !== '')
      found[name] = withoutUserInfo(value).slice(0, VALUE_LIMIT);
  return found;
}

/**
 * The variables that change which authorities Node and OpenSSL trust. Of NODE_OPTIONS only the options that do so are given;
 * the rest may hold anything.
 */
export function trustVariables(environment: Environment): Record<string, string> {
  const found: Record<string, string> = {};
  for (const name of TRUST_NAMES) {
    const value = environment[name];
    if (value !== undefined && value !== '') found[name] = value.slice(0, VALUE_LIMIT);
  }
  const options = environment['NODE_OPTIONS']?.match(TRUST_OPTION) ?? [];
  if (options.length > 0) found['NODE_OPTIONS'] = options.join(' ').slice(0, VALUE_LIMIT);
  return found;
}

/**
 * Cuts `user:password@` out of a proxy address. A password may hold any character, also `/`, `,` and `@` that nobody escaped, so
 * everything up to the last `@` goes, except the scheme in front: rather too much than a part of a secret.
 */
export function withoutUserInfo(value: string): string {
  const at = value.lastIndexOf('@');
  if (at === -1) return value;
  const scheme = /^\s*([a-z][a-z0-9+.-]{0,20}:\/\/)/i.exec(value)?.[1] ?? '';
  return `${scheme}${value.slice(at + 1)}`;
}
