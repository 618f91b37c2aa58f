import { whyNotHost } from '../../electron/contract/host-name.ts';

/** What a pasted address was taken apart into. `port` is there only where the text named one. */
export interface TakenAddress {
  readonly host: string;
  readonly port?: number;
}

/** Longest text that is looked at; an address bar holds less. */
const TEXT_LIMIT = 2048;

/**
 * Takes host and port out of what an engineer pastes: a URL, `host:port`, `[IPv6]:port`. Login, path, query and fragment are
 * dropped and go nowhere. Undefined when the text is a bare host already, or nothing that has a host in it.
 */
export function takeApart(text: string): TakenAddress | undefined {
  const trimmed = text.trim();
  if (trimmed === '' || trimmed.length > TEXT_LIMIT || whyNotHost(trimmed) === undefined) return undefined;
  const withScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed) ? trimmed : `https://${trimmed}`;
  const authority = withScheme.split('//')[1]?.split(/[/?#\\]/)[0] ?? '';
  const hostAndPort = authority.slice(authority.lastIndexOf('@') + 1);
  const match = /^(?:\[([^\]]*)\]|([^:[\]]*))(?::(\d{1,5}))?$/.exec(hostAndPort);
  const host = match?.[1] ?? match?.[2] ?? '';
  const port = match?.[3] === undefined ? undefined : Number(match[3]);
  if (whyNotHost(host) !== undefined || host !== host.trim()) return undefined;
  if (port === undefined) return { host };
  return port >= 1 && port <= 65_535 ? { host, port } : undefined;
}
