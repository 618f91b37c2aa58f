import type { Socket } from 'node:net';
import type { PracticeFault } from './fault.ts';
import { infoLine, makeServerId, refuse } from './nats-server.ts';
import type { RealTimePlan } from './site-plan.ts';

const SERVER_ID = makeServerId();

/** A web server as it answers whatever is no request. */
const BAD_REQUEST =
  'HTTP/1.1 400 Bad Request\r\nServer: nginx\r\nContent-Type: text/html\r\nContent-Length: 0\r\nConnection: close\r\n\r\n';

const answerAsWebServer = (socket: Socket): void => {
  socket.once('data', () => socket.end(BAD_REQUEST));
};

/** The listener on which the servers of a cluster meet: nats-server tells clients there from servers by their CONNECT. */
const greetAsRoute = (socket: Socket): void => {
  socket.write(infoLine(socket, SERVER_ID, { proto: 2, port: 6222, cluster: 'practice' }));
  socket.once('data', () => refuse(socket, 'attempted to connect to route port'));
};

const turnAway = (socket: Socket): void => {
  socket.write(infoLine(socket, SERVER_ID));
  refuse(socket, 'maximum connections exceeded');
  // Closing over octets that nobody read would reset the connection, and the client would lose what was said.
  socket.resume();
};

const cutAtConnect = (socket: Socket): void => {
  socket.write(infoLine(socket, SERVER_ID));
  socket.once('data', () => socket.resetAndDestroy());
};

/** Alert 80, internal_error, as a record of its own (RFC 8446 §6). */
const INTERNAL_ERROR = Buffer.from([0x15, 0x03, 0x03, 0x00, 0x02, 0x02, 0x50]);

const failTls = (socket: Socket): void => {
  socket.write(infoLine(socket, SERVER_ID, { tls_required: true }));
  socket.once('data', () => socket.end(INTERNAL_ERROR));
};

const refuseClients = (socket: Socket): void => {
  socket.write(infoLine(socket, SERVER_ID));
  socket.once('data', () => refuse(socket, 'Minimum Version Required'));
};

const realTimeFault = (
  fault: Pick<PracticeFault, 'id' | 'title' | 'breaks'>,
  connection: RealTimePlan['connection'],
): PracticeFault => ({
  ...fault,
  port: null,
  part: 'real-time',
  hides: [],
  change: (plan) => ({ ...plan, realTime: { connection } }),
});

/** Faults of the port for real-time tasks; the Console works beside every one of them. */
export const REAL_TIME_FAULTS: readonly PracticeFault[] = [
  realTimeFault(
    {
      id: 'real-time-port-blocked',
      title: 'The real-time port is blocked',
      breaks: 'The port for real-time tasks refuses every connection; the ports of the Console let them in.',
    },
    'closed',
  ),
  realTimeFault(
    {
      id: 'nats-no-info',
      title: 'No NATS greeting on the real-time port',
      breaks: 'The port for real-time tasks accepts a connection and never says a word.',
    },
    (socket) => socket.resume(),
  ),
  realTimeFault(
    {
      id: 'not-nats',
      title: 'A web server on the real-time port',
      breaks: 'The port for real-time tasks answers 400 in HTTP to whatever it is sent.',
    },
    answerAsWebServer,
  ),
  realTimeFault(
    {
      id: 'nats-wrong-port',
      title: 'The real-time port leads to the cluster port of NATS',
      breaks: 'The port for real-time tasks greets as the route port of a NATS server and refuses clients.',
    },
    greetAsRoute,
  ),
  realTimeFault(
    {
      id: 'nats-client-certificate-required',
      title: 'NATS asks for a client certificate',
      breaks: 'The NATS server makes TLS with no client that shows no certificate of its own.',
    },
    'client-certificate',
  ),
  realTimeFault(
    {
      id: 'nats-connection-limit',
      title: 'NATS takes no more connections',
      breaks: 'The NATS server greets and turns every client away: maximum connections exceeded.',
    },
    turnAway,
  ),
  {
    ...realTimeFault(
      {
        id: 'nats-tls-missing',
        title: 'NATS without TLS where TLS is expected',
        breaks: 'The NATS server works in clear and offers no TLS; the profile says that it has to.',
      },
      'login',
    ),
    change: (plan) => ({ ...plan, realTime: { connection: 'login', expectsTls: true } }),
  },
  realTimeFault(
    {
      id: 'nats-tls-failed',
      title: 'TLS fails on the real-time port',
      breaks: 'The NATS server asks for TLS and answers a ClientHello with alert 80, internal_error.',
    },
    failTls,
  ),
  realTimeFault(
    {
      id: 'nats-refused',
      title: 'NATS refuses clients for a reason of its own',
      breaks: 'The NATS server greets, and answers whatever it is sent with a refusal.',
    },
    refuseClients,
  ),
  realTimeFault(
    {
      id: 'nats-cut-by-inspection',
      title: 'NATS is cut after its greeting',
      breaks: 'The greeting of the NATS server arrives, and the connection is reset when the client answers.',
    },
    cutAtConnect,
  ),
];
