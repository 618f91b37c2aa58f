import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { channels } from '../../electron/contract/channels.ts';
import { consolePorts, type Profile, profileSchema } from '../../electron/contract/profile.ts';
import { CHECK_STEPS } from './check-steps.ts';
import { type DirectoryForm, EMPTY_DIRECTORY } from './directory-form.ts';
import {
  type Forms,
  formsOf,
  profileOf,
  siteRequest,
  stepReadiness,
  type TypedSecrets,
} from './profile-forms.ts';
import { EMPTY_RESPONDER, type ResponderForm } from './responder-form.ts';
import { EMPTY_SITE, isSiteUsable, type SiteForm } from './site-form.ts';
import { EMPTY_SYSLOG, type SyslogForm } from './syslog-form.ts';

const NO_SECRETS: TypedSecrets = { apiToken: '', bindPassword: '', proxyLogin: null };
const EMPTY: Forms = {
  form: EMPTY_SITE,
  responderForm: EMPTY_RESPONDER,
  directoryForm: EMPTY_DIRECTORY,
  syslogForm: EMPTY_SYSLOG,
};
const forms = (form: Partial<SiteForm>, more: Partial<Omit<Forms, 'form'>> = {}): Forms => ({
  ...EMPTY,
  form: { ...EMPTY_SITE, address: 'console.example.com', ...form },
  ...more,
});
const directory = (form: Partial<DirectoryForm>): Forms =>
  forms({}, { directoryForm: { ...EMPTY_DIRECTORY, domain: 'corp.example.com', ...form } });
const syslog = (form: Partial<SyslogForm>): Forms =>
  forms({}, { syslogForm: { ...EMPTY_SYSLOG, address: 'siem.example.com', ...form } });
const responder = (form: Partial<ResponderForm>): Forms =>
  forms({}, { responderForm: { ...EMPTY_RESPONDER, ...form } });
const request = (filled: Forms, typed: Partial<TypedSecrets> = {}, run = {}) =>
  siteRequest(
    filled,
    { ...NO_SECRETS, ...typed },
    {
      steps: CHECK_STEPS,
      sendsSyslogTest: false,
      logsIn: true,
      ...run,
    },
  );

describe('stepReadiness', () => {
  it('has nothing to check before anything is typed', () => {
    expect(stepReadiness(EMPTY)).toEqual({
      console: 'empty',
      responder: 'empty',
      'active-directory': 'empty',
      syslog: 'empty',
    });
  });

  it('has Console and Responder to check with an address alone', () => {
    expect(stepReadiness(forms({}))).toMatchObject({ console: 'ready', responder: 'ready', syslog: 'empty' });
  });

  it('has Active Directory or Syslog to check without a Console', () => {
    const { directoryForm } = directory({});
    const { syslogForm } = syslog({});
    expect(stepReadiness({ ...EMPTY, directoryForm, syslogForm })).toEqual({
      console: 'empty',
      responder: 'empty',
      'active-directory': 'ready',
      syslog: 'ready',
    });
  });

  it.each<[string, Forms]>([
    ['active-directory', directory({ ldapsPort: '70000' })],
    ['active-directory', directory({ ldapPort: 'x' })],
    ['active-directory', directory({ domain: 'two words' })],
    ['active-directory', directory({ servers: 'dc1, -dc2-' })],
    ['active-directory', directory({ baseDn: 'corp' })],
    ['active-directory', directory({ username: 'x'.repeat(513) })],
    ['syslog', syslog({ port: '0' })],
    ['syslog', syslog({ address: 'siem:514' })],
    ['responder', responder({ relay: 'https://relay' })],
    ['responder', responder({ tasksPort: '99999' })],
    ['console', forms({ primaryPort: '' })],
  ])('%s is to be corrected first', (step, filled) => {
    expect(stepReadiness(filled)).toMatchObject({ [step]: 'to-correct' });
  });

  it('leaves alone what is not used', () => {
    expect(stepReadiness(responder({ usesTasksPort: false, tasksPort: 'x' }))).toMatchObject({
      responder: 'ready',
    });
    expect(stepReadiness(responder({ isWanted: false, relay: '-' }))).toMatchObject({ responder: 'empty' });
  });

  it('waits for what every step depends on', () => {
    expect(Object.values(stepReadiness({ ...syslog({}), form: { ...EMPTY_SITE, resolvers: 'x' } }))).toEqual([
      'empty',
      'empty',
      'empty',
      'to-correct',
    ]);
  });
});

