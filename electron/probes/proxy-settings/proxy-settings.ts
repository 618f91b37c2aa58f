import type { ProxySetting, ProxySettingsOutcome } from '../../contract/outcomes/proxy-settings.ts';
import type { Profile } from '../../contract/profile.ts';
import type { ProxySources } from '../../contract/proxy-sources.ts';
import { byPort, PROXY_SOURCE_WORDS, wayWords } from '../../contract/proxy-words.ts';
import { listed } from '../../contract/spoken.ts';
import { withinDeadline } from '../host/host-deadline.ts';
import { shownPacUrl } from '../pac/pac-url.ts';
import { defineProbe, type ProbeContext, type Verdict } from '../probe.ts';
import { elapsedBetween } from '../tcp/tcp-timing.ts';
import { readSettings } from './readings.ts';
import { type Asked, type AskedSetting, askSetting, readServer, unreadable } from './setting.ts';

/** Whom the settings are asked about, and where they are read. */
export interface ProxySettingsInput extends Asked {
  readonly profileProxy: Profile['proxy'];
  readonly sources: ProxySources;
  /** Hands on the address of a PAC file with everything that was cut out of the outcome. */
  keepPacUrl(shown: string, url: string): void;
}

/** What each place in which this machine keeps proxy settings says for the Console. Nothing is connected to. */
export const proxySettings = defineProbe<ProxySettingsInput, ProxySettingsOutcome>({
  id: 'proxy-settings',
  deadlineMs: 2000,
  awaiting: () => 'the proxy settings of this machine',
  run,
  judge,
});

async function run(input: ProxySettingsInput, context: ProbeContext): Promise<ProxySettingsOutcome> {
  const startedAt = context.now();
  const { host, ports, sources } = input;
  const asked: Asked = { host, ports };
  const found = await withinDeadline(
    readSettings(sources, asked, context.signal),
    context.deadlineMs,
    context.signal,
  );
  const all = [
    ...profileSetting(input, asked),
    ...(found ?? [unreadable('environment', 'this machine', 'the settings were not read in time')]),
  ];
  for (const { pacUrl } of all) if (pacUrl !== undefined) input.keepPacUrl(shownPacUrl(pacUrl), pacUrl);
  const settings = all.map(({ setting }) => setting).slice(0, 12);
  return {
    kind: 'proxy-settings',
    code: codeOf(settings),
    host,
    ports: [...ports].slice(0, 4),
    settings,
    elapsedMs: elapsedBetween(startedAt, context.now()),
  };
}

function profileSetting({ profileProxy }: ProxySettingsInput, asked: Asked): AskedSetting[] {
  if (profileProxy === undefined || 'mode' in profileProxy) return [];
  const common = { source: 'profile', style: 'environment', where: 'the profile' } as const;
  return 'url' in profileProxy
    ? [askSetting({ ...common, ...readServer(profileProxy.url) }, asked)]
    : [askSetting({ ...common, pacUrl: profileProxy.pacUrl }, asked)];
}

const hasProxy = ({ answers }: ProxySetting): boolean =>
  answers.some(({ ways }) => ways.some((way) => way !== 'direct'));

function codeOf(settings: readonly ProxySetting[]): ProxySettingsOutcome['code'] {
  const readable = settings.filter(({ code }) => code !== 'unreadable');
  if (readable.length === 0) return 'unreadable';
  if (readable.some(hasProxy)) return 'proxied';
  if (readable.some(({ code }) => code === 'pac')) return 'pac';
  return readable.some(({ code }) => code === 'manual') ? 'direct' : 'none';
}

function judge({ code, host, settings }: ProxySettingsOutcome): Verdict {
  const words = settings.flatMap((setting) => settingWords(setting) ?? []);
  const unread = settings.filter((setting) => setting.code === 'unreadable');
  const said =
    words.length === 0 ? `no setting names a proxy for ${host}` : `for ${host} ${words.join('; ')}`;
  const missing =
    unread.length === 0
      ? ''
      : `; not read: ${listed(unread.map(({ source, reason = '' }) => `${PROXY_SOURCE_WORDS[source]} (${reason})`))}`;
  return { status: code === 'unreadable' ? 'warned' : 'passed', reason: `${said}${missing}` };
}

/** One setting in words; undefined when it says nothing. */
function settingWords({ source, code, where, answers, pacUrl }: ProxySetting): string | undefined {
  const name =
    source === 'environment' ? `${PROXY_SOURCE_WORDS[source]} (${where})` : PROXY_SOURCE_WORDS[source];
  switch (code) {
    case 'pac':
      return `${name} names the file ${pacUrl ?? ''}`;
    case 'auto-detect':
      return `${name} asks the network for a file (WPAD), which Airway does not`;
    case 'manual':
    case 'answered': {
      const said = answers.map(({ port, ways, exception }) => ({
        port,
        words: `${ways.map(wayWords).join(', then ')}${exception === undefined ? '' : ` because of its exception ${exception}`}`,
      }));
      return `${name} says ${byPort(said)}`;
    }
    default:
      return undefined;
  }
}
