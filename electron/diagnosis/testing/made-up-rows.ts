import type { CheckStatus } from '../../contract/checks.ts';
import type { Outcome } from '../../contract/outcomes/outcome.ts';
import type { ProxyOutcome } from '../../contract/outcomes/proxy.ts';
import type { Profile } from '../../contract/profile.ts';
import { proxyUrl } from '../../contract/proxy-url.ts';
import { endpoint } from '../../contract/spoken.ts';
import { directoryId, directoryRow } from './directory-run.ts';
import { machineRow, OTHER_NAME, statusOfMachine } from './machine-rows.ts';

/** How a row with this outcome reads. */
export function statusOf(outcome: Outcome): CheckStatus {
  if (outcome.kind === 'responder-asset' || outcome.kind === 'disk-space' || outcome.kind === 'folder-access')
    return statusOfMachine(outcome);
  if (outcome.kind === 'tcp' && outcome.port === CONTROL_PORT)
    return outcome.code === 'open' ? 'warned' : 'passed';
  return HEALTHY_CODES.has(outcome.code) || HARMLESS_KINDS.has(outcome.kind) ? 'passed' : 'failed';
}
const HEALTHY_CODES: ReadonlySet<string> = new Set([
  'open',
  'resolved',
  'answered',
  'established',
  'described',
  'udp-unconfirmed',
  'tcp-open',
  'tls-open',
  'udp-sent',
  'written',
  'ready',
  'needs-login',
  'all-accepted',
  'some-accepted',
  'none-accepted',
  'through',
  'routed',
  'on',
  'excluded',
  'missing',
  'writable',
  'usable',
  'not-evaluated',
]);

/** Rows that show no fault by themselves. */
const HARMLESS_KINDS: ReadonlySet<string> = new Set(['proxy-settings', 'plain-http']);

/** In the made-up runs NATS is here. */
export const TASKS_PORT = 4222;

/** In the made-up runs, what is behind this port is only known from what NATS advertises. */
export const ADVERTISED_PORT = 4333;

/** In the made-up runs, the relay has this address, and the port that nobody uses is 293. */
export const RELAY_ADDRESS = '10.0.0.29';
const CONTROL_PORT = 293;

/** The row of an outcome, as the plan names it. */
export function idOf(outcome: Outcome, profile: Profile): { id: string; subject: string } {
  const { syslog, responder } = profile;
  if (outcome.kind === 'system-lookup' && outcome.hostname === responder?.relay)
    return { id: 'responder/relay/lookup', subject: 'relay' };
  if (outcome.kind === 'srv') return directoryId(outcome);
  const ofDirectory = directoryRow(outcome, profile);
  if (ofDirectory !== undefined) return directoryId(ofDirectory);
  if (outcome.kind === 'system-lookup' && outcome.hostname === syslog?.address)
    return { id: 'syslog/lookup', subject: 'dns' };
  if (outcome.kind === 'system-lookup' && outcome.hostname === PROXY_NAME)
    return { id: `proxy/lookup/${PROXY_NAME}`, subject: `proxy:${PROXY_PORT}` };
  if (outcome.kind === 'system-lookup' && outcome.hostname === OTHER_NAME)
    return { id: 'responder/asset/lookup', subject: 'responder' };
  if (outcome.kind === 'system-lookup') return { id: 'console/lookup', subject: 'dns' };
  if (outcome.kind === 'resolver')
    return { id: `console/resolver/${outcome.resolver.address}:${outcome.resolver.port}`, subject: 'dns' };
  if (outcome.kind === 'host') return { id: 'host/facts', subject: 'host' };
  if (outcome.kind === 'proxy') return proxyRow(outcome);
  if (outcome.kind === 'proxy-settings') return { id: 'proxy/settings', subject: 'proxy' };
  if (outcome.kind === 'pac') return { id: `proxy/pac/${outcome.url}`, subject: 'proxy' };
  const ofMachine = machineRow(outcome);
  if (ofMachine !== undefined) return ofMachine;
  if (!('address' in outcome)) return { id: `host/${outcome.kind}`, subject: 'host' };
  const at = endpoint(outcome.address, outcome.port);
  if (outcome.port === CONTROL_PORT) return { id: `control/tcp/${at}`, subject: `control:${outcome.port}` };
  if (outcome.address === RELAY_ADDRESS)
    return { id: `responder/relay/${outcome.kind}/${at}`, subject: `relay:${outcome.port}` };
  if (outcome.kind === 'tcp' && outcome.port === PROXY_PORT)
    return { id: `proxy/tcp/${at}`, subject: `proxy:${PROXY_PORT}` };
  if (outcome.kind === 'syslog' || outcome.kind === 'syslog-message' || outcome.port === syslog?.port)
    return {
      id: `syslog/${syslogRow(outcome, syslog?.transport)}/${at}`,
      subject: `syslog:${outcome.port}${syslog?.transport === 'udp' ? '/udp' : ''}`,
    };
  if (outcome.port === ADVERTISED_PORT)
    return { id: `responder/advertised/${at}`, subject: `advertised:${outcome.port}` };
  if (outcome.kind === 'plain-http' && outcome.role === 'sentinel')
    return { id: `console/sentinel/${outcome.url}`, subject: 'proxy' };
  const service = outcome.port === TASKS_PORT ? 'responder' : 'console';
  return {
    id: `${service}/${outcome.kind}/${at}`,
    subject: `${service}:${outcome.port}`,
  };
}

function syslogRow(outcome: Outcome, transport: string | undefined): string {
  switch (outcome.kind) {
    case 'syslog':
      return outcome.transport;
    case 'syslog-message':
      return 'message';
    case 'tls':
      return transport === 'tls' ? 'certificate' : 'control-tls';
    default:
      return 'port';
  }
}

/** In the made-up runs the proxy is here. */
export const PROXY_NAME = 'proxy.example.com';
export const PROXY_PORT = 3128;

/** The row of one port through the proxy, as the plan names it. */
function proxyRow({ proxy, target }: ProxyOutcome): { id: string; subject: string } {
  const step = target.protocol === 'nats' ? 'responder' : 'console';
  const id = `${step}/proxy/${proxyUrl(proxy)}/${endpoint(target.host, target.port)}`;
  return { id, subject: `proxy:${proxy.port}` };
}
