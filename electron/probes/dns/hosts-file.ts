import { isIP } from 'node:net';
import type { SystemLookupOutcome } from '../../contract/outcomes/dns.ts';

/** More than any hosts file that a person wrote; lists of blocked advertisers reach a few megabytes, and their end is not read. */
export const HOSTS_FILE_LIMIT_BYTES = 1_048_576;

type HostsEntry = SystemLookupOutcome['hostsFile']['entries'][number];

const ENTRY_LIMIT = 64;
const NAME_LIMIT = 64;
const NAME_LENGTH_LIMIT = 255;

/** Where the operating system keeps its hosts file. */
export function hostsFilePath(platform: NodeJS.Platform, systemRoot: string | undefined): string {
  return platform === 'win32'
    ? `${systemRoot ?? 'C:\\Windows'}\\System32\\drivers\\etc\\hosts`
    : '/etc/hosts';
}

/**
 * The lines of a hosts file that name `hostname`, by line number from 1, at most 64. A line is an address, white space and
 * names (hosts(5)); what follows `#` is a comment. Names are compared without regard to case and to a final dot. Lines that
 * do not begin with an address are passed over, as the system does.
 */
export function hostsEntriesFor(text: string, hostname: string): HostsEntry[] {
  const wanted = comparable(hostname);
  const entries: HostsEntry[] = [];
  let line = 0;
  for (let start = 0; start <= text.length && entries.length < ENTRY_LIMIT; ) {
    const end = text.indexOf('\n', start);
    const stop = end === -1 ? text.length : end;
    line += 1;
    const entry = entryIn(text.slice(start, stop), line, wanted);
    if (entry !== undefined) entries.push(entry);
    start = stop + 1;
  }
  return entries;
}

/** Not `\s`: a byte order mark is no blank here, and the system does not read a line that begins with one. */
const BLANKS = /[ \t\r\f\v]+/;

function entryIn(text: string, line: number, wanted: string): HostsEntry | undefined {
  const content = text.split('#', 1)[0] ?? '';
  // Most lines do not name the host; splitting each into words would be the slow part.
  if (!content.toLowerCase().includes(wanted)) return undefined;
  const [address = '', ...names] = content.split(BLANKS).filter((word) => word !== '');
  const found = names.find((name) => comparable(name) === wanted);
  if (found === undefined || isIP(address) === 0 || address.length > 64) return undefined;
  const kept = names.filter((name) => name.length <= NAME_LENGTH_LIMIT).slice(0, NAME_LIMIT);
  return { line, address, names: kept.includes(found) ? kept : [found, ...kept.slice(1)] };
}

const comparable = (name: string): string => name.toLowerCase().replace(/\.$/, '');
