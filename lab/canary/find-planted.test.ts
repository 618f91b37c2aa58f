import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { findPlanted, writtenForms } from './testing/find-planted.ts';

const SECRETS = ['Zq7Wv9Kx3Lm5Tn8R', 'p"a<s&s/w+o=r\'d é1', '\\back\\slash 9', 'key+with/base64=='].map(
  (value) => ({
    value,
    where: value,
  }),
);

/** A text without any of them, around the place where one is planted. */
const around = (bytes: Buffer): Buffer =>
  Buffer.concat([
    randomBytes(1000),
    Buffer.from('{"before":"'),
    bytes,
    Buffer.from('","after":1}\n'),
    randomBytes(1000),
  ]);

describe('a planted secret is found', () => {
  it.each(SECRETS)('in each form of $value', ({ value, where }) => {
    const forms = writtenForms(value);
    expect(new Set(forms.map(({ form }) => form)).size).toBe(20);
    for (const { form, bytes } of forms)
      expect([form, findPlanted(around(bytes), [{ value, where }])]).toEqual([
        form,
        expect.arrayContaining([`${where}, as ${form}`]),
      ]);
  });

  it('wherever it lies in a longer text that was put into base64, also escaped before', () => {
    for (const { value, where } of SECRETS)
      for (const lead of ['', 'a', 'ab', 'user:', '{"p":"'])
        for (const text of [value, JSON.stringify(value), encodeURIComponent(value)]) {
          const hidden = Buffer.from(`${lead}${text} and more`).toString('base64');
          expect(findPlanted(around(Buffer.from(hidden)), [{ value, where }])).not.toEqual([]);
        }
  });
});

it('nothing is found where nothing was planted', () => {
  expect(findPlanted(randomBytes(200_000), SECRETS)).toEqual([]);
  expect(findPlanted(Buffer.from(randomBytes(200_000).toString('base64')), SECRETS)).toEqual([]);
});
