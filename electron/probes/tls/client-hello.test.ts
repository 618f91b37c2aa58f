import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ReadHello, readClientHello } from '../../../lab/practice/client-hello.ts';
import { type HelloVariant, helloVariantSchema } from '../../contract/outcomes/tls-hello.ts';
import { ALL_SUITES, isOutdated, suiteName } from './cipher-suites.ts';
import { buildClientHello, type HelloOffer, TLS } from './client-hello.ts';
import { offerOf } from './hello-variants.ts';

function readBack(bytes: Uint8Array): ReadHello {
  const hello = readClientHello(Buffer.from(bytes));
  if (hello === undefined || hello === null) throw new Error('no ClientHello');
  return hello;
}

const version = fc.constantFrom(TLS.v10, TLS.v11, TLS.v12, TLS.v13);
const label = fc.stringMatching(/^[a-z0-9]{1,60}$/);
const offers: fc.Arbitrary<HelloOffer> = fc.record({
  versions: fc.tuple(version, version).map(([a, b]) => (a < b ? { min: a, max: b } : { min: b, max: a })),
  servername: fc.option(
    fc.array(label, { minLength: 1, maxLength: 4 }).map((labels) => labels.join('.')),
    {
      nil: null,
    },
  ),
  alpn: fc.array(fc.constantFrom('http/1.1', 'h2', 'nats'), { maxLength: 3 }),
  cipherSuites: fc.uniqueArray(fc.integer({ min: 1, max: 0xffff }), { minLength: 1, maxLength: 90 }),
  keyShare: fc.constantFrom('x25519', 'none'),
});

describe('buildClientHello', () => {
  it('reads back as what was offered', () => {
    fc.assert(
      fc.property(offers, (offer) => {
        const hello = readBack(buildClientHello(offer));
        const isTls13 = offer.versions.max === TLS.v13;
        expect(hello).toMatchObject({
          legacyVersion: Math.min(offer.versions.max, TLS.v12),
          servername: offer.servername,
          alpn: offer.alpn,
          cipherSuites: offer.cipherSuites,
        });
        expect(hello.versions).toEqual(
          isTls13 ? [TLS.v13, TLS.v12, TLS.v11, TLS.v10].filter((one) => one >= offer.versions.min) : [],
        );
        expect(hello.keyShares).toEqual(isTls13 ? (offer.keyShare === 'none' ? [] : [29]) : undefined);
        expect(new Set(hello.extensions).size).toBe(hello.extensions.length);
        // RFC 7685 §1: sizes at which some load balancers hang.
        expect(hello.recordBytes - 5 < 256 || hello.recordBytes - 5 >= 512).toBe(true);
      }),
    );
  });

  it('has exactly the size that is asked for, unless it is longer already', () => {
    fc.assert(
      fc.property(offers, fc.integer({ min: 900, max: 16_000 }), (offer, recordBytes) => {
        const hello = buildClientHello({ ...offer, recordBytes });
        expect(hello.length).toBe(recordBytes);
        expect(readBack(hello)).toMatchObject({ recordBytes, servername: offer.servername });
      }),
    );
    const least = { ...offerOf('small', 'console.example.com'), recordBytes: 100 };
    expect(buildClientHello(least).length).toBeGreaterThan(150);
  });

  it('never repeats itself', () => {
    const offer = offerOf('small', 'console.example.com');
    expect(buildClientHello(offer)).not.toEqual(buildClientHello(offer));
  });
});

describe('the variants of a greeting', () => {
  const hello = (variant: HelloVariant, servername: string | null = 'console.example.com') =>
    readBack(buildClientHello(offerOf(variant, servername)));

  it('fit into one small packet, but for the large one', () => {
    for (const variant of helloVariantSchema.options) {
      const { recordBytes } = hello(variant);
      if (variant === 'large') expect(recordBytes).toBe(1750);
      else expect(recordBytes).toBeLessThanOrEqual(517);
    }
    expect(hello('small').recordBytes).toBeLessThan(261);
    expect(hello('small', `${'a'.repeat(60)}.${'b'.repeat(60)}.example.com`).recordBytes).toBe(517);
  });

  it('differ from the small one in one thing', () => {
    expect(hello('small')).toMatchObject({ versions: [TLS.v13, TLS.v12], keyShares: [29] });
    expect(hello('no-name').servername).toBeNull();
    expect(hello('other-name').servername).toBe('example.com');
    expect(hello('other-name', 'example.com').servername).toBe('example.org');
    expect(hello('short-answer')).toMatchObject({ versions: [TLS.v13], keyShares: [] });
    expect(hello('up-to-1.0')).toMatchObject({ legacyVersion: TLS.v10, versions: [] });
    expect(hello('up-to-1.0').extensions).not.toContain(13);
    expect(hello('up-to-1.2').cipherSuites).toHaveLength(ALL_SUITES.length - 3);
  });
});

describe('cipher suites', () => {
  it('are named, each once, and say whether current clients offer them', () => {
    expect(new Set(ALL_SUITES.map(suiteName)).size).toBe(ALL_SUITES.length);
    expect([suiteName(0x1302), isOutdated(0x1302)]).toEqual(['TLS_AES_256_GCM_SHA384', false]);
    expect([suiteName(0x0005), isOutdated(0x0005)]).toEqual(['TLS_RSA_WITH_RC4_128_SHA', true]);
    expect([suiteName(0xfefe), isOutdated(0xfefe)]).toEqual(['0xfefe', false]);
  });
});
