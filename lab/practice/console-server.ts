import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createHttpsServer, type Server as HttpsServer } from 'node:https';
import { createServer, type Server } from 'node:net';
import { DEFAULT_CIPHERS, type TlsOptions } from 'node:tls';
import type { CertificateMaker } from './certificates.ts';
import { holdClosedPort } from './closed-port.ts';
import { startCrowdedPort } from './crowded-port.ts';
import { guarded } from './guarded.ts';
import { type Bound, bindLoopback, bindTcp, IDLE_LIMIT_MS } from './loopback.ts';
import type { ConsolePortPlan, ConsoleState } from './site-plan.ts';

/** Longest request line and headers together; a check sends a few hundred bytes. */
const HEADER_LIMIT_BYTES = 8192;

type OnRequest = (request: IncomingMessage, response: ServerResponse) => void;

/** Opens one port of the Console as its plan says. */
export async function startConsolePort(
  plan: ConsolePortPlan,
  certificates: CertificateMaker,
  state: Omit<ConsoleState, 'acceptsToken'>,
): Promise<Bound> {
  const { connection } = plan;
  if (connection === 'closed') return holdClosedPort();
  if (connection === 'crowded') return startCrowdedPort();
  const onRequest = answerWith(plan, { ...state, acceptsToken: plan.acceptsToken });
  if (connection === 'tls') {
    const [served, caPem] = await Promise.all([certificates.serve(plan.certificate), certificates.caPem()]);
    const tls: TlsOptions = {
      cert: served.chainPem,
      key: served.keyPem,
      ca: caPem,
      requestCert: plan.requiresClientCertificate,
      rejectUnauthorized: plan.requiresClientCertificate,
    };
    return bindLoopback([bindTcp(() => httpsServer(tls, onRequest))]);
  }
  if (connection === 'plain-http') return bindLoopback([bindTcp(() => httpServer(onRequest))]);
  return bindLoopback([bindTcp(() => createServer((socket) => guarded(socket, () => connection(socket))()))]);
}

function answerWith(plan: ConsolePortPlan, state: ConsoleState): OnRequest {
  return (request, response) => {
    // No answer depends on a body: it is read so that the connection can be used again, and thrown away.
    request.resume();
    guarded(response, plan.answer)(request, response, state);
  };
}

const HTTP_OPTIONS = {
  maxHeaderSize: HEADER_LIMIT_BYTES,
  headersTimeout: IDLE_LIMIT_MS,
  requestTimeout: IDLE_LIMIT_MS,
  connectionsCheckingInterval: 1000,
};

function httpServer(onRequest: OnRequest): Server {
  return createHttpServer(HTTP_OPTIONS, onRequest);
}

function httpsServer(tls: TlsOptions, onRequest: OnRequest): HttpsServer {
  const options = { ...HTTP_OPTIONS, ...tls, handshakeTimeout: IDLE_LIMIT_MS };
  try {
    return createHttpsServer(options, onRequest);
  } catch (error) {
    // OpenSSL refuses to serve a key below 2048 bits unless its security level is lowered; BoringSSL knows no such level.
    const isWeakKey = error instanceof Error && 'code' in error && error.code === 'ERR_SSL_EE_KEY_TOO_SMALL';
    if (!isWeakKey) throw error;
    return createHttpsServer({ ...options, ciphers: `${DEFAULT_CIPHERS}:@SECLEVEL=0` }, onRequest);
  }
}
