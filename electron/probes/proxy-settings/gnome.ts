import { type FoundSetting, readServer } from './setting.ts';

/** The setting of the GNOME desktop, from `gsettings list-recursively org.gnome.system.proxy`: one `SCHEMA KEY VALUE` a line. */
export function gnomeSetting(output: string): Omit<FoundSetting, 'where'> {
  const values = new Map<string, string>();
  for (const line of output.split('\n')) {
    const [, schema, key, value] =
      /^org\.gnome\.system\.proxy(\.\w+)? (\S+) (.*)$/.exec(line.slice(0, 10_000)) ?? [];
    if (key !== undefined && value !== undefined) values.set(`${schema ?? ''}.${key}`, value.trim());
  }
  const mode = unquoted(values.get('.mode'));
  const server = (name: string, scheme: string): string | undefined => {
    const host = unquoted(values.get(`.${name}.host`));
    const port = values.get(`.${name}.port`) ?? '0';
    return host === '' || port === '0'
      ? undefined
      : `${scheme}://${host.includes(':') ? `[${host}]` : host}:${port}`;
  };
  const chosen = mode === 'manual' ? (server('https', 'http') ?? server('socks', 'socks')) : undefined;
  const pacUrl = unquoted(values.get('.autoconfig-url'));
  return {
    source: 'gnome',
    style: 'gnome',
    ...(chosen === undefined ? {} : { server: readServer(chosen).server }),
    exceptions: listOf(values.get('.ignore-hosts')),
    pacUrl: mode === 'auto' && pacUrl !== '' ? pacUrl : undefined,
    // Without an address, automatic means WPAD.
    isAutoDetect: mode === 'auto' && pacUrl === '',
    hasLogin: unquoted(values.get('.http.authentication-user')) !== '',
  };
}

const unquoted = (value: string | undefined): string => /^'(.{0,2048})'$/.exec(value ?? '')?.[1] ?? '';

/** `['localhost', '127.0.0.0/8']`; an empty list is written `@as []`. */
const listOf = (value: string | undefined): string[] =>
  [...(value ?? '').matchAll(/'([^']{1,255})'/g)].map(([, entry = '']) => entry);
