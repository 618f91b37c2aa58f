import { z } from 'zod';
import { rawExchangeSchema, systemErrorSchema } from '../evidence.ts';
import { furtherConnectsSchema } from './further-connects.ts';

/** What a server says of itself in its INFO line, NATS client protocol. Fields that are missing were not sent. */
const natsInfoSchema = z.object({
  serverId: z.string().max(100).optional(),
  version: z.string().max(60).optional(),
  proto: z.int().optional(),
  host: z.string().max(255).optional(),
  /** The port that the server itself listens on; behind a NAT or a container it differs from the one that was probed. */
  port: z.int().optional(),
  cluster: z.string().max(200).optional(),
  authRequired: z.boolean(),
  tlsRequired: z.boolean(),
  tlsAvailable: z.boolean(),
  tlsVerify: z.boolean(),
  maxPayload: z.int().optional(),
  /** Other addresses that clients may use, `host:port` as sent. */
  connectUrls: z.array(z.string().max(300)).max(16),
  /** A listener for other servers that shows itself in INFO. */
  listener: z.enum(['gateway', 'leaf-node']).optional(),
});
export type NatsInfo = z.infer<typeof natsInfoSchema>;

/**
 * What one NATS connection with one address showed. Nothing is published, nothing subscribed, and no credentials are sent.
 * `ready` PONG · `needs-login` the service is there and wants credentials, as it should · `no-info` no greeting, neither in
 * clear nor over TLS · `closed`, `reset` the connection ended before a greeting · `tls-failed` the handshake failed for
 * another reason than a client certificate · `client-certificate-required` · `connection-limit` · `wrong-port` a NATS server,
 * but not its listener for clients · `http`, `other-protocol` another service · `cut-after-connect` the greeting came, and the
 * connection died or fell silent after the first octets of the client (`end` says how) · `refused` any other `-ERR` ·
 * `failed` no connection, or an error that says nothing of the peer.
 */
export const natsOutcomeSchema = z.object({
  kind: z.literal('nats'),
  code: z.enum([
    'ready',
    'needs-login',
    'no-info',
    'closed',
    'reset',
    'tls-failed',
    'client-certificate-required',
    'connection-limit',
    'wrong-port',
    'http',
    'other-protocol',
    'cut-after-connect',
    'refused',
    'failed',
  ]),
  address: z.string().max(64),
  port: z.int(),
  /** The SNI that was or would be sent; null for an IP address. */
  servername: z.string().max(253).nullable(),
  info: natsInfoSchema.optional(),
  /** The text of `-ERR`, as sent. */
  errText: z.string().max(300).optional(),
  /** First line of a service that is not NATS, octets that are no printable ASCII as `\xNN`. */
  firstLine: z.string().max(300).optional(),
  /** Which listener answered instead of the one for clients. */
  listener: z.enum(['route', 'gateway', 'leaf-node', 'monitoring', 'other']).optional(),
  /** How the peer left off; undefined where Airway ended the connection. */
  end: z.enum(['fin', 'rst', 'silent']).optional(),
  /** The last thing that was sent before the answer, or its absence, that decided the code. */
  lastSent: z.enum(['nothing', 'client-hello', 'connect']),
  bytesReceived: z.int().min(0),
  tls: z.object({
    attempted: z.boolean(),
    /** True when the ClientHello went out before any greeting, because none came. */
    first: z.boolean(),
    version: z.string().max(20).optional(),
    cipher: z.string().max(80).optional(),
    alert: z.object({ level: z.int(), number: z.int(), name: z.string().max(60) }).optional(),
    /** True when the server sent a CertificateRequest. Undefined: could not be seen. */
    requestsClientCertificate: z.boolean().optional(),
    /** The library's verdict on the certificate over all stores; undefined when it has no objection, or there was none. */
    libraryVerdict: z.string().max(100).optional(),
  }),
  further: furtherConnectsSchema.optional(),
  error: systemErrorSchema.optional(),
  raw: z.array(rawExchangeSchema).max(12),
  timings: z.object({
    connectMs: z.number().min(0).optional(),
    infoMs: z.number().min(0).optional(),
    tlsMs: z.number().min(0).optional(),
    answerMs: z.number().min(0).optional(),
  }),
  elapsedMs: z.number().min(0),
});
export type NatsOutcome = z.infer<typeof natsOutcomeSchema>;

/** The server spoke in clear and its INFO offers no TLS. */
export const lacksTls = ({ info, tls }: NatsOutcome): boolean =>
  tls.version === undefined && info !== undefined && !info.tlsRequired && !info.tlsAvailable;
