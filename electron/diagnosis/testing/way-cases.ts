import type { CauseId } from '../../contract/cause-ids.ts';
import type { Outcome } from '../../contract/outcomes/outcome.ts';
import type { PacOutcome } from '../../contract/outcomes/pac.ts';
import type { PlainHttpOutcome } from '../../contract/outcomes/plain-http.ts';
import type { ProxySetting, ProxySettingsOutcome, ProxyWay } from '../../contract/outcomes/proxy-settings.ts';
import type { Profile } from '../../contract/profile.ts';
import { certificate, healthyEnd, host, http, lookup, noTls, siteProfile, tcp, tls } from './site-run.ts';

const HOST = 'console.example.com';
const A = '10.0.0.5';
const PUBLIC = '203.0.113.5';
const PROXY: ProxyWay = { scheme: 'http', host: 'proxy.example.com', port: 3128 };
const OTHER: ProxyWay = { scheme: 'http', host: 'other.example.com', port: 8080 };
const PAC_URL = 'http://pac.example.com/proxy.pac';

/** What one place says for 443 and 8443. */
export const setting = (
  source: ProxySetting['source'],
  way: ProxyWay | undefined,
  more: Partial<ProxySetting> = {},
): ProxySetting => ({
  source,
  code: way === undefined ? 'not-set' : 'manual',
  where: source,
  exceptions: [],
  isAutoDetect: false,
  hasLogin: false,
  answers: [443, 8443].map((port) => ({ port, ways: [way ?? 'direct'] })),
  ...more,
});

/** A place that makes the Console an exception. */
const excepted = (source: ProxySetting['source'], exception = HOST): ProxySetting =>
  setting(source, 'direct', {
    exceptions: [exception],
    answers: [443, 8443].map((port) => ({ port, ways: ['direct' as const], exception })),
  });

const byPac = (source: ProxySetting['source']): ProxySetting =>
  setting(source, undefined, {
    code: 'pac',
    pacUrl: PAC_URL,
    answers: [443, 8443].map((port) => ({ port, ways: [] })),
  });

export const settings = (...some: ProxySetting[]): ProxySettingsOutcome => ({
  kind: 'proxy-settings',
  code: 'proxied',
  host: HOST,
  ports: [443, 8443],
  settings: some,
  elapsedMs: 5,
});

export const pac = (
  code: PacOutcome['code'],
  way: ProxyWay = PROXY,
  more: Partial<PacOutcome> = {},
): PacOutcome => ({
  kind: 'pac',
  code,
  url: PAC_URL,
  namedBy: ['wininet'],
  host: HOST,
  fetch: { redirects: [], sizeBytes: 200, elapsedMs: 5 },
  start: '',
  answers:
    code === 'usable'
      ? [443, 8443].map((port) => ({ port, url: `https://${HOST}/`, ways: [way], result: 'PROXY' }))
      : [],
  lookups: [],
  evaluationMs: 1,
  elapsedMs: 6,
  ...more,
});

const plain = (code: PlainHttpOutcome['code'], more: Partial<PlainHttpOutcome> = {}): PlainHttpOutcome => ({
  kind: 'plain-http',
  code,
  role: 'console',
  url: `http://${HOST}/`,
  address: A,
  port: 80,
  status: code === 'answered' ? 200 : 302,
  headers: {},
  proxyMarks: [],
  signature: { code: 'unknown' },
  bodyBytes: 0,
  bodyStart: '',
  raw: [],
  timings: {},
  elapsedMs: 5,
  ...more,
});

const SITE: readonly Outcome[] = [host(), lookup([A]), ...healthyEnd(A)];
const PUBLIC_SITE: readonly Outcome[] = [host(), lookup([PUBLIC]), ...healthyEnd(PUBLIC)];
const marked = plain('to-https', { proxyMarks: ['via: 1.1 gateway (squid/5.7)'] });
const toPortal = plain('elsewhere', { location: 'http://login.hotel.example/' });
const both = (more: (port: number) => Outcome[]): Outcome[] => [443, 8443].flatMap(more);
const DEAD: readonly Outcome[] = [host(), lookup([A]), ...both((port) => [tcp(A, port, 'filtered')])];
const RESET: readonly Outcome[] = [
  host(),
  lookup([A]),
  ...both((port) => [tcp(A, port), noTls(A, port, { code: 'reset' })]),
];
const PORTAL_CERTIFICATE: readonly Outcome[] = [
  host(),
  lookup([A]),
  ...both((port) => [
    tcp(A, port),
    tls(A, port, {
      faults: ['name-mismatch'],
      chain: [certificate({ dnsNames: ['login.hotel.example.net'] })],
    }),
    http(A, port),
  ]),
];
const direct: Profile = { ...siteProfile(), proxy: { mode: 'direct' } };
const throughProxy: Profile = { ...siteProfile(), proxy: { url: 'http://proxy.example.com:3128/' } };

