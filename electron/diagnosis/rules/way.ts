import type { CauseId } from '../../contract/cause-ids.ts';
import type { PlainHttpOutcome } from '../../contract/outcomes/plain-http.ts';
import { consolePorts } from '../../contract/profile.ts';
import { isSameProxy, proxyUrl } from '../../contract/proxy-url.ts';
import { PROXY_SOURCE_WORDS, wayWords } from '../../contract/proxy-words.ts';
import { endpoint, listed } from '../../contract/spoken.ts';
import type { Rule, Sighting } from '../rule.ts';
import { isOpen, type Seen, type SiteView } from '../site-view.ts';
import { answersByHttps, isInternal, type Opinion } from '../way-view.ts';
import { certificateCauses, httpCauses, tcpCauses, tlsCauses } from './cause-sets.ts';

const sourceWords = ({ setting: { source, where } }: Pick<Opinion, 'setting'>): string =>
  source === 'environment' ? `${PROXY_SOURCE_WORDS[source]} (${where})` : PROXY_SOURCE_WORDS[source];

/** The Console's ports for HTTPS, on which proxies are a matter of course. */
const httpsPorts = ({ profile }: SiteView): number[] => {
  const { primary, alternate } = consolePorts(profile);
  return alternate === null ? [primary] : [primary, alternate];
};

/** Whether the Console is reached without a proxy on a port for HTTPS; on every one of them where none is named. */
function worksDirectly(view: SiteView, port?: number): boolean {
  const ports = view.ports.filter((one) => port === undefined || one.port === port);
  return ports.length > 0 && ports.every(isOpen);
}

const pacUnusable: Rule = {
  cause: 'pac-unusable',
  explains: [],
  see: (view) => {
    const { way, consoleHost = '' } = view;
    const bad = way.pacs.filter(
      ({ outcome }) => outcome.code !== 'usable' && outcome.code !== 'not-evaluated',
    );
    return bad.map((row): Sighting => {
      const { outcome } = row;
      const named = outcome.namedBy.map((source) =>
        Object.hasOwn(PROXY_SOURCE_WORDS, source)
          ? PROXY_SOURCE_WORDS[source as keyof typeof PROXY_SOURCE_WORDS]
          : source,
      );
      const isDirectOpen = worksDirectly(view);
      const chromium = way.opinions.find(
        ({ setting, way: to }) => setting.source === 'chromium' && to === 'direct',
      );
      return {
        subject: 'proxy',
        detail:
          `${row.check.reason ?? `${outcome.url} cannot be used.`} It is named by ${listed(named)}.` +
          (chromium === undefined ? '' : ' Chromium goes direct in spite of it.') +
          (isDirectOpen
            ? ` Without a proxy ${consoleHost} is reached, so what goes direct instead works.`
            : ''),
        evidence: [row.id, ...(way.settings === undefined ? [] : [way.settings.id])],
        confidence: outcome.code === 'exhausted' ? 0.8 : 0.95,
        fill: { PAC_URL: outcome.url, HOST: consoleHost },
        ...(isDirectOpen ? { severity: 'warning' as const } : {}),
        ...(outcome.fetch.status === undefined
          ? {}
          : { ruledOut: [`not the way to the file: its server answered HTTP ${outcome.fetch.status}`] }),
      };
    });
  },
};

/**
 * Settings that count as somebody's word. The profile is what the engineer wants to try; a place in which nothing is set has no
 * opinion, except Windows' own two, where browsers follow one and services the other; Chromium repeats the system's setting
 * and counts only where that could not be read.
 */
function opinionsThatCount({ way }: SiteView): Opinion[] {
  const own = new Set(['wininet', 'macos', 'gnome']);
  const isSystemKnown = way.opinions.some(({ setting }) => own.has(setting.source));
  return way.opinions.filter(({ setting: { source, code } }) => {
    if (source === 'profile') return false;
    if (source === 'chromium') return !isSystemKnown;
    return code !== 'not-set' || source === 'wininet' || source === 'winhttp';
  });
}

const keyOf = ({ way }: Opinion): string =>
  way === 'direct' ? way : endpoint(way.host.toLowerCase(), way.port);

