import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type ProxySetting,
  type ProxySettingsOutcome,
  proxySettingsOutcomeSchema,
} from '../../contract/outcomes/proxy-settings.ts';
import type { Profile } from '../../contract/profile.ts';
import type { ProxySources } from '../../contract/proxy-sources.ts';
import { proxiesIn } from '../../steps/proxies-in.ts';
import * as outputs from '../testing/proxy-outputs.ts';
import { testContext } from '../testing/tcp-test-context.ts';
import { gnomeSetting } from './gnome.ts';
import { macosSetting } from './macos.ts';
import { proxySettings } from './proxy-settings.ts';
import { readServer } from './setting.ts';
import { systemSources } from './system-sources.ts';
import { winhttpAdvanced, winhttpSetting, wininetSetting } from './windows.ts';

const HOST = 'console.example.com';
const server = (host: string, port: number, scheme: 'http' | 'https' | 'socks5' = 'http') => ({
  scheme,
  host,
  port,
});

/** Answers of programs by a word of their command line; what is missing is not installed. */
function sources(
  platform: string,
  answers: Readonly<Record<string, string>> = {},
  more: Partial<ProxySources> = {},
): ProxySources {
  return {
    platform,
    environment: {},
    run: async (program, args) => {
      const line = [program, ...args].join(' ');
      const found = Object.entries(answers).find(([words]) => line.includes(words));
      if (found === undefined) throw Object.assign(new Error(`spawn ${line}`), { code: 'ENOENT' });
      return found[1];
    },
    ...more,
  };
}

