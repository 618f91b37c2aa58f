/** What may be replaced in a bundle. The ids stand in ledgers and never change their meaning. */
export const RULES = {
  'known-secret': 'a password or token of this run, in any written form',
  'private-key': 'a private key in PEM form',
  'secret-value': 'a value beside a key such as password, token, secret or cookie',
  authorization: 'what follows Basic, Bearer, Negotiate, NTLM or Digest',
  'url-login': 'a login inside an address',
  'token-format': 'a text in the form of a known kind of token',
  'own-word': 'a word that was named to be hidden',
  certificate: 'a certificate in PEM form, which holds names that cannot be read at a glance',
  'raw-bytes': 'bytes of an exchange that are no text, in which names cannot be replaced',
  ipv4: 'an IPv4 address',
  ipv6: 'an IPv6 address',
  mac: 'a hardware address',
  host: 'a host name',
  domain: 'a domain',
  user: 'a user name',
  name: 'a name of a person, an organization or an object of a directory',
  serial: 'a serial number',
  sid: 'a security identifier of Windows',
} as const;

export type RuleId = keyof typeof RULES;

export const RULE_IDS = Object.keys(RULES) as RuleId[];

/** Rules whose finds are secrets: they are always on, and no placeholder leads back to what stood there. */
const SECRET_RULES: ReadonlySet<RuleId> = new Set([
  'known-secret',
  'private-key',
  'secret-value',
  'authorization',
  'url-login',
  'token-format',
]);

/** True where not even the customer's own screen shows what stood there. */
export const isSecretRule = (rule: RuleId): boolean => SECRET_RULES.has(rule);

/** What stands in the place of a secret. */
export const MASK = '[secret]';

/** What stands in the place of a private key. */
export const PRIVATE_KEY_MASK = '[private key]';
