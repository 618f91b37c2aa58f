import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bodySignaturesSchema, recognise } from './body-signature.ts';
import entries from './data/body-signatures.json' with { type: 'json' };
import { decodeBody, plainWords, titleOf } from './http-body.ts';
import { clockOffset, selectHeaders, withoutQuery } from './http-headers.ts';
import { readRedirect } from './http-redirect.ts';
import { scrubber } from './http-scrub.ts';

describe('body signatures', () => {
  const page = (text: string, more: Partial<Parameters<typeof recognise>[0]> = {}) =>
    recognise({ status: 200, headers: [], title: titleOf(text), text, ...more });

  it('stand in a data file that is well-formed', () => {
    expect(bodySignaturesSchema.parse(entries).length).toBe(entries.length);
  });

  it.each(
    bodySignaturesSchema
      .parse(entries)
      .flatMap(({ code, product, marks }) => marks.map((mark) => ({ code, product, mark }))),
  )('$code of $product is recognised by $mark', ({ code, product, mark }) => {
    const found = recognise({
      status: mark.statuses?.[0] ?? 418,
      headers:
        mark.header === undefined ? [] : [[mark.header.name, `<${mark.header.contains.toUpperCase()}>`]],
      title: mark.title?.toUpperCase(),
      text: `x ${(mark.body ?? []).join(' x ').toUpperCase()} x`,
    });
    expect(found.code).toBe(code);
    expect(found.product).toBe(product);
  });

  it('look through layout, entities and case, and quote what was there', () => {
    expect(page('<p>INVALID   host\n header.</p>', { status: 421 })).toMatchObject({
      code: 'invalid-host-header',
      quote: 'INVALID host header',
    });
    expect(page('You&#39;re speaking plain HTTP to an SSL-enabled server port.').code).toBe(
      'plain-on-tls-port',
    );
  });

  it('know the Console by its envelope and a stranger by nothing', () => {
    expect(page('{"success":false,"result":null,"statusCode":401,"errors":["x"]}').code).toBe('air-console');
    expect(page('{"statusCode":404,"message":"Not Found"}')).toEqual({ code: 'unknown' });
    expect(page('')).toEqual({ code: 'unknown' });
  });

  it('never throw and always fit the contract', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), fc.string(), (text, value) => {
        const found = recognise({ status: 200, headers: [['server', value]], title: text, text });
        expect((found.quote ?? '').length).toBeLessThanOrEqual(300);
      }),
    );
  });
});

describe('titleOf and plainWords', () => {
  it.each([
    ['<TITLE lang="en">\n A &lt;b&gt; &#x41;&#66; \n</TITLE>', 'A <b> AB'],
    ['<title></title>', undefined],
    ['no title', undefined],
  ])('%j: %j', (html, title) => {
    expect(titleOf(html)).toBe(title);
  });

  it('never throw and stay in bounds', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 2000 }), (text) => {
        expect((titleOf(`<title>${text}`) ?? '').length).toBeLessThanOrEqual(300);
        expect(plainWords(text).length).toBeLessThanOrEqual(text.length);
      }),
    );
  });

  it('decode any octets in any charset that a server claims', () => {
    expect(decodeBody(Buffer.from([0xe4]), 'text/html; charset=ISO-8859-1')).toBe('ä');
    expect(decodeBody(Buffer.from('ä'), 'text/html; charset="klingon"')).toBe('ä');
    fc.assert(
      fc.property(fc.uint8Array(), fc.string(), (bytes, charset) => {
        decodeBody(bytes, `text/html; charset=${charset}`);
      }),
    );
  });
});

describe('selectHeaders and withoutQuery', () => {
  it('keeps what says who answered, joined where it came twice', () => {
    const headers = [
      ['server', 'nginx'],
      ['set-cookie', 'a=b'],
      ['authorization', 'x'],
      ['via', '1.1 a'],
      ['via', '1.1 b'],
      ['location', '/x?token=1'],
      ['proxy-authenticate', 'NTLM TlRMTVNTUAAC'],
    ] as const;
    expect(selectHeaders(headers)).toEqual({
      server: 'nginx',
      via: '1.1 a, 1.1 b',
      location: '/x',
      'proxy-authenticate': 'NTLM',
    });
  });

  it('leaves no query, fragment or user info in any URL', () => {
    expect(withoutQuery('https://user:pw@host/path?q=1#f')).toBe('https://host/path');
    expect(withoutQuery('//user:pw@host/path')).toBe('//host/path');
    fc.assert(
      fc.property(fc.webUrl({ withQueryParameters: true, withFragments: true }), (url) => {
        const kept = withoutQuery(url);
        expect(kept).not.toMatch(/[?#]/);
        expect(url.startsWith(kept)).toBe(true);
      }),
    );
  });
});

describe('clockOffset', () => {
  it('is what the server is ahead, with half a round trip taken off', () => {
    const received = Date.parse('2030-01-01T00:00:00.000Z');
    expect(clockOffset('Tue, 01 Jan 2030 00:01:00 GMT', received, 0)).toBe(60_500);
    expect(clockOffset('Tue, 01 Jan 2030 00:00:00 GMT', received, 400)).toBe(700);
    expect(clockOffset('2030-01-01', received, 0)).toBeUndefined();
    expect(clockOffset('Tue, 99 Xyz 2030 00:00:00 GMT', received, 0)).toBeUndefined();
    expect(clockOffset(undefined, received, 0)).toBeUndefined();
  });
});

describe('readRedirect', () => {
  const from = 'https://console.test:8443/a';

  it.each([
    ['/b?x=1', false, '/b?x=1'],
    ['https://CONSOLE.test.:8443/b', false, '/b'],
    ['https://console.test/b', false, undefined],
    ['http://console.test:8443/b', false, undefined],
    ['https://console.test.evil.test:8443/b', true, undefined],
    ['https://console.test@evil.test/b', true, undefined],
    ['//evil.test/b', true, undefined],
    ['http://[', false, undefined],
  ])('%s', (location, toOtherHost, nextPath) => {
    expect(readRedirect(from, 302, location)).toMatchObject({ hop: { toOtherHost }, nextPath });
  });

  it('never throws and never follows to another host', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.webUrl()), (location) => {
        const redirect = readRedirect(from, 301, location);
        if (redirect?.nextPath !== undefined)
          expect(new URL(location, from).hostname.replace(/\.$/, '')).toBe('console.test');
      }),
    );
  });

  it('is none for other statuses', () => {
    expect(readRedirect(from, 200, '/b')).toBeUndefined();
    expect(readRedirect(from, 304, '/b')).toBeUndefined();
    expect(readRedirect(from, 302, undefined)).toBeUndefined();
  });
});

describe('scrubber', () => {
  const secret = fc.stringMatching(/^api_[A-Za-z0-9&<"=+/-]{12,40}$/);

  it('leaves no form of a secret in any text', () => {
    fc.assert(
      fc.property(secret, fc.string(), fc.string(), (token, before, after) => {
        const forms = [
          token,
          token.toUpperCase(),
          encodeURIComponent(token),
          Buffer.from(token).toString('base64'),
        ];
        for (const form of forms) {
          const clean = scrubber(token)(`${before}${form}${after}`);
          expect(clean.toLowerCase()).not.toContain(form.toLowerCase());
        }
      }),
    );
  });

  it('cuts the beginning of a secret where the text ends', () => {
    fc.assert(
      fc.property(secret, fc.integer({ min: 4, max: 15 }), (token, length) => {
        expect(scrubber(token)(`you sent ${token.slice(0, length)}`)).toBe('you sent (secret)');
      }),
    );
  });
});
