import { z } from 'zod';
import { rawExchangeSchema, systemErrorSchema } from '../evidence.ts';
import { natsOutcomeSchema } from './nats.ts';
import { proxyServerSchema } from './proxy-server.ts';
import { tlsOutcomeSchema } from './tls.ts';

/** What a look into the tunnel showed; the fields of the direct checks, so that both ways can be laid side by side. */
const insideTlsSchema = tlsOutcomeSchema.omit({ kind: true, address: true, port: true, raw: true });
export type InsideTls = z.infer<typeof insideTlsSchema>;
const insideNatsSchema = natsOutcomeSchema.omit({ kind: true, address: true, port: true, raw: true });
export type InsideNats = z.infer<typeof insideNatsSchema>;

/** What an HTTP proxy said to CONNECT, RFC 9110 §9.3.6. */
const httpAnswerSchema = z.object({
  status: z.int().min(100).max(999),
  statusText: z.string().max(200),
  /** Headers by which a proxy shows itself and its reason; challenges by their scheme only. */
  headers: z.record(z.string().max(100), z.string().max(1000)),
  /** Schemes of Proxy-Authenticate as sent: `Basic`, `NTLM`, `Negotiate` ... */
  schemes: z.array(z.string().max(40)).max(8),
  /** Where a redirect leads, without its query. */
  location: z.string().max(2048).optional(),
  title: z.string().max(300).optional(),
  /** The first 2 KB of the page that came with a refusal, without styles, scripts and comments. */
  bodyStart: z.string().max(2048),
});

/** What a SOCKS5 server said: its choice of method (RFC 1928 §3), of the login (RFC 1929 §2), and its reply (RFC 1928 §6). */
const socksAnswerSchema = z.object({
  method: z.int().min(0).max(255).optional(),
  loginStatus: z.int().min(0).max(255).optional(),
  reply: z.object({ code: z.int().min(0).max(255), name: z.string().max(60) }).optional(),
});

/**
 * What one request to one proxy for one host and port showed.
 * `through` the tunnel stands and the service in it answers · `tunnel-cut` the tunnel was granted, and the connection in it
 * ended or stayed silent before the service said a word · `service-fault` the tunnel works, and what is in it has a fault of its
 * own · `login-required` the proxy wants a login and was given none (`login` says why) · `login-refused` it was given one and
 * refused it · `forbidden` its rules do not let this host or port pass · `cannot-connect`, `cannot-resolve` it tried and got no
 * connection, or did not find the name · `refused` any other refusal · `no-answer` it took the request and gave no whole answer
 * before the deadline · `closed`, `reset` it hung up on the request · `not-a-proxy` something else answers ·
 * `proxy-tls-failed` no TLS with an HTTPS proxy · `no-connection` TCP to it did not open · `failed` cancelled, or an error of
 * this machine.
 */
export const proxyOutcomeSchema = z.object({
  kind: z.literal('proxy'),
  code: z.enum([
    'through',
    'tunnel-cut',
    'service-fault',
    'login-required',
    'login-refused',
    'forbidden',
    'cannot-connect',
    'cannot-resolve',
    'refused',
    'no-answer',
    'closed',
    'reset',
    'not-a-proxy',
    'proxy-tls-failed',
    'no-connection',
    'failed',
  ]),
  proxy: proxyServerSchema,
  /** The address of the proxy that was connected to. */
  proxyAddress: z.string().max(64),
  target: z.object({ host: z.string().max(253), port: z.int(), protocol: z.enum(['tls', 'nats']) }),
  http: httpAnswerSchema.optional(),
  socks: socksAnswerSchema.optional(),
  /**
   * `sent` once · `none` there is none for this proxy · `withheld` there is one, and it was not sent: the proxy offers no way to
   * send it that Airway knows, did not prove who it is, or refused it already. Absent: no login was asked for.
   */
  login: z.enum(['sent', 'none', 'withheld']).optional(),
  /** Why the proxy got no connection, by its own word: errno of X-Squid-Error, error of Proxy-Status (RFC 9209 §2.3). */
  proxyReason: z.string().max(100).optional(),
  /** TLS with the proxy itself, where it is spoken to by HTTPS. */
  proxyTls: z
    .object({
      version: z.string().max(20).optional(),
      /** The library's objection to the proxy's certificate; absent when it has none. */
      libraryVerdict: z.string().max(100).optional(),
    })
    .optional(),
  /** First line of what is no answer of a proxy, octets that are no printable ASCII as `\xNN`. */
  firstLine: z.string().max(300).optional(),
  /** How the tunnel ended, where it was cut. */
  end: z.enum(['fin', 'rst', 'silent']).optional(),
  inside: z.object({ tls: insideTlsSchema.optional(), nats: insideNatsSchema.optional() }).optional(),
  bytesReceived: z.int().min(0),
  error: systemErrorSchema.optional(),
  raw: z.array(rawExchangeSchema).max(12),
  timings: z.object({
    connectMs: z.number().min(0).optional(),
    proxyTlsMs: z.number().min(0).optional(),
    /** From the request that decided to the whole head of its answer. */
    answerMs: z.number().min(0).optional(),
    insideMs: z.number().min(0).optional(),
  }),
  elapsedMs: z.number().min(0),
});
export type ProxyOutcome = z.infer<typeof proxyOutcomeSchema>;
