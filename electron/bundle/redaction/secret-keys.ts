import { TextCache } from './latin1.ts';
import { isPlaceholder } from './placeholders.ts';

/** Endings of keys whose values are secrets, in the field's own words, in those of AIR, and as a localized Windows says them (Latin-1). */
const SECRET_KEY = new RegExp(
  `(?:${[
    '(?:pass(?:word|wort|phrase|code|wd)s?|pwd|storepass|keypass|kennwort|senha|contrase(?:n|\u00c3\u00b1)a|mot de passe)(?:[_-]?(?:hash|value|text|old|new|\\d))?',
    '(?<!csrf-)tokens?(?:[_-]?(?:value|hash))?|secrets?(?:[_-]?(?:value|hash|text))?|(?<!invalid[ _-]?)credentials?|cookies?|authorization|auth[_-]?header',
    '(?:api|access|secret|private|licen[sc]e|account|shared|encryption|decryption|validation|signing|storage|master|session|auth|symmetric|preshared|psk|ssh|registration|deployment)[_ .-]?keys?',
    'access[_-]?key[_-]?id|sas[_-]?urls?|(?:^|[_.-])(?:jwt|sig|signature|sid|psk|otp|pin)|(?:session|connect)[_.-]?s?id|community[_-]?string|nonce[_-]?secret',
    '(?:^|[_.-]|bind|root)pw|(?:nt|lm)[_ -]?hash|ntlm[_ -]?hash|rspauth|(?:recovery|backup|scratch)[_-]?codes?|(?:totp|otp|mfa)[_-]?seed',
    '(?:[jc]|php)sess(?:ion)?id|aspxauth|r[ow]community|(?:^|snmp[_ -]?)community',
  ].join('|')})$`,
  'i',
);

/** The short form, which is a word of its own only where it begins one: `smtp_pass`, `smtpPass`, and not `bypass`. */
const SHORT_KEY = /(?:^|[_.:-])(?:pass|Pass|PASS)$|[a-z0-9]Pass$/;

/** Keys whose values are secrets only when they look like one. */
const WEAK_KEY = /(?:session|ticket|seed|salt|keys?|auth|bearer|assertion|saml(?:request|response))$/i;

/** Keys of settings that are written with a blank before their value. */
export const SETTING_KEY = /^(?:bind|root)pw$|^r[ow]community$/i;

/** What a key says of the value beside it. */
export type KeyKind = 'secret' | 'weak' | 'none';

const KINDS = new TextCache<KeyKind>();

/** What a key, written in any way, says of its value. */
export function keyKindOf(key: string): KeyKind {
  return KINDS.get(key, (text) => {
    if (SECRET_KEY.test(text) || SHORT_KEY.test(text)) return 'secret';
    return WEAK_KEY.test(text) ? 'weak' : 'none';
  });
}

/** Dates, hexadecimal codes, versions, paths and addresses: they have digits and letters and are no secrets. */
const NO_SECRET = /^(?:\d{4}-\d\d|0x|v?\d+[.:]\d|[./\\~<[({]|[A-Za-z]:\\)|:\/\/|\\|\.\.\.|…/;

/** True for a text as no word of prose, no code and no name is written: letters with digits among them, and of some length. */
export function looksRandom(text: string): boolean {
  const value = text.replace(/[.,;:!?)\]}'"]+$/, '');
  if (value.length < 8 || !/\d/.test(value) || !/[A-Za-z]/.test(value)) return false;
  if (NO_SECRET.test(value) || isPlaceholder(value) || /^[\w-]+(?:\.[a-z0-9-]+)+$/.test(value)) return false;
  return (/[A-Z]/.test(value) && /[a-z]/.test(value)) || /^[0-9a-f]{24,}$/i.test(value) || value.length >= 16;
}

/** The same for a value whose key alone tells little: of both cases or hexadecimal, and long. */
export const isHighEntropy = (value: string): boolean =>
  value.length >= 16 &&
  looksRandom(value) &&
  /^[\w+/=.~%-]+$/.test(value) &&
  new Set(value).size >= 8 &&
  ((/[A-Z]/.test(value) && /[a-z]/.test(value)) || /^[0-9a-f]{24,}$/i.test(value));
