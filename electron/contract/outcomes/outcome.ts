import { z } from 'zod';
import { cldapOutcomeSchema } from './cldap.ts';
import { resolverOutcomeSchema, systemLookupOutcomeSchema } from './dns.ts';
import { hostOutcomeSchema } from './host.ts';
import { httpOutcomeSchema } from './http.ts';
import { ldapOutcomeSchema } from './ldap.ts';
import {
  diskSpaceOutcomeSchema,
  firewallOutcomeSchema,
  folderAccessOutcomeSchema,
  siteRoutesOutcomeSchema,
} from './machine.ts';
import { natsOutcomeSchema } from './nats.ts';
import { ntpOutcomeSchema } from './ntp.ts';
import { pacOutcomeSchema } from './pac.ts';
import { plainHttpOutcomeSchema } from './plain-http.ts';
import { proxyOutcomeSchema } from './proxy.ts';
import { proxySettingsOutcomeSchema } from './proxy-settings.ts';
import { exclusionListOutcomeSchema, responderAssetOutcomeSchema } from './responder-asset.ts';
import { srvOutcomeSchema } from './srv.ts';
import { syslogOutcomeSchema } from './syslog.ts';
import { syslogMessageOutcomeSchema } from './syslog-message.ts';
import { tcpOutcomeSchema } from './tcp.ts';
import { tlsOutcomeSchema } from './tls.ts';
import { tlsHelloOutcomeSchema } from './tls-hello.ts';

/** What a probe observed. `kind` is the probe's id; `code` says in one word how it went. A new probe is one entry here. */
export const outcomeSchema = z.discriminatedUnion('kind', [
  systemLookupOutcomeSchema,
  resolverOutcomeSchema,
  tcpOutcomeSchema,
  tlsOutcomeSchema,
  httpOutcomeSchema,
  natsOutcomeSchema,
  hostOutcomeSchema,
  syslogOutcomeSchema,
  srvOutcomeSchema,
  cldapOutcomeSchema,
  ldapOutcomeSchema,
  syslogMessageOutcomeSchema,
  tlsHelloOutcomeSchema,
  proxyOutcomeSchema,
  siteRoutesOutcomeSchema,
  firewallOutcomeSchema,
  diskSpaceOutcomeSchema,
  folderAccessOutcomeSchema,
  ntpOutcomeSchema,
  responderAssetOutcomeSchema,
  exclusionListOutcomeSchema,
  proxySettingsOutcomeSchema,
  pacOutcomeSchema,
  plainHttpOutcomeSchema,
]);
export type Outcome = z.infer<typeof outcomeSchema>;
export type OutcomeKind = Outcome['kind'];
/** The outcome whose kind may be `K`; one shape may serve two kinds. */
export type OutcomeOf<K extends OutcomeKind, O = Outcome> = O extends { kind: infer T }
  ? K extends T
    ? O
    : never
  : never;
