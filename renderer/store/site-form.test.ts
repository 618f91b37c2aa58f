import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { channels } from '../../electron/contract/channels.ts';
import { consolePorts, type Profile, profileSchema } from '../../electron/contract/profile.ts';
import {
  EMPTY_SITE,
  formOf,
  isRunnable,
  parsePort,
  profileOf,
  type SiteForm,
  siteProblems,
  siteRequest,
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
  ])('sees %j', (change, field, code) => {
    expect(siteProblems({ ...FILLED, ...change })).toEqual({ [field]: expect.objectContaining({ code }) });
  });

  it('does not mind the alternate port where it is not used', () => {
    expect(siteProblems({ ...FILLED, usesAlternatePort: false, alternatePort: '' })).toEqual({});
  });

  it('accepts a pasted web address, which is taken apart later', () => {
    expect(isRunnable({ ...FILLED, address: 'https://console.example.com:8443/' })).toBe(true);
  });
});

describe('siteRequest', () => {
  it('makes a request that the host accepts from every form that can be run', () => {
    const port = fc.oneof(
      { weight: 9, arbitrary: fc.integer({ min: 1, max: 65_535 }).map(String) },
      { weight: 1, arbitrary: fc.string() },
    );
    const form = fc.record({
      name: fc.string({ maxLength: 130 }),
      address: fc.oneof(fc.domain(), fc.ipV4(), fc.ipV6(), fc.webUrl(), fc.string()),
      vantage: fc.constantFrom('asset', 'console', 'workstation'),
      primaryPort: port,
      usesAlternatePort: fc.boolean(),
      alternatePort: port,
      resolvers: fc.oneof(
        fc.array(fc.ipV4(), { maxLength: 20 }).map((list) => list.join('\n')),
        fc.string(),
      ),
      caPem: fc.constant(''),
      base: fc.constant(null),
    });
    fc.assert(
      fc.property(form, fc.string(), (filled, token) => {
        fc.pre(isRunnable(filled));
        expect(channels['run-start'].input.safeParse(siteRequest(filled, token, true)).error).toBeUndefined();
      }),
    );
  });

  it('keeps the token out of the profile', () => {
    const request = siteRequest(FILLED, ' s3cret ', false);
    expect(request).toMatchObject({
      site: { secrets: { apiToken: 's3cret' }, profile: { console: { apiToken: { ask: true } } } },
    });
    expect(JSON.stringify('site' in request && request.site.profile)).not.toContain('s3cret');
  });

  it('says outright that the alternate port is not used', () => {
    const profile = profileOf({ ...FILLED, usesAlternatePort: false }, false);
    expect(consolePorts(profile)).toMatchObject({ primary: 443, alternate: null });
  });

  it('takes the address as name where there is none', () => {
    expect(profileOf(FILLED, false).name).toBe('console.example.com');
    expect(profileOf({ ...FILLED, name: 'Berlin' }, false).name).toBe('Berlin');
  });
});

describe('formOf', () => {
  it('gives back the same profile, with what the form does not show', () => {
    const profile: Profile = profileSchema.parse({
      schema: 'airway.profile/1',
      name: 'Berlin',
      vantage: 'asset',
      console: {
        address: 'console.example.com',
        ports: { primary: 9443, tasks: 4222 },
        apiToken: { env: 'TOKEN' },
      },
      syslog: { address: 'siem.example.com' },
      resolvers: ['10.0.0.53', '10.0.0.54:5353'],
      deadlines: { tcpMs: 2000 },
    });
    const form = formOf(profile, EMPTY_SITE);
    expect(form).toMatchObject({
      primaryPort: '9443',
      usesAlternatePort: false,
      resolvers: '10.0.0.53\n10.0.0.54:5353',
    });
    expect(profileOf(form, false)).toEqual({
      ...profile,
      console: { ...profile.console, ports: { primary: 9443, alternate: null, tasks: 4222 } },
    });
  });

  it('drops the resolvers of the file when the field was emptied', () => {
    const form = formOf(profileOf({ ...FILLED, resolvers: '10.0.0.53' }, false), EMPTY_SITE);
    expect(profileOf({ ...form, resolvers: '' }, false).resolvers).toBeUndefined();
  });
});

describe('parsePort', () => {
  it('reads ports and nothing else', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 65_535 }), (port) => parsePort(String(port)) === port));
    for (const text of ['', '0', '65536', '1e3', '-1', '443.0', ' ']) expect(parsePort(text)).toBeUndefined();
  });
});