/** Runs with the one cause on the way that has to be named. */
export const WAY_TABLE: readonly (readonly [CauseId, readonly Outcome[], Profile?])[] = [
  ...(['syntax-error', 'not-fetched', 'http-error', 'exhausted', 'threw', 'not-a-script'] as const).map(
    (code): readonly [CauseId, readonly Outcome[]] => [
      'pac-unusable',
      [...SITE, settings(byPac('wininet'), setting('winhttp', undefined)), pac(code)],
    ],
  ),
  ['pac-unusable', [...PUBLIC_SITE, settings(byPac('macos')), pac('no-function')]],
  // What services and browsers of Windows are told differs.
  ['proxies-disagree', [...SITE, settings(setting('wininet', PROXY), setting('winhttp', undefined))]],
  ['proxies-disagree', [...SITE, settings(setting('wininet', PROXY), setting('winhttp', OTHER))]],
  ['proxies-disagree', [...SITE, settings(setting('environment', PROXY), setting('gnome', OTHER))]],
  [
    'proxies-disagree',
    [
      ...SITE,
      settings(setting('environment', OTHER), byPac('wininet'), setting('winhttp', PROXY)),
      pac('usable'),
    ],
  ],
  ['proxies-disagree', [...PUBLIC_SITE, settings(setting('environment', PROXY), excepted('macos'))]],
  [
    'proxies-disagree',
    [
      ...SITE,
      settings(setting('environment', PROXY), setting('environment', OTHER, { where: 'HTTPS_PROXY' })),
    ],
  ],
  ['proxies-disagree', [...SITE, settings(setting('environment', PROXY), setting('chromium', OTHER))]],
  ['proxy-bypass-missing', [...SITE, settings(setting('environment', PROXY), excepted('wininet'))]],
  [
    'proxy-bypass-missing',
    [...SITE, settings(setting('wininet', PROXY), setting('winhttp', PROXY, { exceptions: ['<local>'] }))],
    direct,
  ],
  [
    'proxy-bypass-missing',
    [...SITE, settings(setting('gnome', PROXY, { exceptions: ['localhost', '10.0.0.0/8'] }))],
  ],
  [
    'proxy-bypass-missing',
    [...SITE, settings(setting('environment', PROXY, { exceptions: ['other.example.com'] }))],
  ],
  [
    'proxy-bypass-missing',
    [...SITE, settings(byPac('wininet'), excepted('winhttp', '*.example.com')), pac('usable')],
  ],
  ['transparent-proxy', [...SITE, settings(setting('environment', undefined)), marked]],
  ['captive-portal', [...DEAD, settings(setting('environment', undefined)), toPortal]],
  ['captive-portal', [...RESET, toPortal]],
  ['captive-portal', [...PORTAL_CERTIFICATE, toPortal]],
  ['captive-portal', [...DEAD, plain('login-wanted', { status: 511, title: 'Sign in' })]],
  [
    'captive-portal',
    [...DEAD, plain('no-answer'), { ...toPortal, role: 'sentinel', url: 'http://sentinel.example.net/' }],
  ],
];

/** Ways of which nothing is to be said. */
export const HEALTHY_WAYS: readonly (readonly [string, readonly Outcome[], Profile?])[] = [
  [
    'nothing set, clear text sent to https',
    [...SITE, settings(setting('environment', undefined)), plain('to-https')],
  ],
  ['clear text closed', [...SITE, plain('closed')]],
  ['clear text filtered', [...SITE, plain('no-answer')]],
  [
    'clear text sent to another name of the Console',
    [...SITE, plain('elsewhere', { location: 'https://air.example.org/' })],
  ],
  [
    'typed by address, with clear text sent to the name in its certificate',
    [host(), ...healthyEnd(A), plain('elsewhere', { location: `https://${HOST}/` })],
    siteProfile({ address: A }),
  ],
  ['Windows as it comes', [...SITE, settings(setting('wininet', undefined), setting('winhttp', undefined))]],
  [
    'Windows with WPAD on and no answer to it',
    [
      ...SITE,
      settings(
        setting('wininet', undefined, {
          code: 'auto-detect',
          isAutoDetect: true,
          answers: [{ port: 443, ways: [] }],
        }),
        setting('winhttp', undefined),
      ),
    ],
  ],
  [
    'the Console excepted everywhere',
    [...SITE, settings(excepted('environment'), excepted('wininet'), setting('winhttp', undefined))],
  ],
  [
    'a proxy for all, and the Console on the Internet',
    [...PUBLIC_SITE, settings(setting('wininet', PROXY), setting('winhttp', PROXY))],
  ],
  [
    'a proxy in the environment of a server without a desktop',
    [...SITE, settings(setting('environment', PROXY), setting('gnome', undefined))],
  ],
  [
    'an internal Console that is meant to be reached through the proxy',
    [
      ...SITE,
      settings(setting('profile', PROXY), setting('environment', PROXY, { exceptions: ['10.0.0.0/8'] })),
    ],
    throughProxy,
  ],
  [
    'a PAC file that works',
    [...PUBLIC_SITE, settings(byPac('wininet'), setting('winhttp', PROXY)), pac('usable')],
  ],
  ['a PAC file that Airway cannot carry out', [...SITE, settings(byPac('macos')), pac('not-evaluated')]],
  [
    'the same machine, as the system and as Chromium have it',
    [...SITE, settings(setting('wininet', PROXY), setting('winhttp', PROXY), setting('chromium', 'direct'))],
  ],
  [
    'a cache in front of the Console',
    [
      host(),
      lookup([A]),
      ...both((port) => [
        tcp(A, port),
        tls(A, port),
        http(A, port, 200, { headers: { via: '1.1 varnish' } }),
      ]),
      plain('to-https', { proxyMarks: ['via: 1.1 varnish'] }),
    ],
  ],
  ['marks of a proxy that is set', [...PUBLIC_SITE, settings(setting('environment', PROXY)), marked]],
];
