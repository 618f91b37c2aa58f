import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Tally } from './ledger.ts';
import { DEFAULT_CHOICES, Redactor } from './redactor.ts';
import { CORPUS, IDENTITIES, SECRETS, SURVIVORS } from './testing/corpus.ts';
import { TextRedactor } from './text-redactor.ts';

/** A redactor that knows what a run on the corpus's site would have named. */
function siteRedactor(choices = DEFAULT_CHOICES, secrets: readonly string[] = []): Redactor {
  const redactor = new Redactor(choices, secrets);
  if (!choices.identities) return redactor;
  redactor.addDomain('corp.example.com');
  for (const host of ['ws-0417', 'dc1']) redactor.addName(host, redactor.namer.host(host), 'host');
  redactor.addName('jdoe', redactor.namer.user('jdoe'), 'user');
  return redactor;
}

function inPieces(redactor: Redactor, bytes: Buffer, cuts: readonly number[]): string {
  const text = new TextRedactor(redactor, new Tally());
  const out: Buffer[] = [];
  let at = 0;
  for (const cut of cuts) {
    out.push(text.push(bytes.subarray(at, at + cut)));
    at += cut;
  }
  out.push(text.push(bytes.subarray(at)), text.end());
  return Buffer.concat(out).toString('latin1');
}

/** Pieces of logs in any order, with noise between them. */
const logParts = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...CORPUS.flatMap(({ text }) => text.split('\n'))) },
    fc.constantFrom(...SECRETS, ...IDENTITIES, ...SURVIVORS),
    fc.constantFrom(
      '\n',
      '\r\n',
      ' ',
      '"',
      '\\"',
      '=',
      ': ',
      '://',
      '@',
      '\\',
      'password',
      '"token":',
      '-----BEGIN RSA PRIVATE KEY-----',
    ),
    fc.string({ unit: 'binary', maxLength: 12 }),
  ),
  { maxLength: 30 },
);
const logText = logParts.map((parts) => parts.join(''));

describe('where a text is cut does not matter', () => {
  test('any split of any text gives the same', () => {
    fc.assert(
      fc.property(logText, fc.array(fc.nat({ max: 400 }), { maxLength: 40 }), (text, cuts) => {
        const bytes = Buffer.from(text, 'utf8');
        expect(inPieces(siteRedactor(), bytes, cuts)).toBe(inPieces(siteRedactor(), bytes, []));
      }),
      { numRuns: 150 },
    );
  });

  test('also where a secret, or a text without a line break, is far longer than what is looked at at once', () => {
    const lengths = fc.integer({ min: 1, max: 30_000 });
    const shape = fc.constantFrom(
      (fill: string) => `{"password":"${fill}","port":443}`,
      (fill: string) => `password=${fill} port=443`,
      (fill: string) => `Authorization: Bearer ${fill}\nport 443`,
      (fill: string) => `-----BEGIN PRIVATE KEY-----\n${fill}\n-----END PRIVATE KEY-----\nport 443`,
      (fill: string) => `key: ${fill}.corp.example.com 10.1.2.3 port 443`,
      (fill: string) => `<password>${fill}</password> port 443`,
      (fill: string) => `secret:\n  password: |\n    ${fill}\n  port: 443`,
    );
    fc.assert(
      fc.property(
        shape,
        lengths,
        fc.array(fc.nat({ max: 9000 }), { maxLength: 12 }),
        (make, length, cuts) => {
          const bytes = Buffer.from(make('Q7'.repeat(length)), 'utf8');
          const whole = inPieces(siteRedactor(), bytes, []);
          expect(inPieces(siteRedactor(), bytes, cuts)).toBe(whole);
          expect(whole).toContain('443');
          if (!make('').startsWith('key:')) expect(whole).not.toContain('Q7Q7');
        },
      ),
      { numRuns: 60 },
    );
  });

  test('byte by byte, over the whole corpus', () => {
    for (const { text } of CORPUS) {
      const bytes = Buffer.from(text, 'utf8');
      const one = inPieces(siteRedactor(), bytes, new Array<number>(bytes.length).fill(1));
      expect(one).toBe(inPieces(siteRedactor(), bytes, []));
    }
  });
});

test('what is redacted once is not changed by being redacted again', () => {
  fc.assert(
    fc.property(logParts, (parts) => {
      const text = parts.join('\n');
      const redactor = siteRedactor();
      const once = redactor.text(text);
      // Another one, because this one has learned names that it did not know at the beginning of the text.
      expect(siteRedactor().text(once)).toBe(once);
    }),
    { numRuns: 150 },
  );
});

