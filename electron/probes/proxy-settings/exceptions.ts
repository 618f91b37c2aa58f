import { isIpAddress, isIpv4, isIpv6, isLocalhostName, isLoopbackAddress } from '../../contract/host-name.ts';
import { isInRange } from '../pac/ip-block.ts';
import { matchesGlob } from '../pac/pac-glob.ts';

/** Exceptions of one setting that are looked at; group policies have some dozens. */
export const EXCEPTION_LIMIT = 128;

/** Who reads the list: each has rules of its own. */
export type ExceptionStyle = 'environment' | 'wininet' | 'winhttp' | 'macos' | 'gnome';

/** Whom the exceptions are asked about. */
export interface Destination {
  /** As it was typed; names are not resolved, and no program does so for its exceptions either. */
  readonly host: string;
  readonly port: number;
}

/** Splits a list as it is written: `NO_PROXY` by commas and blanks, Windows by semicolons and blanks. */
export const splitExceptions = (text: string): string[] =>
  text
    .split(/[\s,;]+/)
    .filter((entry) => entry !== '')
    .map((entry) => entry.slice(0, 255));

/**
 * The first exception that makes a destination direct, as it is written; undefined when none does. Where programs that read the
 * same list differ, an entry counts if any of the common ones takes it: a doubtful entry must not be reported as missing.
 */
export function exceptionFor(
  style: ExceptionStyle,
  exceptions: readonly string[],
  destination: Destination,
): string | undefined {
  const host = destination.host.toLowerCase().replace(/\.$/, '');
  const at = { host, port: destination.port };
  const isLoopback = isLocalhostName(host) || isLoopbackAddress(host);
  if (isLoopback && leavesThisMachineOut(style, exceptions)) return '(this machine itself)';
  return exceptions.slice(0, EXCEPTION_LIMIT).find((entry) => matches(style, entry.toLowerCase(), at));
}

/** Go does so with the environment, and WinINET unless it is told not to (Microsoft, "Internet Explorer 9 and loopback"). */
const leavesThisMachineOut = (style: ExceptionStyle, exceptions: readonly string[]): boolean =>
  style === 'environment' ||
  (style === 'wininet' && !exceptions.some((entry) => /^<-loopback>$/i.test(entry)));

function matches(style: ExceptionStyle, entry: string, at: Destination): boolean {
  if (entry === '*') return true;
  if (entry === '<local>') return style !== 'environment' && !/[.:]/.test(at.host);
  if (entry.startsWith('<')) return false;
  const { name, port } = partsOf(entry.replace(/^[a-z][a-z0-9+.-]*:\/\//, ''));
  if (port !== undefined && port !== at.port) return false;
  if (name === at.host) return true;
  if (isIpAddress(at.host)) return matchesAddress(style, name, at.host);
  if (style === 'environment' || style === 'gnome') return matchesSuffix(name, at.host);
  return name.includes('*') && matchesGlob(at.host, name);
}

/**
 * curl, Go, GNOME and Chromium take CIDR blocks, WinHTTP does not; macOS has short ones such as `169.254/16`. Windows writes
 * `10.*`, which counts for all that take wildcards.
 */
function matchesAddress(style: ExceptionStyle, name: string, address: string): boolean {
  if (name.includes('*')) return style !== 'gnome' && isIpv4(address) && matchesGlob(address, name);
  const [network = '', length] = name.split('/', 2);
  if (length === undefined || style === 'winhttp') return false;
  if (isIpv6(network)) return isInRange(name, address);
  const bytes = network.split('.');
  while (bytes.length < 4) bytes.push('0');
  return isInRange(`${bytes.join('.')}/${length}`, address);
}

/** `example.com`, `.example.com` and `*.example.com` all stand for the domain and what is below it (libcurl, CURLOPT_NOPROXY). */
function matchesSuffix(name: string, host: string): boolean {
  const domain = name.replace(/^\*?\./, '').replace(/\.$/, '');
  if (domain === '') return false;
  if (domain.includes('*')) return matchesGlob(host, name);
  return host === domain || host.endsWith(`.${domain}`);
}

/** The port of `name:8443` and `[::1]:8443`; a bare IPv6 address and a block have none. */
function partsOf(entry: string): { name: string; port: number | undefined } {
  const bracketed = /^\[([^\]]*)\](?::(\d{1,5}))?$/.exec(entry);
  const plain = /^([^:]*):(\d{1,5})$/.exec(entry);
  const [, name = entry, port] = bracketed ?? plain ?? [];
  return { name: name.replace(/(?<=.)\.$/, ''), port: port === undefined ? undefined : Number(port) };
}