const proxiesDisagree: Rule = {
  cause: 'proxies-disagree',
  explains: [],
  see: (view) => {
    const opinions = opinionsThatCount(view);
    for (const port of httpsPorts(view)) {
      const here = opinions.filter((opinion) => opinion.port === port);
      const ways = new Set(here.map(keyOf));
      const isSomebodySet = here.some(({ setting }) => setting.code !== 'not-set');
      if (ways.size < 2 || !isSomebodySet) continue;
      const words = here.map(
        (opinion) =>
          `${sourceWords(opinion)} says ${wayWords(opinion.way)}${opinion.exception === undefined ? '' : ` (${opinion.exception})`}`,
      );
      const proxy = here.find(({ way }) => way !== 'direct')?.way;
      return [
        {
          subject: 'proxy',
          detail: `For ${endpoint(view.consoleHost ?? '', port)} ${words.join('; ')}.`,
          evidence: [...new Set(here.flatMap(({ evidence }) => evidence))],
          confidence: 0.85,
          fill: {
            HOST: view.consoleHost ?? '',
            ...(proxy === undefined || proxy === 'direct' ? {} : { PROXY_URL: proxyUrl(proxy) }),
          },
        },
      ];
    }
    return [];
  },
};

/** Entries that stand in every list and say nothing of what else is meant to go direct. */
const isAboutThisMachine = (entry: string): boolean =>
  /^(?:localhost|127\.|\[?::1\]?|0\.0\.0\.0)/i.test(entry);

/** Exceptions by which internal destinations are meant to go direct: private blocks, names without a dot, the Console's own domain. */
function internalExceptions({ setting }: Opinion, host: string): string[] {
  const domain = host.split('.').slice(-2).join('.').toLowerCase();
  return setting.exceptions.filter((entry) => {
    if (isAboutThisMachine(entry)) return false;
    const text = entry.toLowerCase();
    return (
      text === '<local>' ||
      /^(?:10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|fd[0-9a-f]{2}:)/.test(text) ||
      (host.includes('.') && text.replace(/^\*?\.?/, '').endsWith(domain))
    );
  });
}

/** Codes with which a proxy says that it does not get, or let anybody, to a host. */
const UNREACHED: ReadonlySet<string> = new Set([
  'cannot-connect',
  'cannot-resolve',
  'forbidden',
  'no-answer',
]);

const proxyBypassMissing: Rule = {
  cause: 'proxy-bypass-missing',
  // Who leaves an entry out of one list has two lists that differ; and what the proxy says of an internal host is to be expected.
  explains: ['proxies-disagree', 'proxy-cannot-connect', 'proxy-cannot-resolve', 'proxy-forbids-port'],
  see: (view) => {
    const { profile, consoleHost = '' } = view;
    const isMeant = profile.proxy !== undefined && !('mode' in profile.proxy);
    if (isMeant || !isInternal(view)) return [];
    const opinions = opinionsThatCount(view);
    const isDirectWanted =
      profile.proxy !== undefined && 'mode' in profile.proxy && profile.proxy.mode === 'direct';
    for (const port of httpsPorts(view)) {
      const here = opinions.filter((opinion) => opinion.port === port);
      const missing = here.find(({ way }) => way !== 'direct');
      if (missing === undefined || missing.way === 'direct' || !worksDirectly(view, port)) continue;
      const { way: proxy } = missing;
      const failed = view.proxies
        .filter(({ server }) => isSameProxy(server, proxy))
        .flatMap(({ ways }) => ways)
        .find(({ outcome }) => outcome.target.port === port && UNREACHED.has(outcome.code));
      const other = here.find(({ way, exception }) => way === 'direct' && exception !== undefined);
      const internal = internalExceptions(missing, consoleHost);
      const why = isDirectWanted
        ? 'The profile says that the Console is reached directly.'
        : other !== undefined
          ? `${capital(sourceWords(other))} excepts it (${other.exception ?? ''}).`
          : internal.length > 0
            ? `The list excepts other internal destinations (${listed(internal)}).`
            : failed !== undefined
              ? 'Through the proxy it was not reached.'
              : undefined;
      if (why === undefined) continue;
      const open = view.ports.flatMap((one) =>
        one.ends.flatMap(({ tcp }) => (tcp === undefined ? [] : [tcp])),
      );
      const list =
        missing.setting.code === 'pac'
          ? `the file ${missing.setting.pacUrl ?? ''}`
          : `the exceptions of ${sourceWords(missing)}`;
      return [
        {
          subject: 'proxy',
          detail: `${capital(sourceWords(missing))} sends ${endpoint(consoleHost, port)} to the proxy ${wayWords(proxy)}, and the Console has an internal address and is reached without it. ${why} What lacks an entry for it: ${list}.`,
          evidence: [
            ...new Set([
              ...here.flatMap(({ evidence }) => evidence),
              ...open.slice(0, 2).map(({ id }) => id),
              ...(failed === undefined ? [] : [failed.id]),
            ]),
          ],
          confidence: isDirectWanted || other !== undefined || failed !== undefined ? 0.85 : 0.65,
          ruledOut: [
            `not the Console: ${listed(open.slice(0, 2).map(({ check }) => check.target))} opened directly`,
          ],
          fill: {
            HOST: consoleHost,
            PORT: String(port),
            PROXY_URL: proxyUrl(proxy),
          },
        },
      ];
    }
    return [];
  },
};