describe('siteRequest', () => {
  it('is accepted by the host whatever was typed, as soon as a step can be checked', () => {
    const port = fc.oneof(
      { weight: 9, arbitrary: fc.integer({ min: 1, max: 65_535 }).map(String) },
      { weight: 1, arbitrary: fc.string() },
    );
    const host = fc.oneof(fc.domain(), fc.ipV4(), fc.ipV6(), fc.webUrl(), fc.string());
    const filled = fc.record({
      form: fc.record({
        name: fc.string({ maxLength: 130 }),
        address: host,
        vantage: fc.constantFrom('asset' as const, 'console' as const, 'workstation' as const),
        primaryPort: port,
        usesAlternatePort: fc.boolean(),
        alternatePort: port,
        resolvers: fc.oneof(
          fc.array(fc.ipV4(), { maxLength: 20 }).map((list) => list.join('\n')),
          fc.string(),
        ),
        caPem: fc.constant(''),
        base: fc.constant(null),
        proxyMode: fc.constantFrom('system' as const, 'direct' as const, 'url' as const, 'pac' as const),
        proxyUrl: fc.oneof(
          fc.webAuthority().map((authority) => `http://${authority}`),
          fc.string(),
        ),
        pacUrl: fc.oneof(fc.webUrl(), fc.string()),
      }),
      responderForm: fc.record({
        isWanted: fc.boolean(),
        tasksPort: port,
        usesTasksPort: fc.boolean(),
        relay: fc.oneof(fc.constant(''), host),
      }),
      directoryForm: fc.record({
        domain: fc.oneof(fc.domain(), fc.string()),
        servers: fc.oneof(
          fc.array(fc.domain()).map((list) => list.join(' ')),
          fc.string(),
        ),
        security: fc.constantFrom('ldaps' as const, 'starttls' as const, 'plain' as const),
        ldapsPort: port,
        ldapPort: port,
        baseDn: fc.string(),
        username: fc.string(),
      }),
      syslogForm: fc.record({
        address: host,
        port,
        transport: fc.constantFrom('udp' as const, 'tcp' as const, 'tls' as const),
        format: fc.constantFrom('rfc5424' as const, 'cef' as const),
        framing: fc.constantFrom('octet-counting' as const, 'newline' as const),
      }),
    });
    const typed = fc.record({
      apiToken: fc.string(),
      bindPassword: fc.string(),
      proxyLogin: fc.option(fc.record({ username: fc.string(), password: fc.string() })),
    });
    fc.assert(
      fc.property(filled, typed, fc.boolean(), (given, secrets, sendsSyslogTest) => {
        const readiness = stepReadiness(given);
        const steps = CHECK_STEPS.filter((step) => readiness[step] === 'ready');
        fc.pre(steps.length > 0 && isSiteUsable(given.form));
        const asked = siteRequest(given, secrets, { steps, sendsSyslogTest, logsIn: true });
        expect(channels['run-start'].input.safeParse(asked).error).toBeUndefined();
      }),
    );
  });

  it('keeps every secret out of the profile', () => {
    const filled = forms(
      { proxyMode: 'url', proxyUrl: 'http://me:s3cret@proxy.example.com:3128' },
      { directoryForm: { ...EMPTY_DIRECTORY, domain: 'corp.example.com', username: 'svc@corp.example.com' } },
    );
    const asked = request(filled, { apiToken: ' s3cret ', bindPassword: ' s3cret' });
    expect(asked).toMatchObject({
      site: {
        secrets: {
          apiToken: 's3cret',
          bindPassword: ' s3cret',
          proxyLogin: { username: 'me', password: 's3cret' },
        },
        profile: {
          console: { apiToken: { ask: true } },
          activeDirectory: { password: { ask: true } },
          proxy: { url: 'http://proxy.example.com:3128' },
        },
      },
    });
    expect(JSON.stringify('site' in asked && asked.site.profile)).not.toContain('s3cret');
  });

  it('repeats no login by itself, and the profile says the same', () => {
    const filled = directory({ username: 'svc@corp.example.com' });
    const asked = request(filled, { bindPassword: 's3cret' }, { logsIn: false });
    expect(JSON.stringify(asked)).not.toContain('s3cret');
    expect('site' in asked && asked.site.profile).toEqual(
      profileOf(filled, { ...NO_SECRETS, bindPassword: 's3cret' }),
    );
  });

  it('gives a proxy login to nobody when another way is chosen by now', () => {
    const proxyLogin = { username: 'me', password: 's3cret' };
    expect(JSON.stringify(request(forms({ proxyMode: 'direct' }), { proxyLogin }))).not.toContain('s3cret');
  });

  it('sends a test message only where syslog is checked', () => {
    expect(request(syslog({}), {}, { sendsSyslogTest: true })).toMatchObject({ sendSyslogTest: true });
    expect(request(syslog({}), {}, { sendsSyslogTest: true, steps: ['console'] })).not.toHaveProperty(
      'sendSyslogTest',
    );
  });
});

