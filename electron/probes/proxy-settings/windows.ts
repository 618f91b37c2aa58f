import { splitExceptions } from './exceptions.ts';
import { type FoundSetting, readServer } from './setting.ts';

/** Values of one registry key by name in lower case, from `reg query KEY`, whose output is not translated. */
function registryValues(output: string): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const line of output.split(/\r?\n/)) {
    const [, name, value] = /^\s{2,}(\S+)\s+REG_\w+\s+(\S.*?)\s*$/.exec(line.slice(0, 70_000)) ?? [];
    if (name !== undefined && value !== undefined) values.set(name.toLowerCase(), value);
  }
  return values;
}

/** Flags of INTERNET_PER_CONN_FLAGS (Microsoft, INTERNET_PER_CONN_OPTION): byte 8 of DefaultConnectionSettings. */
const FLAG = { manual: 0x02, pac: 0x04, autoDetect: 0x08 } as const;

/**
 * The user's setting, which browsers and many programs follow. What the user sees is in the first key; whether WPAD is on stands
 * only among the flags of the second one, which is binary and may be missing.
 */
export function wininetSetting(
  settings: string,
  connections: string | undefined,
): Omit<FoundSetting, 'where'> {
  const values = registryValues(settings);
  const isEnabled = Number(values.get('proxyenable') ?? 0) === 1;
  const binary =
    connections === undefined ? undefined : registryValues(connections).get('defaultconnectionsettings');
  const flags = /^[0-9a-f]{18}/i.test(binary ?? '') ? Number.parseInt(binary?.slice(16, 18) ?? '', 16) : 0;
  const { server, hasLogin } = readServerList(isEnabled ? (values.get('proxyserver') ?? '') : '');
  const pacUrl = values.get('autoconfigurl');
  return {
    source: 'wininet',
    style: 'wininet',
    server,
    exceptions: splitExceptions(values.get('proxyoverride') ?? ''),
    pacUrl,
    isAutoDetect: (flags & FLAG.autoDetect) !== 0 || Number(values.get('autodetect') ?? 0) === 1,
    hasLogin,
    ...(isEnabled && server === undefined && values.has('proxyserver')
      ? { reason: 'the proxy that is set is none for https' }
      : {}),
  };
}

/**
 * The machine's setting, which services follow, from `netsh winhttp show proxy`. Its words are translated, so only the shape
 * counts: with a proxy there are two lines of the form `label : value`, the second with the exceptions; without one there is none.
 */
export function winhttpSetting(output: string): Omit<FoundSetting, 'where'> {
  const values = output
    .split(/\r?\n/)
    .flatMap((line) => /^\s+\S.*?\s*:\s+(\S.*?)\s*$/.exec(line.slice(0, 4000))?.[1] ?? []);
  const [servers = '', exceptions = ''] = values;
  const { server, hasLogin } = readServerList(servers);
  return {
    source: 'winhttp',
    style: 'winhttp',
    server,
    // `(none)`, in the language of the system.
    exceptions: /^\(.*\)$/.test(exceptions) ? [] : splitExceptions(exceptions),
    hasLogin,
    ...(servers !== '' && server === undefined ? { reason: 'the proxy that is set is none for https' } : {}),
  };
}

/** `netsh winhttp show advproxy` of Windows 11 and Server 2022: JSON behind a line of text. It adds PAC and WPAD to the above. */
export function winhttpAdvanced(output: string): { pacUrl?: string; isAutoDetect: boolean } {
  const [json = ''] = /\{[\s\S]{0,20000}\}/.exec(output) ?? [];
  let read: unknown;
  try {
    read = JSON.parse(json);
  } catch {
    return { isAutoDetect: false };
  }
  const values = new Map(
    typeof read === 'object' && read !== null
      ? Object.entries(read).map(([name, value]): [string, unknown] => [name.toLowerCase(), value])
      : [],
  );
  const pacUrl = values.get('autoconfigurl');
  return {
    ...(typeof pacUrl === 'string' && pacUrl !== '' ? { pacUrl: pacUrl.slice(0, 2048) } : {}),
    isAutoDetect: values.get('autodetect') === true,
  };
}

/** `proxy:8080` for everything, or `http=a:80;https=b:8080;socks=c:1080` by protocol. */
function readServerList(text: string): ReturnType<typeof readServer> {
  const entries = text.split(/[;\s]+/).filter((entry) => entry !== '');
  const byProtocol = (name: string): string | undefined =>
    entries.find((entry) => entry.toLowerCase().startsWith(`${name}=`))?.slice(name.length + 1);
  const plain = entries.find((entry) => !entry.includes('='));
  const socks = byProtocol('socks');
  const chosen = byProtocol('https') ?? plain ?? (socks === undefined ? undefined : `socks://${socks}`);
  return chosen === undefined ? { server: undefined, hasLogin: false } : readServer(chosen);
}
