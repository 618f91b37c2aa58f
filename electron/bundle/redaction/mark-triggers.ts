import { STRONG_TOP_LEVELS, WEAK_TOP_LEVELS } from './data/plain-names.ts';
import { IDENTITY_KEY_WORDS } from './find-keyed-name.ts';
import { TOKEN_FORMS } from './find-token.ts';
import { LINE_ESCAPES, PAIR, type TriggerTables, WORD } from './trigger-tables.ts';

const KEY_WORDS = (
  'pass sig jwt psk otp pin sid authorization auth key keys signature passcode passphrase unicodepwd ' +
  'apikey licensekey licencekey secretkey privatekey accesskey sessionid sasurl storepass keypass sharedkey ' +
  'session ticket seed salt bearer assertion samlresponse samlrequest hash nthash lmhash ntlmhash rspauth codes ' +
  'jsessionid phpsessid aspxauth community rocommunity rwcommunity kennwort senha contrasena passe pw'
).split(' ');

/** Words behind or before which a host or a user is told: codes of errors, months of syslog, classes of service principals. */
const MENTION_WORDS = (
  'user publickey enotfound again econnrefused econnreset etimedout ehostunreach cifs host termsrv wsman mssqlsvc ' +
  'jan feb mar apr may jun jul aug sep oct nov dec'
).split(' ');

/** Makes the tables notice what may be a secret. */
export function markSecretTriggers(tables: TriggerTables): void {
  // `passw…`, `token` and `cookie`, `secret` and `credential`, `pwd`: also inside a longer word, such as `bindpassword`.
  for (const pair of ['sw', 'ok', 'cr', 'pw', 'wd', 'ph'])
    tables.addPair(codeAt(pair, 0), codeAt(pair, 1), PAIR.key);
  // The seam of `accessKeyId`, `sessionId`, `SASUrl` and their like.
  for (const pair of ['yI', 'nI', 'y_', 'n_', 'sU', 'SU']) tables.addExactPair(pair, PAIR.key);
  for (const word of [...KEY_WORDS, 'contrase\u00c3\u00b1a']) {
    tables.addWord(word, WORD.key);
    tables.addWordBehindEscapes(word, WORD.key, LINE_ESCAPES);
  }
  for (const word of [
    'services',
    'webhook',
    'webhooks',
    'webhookb2',
    'deployment',
    'msi',
    'deb',
    'rpm',
    'pkg',
    'exe',
  ])
    tables.addWord(word, WORD.path);
  tables.addWord('user', WORD.flag);
  for (const mechanism of ['plain', 'login', 'xoauth2']) tables.addWord(mechanism, WORD.scheme);
  for (const scheme of ['basic', 'bearer', 'negotiate', 'ntlm', 'digest', 'kerberos'])
    tables.addWord(scheme, WORD.scheme);
  for (const word of ['begin', 'lines']) tables.addWord(word, WORD.begin);
  for (const { prefix } of TOKEN_FORMS) tables.addExactPair(prefix.slice(-2), PAIR.token);
  for (const pair of ['//', '\\/']) tables.addExactPair(pair, PAIR.slashes);
  tables.addExactPair('%4', PAIR.percent);
  for (const pair of ['-p', '-w', '-u', '-U']) tables.addExactPair(pair, PAIR.flag);
}

/** Makes the tables notice what may name somebody or something. */
export function markIdentityTriggers(tables: TriggerTables): void {
  for (let before = 0; before < 256; before += 1) {
    tables.addPair(before, AT, PAIR.at);
    tables.addPair(before, BACKSLASH, PAIR.backslash);
  }
  for (const label of [...STRONG_TOP_LEVELS, ...WEAK_TOP_LEVELS]) tables.addLabel(label, WORD.topLevel);
  // `S-1-5-21` before the number of a domain.
  tables.addWord('21', WORD.folder);
  for (const folder of ['home', 'users', 'fhome', 'cusers', 'fusers', '2fhome', '5cusers', '2fusers'])
    tables.addWord(folder, WORD.folder);
  for (const type of ['cn', 'dc', 'ou', 'o', 'uid', 'e', 'emailaddress', 'serialnumber'])
    tables.addWord(type, WORD.attribute);
  for (const key of IDENTITY_KEY_WORDS) {
    tables.addWord(key, WORD.identityKey);
    tables.addWordBehindEscapes(key, WORD.identityKey, LINE_ESCAPES);
  }
  for (const word of MENTION_WORDS) tables.addWord(word, WORD.mention);
  tables.addExactPair('>1', PAIR.version);
  for (const pair of ['eI', 'mU', 'eG']) tables.addExactPair(pair, PAIR.id);
}

const codeAt = (text: string, at: number): number => text.charCodeAt(at);

const AT = 0x40;
const BACKSLASH = 0x5c;
