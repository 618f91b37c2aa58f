import { createServer, type Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { CertificateMaker, ServedCertificate } from './certificates.ts';
import { holdClosedPort } from './closed-port.ts';
import { guarded } from './guarded.ts';
import { type Bound, bindLoopback, bindTcp } from './loopback.ts';
import { infoLine, makeServerId, startNatsServer } from './nats-server.ts';
import { HEALTHY_CERTIFICATE, type RawConnection, type RealTimePlan } from './site-plan.ts';

/** Opens the port for real-time tasks as its plan says. */
export async function startRealTimePort(
  { connection }: RealTimePlan,
  certificates: CertificateMaker,
): Promise<Bound> {
  if (connection === 'closed') return holdClosedPort();
  if (connection === 'login') return startNatsServer();
  const serve =
    connection === 'client-certificate'
      ? wantCertificate(
          await certificates.serve(HEALTHY_CERTIFICATE),
          await certificates.caPem(),
          makeServerId(),
        )
      : connection;
  return bindLoopback([bindTcp(() => createServer((socket) => guarded(socket, () => serve(socket))()))]);
}

/** Greets in clear, and then makes TLS with nobody who does not show a certificate of the site (`verify` of nats-server). */
function wantCertificate(own: ServedCertificate, caPem: string, serverId: string): RawConnection {
  return (socket: Socket) => {
    socket.write(infoLine(socket, serverId, { tls_required: true, tls_verify: true }));
    const tls = new TLSSocket(socket, {
      isServer: true,
      cert: own.chainPem,
      key: own.keyPem,
      ca: caPem,
      requestCert: true,
      rejectUnauthorized: true,
    });
    tls.on('error', () => socket.destroy());
    tls.resume();
  };
}
