import { describe, expect, it } from 'vitest';
import { compareChains } from './chain-comparison.ts';
import { certificate } from './testing/site-run.ts';

const leaf = certificate({ fingerprint256: 'AA', publicKey256: 'K1' });
const authority = certificate({ subject: 'CN=Example CA,O=Example', publicKey256: 'A1', isCa: true });

describe('two chains of one service', () => {
  it.each([
    ['same-certificate', [leaf], [certificate({ fingerprint256: 'AA' })]],
    ['same-key', [leaf], [certificate({ fingerprint256: 'BB', publicKey256: 'K1' })]],
    ['same-authority', [leaf], [certificate({ fingerprint256: 'BB', publicKey256: 'K2' })]],
    [
      'same-authority',
      [leaf, authority],
      [certificate({ fingerprint256: 'BB', publicKey256: 'K2' }), authority],
    ],
    [
      'other-authority',
      [leaf, authority],
      [certificate({ fingerprint256: 'BB', publicKey256: 'K2' }), { ...authority, publicKey256: 'A2' }],
    ],
    ['other-authority', [leaf], [certificate({ fingerprint256: 'BB', issuer: 'CN=Other CA' })]],
    [
      'other-authority',
      [certificate({ fingerprint256: 'AA', isSelfSigned: true, issuer: 'CN=me' })],
      [certificate({ fingerprint256: 'BB', isSelfSigned: true, issuer: 'CN=me' })],
    ],
    ['cannot-tell', [leaf], []],
    ['cannot-tell', [], [leaf]],
  ])('%s', (code, one, other) => {
    expect(compareChains(one, other).code).toBe(code);
    expect(compareChains(other, one).code).toBe(code);
  });

  it('are said to be of whom they are', () => {
    const other = certificate({ fingerprint256: 'BB', issuer: 'CN=Proxy', issuerCommonName: 'Proxy' });
    expect(compareChains([leaf], [other]).said).toBe(
      'issued by Example CA in one case and by Proxy in the other',
    );
  });
});
