import { connect as connectTcp } from 'node:net';
import { connect as connectTls, type PeerCertificate, type SecureContext, type TLSSocket } from 'node:tls';
import type { Handover } from '../tcp/handover.ts';
import { readCertificateFields } from '../tls/certificate-fields.ts';
import { isNamed } from '../tls/certificate-name.ts';
import { lawfulServername } from '../tls/tls.ts';
import { onAbort } from '../tls/tls-waiting.ts';

/** Where to ask, and what for. */
export interface HttpTarget {
  readonly address: string;
  readonly port: number;
  /** The host as it was typed: it becomes SNI and Host, and the certificate is compared with it where that matters. */
  readonly host: string;
  /** A connection with TLS on it to go on with, where the certificate does not have to be verified. */
  readonly connection?: Handover<TLSSocket>;
}

/** A TLS connection that is ready for a request, or where it ended before that. */
export type Connection =
  | {
      readonly socket: TLSSocket;
      readonly roundTripMs: number;
      /** Undefined for a connection that another check had opened. */
      readonly connectMs?: number;
      readonly tlsMs?: number;
    }
  | {
      readonly socket: undefined;
      readonly stage: 'tcp' | 'tls';
      /** undefined when nothing happened before the deadline, or the run was cancelled. */
      readonly error: Error | undefined;
      readonly connectMs?: number;
    };

export interface ConnectionLimits {
  readonly signal: AbortSignal;
  /** On the clock of `now`. */
  readonly endsAtMs: number;
  now(): number;
}

/**
 * Connects to an explicit address and makes the TLS handshake. With `mustVerify` the chain and the name must be good, by the
 * library's verdict and by our own rule for names; without it the certificate is not looked at, which is the TLS check's work.
 * The caller destroys the socket.
 */
export async function openConnection(
  target: HttpTarget,
  context: SecureContext,
  mustVerify: boolean,
  limits: ConnectionLimits,
): Promise<Connection> {
  if (limits.signal.aborted) return { socket: undefined, stage: 'tcp', error: undefined };
  const left = mustVerify ? undefined : target.connection?.take();
  if (left !== undefined) return left;
  const startedAt = limits.now();
  const tcp = connectTcp({ host: target.address, port: target.port, autoSelectFamily: false, noDelay: true });
  let connectMs: number | undefined;
  let tls: TLSSocket | undefined;
  return new Promise((resolve) => {
    let isDone = false;
    const finish = (connection: Connection): void => {
      if (isDone) return;
      isDone = true;
      clearTimeout(timer);
      stopListening();
      if (connection.socket === undefined) {
        tls?.destroy();
        tcp.destroy();
      }
      resolve(connection);
    };
    const fail = (error: Error | undefined): void =>
      finish({
        socket: undefined,
        stage: connectMs === undefined ? 'tcp' : 'tls',
        error,
        ...(connectMs === undefined ? {} : { connectMs }),
      });
    const timer = setTimeout(
      () => setImmediate(() => fail(undefined)),
      Math.max(0, limits.endsAtMs - limits.now()),
    );
    const stopListening = onAbort(limits.signal, () => setImmediate(() => fail(undefined)));
    tcp.on('error', fail);
    tcp.once('connect', () => {
      const connectedMs = limits.now() - startedAt;
      connectMs = connectedMs;
      const secured = connectTls({
        socket: tcp,
        secureContext: context,
        rejectUnauthorized: mustVerify,
        ALPNProtocols: ['http/1.1'],
        checkServerIdentity: (_name, certificate) =>
          mustVerify ? nameProblem(target.host, certificate) : undefined,
        ...servernameOf(target.host),
      });
      tls = secured;
      secured.on('error', fail);
      // The library calls a FIN ECONNRESET; this comes before its error.
      secured.once('end', () =>
        fail(Object.assign(new Error('the server closed the connection'), { code: 'EOF' })),
      );
      secured.once('close', () => fail(new Error('the connection ended during the handshake')));
      secured.once('secureConnect', () => {
        if (mustVerify && !secured.authorized) fail(new Error('the certificate was not verified'));
        else
          finish({
            socket: secured,
            roundTripMs: connectedMs,
            connectMs: connectedMs,
            tlsMs: limits.now() - startedAt - connectedMs,
          });
      });
    });
  });
}

function servernameOf(host: string): { servername?: string } {
  const servername = lawfulServername(host);
  return servername === null ? {} : { servername };
}

/** The library would take the commonName where there is no subjectAltName; a secret goes to proven names only. */
function nameProblem(host: string, certificate: PeerCertificate): Error | undefined {
  const fields = readCertificateFields(certificate.raw);
  return fields !== undefined && isNamed(host, fields)
    ? undefined
    : Object.assign(new Error('the certificate is for another name'), {
        code: 'ERR_TLS_CERT_ALTNAME_INVALID',
      });
}
