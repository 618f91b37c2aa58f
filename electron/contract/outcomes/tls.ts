import { z } from 'zod';
import { rawExchangeSchema, systemErrorSchema } from '../evidence.ts';
import { furtherConnectsSchema } from './further-connects.ts';

/** One certificate as it was sent, read from its DER. Times are ISO 8601 UTC. */
export const certificateSchema = z.object({
  subject: z.string().max(2000),
  issuer: z.string().max(2000),
  commonName: z.string().max(500).optional(),
  issuerCommonName: z.string().max(500).optional(),
  issuerOrganization: z.string().max(500).optional(),
  serial: z.string().max(100),
  notBefore: z.string(),
  notAfter: z.string(),
  dnsNames: z.array(z.string().max(255)).max(500),
  ipAddresses: z.array(z.string().max(64)).max(500),
  /** True when the extension is there at all; a certificate without one is refused by browsers and by Go. */
  hasSan: z.boolean(),
  isCa: z.boolean(),
  /** Subject equals issuer and the certificate's own key verifies its signature. */
  isSelfSigned: z.boolean(),
  keyType: z.string().max(40),
  keyBits: z.int().min(0).optional(),
  /** Such as `sha256WithRSAEncryption`; `unknown` where the platform does not tell. */
  signatureAlgorithm: z.string().max(80),
  /** SHA-256 over the DER, upper-case hex pairs with colons. */
  fingerprint256: z.string().max(95),
  /** SHA-256 over the SubjectPublicKeyInfo (RFC 7469 §2.4), in the same form: equal for certificates of the same key. */
  publicKey256: z.string().max(95).optional(),
  pem: z.string().max(40_000),
});
export type Certificate = z.infer<typeof certificateSchema>;

/** Whether a chain leads to a root in one store; the fault is ours, found by walking the chain, not the library's text. */
const trustSchema = z.object({
  store: z.enum(['runtime', 'os', 'profile']),
  /** `trusted` · `untrusted` no path to a root in the store · `not-checked` the store could not be read or was not given. */
  code: z.enum(['trusted', 'untrusted', 'not-checked']),
  /** Subject of the root that ends the path. */
  anchor: z.string().max(2000).optional(),
  /** Roots in the store. */
  roots: z.int().min(0).optional(),
  reason: z.string().max(500).optional(),
});

/** Faults of the chain and of its certificates, each told apart; a chain may have several. */
const certificateFaultSchema = z.enum([
  'expired',
  'expires-soon',
  'not-yet-valid',
  'name-mismatch',
  'untrusted-authority',
  'incomplete-chain',
  'self-signed',
  'trusted-by-os-only',
  'without-san',
  'weak-key',
  'weak-signature',
]);
export type CertificateFault = z.infer<typeof certificateFaultSchema>;

/**
 * What one TLS handshake with one address showed.
 * `established` · `alert` the peer sent a fatal alert · `closed` FIN · `reset` RST · `silent` nothing before the deadline ·
 * `not-tls` the peer answered in another protocol · `failed` the library gave up for another reason, kept in `error`.
 */
export const tlsOutcomeSchema = z.object({
  kind: z.literal('tls'),
  code: z.enum(['established', 'alert', 'closed', 'reset', 'silent', 'not-tls', 'failed']),
  address: z.string().max(64),
  port: z.int(),
  /** The SNI that was sent; null for an IP address, which RFC 6066 §3 does not allow as a servername. */
  servername: z.string().max(253).nullable(),
  /** The name or address that the certificate was compared with. */
  expectedName: z.string().max(253),
  /** RFC 8446 §6 alert as received. `afterHandshake`: TLS 1.3 lets a server refuse after the client thinks it is done. */
  alert: z
    .object({ level: z.int(), number: z.int(), name: z.string().max(60), afterHandshake: z.boolean() })
    .optional(),
  /** Whether the peer had sent any byte, and whether our ClientHello was out, when it closed or fell silent. */
  bytesReceived: z.int().min(0),
  closedBeforeHello: z.boolean().optional(),
  plaintext: z
    .object({
      protocol: z.enum(['http', 'ssh', 'smtp', 'ftp', 'nats', 'other']),
      firstLine: z.string().max(300),
    })
    .optional(),
  version: z.string().max(20).optional(),
  cipher: z.string().max(80).optional(),
  alpn: z.string().max(40).nullable().optional(),
  /** The chain exactly as sent, in order. Empty where it could not be read. */
  chain: z.array(certificateSchema).max(12),
  /** How the chain was read: from the wire as sent, or from the library, which may have sorted it. */
  chainSource: z.enum(['wire', 'library', 'none']),
  trust: z.array(trustSchema).max(3),
  faults: z.array(certificateFaultSchema),
  /** The library's own verdict over all stores, as a cross-check: `CERT_HAS_EXPIRED` ... */
  libraryVerdict: z.string().max(100).optional(),
  /** True when the server sent a CertificateRequest. Undefined: could not be seen. */
  requestsClientCertificate: z.boolean().optional(),
  further: furtherConnectsSchema.optional(),
  error: systemErrorSchema.optional(),
  raw: z.array(rawExchangeSchema).max(12),
  timings: z.object({ connectMs: z.number().min(0).optional(), handshakeMs: z.number().min(0).optional() }),
  elapsedMs: z.number().min(0),
});
export type TlsOutcome = z.infer<typeof tlsOutcomeSchema>;
