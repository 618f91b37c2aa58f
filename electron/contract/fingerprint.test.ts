import { describe, expect, it } from 'vitest';
import { fingerprintSchema, isFingerprint } from './fingerprint.ts';

const COLONS = Array(32).fill('AB').join(':');

describe('a fingerprint', () => {
  it('is the same however it is written', () => {
    expect(isFingerprint('ab'.repeat(32), COLONS)).toBe(true);
    expect(isFingerprint(COLONS, COLONS.toLowerCase())).toBe(true);
    expect(isFingerprint(COLONS, `AC${COLONS.slice(2)}`)).toBe(false);
    expect(isFingerprint(COLONS, undefined)).toBe(false);
  });

  it.each(['', 'AB', 'ab'.repeat(20), `${COLONS}:AB`, COLONS.replace(':', ''), 'zz'.repeat(32)])(
    'is not %j',
    (text) => {
      expect(fingerprintSchema.safeParse(text).success).toBe(false);
    },
  );
});