describe('a corpus of logs', () => {
  test.each(CORPUS)('$name', ({ text }) => {
    const redacted = siteRedactor().text(text);
    for (const secret of SECRETS) expect([secret, redacted.includes(secret)]).toEqual([secret, false]);
    for (const identity of IDENTITIES)
      expect([identity, redacted.toLowerCase().includes(identity.toLowerCase())]).toEqual([identity, false]);
    for (const survivor of SURVIVORS)
      if (text.includes(survivor)) expect([survivor, redacted.includes(survivor)]).toEqual([survivor, true]);
  });

  test('with identities kept, only secrets go', () => {
    const secretsOnly = siteRedactor({ identities: false, keepsPrivateAddresses: true, words: [] });
    for (const { text } of CORPUS) {
      const redacted = secretsOnly.text(text);
      for (const secret of SECRETS) expect([secret, redacted.includes(secret)]).toEqual([secret, false]);
      for (const identity of ['ws-0417', '203.0.113.77', 'SalesDept', 'fileserver7', '00:1A:2B:3C:4D:5E'])
        expect([identity, redacted.includes(identity)]).toEqual([identity, text.includes(identity)]);
    }
  });

  test('reads as before, with names in the place of names', () => {
    const redactor = siteRedactor();
    expect(
      CORPUS.map(({ name, text }) => `### ${name}\n${redactor.text(text)}`).join('\n'),
    ).toMatchSnapshot();
  });
});

describe('known secrets', () => {
  const secret = fc
    .string({ unit: fc.constantFrom(...'abcXYZ019!&/+ "\\%é€<'), minLength: 6, maxLength: 30 })
    .filter((text) => new Set(text).size > 3 && !'[secret]'.includes(text) && text.trim() === text);
  const written = (text: string): string[] => [
    text,
    JSON.stringify(text).slice(1, -1),
    JSON.stringify(JSON.stringify(text)).slice(3, -3),
    encodeURIComponent(text),
    encodeURIComponent(text).toLowerCase(),
    new URLSearchParams({ q: text }).toString().slice(2),
    Buffer.from(text).toString('hex'),
    ...['', 'u:', 'user:', 'a.b:'].flatMap((lead) => [
      Buffer.from(lead + text).toString('base64'),
      Buffer.from(lead + text).toString('base64url'),
    ]),
  ];

  test('go in every written form, wherever they stand', () => {
    fc.assert(
      fc.property(secret, fc.string({ maxLength: 8 }), (text, noise) => {
        const redactor = new Redactor({ ...DEFAULT_CHOICES, identities: false }, [text]);
        for (const form of written(text)) {
          const redacted = redactor.text(`${noise}${form}\n${noise}`);
          expect([form, redacted.includes(form)]).toEqual([form, false]);
        }
      }),
      { numRuns: 80 },
    );
  });

  test('of fewer than four characters are not looked for', () => {
    expect(new Redactor(DEFAULT_CHOICES, ['abc']).text('abcabc')).toBe('abcabc');
  });
});

describe('own words', () => {
  test('go also inside other words, in any case', () => {
    const redactor = new Redactor({ ...DEFAULT_CHOICES, words: ['Contoso', 'ab'] }, []);
    expect(redactor.text('contosoVPN and MYCONTOSO, Contoso. ab')).toBe('word-1VPN and MYword-1, word-1. ab');
  });
});

describe('addresses', () => {
  test.each([
    ['203.0.113.7:443', 'ipv4-1:443'],
    ['10.20.0.5 and 192.168.1.1', '10.20.0.5 and 192.168.1.1'],
    [
      '127.0.0.1 0.0.0.0 255.255.255.0 169.254.1.2 172.17.0.2 224.0.0.251',
      '127.0.0.1 0.0.0.0 255.255.255.0 169.254.1.2 172.17.0.2 224.0.0.251',
    ],
    ['[2001:db8::1]:443 2001:0db8:0:0:0:0:0:1', '[ipv6-1]:443 ipv6-1'],
    ['::ffff:203.0.113.7', '::ffff:ipv4-1'],
    ['fd00::1 fe80::1%eth0 ::1', 'fd00::1 fe80::1%eth0 ::1'],
    ['version 5.13.2.1, v1.2.3.4, 1.3.6.1.4.1.311', 'version 5.13.2.1, v1.2.3.4, 1.3.6.1.4.1.311'],
    ['00:1A:2B:3C:4D:5E 00-1a-2b-3c-4d-5e 001a.2b3c.4d5e', 'mac-1 mac-1 mac-1'],
    ['12:34:56.789 2026-03-02T09:14:07Z', '12:34:56.789 2026-03-02T09:14:07Z'],
    ['4.3.2.203.in-addr.arpa', 'ipv4-1.in-addr.arpa'],
  ])('%s', (text, expected) => {
    expect(new Redactor(DEFAULT_CHOICES, []).text(text)).toBe(expected);
  });

  test('of private ranges go where that was chosen', () => {
    const redactor = new Redactor({ ...DEFAULT_CHOICES, keepsPrivateAddresses: false }, []);
    expect(redactor.text('10.20.0.5 10.20.0.5:443 127.0.0.1 fd00::1')).toBe(
      'ipv4-1 ipv4-1:443 127.0.0.1 ipv6-1',
    );
  });
});

test('memory does not grow with a line: what is held back stays small', () => {
  const text = new TextRedactor(siteRedactor(), new Tally());
  const piece = Buffer.from(`${'x'.repeat(60_000)} jdoe 443 `);
  let given = 0;
  let taken = 0;
  for (let round = 0; round < 50; round += 1) {
    given += piece.length;
    taken += text.push(piece).length;
    expect(given - taken).toBeLessThan(20_000);
  }
});
