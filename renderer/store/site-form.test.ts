import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parsePort } from './field-problem.ts';
import {
  EMPTY_SITE,
  isRunnable,
  isSiteUsable,
  type SiteForm,
  siteProblems,
  withoutSecrets,
} from './site-form.ts';

const FILLED: SiteForm = { ...EMPTY_SITE, address: 'console.example.com' };

describe('siteProblems', () => {
  it('finds nothing wrong with an address alone', () => {
    expect(siteProblems(FILLED)).toEqual({});
    expect(isRunnable(EMPTY_SITE)).toBe(false);
  });

  it.each<[Partial<SiteForm>, keyof ReturnType<typeof siteProblems>, string]>([
    [{ address: ' ' }, 'address', 'missing'],
    [{ address: 'console example' }, 'address', 'host'],
    [{ primaryPort: '70000' }, 'primaryPort', 'port'],
    [{ primaryPort: '' }, 'primaryPort', 'port'],
    [{ alternatePort: 'x' }, 'alternatePort', 'port'],
    [{ alternatePort: '443' }, 'alternatePort', 'same-port'],
    [{ resolvers: '10.0.0.53, dns.example.com' }, 'resolvers', 'resolver'],
    [
      { resolvers: Array.from({ length: 17 }, (_, index) => `10.0.0.${index}`).join(' ') },
      'resolvers',
      'too-many-resolvers',
    ],
    [{ name: 'x'.repeat(121) }, 'name', 'name-too-long'],
    [{ proxyMode: 'url', proxyUrl: 'ftp://proxy.example.com' }, 'proxyUrl', 'proxy'],
    [{ proxyMode: 'pac', pacUrl: 'proxy.pac' }, 'pacUrl', 'proxy'],
    [{ proxyMode: 'pac', pacUrl: 'http://me:s3cret@proxy.example.com/proxy.pac' }, 'pacUrl', 'proxy'],
  ])('sees %j', (change, field, code) => {
    expect(siteProblems({ ...FILLED, ...change })).toEqual({ [field]: expect.objectContaining({ code }) });
  });

  it('does not mind the alternate port where it is not used', () => {
    expect(siteProblems({ ...FILLED, usesAlternatePort: false, alternatePort: '' })).toEqual({});
  });

  it('tells what every step depends on from what is the Console’s alone', () => {
    expect(isSiteUsable(EMPTY_SITE)).toBe(true);
    expect(isSiteUsable({ ...FILLED, primaryPort: '' })).toBe(true);
    expect(isSiteUsable({ ...FILLED, resolvers: 'x' })).toBe(false);
  });

  it('accepts a pasted web address, which is taken apart later', () => {
    expect(isRunnable({ ...FILLED, address: 'https://console.example.com:8443/' })).toBe(true);
  });
});

describe('withoutSecrets', () => {
  it.each<[Partial<SiteForm>, Partial<SiteForm>]>([
    [{ address: 'https://me:s3cret@console.example.com/x' }, { address: 'console.example.com' }],
    [{ address: 'https://me:s3cr' }, { address: '' }],
    [{ address: 'fe80::1' }, { address: 'fe80::1' }],
    [{ address: 'two words' }, { address: 'two words' }],
    [
      { proxyMode: 'url', proxyUrl: 'http://me:s3cret@proxy.example.com:3128' },
      { proxyUrl: 'http://proxy.example.com:3128' },
    ],
    [{ proxyMode: 'url', proxyUrl: 'http://me:s3cr' }, { proxyUrl: '' }],
    [{ proxyMode: 'pac', pacUrl: 'http://me:s3cret@proxy.example.com/proxy.pac' }, { pacUrl: '' }],
  ])('keeps no login of %j', (typed, kept) => {
    expect(withoutSecrets({ ...FILLED, ...typed })).toMatchObject(kept);
    expect(JSON.stringify(withoutSecrets({ ...FILLED, ...typed }))).not.toContain('s3cr');
  });

  it('keeps all that can be run', () => {
    const form: SiteForm = { ...FILLED, proxyMode: 'url', proxyUrl: 'http://proxy.example.com:3128' };
    expect(withoutSecrets(form)).toEqual(form);
  });
});

describe('parsePort', () => {
  it('reads ports and nothing else', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 65_535 }), (port) => parsePort(String(port)) === port));
    for (const text of ['', '0', '65536', '1e3', '-1', '443.0', ' ']) expect(parsePort(text)).toBeUndefined();
  });
});
