import type { Socket } from 'node:net';
import { consoleFault, type PracticeFault, type SitePart } from './fault.ts';
import { guarded } from './guarded.ts';
import type { RawConnection } from './site-plan.ts';

/** Parts of the primary port that stand on a TLS connection, and so cannot be seen without one. */
export const ABOVE_CONNECTION: readonly SitePart[] = [
  'certificate-dates',
  'certificate-names',
  'certificate-issuer',
  'certificate-key',
  'client-certificate',
  'answer',
  'token',
];

const TLS_HANDSHAKE_RECORD = 0x16;
const TLS_RECORD_HEADER_BYTES = 5;
/** RFC 8446 §5.1 and RFC 5246 §6.2.3: no record is longer than 2^14 + 2048 bytes. */
const TLS_RECORD_LIMIT_BYTES = 16_384 + 2048;

/** A fatal alert as a record of its own, RFC 8446 §6: type 21, version 1.2, two bytes of body. */
function fatalAlert(number: number): Buffer {
  return Buffer.from([0x15, 0x03, 0x03, 0x00, 0x02, 0x02, number]);
}

/** Reads one whole ClientHello record and answers it with a fatal alert; anything else is only closed. */
function refuseHello(alertNumber: number): RawConnection {
  return (socket) => {
    let seen: Buffer = Buffer.alloc(0);
    socket.on(
      'data',
      guarded(socket, (bytes: Buffer) => {
        if (socket.writableEnded) return;
        seen = Buffer.concat([seen, bytes]).subarray(0, TLS_RECORD_HEADER_BYTES + TLS_RECORD_LIMIT_BYTES);
        if (seen[0] !== TLS_HANDSHAKE_RECORD) socket.end();
        else if (seen.length >= TLS_RECORD_HEADER_BYTES) {
          const recordBytes =
            TLS_RECORD_HEADER_BYTES + Math.min(seen.readUInt16BE(3), TLS_RECORD_LIMIT_BYTES);
          if (seen.length >= recordBytes) socket.end(fatalAlert(alertNumber));
        }
      }),
    );
  };
}

/** Takes a connection, reads what comes, and says nothing. */
const hold: RawConnection = (socket) => void socket.resume();

/** An SSH server as it greets (RFC 4253 §4.2), and as it takes leave of a client that does not speak SSH. */
function greetAsSsh(socket: Socket): void {
  socket.write('SSH-2.0-OpenSSH_9.6\r\n');
  socket.once('data', (bytes: Buffer) => {
    if (!bytes.toString('latin1').startsWith('SSH-')) socket.end('Invalid SSH identification string.\r\n');
  });
}

const onPrimary = (
  fault: Pick<PracticeFault, 'id' | 'title' | 'breaks'>,
  connection: Parameters<typeof consoleFault>[0]['onPort'],
): PracticeFault =>
  consoleFault({
    ...fault,
    port: 'primary',
    part: 'connection',
    hides: ABOVE_CONNECTION,
    onPort: connection,
  });

/** Faults that meet a connection before any certificate is shown. */
export const CONNECTION_FAULTS: readonly PracticeFault[] = [
  consoleFault({
    id: 'port-closed',
    title: 'Nothing listens on the Console port',
    breaks: 'The primary port refuses every connection; the alternate port works.',
    port: 'primary',
    part: 'connection',
    // Another port that is blocked is only told apart while the primary one lets connections in.
    hides: [...ABOVE_CONNECTION, 'alternate', 'real-time'],
    onPort: () => ({ connection: 'closed' }),
  }),
  onPrimary(
    {
      id: 'closed-on-accept',
      title: 'The Console port closes every connection at once',
      breaks: 'The primary port accepts a connection and closes it without a byte.',
    },
    () => ({ connection: (socket) => socket.destroy() }),
  ),
  onPrimary(
    {
      id: 'tls-no-answer',
      title: 'The Console port never answers TLS',
      breaks: 'The primary port accepts a connection, reads the ClientHello and stays silent.',
    },
    () => ({ connection: hold }),
  ),
  {
    ...onPrimary(
      {
        id: 'false-open',
        title: 'Something accepts every connection in place of the Console',
        breaks: 'The primary port accepts and stays silent, and so does a port that nobody uses.',
      },
      () => ({ connection: hold }),
    ),
    change: (plan) => ({
      ...plan,
      primary: { ...plan.primary, connection: hold },
      control: hold,
    }),
  },
  onPrimary(
    {
      id: 'service-overloaded',
      title: 'The Console takes only some of the connections',
      breaks: 'The primary port has room for two connections that wait, and takes none of them.',
    },
    () => ({ connection: 'crowded' }),
  ),
  onPrimary(
    {
      id: 'plain-http-on-tls-port',
      title: 'Plain HTTP on the HTTPS port',
      breaks: 'The primary port speaks HTTP without TLS.',
    },
    () => ({ connection: 'plain-http' }),
  ),
  onPrimary(
    {
      id: 'wrong-service',
      title: 'Another service on the Console port',
      breaks: 'The primary port greets as an SSH server.',
    },
    () => ({ connection: greetAsSsh }),
  ),
  onPrimary(
    {
      id: 'tls-version-too-old',
      title: 'The Console only speaks an old TLS version',
      breaks: 'The primary port answers a ClientHello with alert 70, protocol_version.',
    },
    () => ({ connection: refuseHello(70) }),
  ),
  onPrimary(
    {
      id: 'tls-no-common-cipher',
      title: 'No cipher in common with the Console',
      breaks: 'The primary port answers a ClientHello with alert 40, handshake_failure.',
    },
    () => ({ connection: refuseHello(40) }),
  ),
  onPrimary(
    {
      id: 'tls-name-not-served',
      title: 'The Console does not serve this name',
      breaks: 'The primary port answers a ClientHello with alert 112, unrecognized_name.',
    },
    () => ({ connection: refuseHello(112) }),
  ),
  consoleFault({
    id: 'alternate-port-blocked',
    title: 'The alternate port is blocked',
    breaks: 'The alternate port refuses every connection; the primary port lets them in.',
    port: 'alternate',
    part: 'alternate',
    hides: [],
    onPort: () => ({ connection: 'closed' }),
  }),
];
