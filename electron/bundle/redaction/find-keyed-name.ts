import { macAt } from './find-address.ts';
import { serialName } from './find-name.ts';
import { findSecretValue } from './find-value.ts';
import { TextCache } from './latin1.ts';
import type { Namer } from './namer.ts';
import type { RuleId } from './rules.ts';
import { CLASS, type Hit, type View } from './view.ts';

/** Keys, or the last words of keys, whose values name somebody or something, and what they name. */
const KINDS: readonly {
  readonly kind: 'user' | 'host' | 'domain' | 'serial' | 'mac';
  readonly key: RegExp;
}[] = [
  {
    kind: 'user',
    key: /(?:user|user[_-]?name|login|logon|account|account[ _]?name|upn|uid|sam[_-]?account[_-]?name|user[_-]?principal[_-]?name|(?:owner|author|operator|requested|created|updated|executed)[_-]?by|bind[_-]?user|(?:full|given|first|last)[_-]?name|surname|owner)$/i,
  },
  {
    kind: 'host',
    key: /(?:host|host[_-]?name|computer|computer[_ -]?name|workstation|workstation[_ -]?name|machine[_-]?name|asset|asset[_-]?name|endpoint[_-]?name|node[_-]?name|server[_-]?name|dns[_-]?name|netbios[_-]?(?:computer|name)|server|logonserver)$/i,
  },
  {
    kind: 'domain',
    key: /(?:domain|account[_ ]domain|domain[_-]?name|realm|dns[_-]?domain|netbios[_-]?domain|user(?:dns)?domain)$/i,
  },
  {
    kind: 'serial',
    key: /(?:serial(?:[_ -]?(?:number|no|nr))?|service[_ -]?tag|(?:machine|hardware|device|system|product|bios|host)[_ -]?(?:id|uu?id|guid))$/i,
  },
  { kind: 'mac', key: /(?:^|[^a-z])(?:mac|hw)(?:[_ -]?addr(?:ess)?)?$|ether$|physical[_ -]?address$/i },
];

/** The last words of those keys, for the tables. */
export const IDENTITY_KEY_WORDS: readonly string[] = (
  'user username login logon account name upn uid samaccountname userprincipalname by host hostname computer computername ' +
  'workstation workstationname machinename asset assetname endpointname nodename servername dnsname domain realm serial number no ' +
  'userdomain userdnsdomain logonserver server owner surname tag uuid guid mac macaddress macaddr hwaddr address ether'
).split(' ');

const KEYS = new TextCache<(typeof KINDS)[number]['kind'] | 'none'>();
const kindOf = (key: string) => KINDS.find((each) => each.key.test(key))?.kind ?? 'none';

/** The user, host, domain or serial number beside a key that says so; `end` is behind the key. */
export function findKeyedName(view: View, end: number, floor: number, namer: Namer): Hit | undefined {
  const start = valueStart(view, end);
  if (start === -1) return undefined;
  const key = view.text(view.startOf(end, floor, CLASS.keyPhrase, 40), end);
  const kind = KEYS.get(key, kindOf);
  if (kind === 'none' || (kind !== 'user' && findSecretValue(view, end, floor) !== undefined))
    return undefined;
  const before = view.at(start - 1);
  const isQuoted = before === QUOTE || before === APOSTROPHE || before === GREATER_THAN;
  const text = view.text(start, view.endOf(start, kind === 'serial' ? CLASS.serial : CLASS.value, 63));
  const value = (isQuoted ? text : (text.split(' ')[0] ?? '')).replace(/[. -]+$/, '');
  const next = view.text(start + value.length, start + value.length + 1);
  // An address, a path, an account with its domain: what they are is found where they stand.
  if (kind === 'user' && next === '\\') {
    const account = accountAt(view, start, value, namer);
    if (account !== undefined) return account;
  }
  const isClosed =
    next === '\\' && /^\\{1,7}["']/.test(view.text(start + value.length, start + value.length + 8));
  if (
    value === '' ||
    (/[@\\/(]/.test(next) && !isClosed) ||
    (next === ':' && !/^\d/.test(view.text(start + value.length + 1, start + value.length + 2)))
  )
    return undefined;
  return named(kind, value, start, namer, key);
}

/** `DOMAIN\\user` beside a key that says it is one. */
function accountAt(view: View, start: number, domain: string, namer: Namer): Hit | undefined {
  const found = /^(\\{1,2})([A-Za-z][\w.-]*\$?)(?![\w\\/:])/.exec(
    view.text(start + domain.length, start + domain.length + 70),
  );
  if (found === null) return undefined;
  const [all, between = '', name = ''] = found;
  const names = [namer.domain(domain) ?? domain, namer.user(name) ?? name];
  return names[0] === domain && names[1] === name
    ? undefined
    : { start, end: start + domain.length + all.length, rule: 'user', replacement: names.join(between) };
}

function named(
  kind: (typeof KINDS)[number]['kind'],
  value: string,
  start: number,
  namer: Namer,
  key: string,
): Hit | undefined {
  if (kind === 'mac')
    return /^[0-9a-f]{12}$/i.test(value) ? macAt(start, value, namer.placeholders) : undefined;
  const rule: RuleId = kind;
  const replacement = replacementOf(kind, value, namer, key);
  return replacement === undefined ? undefined : { start, end: start + value.length, rule, replacement };
}

function replacementOf(
  kind: Exclude<(typeof KINDS)[number]['kind'], 'mac'>,
  value: string,
  namer: Namer,
  key: string,
): string | undefined {
  switch (kind) {
    case 'serial':
      return serialName(value, namer);
    case 'domain':
      return /^[\w.-]+$/.test(value) && !(value.includes('.') && !namer.isName(value, true))
        ? namer.domain(value)
        : undefined;
    case 'user':
      if (/(?:full|given|first|last|sur)[_-]?name/i.test(key) && /^\p{L}/u.test(value))
        return namer.objectName(value);
      if (/owner$/i.test(key) && !/\d/.test(value)) return undefined;
      return value.includes(' ') || (value.includes('.') && namer.isName(value, false))
        ? undefined
        : namer.user(value);
    case 'host':
      // A dotted name is found by its last label; a plain word beside `host` may be the name of a service.
      return /^[A-Za-z0-9][\w-]*$/.test(value) &&
        (/\d/.test(value) || /name$|^(?:computer|workstation)/i.test(key))
        ? namer.host(value)
        : undefined;
  }
}

/** Where the value begins behind a key that ends at `end`: after its quotation mark, `:`, `=` or `>`, and one more mark; or -1. */
function valueStart(view: View, end: number): number {
  let at = afterQuote(view, end);
  at = view.endOf(at, CLASS.blank, 4);
  const mark = view.at(at);
  if (mark === GREATER_THAN) return at + 1;
  if (mark !== COLON && mark !== EQUALS) return -1;
  const value = afterQuote(view, view.endOf(at + 1, CLASS.blank, 12));
  // `LOGONSERVER=\\\\DC1`
  return view.text(value, value + 2) === '\\\\' ? view.endOf(value, CLASS.backslash, 4) : value;
}

/** Behind a quotation mark and the backslashes before it, when there is one. */
function afterQuote(view: View, at: number): number {
  const mark = view.endOf(at, CLASS.backslash, 3);
  return view.at(mark) === QUOTE || view.at(mark) === APOSTROPHE ? mark + 1 : at;
}

const APOSTROPHE = 0x27;
const COLON = 0x3a;
const EQUALS = 0x3d;
const GREATER_THAN = 0x3e;
const QUOTE = 0x22;
