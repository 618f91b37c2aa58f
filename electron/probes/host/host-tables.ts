import { execFile } from 'node:child_process';
import { endianness } from 'node:os';
import type { HostRoute } from '../../contract/outcomes/host.ts';
import { childEnvironment } from '../child-environment.ts';
import { systemErrorOf } from '../tcp/tcp-system-error.ts';
import { searchDomainsOf } from './host-resolv-conf.ts';
import {
  bsdRoutes,
  type InterfaceNames,
  linuxIpv4Routes,
  linuxIpv6Routes,
  ROUTE_LIMIT,
  windowsRoutes,
} from './host-routes.ts';
import { readTextFile } from './host-text-file.ts';
import { windowsSearchDomains } from './host-windows.ts';

/** Enough for some ten thousand routes; what is beyond is named as unreadable. */
const TABLE_LIMIT_BYTES = 1_048_576;
const RESOLV_CONF_LIMIT_BYTES = 65_536;
const COMMAND_TIMEOUT_MS = 1500;

/** Something that was read, and what could not be, in words. */
export interface Reading<T> {
  readonly value: readonly T[];
  readonly unreadable: readonly string[];
}

/** Nothing was read; the words say what and why. No words mean that there is nothing to read. */
export const unread = <T>(...unreadable: string[]): Reading<T> => ({ value: [], unreadable });

/** The routes of this machine, IPv4 and IPv6, at most 512 of each table. Never rejects. */
export async function readRoutes(names: InterfaceNames, signal: AbortSignal): Promise<Reading<HostRoute>> {
  switch (process.platform) {
    case 'linux':
      return joined(
        await Promise.all([
          readTable('/proc/net/route', false, (text) => linuxIpv4Routes(text, endianness())),
          readTable('/proc/net/ipv6_route', true, linuxIpv6Routes),
        ]),
      );
    case 'win32':
      return runTable(windowsProgram('ROUTE.EXE'), ['print'], (text) => windowsRoutes(text, names), signal);
    case 'darwin':
    case 'freebsd':
      return runTable('/usr/sbin/netstat', ['-rn'], bsdRoutes, signal);
    default:
      return unread(`routes: not known how to read them on ${process.platform}`);
  }
}

/** Both tables together; each is allowed half, so that a huge IPv4 table leaves room for IPv6. */
const joined = <T>(readings: readonly Reading<T>[]): Reading<T> => ({
  value: readings.flatMap(({ value }) => value),
  unreadable: readings.flatMap(({ unreadable }) => unreadable),
});

/** A table that the kernel leaves out when it has no IPv6 is an empty one. */
async function readTable(
  path: string,
  mayBeMissing: boolean,
  parse: (text: string) => HostRoute[],
): Promise<Reading<HostRoute>> {
  const file = await readTextFile(path, TABLE_LIMIT_BYTES);
  if (!file.isReadable)
    return mayBeMissing && file.errno === 'ENOENT' ? unread() : unread(`routes: ${path} (${file.errno})`);
  return table(parse(file.text), file.isWhole);
}

const table = (routes: HostRoute[], isWhole: boolean): Reading<HostRoute> => ({
  value: routes,
  unreadable:
    isWhole && routes.length < ROUTE_LIMIT ? [] : [`routes: only the first ${routes.length} were read`],
});

async function runTable(
  program: string,
  args: readonly string[],
  parse: (text: string) => HostRoute[],
  signal: AbortSignal,
): Promise<Reading<HostRoute>> {
  const text = await outputOf(program, args, signal);
  if (typeof text !== 'string') return unread(`routes: ${program} (${text.errno})`);
  return table(parse(text), true);
}

/** The domains that this machine appends to short names. Never rejects. */
export async function readSearchDomains(signal: AbortSignal): Promise<Reading<string>> {
  if (process.platform === 'win32') {
    const key = 'HKLM\\SYSTEM\\CurrentControlSet\\Services\\Tcpip\\Parameters';
    const text = await outputOf(windowsProgram('reg.exe'), ['query', key], signal);
    return typeof text === 'string'
      ? { value: windowsSearchDomains(text), unreadable: [] }
      : unread(`search domains: the registry (${text.errno})`);
  }
  const path = '/etc/resolv.conf';
  const file = await readTextFile(path, RESOLV_CONF_LIMIT_BYTES);
  if (!file.isReadable)
    return file.errno === 'ENOENT' ? unread() : unread(`search domains: ${path} (${file.errno})`);
  return { value: searchDomainsOf(file.text), unreadable: [] };
}

const windowsProgram = (name: string): string =>
  `${process.env['SystemRoot'] ?? 'C:\\Windows'}\\System32\\${name}`;

/** Output of a program of the operating system, bounded in time and size; its errno when there is none. */
function outputOf(
  program: string,
  args: readonly string[],
  signal: AbortSignal,
): Promise<{ readonly errno: string } | string> {
  const options = {
    encoding: 'latin1' as const,
    maxBuffer: TABLE_LIMIT_BYTES,
    timeout: COMMAND_TIMEOUT_MS,
    windowsHide: true,
    env: childEnvironment(),
    signal,
  };
  return new Promise((resolve) => {
    execFile(program, [...args], options, (error, stdout) =>
      resolve(error === null ? stdout : { errno: systemErrorOf(error).errno }),
    );
  });
}
