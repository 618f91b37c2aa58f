/** `closed` port unreachable · `rejected` another refusal · `blocked` not let out by this machine · `failed` anything else. */
export type UdpRefusal = 'closed' | 'rejected' | 'blocked' | 'failed';

/**
 * Reads the errno of a connected UDP socket. Only what Linux calls a fatal ICMP error gets so far (net/ipv4/icmp.c,
 * `icmp_err_convert`); Windows says WSAECONNRESET for a port unreachable. EPERM comes from send alone: a local rule dropped it.
 */
export function readUdpRefusal({ code, syscall }: NodeJS.ErrnoException, family: number): UdpRefusal {
  switch (code) {
    case 'ECONNREFUSED':
    case 'ECONNRESET':
      return 'closed';
    case 'EPERM':
      return 'blocked';
    case 'EACCES':
      // ICMPv6 type 1 code 1; anything else is a rule of this machine.
      return family === 6 && syscall !== 'connect' && process.platform !== 'win32' ? 'rejected' : 'blocked';
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'ENOPROTOOPT':
      return syscall === 'connect' ? 'failed' : 'rejected';
    default:
      return 'failed';
  }
}
