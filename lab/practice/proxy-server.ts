import { connect, createServer, type Socket } from 'node:net';
import { holdClosedPort } from './closed-port.ts';
import { guarded } from './guarded.ts';
import { type Bound, bindLoopback, bindTcp } from './loopback.ts';
import type { ProxyPlan } from './site-plan.ts';

/** Longest request head that is read. */
const HEAD_LIMIT_BYTES = 4096;

/** What the proxy says in place of a tunnel, worded as squid does. */
const refusal = (status: string, headers: readonly string[]): string =>
  [
    `HTTP/1.1 ${status}`,
    ...headers,
    'Server: practice',
    'Content-Length: 0',
    'Connection: close',
    '',
    '',
  ].join('\r\n');

const REFUSALS = {
  login: refusal('407 Proxy Authentication Required', [
    'X-Squid-Error: ERR_CACHE_ACCESS_DENIED 0',
    'Proxy-Authenticate: Negotiate',
    'Proxy-Authenticate: Basic realm="practice"',
  ]),
  forbidden: refusal('403 Forbidden', ['X-Squid-Error: ERR_ACCESS_DENIED 0']),
  'cannot-connect': refusal('503 Service Unavailable', ['X-Squid-Error: ERR_CONNECT_FAIL 110']),
  'cannot-resolve': refusal('503 Service Unavailable', ['X-Squid-Error: ERR_DNS_FAIL 0']),
  refused: refusal('503 Service Unavailable', ['X-Squid-Error: ERR_CONNECT_FAIL 111']),
} as const;

/** The ports of the site that tunnels may lead to; whatever else is asked for is forbidden. */
export interface TunnelPorts {
  readonly primary: number;
  readonly alternate: number;
  readonly tasks: number;
}

/**
 * Starts the proxy of the site on a free loopback port. It connects to nothing but the site's own ports on 127.0.0.1, whatever
 * host is asked for, so that it is of no use to anybody else.
 */
export async function startProxyServer(plan: ProxyPlan, ports: TunnelPorts): Promise<Bound> {
  if (plan.behaviour === 'closed') return holdClosedPort();
  const serve = plan.scheme === 'socks5' ? serveSocks : serveConnect;
  return bindLoopback([
    bindTcp(() => createServer((socket) => guarded(socket, () => serve(socket, plan, ports))())),
  ]);
}

function serveConnect(socket: Socket, { behaviour }: ProxyPlan, ports: TunnelPorts): void {
  let head = '';
  const onData = (bytes: Buffer): void => {
    head += bytes.toString('latin1');
    if (head.length > HEAD_LIMIT_BYTES) socket.destroy();
    if (!head.includes('\r\n\r\n')) return;
    socket.off('data', onData);
    socket.pause();
    const port = Number(/^CONNECT \S+:(\d{1,5}) HTTP\/1\.\d\r\n/.exec(head)?.[1] ?? 0);
    const isOther = !Object.values(ports).includes(port);
    const isUnwanted = behaviour === 'forbids-others' && port !== ports.primary;
    if (isOther || isUnwanted) socket.end(REFUSALS.forbidden);
    else if (behaviour === 'login' || behaviour === 'cannot-connect' || behaviour === 'cannot-resolve')
      socket.end(REFUSALS[behaviour]);
    else
      tunnel(socket, port, behaviour, {
        granted: 'HTTP/1.1 200 Connection established\r\n\r\n',
        refused: REFUSALS.refused,
      });
  };
  socket.on('data', onData);
}

/** RFC 1928 without login, for CONNECT by name or by IPv4 address. */
function serveSocks(socket: Socket, { behaviour }: ProxyPlan, ports: TunnelPorts): void {
  socket.once('data', () => {
    socket.write(Buffer.from([5, 0]));
    socket.once('data', (request: Buffer) => {
      socket.pause();
      const port = request.length < 7 ? 0 : request.readUInt16BE(request.length - 2);
      const reply = (code: number): Buffer => Buffer.from([5, code, 0, 1, 0, 0, 0, 0, 0, 0]);
      if (!Object.values(ports).includes(port)) socket.end(reply(2));
      else tunnel(socket, port, behaviour, { granted: reply(0), refused: reply(5) });
    });
  });
}

const TLS_HANDSHAKE = 22;

function tunnel(
  near: Socket,
  port: number,
  behaviour: ProxyPlan['behaviour'],
  { granted, refused }: { readonly granted: string | Buffer; readonly refused: string | Buffer },
): void {
  const far = connect(port, '127.0.0.1');
  let isGranted = false;
  far.once('error', () => (isGranted ? near.destroy() : near.end(refused)));
  near.once('close', () => far.destroy());
  far.once('connect', () => {
    isGranted = true;
    near.write(granted);
    if (behaviour === 'cuts-what-is-not-tls') policed(near, far);
    near.pipe(far).pipe(near);
  });
}

/** Looks at the first octet of either side, as a firewall does that lets nothing but TLS through its tunnels. */
function policed(near: Socket, far: Socket): void {
  const look = (bytes: Buffer): void => {
    if (bytes[0] === TLS_HANDSHAKE) return;
    near.resetAndDestroy();
    far.destroy();
  };
  near.once('data', look);
  far.prependOnceListener('data', look);
}