const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

/** Headers that a web server in front of the Console may set as well; over https nobody in between can add them. */
const COMPARED = ['via', 'x-cache', 'x-squid-error'] as const;

const transparentProxy: Rule = {
  cause: 'transparent-proxy',
  explains: [],
  see: (view) => {
    const { way, http, consoleHost = '' } = view;
    // A proxy that is set explains the marks well enough.
    if (way.opinions.some(({ way: to }) => to !== 'direct')) return [];
    return way.plain.flatMap((row): Sighting[] => {
      const { outcome } = row;
      const [mark] = outcome.proxyMarks;
      if (mark === undefined) return [];
      const answers = http.filter(
        ({ outcome: { code, address } }) => code === 'answered' && address === outcome.address,
      );
      // The same marks inside TLS come from the Console's own front.
      if (answers.some(({ outcome: { headers } }) => COMPARED.some((name) => headers[name] !== undefined)))
        return [];
      const compared =
        answers.length === 0
          ? ' There is no answer by https to compare it with.'
          : ' Its answers by https have no such line, so it was added on the way.';
      return [
        {
          subject: 'proxy',
          detail: `No setting of this machine names a proxy, and the answer of ${endpoint(outcome.address, outcome.port)} in clear text has "${mark}".${compared}`,
          evidence: [
            row.id,
            ...answers.map(({ id }) => id),
            ...(way.settings === undefined ? [] : [way.settings.id]),
          ],
          confidence: answers.length === 0 ? 0.5 : 0.85,
          ruledOut: ['not a setting: every check connected directly'],
          fill: { HOST: consoleHost },
        },
      ];
    });
  },
};

const targetHost = ({ location }: PlainHttpOutcome): string =>
  location !== undefined && URL.canParse(location) ? new URL(location).hostname.toLowerCase() : '';

/** True when a redirect stays in the family: a name of the Console's certificate, or of its own domain. */
function isOwnName(view: SiteView, outcome: PlainHttpOutcome): boolean {
  const target = targetHost(outcome);
  const [, ...domain] = (view.consoleHost ?? '').toLowerCase().split('.');
  const isSibling = domain.length >= 2 && target.endsWith(`.${domain.join('.')}`);
  return (
    isSibling ||
    // A portal shows a certificate for itself, which does not name the Console.
    view.tls.some(
      ({ outcome: { chain, faults } }) =>
        !faults.includes('name-mismatch') && chain[0]?.dnsNames.some((name) => name.toLowerCase() === target),
    )
  );
}

const BEHIND_PORTAL: readonly CauseId[] = [
  ...tcpCauses,
  ...tlsCauses,
  ...certificateCauses,
  ...httpCauses,
  'dns-wildcard',
  'dns-sinkhole',
  'transparent-proxy',
  'nats-no-info',
  'not-nats',
];

const captivePortal: Rule = {
  cause: 'captive-portal',
  explains: BEHIND_PORTAL,
  see: (view) => {
    const { way, consoleHost = '' } = view;
    // A portal that lets the Console pass is nobody's fault here.
    if (answersByHttps(view)) return [];
    const isPortal = ({ outcome }: Seen<'plain-http'>): boolean =>
      outcome.code === 'login-wanted' || (outcome.code === 'elsewhere' && !isOwnName(view, outcome));
    const [first, ...others] = [...way.plain, ...way.sentinels].filter(isPortal);
    if (first === undefined) return [];
    const { outcome } = first;
    const what =
      outcome.code === 'elsewhere'
        ? `sends to ${outcome.location ?? 'another host'}`
        : `wants a sign-in${outcome.title === undefined ? '' : `, on a page titled "${outcome.title}"`}`;
    return [
      {
        subject: 'proxy',
        detail: `${outcome.url} in clear text was answered with HTTP ${outcome.status ?? ''} and ${what}; by https ${consoleHost} does not answer in its own name.`,
        quote: outcome.status === undefined ? 'sign-in page' : `answer ${outcome.status}`,
        evidence: [first, ...others].map(({ id }) => id),
        confidence:
          outcome.status === 511 || others.length > 0 ? 0.95 : outcome.code === 'elsewhere' ? 0.75 : 0.85,
        fill: { HOST: consoleHost, PORT: String(consolePorts(view.profile).primary) },
      },
    ];
  },
};

/** Causes on the way to the Console: this machine's proxy settings, and whoever answers in the Console's place. */
export const WAY_RULES: readonly Rule[] = [
  captivePortal,
  pacUnusable,
  proxyBypassMissing,
  proxiesDisagree,
  transparentProxy,
];
