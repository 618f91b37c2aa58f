import type { CauseId } from '../../contract/cause-ids.ts';
import type { Rule } from '../rule.ts';
import { ACTIVE_DIRECTORY_RULES } from './active-directory.ts';
import { CLOCK_RULES } from './clock.ts';
import { DNS_RULES } from './dns.ts';
import { HOST_RULES } from './host.ts';
import { HTTP_RULES } from './http.ts';
import { MACHINE_RULES } from './machine.ts';
import { NATS_RULES } from './nats.ts';
import { PROXY_RULES } from './proxy.ts';
import { RELAY_RULES } from './relay.ts';
import { RESPONDER_ASSET_RULES } from './responder-asset.ts';
import { SYSLOG_RULES } from './syslog.ts';
import { SYSLOG_MESSAGE_RULES } from './syslog-message.ts';
import { TCP_RULES } from './tcp.ts';
import { OPEN_RULES } from './tcp-open.ts';
import { CERTIFICATE_RULES } from './tls-certificate.ts';
import { GREETING_RULES } from './tls-greetings.ts';
import { HANDSHAKE_RULES } from './tls-handshake.ts';
import { WAY_RULES } from './way.ts';

/** All rules, from this machine upwards: the order breaks ties between findings of the same severity. */
export const RULES: readonly Rule[] = [
  ...HOST_RULES,
  ...CLOCK_RULES,
  ...MACHINE_RULES,
  ...RESPONDER_ASSET_RULES,
  ...DNS_RULES,
  ...RELAY_RULES,
  ...PROXY_RULES,
  ...WAY_RULES,
  ...OPEN_RULES,
  ...TCP_RULES,
  ...GREETING_RULES,
  ...HANDSHAKE_RULES,
  ...CERTIFICATE_RULES,
  ...HTTP_RULES,
  ...ACTIVE_DIRECTORY_RULES,
  ...SYSLOG_RULES,
  ...SYSLOG_MESSAGE_RULES,
  ...NATS_RULES,
];

/** Causes that at least one rule can conclude. */
export const RULED_CAUSES: ReadonlySet<CauseId> = new Set(RULES.map(({ cause }) => cause));
