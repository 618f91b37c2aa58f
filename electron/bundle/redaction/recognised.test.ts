import { describe, expect, test } from 'vitest';
import { Tally } from './ledger.ts';
import { DEFAULT_CHOICES, Redactor } from './redactor.ts';
import { HOLE, IDENTITY_TEXTS, PLAIN_TEXTS, SECRET_TEXTS, TOKENS } from './testing/recognised.ts';
import { TextRedactor } from './text-redactor.ts';

/** Letters of both cases and digits, as no word is written, and one that only its key gives away. */
const SECRET = 'Zq7Wv9Kx3Lm5Tn8R';

/** Without identities nothing is learned, so that one may serve all. */
const secretsOnly = new Redactor({ ...DEFAULT_CHOICES, identities: false }, []);

const redacted = (text: string): string => new Redactor(DEFAULT_CHOICES, []).text(text);

/** Redacted once more it stays the same, and byte by byte it comes to the same. */
function expectSettled(text: string, once: string): void {
  expect(redacted(once)).toBe(once);
  const stream = new TextRedactor(new Redactor(DEFAULT_CHOICES, []), new Tally());
  const pieces = [...Buffer.from(text)].map((byte) => stream.push(Buffer.from([byte])));
  expect(Buffer.concat([...pieces, stream.end()]).toString('utf8')).toBe(once);
}

describe('a secret beside what tells of it', () => {
  test.each(SECRET_TEXTS)('%s', (text) => {
    const written = text.replaceAll(HOLE, SECRET);
    const around = `before it\n${written}\nport 443, after it`;
    expect(secretsOnly.text(written)).not.toContain(SECRET);
    expect(secretsOnly.text(around)).not.toContain(SECRET);
    const once = redacted(around);
    expect(once).not.toContain(SECRET);
    if (!text.includes('BEGIN') && !text.includes('Private-Lines'))
      expect(once).toMatch(/^before it\n[\s\S]*port 443, after it$/);
    expectSettled(around, once);
  });

  test.each(TOKENS)('by its form: %s', (token) => {
    for (const text of [token, `x=${token}`, `{"a":"${token}","port":443}`, `{\\"a\\":\\"\\n${token}\\"}`])
      expect(secretsOnly.text(text)).not.toContain(token.slice(8));
  });
});

test.each(IDENTITY_TEXTS)('%s is gone from %s', (gone, text) => {
  const around = `before it\n${text}\nport 443, after it`;
  const once = redacted(around);
  expect(once.toLowerCase()).not.toContain(gone.toLowerCase());
  expect(redacted(text).toLowerCase()).not.toContain(gone.toLowerCase());
  expectSettled(around, once);
});

test.each(PLAIN_TEXTS)('nothing goes from: %s', (text) => {
  expect(redacted(text)).toBe(text);
  expect(redacted(JSON.stringify({ text }))).toBe(JSON.stringify({ text }));
});

describe('the same thing has the same name', () => {
  test('in addresses, however they are encoded, in paths, names and accounts', () => {
    const redactor = new Redactor(DEFAULT_CHOICES, []);
    redactor.addDomain('corp.example.com');
    redactor.addName('corp.example.com', redactor.namer.fullName('corp.example.com'), 'domain');
    redactor.addName('CORP', redactor.namer.domain('corp'), 'domain');
    redactor.addName('ws-0417', redactor.namer.host('ws-0417'), 'host');
    redactor.addName('jdoe', redactor.namer.user('jdoe'), 'user');
    const texts = [
      'https://ws-0417.corp.example.com:8443/x',
      'https%3A%2F%2Fws-0417.corp.example.com%3A8443%2Fx',
      '\\\\ws-0417\\share',
      '%5C%5Cws-0417%5Cshare',
      'smb://ws-0417/share',
      'jdoe@corp.example.com',
      'jdoe%40corp.example.com',
      'CORP\\jdoe',
      'CORP%5Cjdoe',
      'corp\\\\jdoe',
      '{"text":"first\\nws-0417 and\\njdoe"}',
      'CN=ws-0417,OU=X,DC=corp,DC=example,DC=com',
      'ldap://ws-0417/CN%3Dws-0417%2CDC%3Dcorp%2CDC%3Dexample%2CDC%3Dcom',
    ];
    expect(texts.map((text) => redactor.text(text))).toEqual([
      'https://host-1.domain-1:8443/x',
      'https%3A%2F%2Fhost-1.domain-1%3A8443%2Fx',
      '\\\\host-1\\share',
      '%5C%5Chost-1%5Cshare',
      'smb://host-1/share',
      'user-1@domain-1',
      'user-1%40domain-1',
      'domain-1\\user-1',
      'domain-1%5Cuser-1',
      'domain-1\\\\user-1',
      '{"text":"first\\nhost-1 and\\nuser-1"}',
      'CN=host-1,OU=name-1,DC=domain-1',
      'ldap://host-1/CN%3Dhost-1%2CDC%3Ddomain-1',
    ]);
  });
});
