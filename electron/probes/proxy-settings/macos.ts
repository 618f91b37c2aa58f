import { type FoundSetting, readServer } from './setting.ts';

/**
 * The setting of the network service that macOS uses now, from `scutil --proxy`: a dictionary in which one array may stand. What
 * is said of single interfaces, one level deeper, is left out.
 */
export function macosSetting(output: string): Omit<FoundSetting, 'where'> {
  const { values, exceptions } = readDictionary(output);
  const isOn = (name: string): boolean => values.get(name) === '1';
  const server = (name: string, scheme: string): string | undefined => {
    const host = values.get(`${name}Proxy`);
    if (!isOn(`${name}Enable`) || host === undefined) return undefined;
    const port = values.get(`${name}Port`);
    return `${scheme}://${host.includes(':') ? `[${host}]` : host}${port === undefined ? '' : `:${port}`}`;
  };
  const chosen = server('HTTPS', 'http') ?? server('SOCKS', 'socks');
  const { server: read, hasLogin } =
    chosen === undefined ? { server: undefined, hasLogin: false } : readServer(chosen);
  return {
    source: 'macos',
    style: 'macos',
    server: read,
    exceptions: isOn('ExcludeSimpleHostnames') ? [...exceptions, '<local>'] : exceptions,
    pacUrl: isOn('ProxyAutoConfigEnable') ? values.get('ProxyAutoConfigURLString') : undefined,
    isAutoDetect: isOn('ProxyAutoDiscoveryEnable'),
    hasLogin: hasLogin || values.has('HTTPSUser'),
    ...(chosen !== undefined && read === undefined ? { reason: 'the proxy that is set cannot be read' } : {}),
  };
}

function readDictionary(output: string): { values: ReadonlyMap<string, string>; exceptions: string[] } {
  const values = new Map<string, string>();
  const exceptions: string[] = [];
  const inside: string[] = [];
  for (const line of output.split(/\r?\n/)) {
    const opened = /^\s*(?:(\S+) : )?<(?:dictionary|array)> \{\s*$/.exec(line);
    if (opened !== null) inside.push(opened[1] ?? '');
    else if (/^\s*\}\s*$/.test(line)) inside.pop();
    else {
      const [, name, value] = /^\s*(\S{1,80}) : (.{0,2048}?)\s*$/.exec(line) ?? [];
      if (name === undefined || value === undefined) continue;
      if (inside.length === 1) values.set(name, value);
      else if (inside.length === 2 && inside[1] === 'ExceptionsList') exceptions.push(value.slice(0, 255));
    }
  }
  return { values, exceptions };
}