async function ask(
  from: ProxySources,
  {
    host = HOST,
    profileProxy,
    deadlineMs = 2000,
    signal,
  }: {
    host?: string;
    profileProxy?: Profile['proxy'];
    deadlineMs?: number;
    signal?: AbortSignal;
  } = {},
): Promise<ProxySettingsOutcome & { pacUrls: Map<string, string> }> {
  const pacUrls = new Map<string, string>();
  const input = {
    host,
    ports: [443, 8443, 4222],
    profileProxy,
    sources: from,
    keepPacUrl: (shown: string, url: string) => pacUrls.set(shown, url),
  };
  const context = testContext(deadlineMs, signal === undefined ? {} : { signal });
  const outcome = proxySettingsOutcomeSchema.parse(await proxySettings.run(input, context));
  expect(proxySettings.judge(outcome).reason).not.toMatch(/undefined|NaN|\[object/);
  return { ...outcome, pacUrls };
}

const of = (outcome: ProxySettingsOutcome, source: ProxySetting['source']): ProxySetting | undefined =>
  outcome.settings.find((setting) => setting.source === source);
const waysOf = (setting: ProxySetting | undefined) => setting?.answers.map(({ ways }) => ways[0]);

describe('the environment', () => {
  it('is read in both cases, with its exceptions', async () => {
    const outcome = await ask(
      sources(
        'other',
        {},
        { environment: { https_proxy: 'http://proxy.example.com:3128', NO_PROXY: `${HOST}:8443` } },
      ),
    );
    expect(outcome.code).toBe('proxied');
    expect(of(outcome, 'environment')).toMatchObject({ code: 'manual', where: 'https_proxy, NO_PROXY' });
    expect(of(outcome, 'environment')?.answers).toEqual([
      { port: 443, ways: [server('proxy.example.com', 3128)] },
      { port: 8443, ways: ['direct'], exception: `${HOST}:8443` },
      { port: 4222, ways: [server('proxy.example.com', 3128)] },
    ]);
    expect(proxySettings.judge(outcome).reason).toBe(
      `for ${HOST} the environment (https_proxy, NO_PROXY) says proxy.example.com:3128 on 443 and 4222; direct because of its exception ${HOST}:8443 on 8443`,
    );
  });

  it('says both where the two cases lead to different ways', async () => {
    const outcome = await ask(
      sources('other', {}, { environment: { https_proxy: 'http://a:1', HTTPS_PROXY: 'http://b:2' } }),
    );
    expect(outcome.settings.map(({ where, answers }) => [where, answers[0]?.ways[0]])).toEqual([
      ['https_proxy', server('a', 1)],
      ['HTTPS_PROXY', server('b', 2)],
    ]);
    expect(proxiesIn(outcome)).toEqual([server('a', 1), server('b', 2)]);
  });

  it('never shows a login', async () => {
    const outcome = await ask(
      sources('other', {}, { environment: { ALL_PROXY: 'socks5h://user:geh/e@im@proxy.example.com' } }),
    );
    expect(of(outcome, 'environment')).toMatchObject({ hasLogin: true });
    expect(waysOf(of(outcome, 'environment'))?.[0]).toEqual(server('proxy.example.com', 1080, 'socks5'));
    expect(JSON.stringify(outcome)).not.toMatch(/geh|user/);
  });

  it('says where a variable holds no proxy, and nothing where none is set', async () => {
    const odd = await ask(sources('other', {}, { environment: { HTTPS_PROXY: 'ftp://proxy' } }));
    expect(odd.code).toBe('unreadable');
    expect(of(odd, 'environment')?.reason).toBe('HTTPS_PROXY holds no address of a proxy');
    expect(proxySettings.judge(odd).status).toBe('warned');
    const none = await ask(sources('other', {}, { environment: { https_proxy: ' ', no_proxy: 'a.b' } }));
    expect(none.code).toBe('none');
    expect(proxySettings.judge(none)).toEqual({
      status: 'passed',
      reason: `no setting names a proxy for ${HOST}`,
    });
  });
});

describe('Windows', () => {
  it('has one setting for users and one for services', async () => {
    const from = sources('win32', {
      'Internet Settings\\Connections': outputs.CONNECTIONS_WPAD,
      'Internet Settings': outputs.WININET_MANUAL,
      'show proxy': outputs.WINHTTP_DIRECT,
    });
    const outcome = await ask(from);
    expect(of(outcome, 'wininet')).toMatchObject({
      code: 'manual',
      isAutoDetect: true,
      exceptions: ['*.intern.example.com', '10.*', '<local>'],
    });
    expect(waysOf(of(outcome, 'wininet'))).toEqual(Array(3).fill(server('proxy.example.com', 8080)));
    expect(of(outcome, 'winhttp')).toMatchObject({ code: 'not-set' });
    expect(waysOf(of(outcome, 'winhttp'))).toEqual(['direct', 'direct', 'direct']);
    const excepted = await ask(from, { host: 'console' });
    expect(excepted.code).toBe('direct');
    expect(of(excepted, 'wininet')?.answers[0]).toEqual({
      port: 443,
      ways: ['direct'],
      exception: '<local>',
    });
  });

  it('keeps the address of a PAC file in memory as it is, and shows it without its query', async () => {
    const outcome = await ask(
      sources('win32', {
        'Internet Settings\\Connections': outputs.CONNECTIONS_DIRECT,
        'Internet Settings': outputs.WININET_PAC,
        'show proxy': outputs.WINHTTP_DIRECT,
        'show advproxy': outputs.WINHTTP_ADVANCED,
      }),
    );
    const shown = 'http://pac.example.com/proxy.pac';
    expect(outcome.code).toBe('pac');
    expect(of(outcome, 'wininet')).toMatchObject({ code: 'pac', pacUrl: shown, isAutoDetect: false });
    expect(of(outcome, 'winhttp')).toMatchObject({ code: 'pac', pacUrl: shown });
    const { pacUrls, ...said } = outcome;
    expect([...pacUrls.keys()]).toEqual([shown]);
    expect(JSON.stringify(said)).not.toContain('geheim');
    const alone = await ask(
      sources('win32', { 'Internet Settings': outputs.WININET_PAC, 'show proxy': outputs.WINHTTP_DIRECT }),
    );
    expect(alone.pacUrls.get(shown)).toBe(`${shown}?user=geheim`);
  });

  it('is read whatever its language', () => {
    expect(winhttpSetting(outputs.WINHTTP_PROXY)).toMatchObject({
      server: server('proxy.example.com', 8080),
      exceptions: ['*.intern.example.com', '<local>'],
    });
    expect(winhttpSetting(outputs.WINHTTP_PROXY_GERMAN)).toMatchObject({
      server: server('proxy.example.com', 8080),
      exceptions: [],
    });
    expect(winhttpSetting(outputs.WINHTTP_DIRECT).server).toBeUndefined();
  });

  it('tells WPAD alone, and a proxy that is none for https', () => {
    expect(wininetSetting(outputs.WININET_NONE, outputs.CONNECTIONS_WPAD)).toMatchObject({
      isAutoDetect: true,
    });
    expect(wininetSetting(outputs.WININET_NONE, undefined)).toMatchObject({ isAutoDetect: false });
    const odd = outputs.WININET_MANUAL.replace('proxy.example.com:8080', 'http=proxy.example.com:80');
    expect(wininetSetting(odd, undefined)).toMatchObject({
      server: undefined,
      reason: expect.stringContaining('https'),
    });
    const socks = outputs.WININET_MANUAL.replace('proxy.example.com:8080', 'socks=proxy.example.com:1080');
    expect(wininetSetting(socks, undefined).server).toEqual(server('proxy.example.com', 1080, 'socks5'));
    expect(winhttpAdvanced('not known')).toEqual({ isAutoDetect: false });
  });

  it('says which program gave no answer', async () => {
    const outcome = await ask(sources('win32'));
    expect(of(outcome, 'wininet')).toMatchObject({
      code: 'unreadable',
      reason: 'reg.exe gave no answer (ENOENT)',
      error: { errno: 'ENOENT' },
    });
    expect(of(outcome, 'winhttp')).toMatchObject({ reason: 'netsh.exe gave no answer (ENOENT)' });
    expect(proxySettings.judge(outcome).reason).toContain('not read:');
  });

  it('says that WPAD was not asked for', async () => {
    const outcome = await ask(
      sources('win32', {
        'Internet Settings\\Connections': outputs.CONNECTIONS_WPAD,
        'Internet Settings': outputs.WININET_NONE,
        'show proxy': outputs.WINHTTP_DIRECT,
      }),
    );
    expect(of(outcome, 'wininet')).toMatchObject({ code: 'auto-detect' });
    expect(proxySettings.judge(outcome).reason).toContain('(WPAD), which Airway does not');
  });
});

describe('macOS', () => {
  const read = (text: string) => ask(sources('darwin', { 'scutil --proxy': text }));

  it('has proxies by name with its own kind of exceptions', async () => {
    const outcome = await read(outputs.MACOS_MANUAL);
    expect(of(outcome, 'macos')).toMatchObject({
      code: 'manual',
      exceptions: ['*.local', '169.254/16', 'intern.example.com', '<local>'],
    });
    expect(waysOf(of(outcome, 'macos'))?.[0]).toEqual(server('secure.example.com', 8443));
  });

  it('has PAC files, SOCKS and WPAD', async () => {
    expect(of(await read(outputs.MACOS_PAC), 'macos')).toMatchObject({
      code: 'pac',
      pacUrl: 'http://pac.example.com/proxy.pac',
    });
    const socks = of(await read(outputs.MACOS_SOCKS), 'macos');
    expect(socks).toMatchObject({ isAutoDetect: true, code: 'manual' });
    expect(waysOf(socks)?.[0]).toEqual(server('fd00::9', 1080, 'socks5'));
    expect(of(await read('<dictionary> {\n}\n'), 'macos')).toMatchObject({ code: 'not-set' });
    expect(of(await ask(sources('darwin')), 'macos')).toMatchObject({ code: 'unreadable' });
  });
});

describe('GNOME', () => {
  const read = (text: string) => ask(sources('linux', { gsettings: text }));

  it('has proxies by name, a PAC file or WPAD', async () => {
    expect(waysOf(of(await read(outputs.GNOME_MANUAL), 'gnome'))?.[0]).toEqual(
      server('secure.example.com', 8443),
    );
    expect(of(await read(outputs.GNOME_MANUAL), 'gnome')?.exceptions).toEqual([
      'localhost',
      '127.0.0.0/8',
      '::1',
    ]);
    expect(of(await read(outputs.GNOME_NONE), 'gnome')?.code).toBe('not-set');
    expect(of(await read(outputs.GNOME_PAC), 'gnome')).toMatchObject({ code: 'pac' });
    expect(of(await read(outputs.GNOME_WPAD), 'gnome')).toMatchObject({ code: 'auto-detect' });
  });

  it('need not be there', async () => {
    const outcome = await ask(sources('linux'));
    expect(outcome.code).toBe('none');
    expect(of(outcome, 'gnome')).toMatchObject({
      code: 'not-set',
      reason: 'gsettings is not installed here',
    });
    const broken = await ask(
      sources(
        'linux',
        {},
        { run: () => Promise.reject(Object.assign(new Error('schema'), { code: 'ETIMEDOUT' })) },
      ),
    );
    expect(of(broken, 'gnome')).toMatchObject({ code: 'unreadable', error: { errno: 'ETIMEDOUT' } });
  });
});

describe('the profile and Chromium', () => {
  it('are asked like every other place', async () => {
    const asked: string[] = [];
    const outcome = await ask(
      sources(
        'other',
        {},
        {
          resolveProxy: async (url) => {
            asked.push(url);
            return url.includes(':8443') ? 'DIRECT' : 'PROXY proxy.example.com:3128;DIRECT';
          },
        },
      ),
      { profileProxy: { url: 'socks5://10.0.0.9:1081' } },
    );
    expect(asked).toEqual([443, 8443, 4222].map((port) => `https://${HOST}:${port}/`));
    expect(of(outcome, 'chromium')?.answers[0]?.ways).toEqual([server('proxy.example.com', 3128), 'direct']);
    expect(waysOf(of(outcome, 'profile'))?.[0]).toEqual(server('10.0.0.9', 1081, 'socks5'));
    expect(proxiesIn(outcome)).toEqual([
      server('10.0.0.9', 1081, 'socks5'),
      server('proxy.example.com', 3128),
    ]);
  });

  it('say what they cannot', async () => {
    const outcome = await ask(
      sources('other', {}, { resolveProxy: () => Promise.reject(new Error('no session')) }),
      {
        profileProxy: { pacUrl: 'http://user:geheim@pac.example.com/a.pac' },
      },
    );
    expect(of(outcome, 'chromium')).toMatchObject({ code: 'unreadable' });
    expect(of(outcome, 'profile')).toMatchObject({ code: 'pac', hasLogin: true });
    const { pacUrls: _pacUrls, ...said } = outcome;
    expect(JSON.stringify(said)).not.toContain('geheim');
    expect((await ask(sources('other'), { profileProxy: { mode: 'direct' } })).settings).toHaveLength(1);
  });
});

describe('the probe', () => {
  it('waits no longer than its deadline, and not at all once the run is cancelled', async () => {
    const never = sources('linux', {}, { run: () => new Promise(() => undefined) });
    const late = await ask(never, { deadlineMs: 30 });
    expect(late.code).toBe('unreadable');
    expect(late.settings[0]?.reason).toBe('the settings were not read in time');
    const abort = new AbortController();
    abort.abort();
    expect((await ask(never, { deadlineMs: 60_000, signal: abort.signal })).code).toBe('unreadable');
  });

  it('reads this machine without failing', async () => {
    const outcome = await ask(systemSources());
    expect(outcome.settings.length).toBeGreaterThan(0);
  });

  it('ends programs that hang or print without an end', async () => {
    const { run } = systemSources();
    const { signal } = new AbortController();
    await expect(run('/no/such/program', [], signal)).rejects.toMatchObject({ code: 'ENOENT' });
    if (process.platform !== 'win32')
      await expect(run('yes', [], signal)).rejects.toMatchObject({
        code: 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER',
      });
  });

  it('reads whatever programs print, without an exception and within bounds', async () => {
    const words = fc.constantFrom(
      '    ProxyEnable    REG_DWORD    0x1\n',
      '    ProxyServer    REG_SZ    ',
      'proxy:8080',
      ';',
      'https=',
      '\n',
      '  : x\n',
      '<dictionary> {',
      '}',
      '  HTTPSEnable : 1\n',
      '  HTTPSProxy : ',
      '  ExceptionsList : <array> {\n',
      "org.gnome.system.proxy mode 'manual'\n",
      "org.gnome.system.proxy.https host 'a'\n",
      'org.gnome.system.proxy.https port 99999\n',
      '{"AutoConfigUrl": 5}',
      ' : ',
      '[',
      "'",
    );
    const text = fc.oneof(
      fc.array(words, { maxLength: 30 }).map((some) => some.join('')),
      fc.string({ maxLength: 500, unit: 'binary' }),
    );
    fc.assert(
      fc.property(text, (printed) => {
        wininetSetting(printed, printed);
        winhttpSetting(printed);
        winhttpAdvanced(printed);
        macosSetting(printed);
        gnomeSetting(printed);
        readServer(printed);
      }),
    );
    await fc.assert(
      fc.asyncProperty(text, fc.constantFrom('win32', 'darwin', 'linux'), async (printed, platform) => {
        await ask(
          sources(platform, { '': printed }, { environment: { HTTPS_PROXY: printed, NO_PROXY: printed } }),
        );
      }),
      { numRuns: 60 },
    );
  });
});
