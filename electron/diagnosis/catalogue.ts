import type { CauseId } from '../contract/cause-ids.ts';
import type { Owner } from '../contract/findings.ts';
import type { Cause, Remedy } from './cause.ts';
import { ACTIVE_DIRECTORY_CAUSES } from './causes/active-directory.ts';
import { CONSOLE_CAUSES } from './causes/console.ts';
import { DNS_CAUSES } from './causes/dns.ts';
import { HOST_CAUSES } from './causes/host.ts';
import { PROXY_CAUSES } from './causes/proxy.ts';
import { RESPONDER_CAUSES } from './causes/responder.ts';
import { SYSLOG_CAUSES } from './causes/syslog.ts';
import { TCP_CAUSES } from './causes/tcp.ts';
import { TLS_CAUSES } from './causes/tls.ts';

/** Every cause that Airway names, by id. */
export const CATALOGUE: Readonly<Record<CauseId, Cause>> = {
  ...TCP_CAUSES,
  ...TLS_CAUSES,
  ...CONSOLE_CAUSES,
  ...RESPONDER_CAUSES,
  ...ACTIVE_DIRECTORY_CAUSES,
  ...SYSLOG_CAUSES,
  ...PROXY_CAUSES,
  ...DNS_CAUSES,
  ...HOST_CAUSES,
};

/** The catalogue's entry of a cause. */
export const causeOf = (id: CauseId): Cause => CATALOGUE[id];

/** Who runs the service that a subject such as `syslog:514/udp` is about. */
const RUNS: ReadonlyMap<string, Owner> = new Map([
  ['active-directory', 'directory-administrator'],
  ['syslog', 'siem-team'],
  ['proxy', 'proxy-team'],
  ['dns', 'dns-administrator'],
]);

/**
 * Who fixes a cause on a subject, and how. A fault of a service is its own administrator's: where the catalogue says
 * `console-administrator` for a cause that any TCP or TLS service can have, that is the administrator of the service
 * that the subject names.
 */
export function remedyOf(cause: Cause, subject: string): Remedy {
  const service = subject.split(':')[0] ?? subject;
  const elsewhere = Object.entries(cause.elsewhere ?? {}).find(([name]) => name === service)?.[1];
  if (elsewhere !== undefined) return elsewhere;
  const isAnyService = cause.group === 'tcp' || cause.group === 'tls';
  const runner = isAnyService && cause.owner === 'console-administrator' ? RUNS.get(service) : undefined;
  return { owner: runner ?? cause.owner, steps: cause.remedy };
}