describe('profileOf', () => {
  it('says outright that the alternate port is not used', () => {
    const profile = profileOf(forms({ usesAlternatePort: false }), NO_SECRETS);
    expect(consolePorts(profile)).toMatchObject({ primary: 443, alternate: null, tasks: 4222 });
  });

  it('names the real-time port only where somebody did', () => {
    expect(profileOf(responder({}), NO_SECRETS).console?.ports).not.toHaveProperty('tasks');
    expect(profileOf(responder({ tasksPort: '4223' }), NO_SECRETS).console?.ports?.tasks).toBe(4223);
    expect(profileOf(responder({ usesTasksPort: false }), NO_SECRETS).console?.ports?.tasks).toBeNull();
  });

  it('takes what is checked as name where there is none', () => {
    expect(profileOf(forms({}), NO_SECRETS).name).toBe('console.example.com');
    expect(profileOf(forms({ name: 'Berlin' }), NO_SECRETS).name).toBe('Berlin');
    const { directoryForm } = directory({});
    expect(profileOf({ ...EMPTY, directoryForm }, NO_SECRETS).name).toBe('corp.example.com');
  });

  it('leaves out what is empty or cannot be used, so that the rest can be checked', () => {
    const profile = profileOf(
      { ...syslog({ port: 'x' }), form: { ...EMPTY_SITE, address: 'a b' } },
      NO_SECRETS,
    );
    expect(profile).not.toHaveProperty('console');
    expect(profile).not.toHaveProperty('syslog');
    expect(profile).not.toHaveProperty('activeDirectory');
  });

  it('takes the port that is registered for the transport', () => {
    expect(profileOf(syslog({ transport: 'tls' }), NO_SECRETS).syslog?.port).toBe(6514);
    expect(profileOf(syslog({}), NO_SECRETS).syslog?.port).toBe(514);
  });

  it('understands a proxy without its scheme', () => {
    const profile = profileOf(forms({ proxyMode: 'url', proxyUrl: 'proxy.example.com:3128' }), NO_SECRETS);
    expect(profile.proxy).toEqual({ url: 'http://proxy.example.com:3128' });
  });
});

describe('formsOf', () => {
  it.each<[string, Record<string, unknown>]>([
    [
      'all sections',
      {
        console: {
          address: 'console.example.com',
          ports: { primary: 9443, alternate: null, tasks: 4222 },
          apiToken: { env: 'TOKEN' },
        },
        responder: { relay: 'relay.example.com', tasksTls: 'required' },
        activeDirectory: {
          domain: 'corp.example.com',
          servers: ['dc1.corp.example.com', '10.0.0.7'],
          ports: { ldaps: 3269 },
          security: 'starttls',
          baseDn: 'DC=corp,DC=example,DC=com',
          username: 'svc@corp.example.com',
          password: { env: 'PASSWORD' },
        },
        syslog: {
          address: 'siem.example.com',
          port: 6514,
          transport: 'tls',
          format: 'cef',
          framing: 'newline',
        },
        proxy: { url: 'http://proxy.example.com:3128' },
        resolvers: ['10.0.0.53', '10.0.0.54:5353'],
        deadlines: { tcpMs: 2000 },
        controlPort: null,
      },
    ],
    ['a Console alone', { console: { address: '10.0.0.5', ports: { primary: 443, alternate: 8443 } } }],
    ['no Console', { syslog: { address: 'siem.example.com' }, proxy: { mode: 'system' } }],
    [
      'a PAC file',
      { activeDirectory: { domain: 'a.example' }, proxy: { pacUrl: 'http://a.example/proxy.pac' } },
    ],
    [
      'no proxy',
      {
        responder: {},
        console: { address: 'a.example', ports: { primary: 443, alternate: 8443, tasks: null } },
        proxy: { mode: 'direct' },
      },
    ],
  ])('gives back the same profile: %s', (_what, sections) => {
    const profile: Profile = profileSchema.parse({
      schema: 'airway.profile/1',
      name: 'Berlin',
      vantage: 'asset',
      ...sections,
    });
    expect(profileOf(formsOf(profile, EMPTY_SITE), NO_SECRETS)).toEqual(profile);
  });

  it('drops the resolvers of the file when the field was emptied', () => {
    const filled = formsOf(profileOf(forms({ resolvers: '10.0.0.53' }), NO_SECRETS), EMPTY_SITE);
    expect(
      profileOf({ ...filled, form: { ...filled.form, resolvers: '' } }, NO_SECRETS).resolvers,
    ).toBeUndefined();
  });
});
