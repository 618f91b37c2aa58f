import { lookup } from 'node:dns';
import { isIP } from 'node:net';
import type { SystemLookupOutcome } from '../../contract/outcomes/dns.ts';
import { said } from '../../contract/spoken.ts';
import { withinDeadline } from '../host/host-deadline.ts';
import { readTextFile } from '../host/host-text-file.ts';
import { defineProbe, type Probe, type ProbeContext, type Verdict } from '../probe.ts';
import { systemErrorOf } from '../tcp/tcp-system-error.ts';
import { elapsedBetween } from '../tcp/tcp-timing.ts';
import { HOSTS_FILE_LIMIT_BYTES, hostsEntriesFor, hostsFilePath } from './hosts-file.ts';

/** A host name, or an address literal, which needs no lookup. */
interface SystemLookupInput {
  readonly hostname: string;
}

/** What the probe asks of the operating system; replaced in tests. */
export interface LookupSystem {
  /** getaddrinfo: all addresses in the order in which the system gives them. */
  readonly lookup: (hostname: string) => Promise<LookupAnswer>;
  readonly hostsPath: string;
}

type LookupAnswer =
  | { readonly addresses: readonly { readonly address: string; readonly family: number }[] }
  | { readonly error: Error };

type Addresses = SystemLookupOutcome['addresses'];

const ADDRESS_LIMIT = 256;

const thisSystem: LookupSystem = {
  lookup: (hostname) =>
    new Promise((resolve) => {
      lookup(hostname, { all: true, order: 'verbatim' }, (error, addresses) =>
        resolve(error === null ? { addresses } : { error }),
      );
    }),
  hostsPath: hostsFilePath(process.platform, process.env['SystemRoot']),
};

/** The probe over a given system; `systemLookup` is the one over this machine. */
export const systemLookupOf = (system: LookupSystem): Probe<SystemLookupInput, SystemLookupOutcome> =>
  defineProbe({
    id: 'system-lookup',
    // The C library gives a resolver 5 s before it asks the next (resolv.conf(5)); waiting for all of them helps nobody.
    deadlineMs: 5000,
    awaiting: ({ hostname }) => `this machine's own lookup of ${hostname}`,
    run: (input, context) => run(system, input, context),
    judge,
  });

/**
 * The operating system's own lookup, by which every other program resolves, and the lines of its hosts file that name the
 * host. getaddrinfo cannot be stopped: at the deadline its answer is given up, while the call may hold one thread of Node's
 * pool until it returns.
 */
export const systemLookup = systemLookupOf(thisSystem);

async function run(
  system: LookupSystem,
  { hostname }: SystemLookupInput,
  context: ProbeContext,
): Promise<SystemLookupOutcome> {
  const startedAt = context.now();
  const within = <T extends object>(work: Promise<T>) =>
    withinDeadline(work, context.deadlineMs, context.signal).then((value) => ({
      value,
      elapsedMs: elapsedBetween(startedAt, context.now()),
    }));
  const [answer, file] = await Promise.all([
    within(addressesOf(system, hostname)),
    within(readTextFile(system.hostsPath, HOSTS_FILE_LIMIT_BYTES)),
  ]);
  return {
    kind: 'system-lookup',
    ...read(answer.value),
    hostname,
    hostsFile: {
      path: system.hostsPath,
      readable: file.value?.isReadable === true,
      entries: file.value?.isReadable === true ? hostsEntriesFor(file.value.text, hostname) : [],
    },
    elapsedMs: answer.elapsedMs,
  };
}

async function addressesOf(system: LookupSystem, hostname: string): Promise<LookupAnswer> {
  const family = isIP(hostname);
  return family === 0 ? system.lookup(hostname) : { addresses: [{ address: hostname, family }] };
}

function read(
  answer: LookupAnswer | undefined,
): Pick<SystemLookupOutcome, 'code' | 'addresses'> & Partial<Pick<SystemLookupOutcome, 'error'>> {
  if (answer === undefined) return { code: 'timed-out', addresses: [] };
  if ('error' in answer) {
    const error = systemErrorOf(answer.error);
    return { code: CODES[error.errno] ?? 'failed', addresses: [], error };
  }
  const addresses = distinct(answer.addresses);
  return { code: addresses.length > 0 ? 'resolved' : 'no-address', addresses };
}

/** EAI_NODATA and EAI_ADDRFAMILY: the name is there, without an address that could be used (RFC 3493 §6.1). */
const CODES: Readonly<Record<string, SystemLookupOutcome['code']>> = {
  EAI_NONAME: 'not-found',
  ENOTFOUND: 'not-found',
  EAI_NODATA: 'no-address',
  EAI_ADDRFAMILY: 'no-address',
  EAI_AGAIN: 'try-again',
};

function distinct(addresses: readonly { readonly address: string; readonly family: number }[]): Addresses {
  const seen = new Map<string, Addresses[number]>();
  for (const { address, family } of addresses)
    if (address.length <= 64 && (family === 4 || family === 6) && !seen.has(address))
      seen.set(address, { address, family });
  return [...seen.values()].slice(0, ADDRESS_LIMIT);
}

function judge(outcome: SystemLookupOutcome): Verdict {
  const { code, hostname, addresses, hostsFile } = outcome;
  const time = said(outcome.elapsedMs);
  const errno = outcome.error?.errno ?? 'no error code';
  if (code === 'resolved') {
    if (isIP(hostname) !== 0)
      return { status: 'passed', reason: `${hostname} is an address and needs no lookup` };
    const shown = addresses.slice(0, 4).map(({ address }) => address);
    const more = addresses.length > shown.length ? ` and ${addresses.length - shown.length} more` : '';
    const [entry] = hostsFile.entries;
    const from = entry === undefined ? '' : `; line ${entry.line} of ${hostsFile.path} names it`;
    return {
      status: 'passed',
      reason: `this machine resolves ${hostname} to ${shown.join(', ')}${more} in ${time}${from}`,
    };
  }
  const reasons = {
    'not-found': `this machine's own lookup found no ${hostname} after ${time} (${errno})`,
    'no-address': `this machine's own lookup found ${hostname}, but no address of it, after ${time} (${errno})`,
    'try-again': `this machine's own lookup of ${hostname} got no usable answer from any resolver in ${time} (${errno})`,
    'timed-out': `this machine's own lookup of ${hostname} gave nothing in ${time}`,
    failed: `this machine's own lookup of ${hostname} failed after ${time} (${errno})`,
  };
  return { status: 'failed', reason: reasons[code] };
}
