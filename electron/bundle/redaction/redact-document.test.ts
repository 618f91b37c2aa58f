import { expect, test } from 'vitest';
import { z } from 'zod';
import { Tally } from './ledger.ts';
import { redactDocument } from './redact-document.ts';
import { DEFAULT_CHOICES, Redactor } from './redactor.ts';

const exchangeSchema = z.object({ base64: z.string(), omittedBytes: z.number() });
const answer = Buffer.concat([
  Buffer.from([0x30, 0x84, 0x00, 0xff]),
  Buffer.from('bind of ws-0417 failed, password=Zq7Wv9Kx3Lm5'),
  Buffer.from([0x00, 0x01]),
]);
const exchange = { base64: answer.toString('base64'), omittedBytes: 0 };

test('of a binary exchange nothing stays where names go, and where they stay its secrets go', () => {
  const tally = new Tally();
  const without = redactDocument(new Redactor(DEFAULT_CHOICES, []), exchangeSchema, exchange, tally);
  expect(without).toEqual({ base64: '', omittedBytes: answer.length });
  expect(tally.counts()).toEqual({ 'raw-bytes': 1 });

  const secretsOnly = new Redactor({ ...DEFAULT_CHOICES, identities: false }, []);
  const kept = redactDocument(secretsOnly, exchangeSchema, exchange, new Tally());
  const text = Buffer.from(kept.base64, 'base64').toString('latin1');
  expect(text).toContain('bind of ws-0417 failed, password=[secret]');
  expect(text.startsWith('0\x84\x00\xff')).toBe(true);
});
