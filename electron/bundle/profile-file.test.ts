import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { type Profile, profileDocumentSchema } from '../contract/profile.ts';
import { renderProfileFile, withoutLogins } from './profile-file.ts';

const profileNamed = (name: string): Profile => ({
  schema: 'airway.profile/1',
  name,
  vantage: 'asset',
  console: {
    address: 'air.example.com',
    ports: { primary: 443, tasks: null },
    apiToken: { env: 'AIR_TOKEN' },
  },
  activeDirectory: { security: 'ldaps', username: 'EXAMPLE\\svc', password: { ask: true } },
});

test('a profile file reads back as the same profile, whatever the site is called', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: 'grapheme' }),
        fc.constantFrom('yes', '0123', '~', '- a: b', '# x', '{a}', "it's", '*x', '!!y'),
      ),
      (text) => {
        fc.pre(text.trim() !== '');
        const profile = profileNamed(text.trim());
        const read = profileDocumentSchema.parse(parse(renderProfileFile(profile, false)));
        expect(read).toEqual(profile);
      },
    ),
  );
});

test.each([
  ['http://user:pa%40ss@proxy.example.com:3128/', 'http://proxy.example.com:3128/'],
  ['socks5://token@proxy.example.com', 'socks5://proxy.example.com'],
  ['http://user:p@ss@proxy.example.com', 'http://proxy.example.com'],
  ['https://proxy.example.com/a@b', 'https://proxy.example.com/a@b'],
])('the login is cut out of the proxy address %s', (url, expected) => {
  expect(withoutLogins({ ...profileNamed('x'), proxy: { url } }).proxy).toEqual({ url: expected });
  expect(withoutLogins({ ...profileNamed('x'), proxy: { pacUrl: url } }).proxy).toEqual({ pacUrl: expected });
});

test('the file of a practice run says that its ports are gone', () => {
  expect(renderProfileFile(profileNamed('x'), true)).toMatch(
    /^# The practice site .* only while that run went on\.\n/,
  );
  expect(renderProfileFile(profileNamed('x'), false)).toContain('airway check --profile profile.yaml');
});
