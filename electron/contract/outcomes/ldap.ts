import { z } from 'zod';
import { rawExchangeSchema, systemErrorSchema } from '../evidence.ts';
import { tlsOutcomeSchema } from './tls.ts';

/** An LDAPResult as sent, RFC 4511 §4.1.9, with what Active Directory writes into its text ([MS-ADTS] §3.1.1.3.1.9). */
const ldapResultSchema = z.object({
  /** `bind`, `search`, `starttls` ...: the operation that was answered. */
  operation: z.enum(['root-dse', 'starttls', 'bind', 'base', 'organizational-unit', 'computers', 'notice']),
  code: z.int().min(0),
  /** RFC 4511 appendix A: `invalidCredentials` ...; `code-N` where it is not listed. */
  name: z.string().max(60),
  matchedDn: z.string().max(1024),
  /** The diagnosticMessage, as sent and cut; control characters as `\xNN`. */
  diagnosticMessage: z.string().max(1000),
  /** The hexadecimal number after `data` of an Active Directory text, lower case: `52e`. */
  adSubCode: z.string().max(12).optional(),
  /** The Windows error at the start of an Active Directory text: `80090308`. */
  windowsError: z.string().max(12).optional(),
  /** LDAP URLs of a referral, RFC 4511 §4.1.10. */
  referrals: z.array(z.string().max(500)).max(16),
});
export type LdapResult = z.infer<typeof ldapResultSchema>;

/** What a server says of itself to anybody, RFC 4512 §5.1 and [MS-ADTS] §3.1.1.3.2. Fields that are missing were not sent. */
const rootDseSchema = z.object({
  defaultNamingContext: z.string().max(1024).optional(),
  rootDomainNamingContext: z.string().max(1024).optional(),
  namingContexts: z.array(z.string().max(1024)).max(64),
  dnsHostName: z.string().max(255).optional(),
  serverName: z.string().max(1024).optional(),
  ldapServiceName: z.string().max(500).optional(),
  /** `currentTime` as ISO 8601 UTC. */
  currentTime: z.string().max(40).optional(),
  /** Object identifiers; 1.2.840.113556.1.4.800 is Active Directory. */
  supportedCapabilities: z.array(z.string().max(100)).max(64),
  supportedSaslMechanisms: z.array(z.string().max(60)).max(32),
  supportedLdapVersions: z.array(z.string().max(10)).max(8),
  /** True when the extended operation 1.3.6.1.4.1.1466.20037 is listed. */
  offersStartTls: z.boolean(),
  domainFunctionality: z.string().max(10).optional(),
  isGlobalCatalogReady: z.boolean().optional(),
  vendorName: z.string().max(200).optional(),
});
export type RootDse = z.infer<typeof rootDseSchema>;

const ldapCodes = [
  'ready',
  'silent',
  'closed',
  'reset',
  'not-ldap',
  'tls-failed',
  'starttls-refused',
  'root-dse-refused',
  'bind-refused',
  'anonymous-only',
  'base-refused',
  'failed',
] as const;

/** Codes that only a login comes to; an outcome of kind `ldap` never has them. */
export const LOGIN_CODES = ['bind-refused', 'anonymous-only', 'base-refused'] as const;

/**
 * What one LDAP connection with one domain controller showed. Kind `ldap` reads the rootDSE and logs in nowhere; kind `ldap-bind` makes
 * the one simple bind of a run and reads what the Console would: the base DN, and the first page of its computers.
 * `ready` everything asked for was answered · `silent` no answer before the deadline · `closed` FIN · `reset` RST ·
 * `not-ldap` the answer is no LDAP message · `tls-failed` the handshake (LDAPS, or after StartTLS) did not succeed, see `tls` ·
 * `starttls-refused` result of the extended operation is not 0 · `root-dse-refused` result of the rootDSE search is not 0 ·
 * `bind-refused` result of the bind is not 0 · `anonymous-only` the bind's result was 0 and the directory then says that nobody
 * is logged in · `base-refused` the bind stands, and reading the base DN had another result than 0 ·
 * `failed` no connection, or an error that says nothing of the peer.
 */
export const ldapOutcomeSchema = z.object({
  kind: z.enum(['ldap', 'ldap-bind']),
  code: z.enum(ldapCodes),
  address: z.string().max(64),
  port: z.int(),
  security: z.enum(['ldaps', 'starttls', 'plain']),
  /** The name that the certificate was compared with; the server's own name or address as it was given. */
  expectedName: z.string().max(253),
  /** What was waited for, or had been sent last, when the code was decided. */
  phase: z.enum(['connect', 'tls', 'starttls', 'root-dse', 'bind', 'base', 'computers', 'done']),
  /** Every result that came, in order. */
  results: z.array(ldapResultSchema).max(12),
  rootDse: rootDseSchema.optional(),
  /** The server's `currentTime` minus this machine's clock, in ms, corrected by half the round trip. */
  clockOffsetMs: z.number().optional(),
  /** The handshake, where one was made; the certificate as sent with its faults. */
  tls: tlsOutcomeSchema
    .pick({
      code: true,
      alert: true,
      plaintext: true,
      version: true,
      cipher: true,
      chain: true,
      chainSource: true,
      trust: true,
      faults: true,
      libraryVerdict: true,
      requestsClientCertificate: true,
    })
    .optional(),
  /** `not-ldap`: what the server says instead, as far as its first octets tell. */
  foreign: z
    .object({
      protocol: z.enum(['tls', 'http', 'ssh', 'smtp', 'ftp', 'nats', 'other']),
      /** Its first line; octets that are not printable as `\xNN`. */
      firstLine: z.string().max(300),
    })
    .optional(),
  /**
   * Why no bind was sent although one was asked for. `no-password` an empty one would be an anonymous login ·
   * `unverified-certificate` the password goes to proven names only; `tls.faults` says what is not proven.
   */
  bindWithheld: z.enum(['no-password', 'unverified-certificate']).optional(),
  /** Only in outcomes of kind `ldap-bind`. */
  bind: z
    .object({
      /** How the account was written: `dn` · `upn` user@domain · `down-level` DOMAIN\user · `bare` a name alone. Never the password. */
      nameForm: z.enum(['dn', 'upn', 'down-level', 'bare']),
      /** True when the password went over a connection that was encrypted. */
      isEncrypted: z.boolean(),
    })
    .optional(),
  /** The base DN that was read after the bind, and where it came from. */
  base: z.object({ dn: z.string().max(1024), source: z.enum(['profile', 'root-dse']) }).optional(),
  /** The first page of the computers below the base DN. */
  computers: z.object({ count: z.int().min(0), hasMore: z.boolean() }).optional(),
  /** Referrals and search result references that came, as LDAP URLs. */
  referrals: z.array(z.string().max(500)).max(16),
  bytesReceived: z.int().min(0),
  error: systemErrorSchema.optional(),
  /** Never the bind request: it carries the password. */
  raw: z.array(rawExchangeSchema).max(12),
  timings: z.object({
    connectMs: z.number().min(0).optional(),
    tlsMs: z.number().min(0).optional(),
    rootDseMs: z.number().min(0).optional(),
    bindMs: z.number().min(0).optional(),
    baseMs: z.number().min(0).optional(),
    computersMs: z.number().min(0).optional(),
  }),
  elapsedMs: z.number().min(0),
});
export type LdapOutcome = z.infer<typeof ldapOutcomeSchema>;
