import { isIpv4, isIpv6 } from '../../contract/host-name.ts';

/** Reply codes of RFC 1928 §6, in its own words. */
const REPLIES: readonly string[] = [
  'succeeded',
  'general SOCKS server failure',
  'connection not allowed by ruleset',
  'network unreachable',
  'host unreachable',
  'connection refused',
  'TTL expired',
  'command not supported',
  'address type not supported',
];

/** The name of a reply code. */
export const replyName = (code: number): string => REPLIES[code] ?? 'unassigned';

/** One message of a SOCKS5 server, or why there is none (yet). */
export type SocksRead<T> =
  | { readonly state: 'more' }
  | { readonly state: 'not-socks' }
  | { readonly state: 'done'; readonly value: T; readonly bytes: number };

const MORE = { state: 'more' } as const;
const NOT_SOCKS = { state: 'not-socks' } as const;

/** No login, and where there is one, user name and password (RFC 1928 §3). GSSAPI is never offered. */
export const greeting = (hasLogin: boolean): Buffer => Buffer.from(hasLogin ? [5, 2, 0, 2] : [5, 1, 0]);

/** The server's choice of method: 0 none, 2 user name and password, 255 none of those that were offered. */
export function readMethod(bytes: Uint8Array): SocksRead<number> {
  return readPair(bytes, 5);
}

/** The request of RFC 1929 §2; lengths are octets, at most 255 each. undefined where the login cannot be put into it. */
export function loginRequest(username: string, password: string): Buffer | undefined {
  const [user, word] = [Buffer.from(username), Buffer.from(password)];
  if (user.length < 1 || user.length > 255 || word.length < 1 || word.length > 255) return undefined;
  return Buffer.concat([Buffer.from([1, user.length]), user, Buffer.from([word.length]), word]);
}

/** The server's verdict on the login: 0 is success. */
export function readLoginStatus(bytes: Uint8Array): SocksRead<number> {
  return readPair(bytes, 1);
}

function readPair(bytes: Uint8Array, version: number): SocksRead<number> {
  const [first, second] = bytes;
  if (first === undefined) return MORE;
  if (first !== version) return NOT_SOCKS;
  return second === undefined ? MORE : { state: 'done', value: second, bytes: 2 };
}

/** CONNECT (RFC 1928 §4) by name where there is one, so that the proxy looks it up. */
export function connectRequest(host: string, port: number): Buffer {
  const portBytes = Buffer.from([port >> 8, port & 0xff]);
  return Buffer.concat([Buffer.from([5, 1, 0]), addressBytes(host), portBytes]);
}

function addressBytes(host: string): Buffer {
  if (isIpv4(host)) return Buffer.from([1, ...host.split('.').map(Number)]);
  if (isIpv6(host)) return Buffer.from([4, ...ipv6Bytes(host)]);
  const name = Buffer.from(host.replace(/\.$/, ''), 'latin1').subarray(0, 255);
  return Buffer.concat([Buffer.from([3, name.length]), name]);
}

function ipv6Bytes(address: string): number[] {
  const bare = (address.split('%')[0] ?? '').replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_all, ...parts) => {
    const [a = 0, b = 0, c = 0, d = 0] = parts.slice(0, 4).map(Number);
    return `${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`;
  });
  const [head = '', tail] = bare.split('::', 2);
  const groups = (text: string | undefined): string[] =>
    text === undefined || text === '' ? [] : text.split(':');
  const [left, right] = [groups(head), groups(tail)];
  const filled = [...left, ...Array<string>(Math.max(0, 8 - left.length - right.length)).fill('0'), ...right];
  return filled.flatMap((group) => {
    const value = Number.parseInt(group, 16);
    return [value >> 8, value & 0xff];
  });
}

/** The reply to CONNECT, RFC 1928 §6: its code, and how long it is with the address that the server bound. */
export function readReply(bytes: Uint8Array): SocksRead<number> {
  const [version, code, , type] = bytes;
  if (version === undefined) return MORE;
  if (version !== 5) return NOT_SOCKS;
  if (code === undefined) return MORE;
  // Some servers send the first octets of a refusal only, and close.
  if (code !== 0) return { state: 'done', value: code, bytes: bytes.length };
  if (type === undefined) return MORE;
  const length = type === 1 ? 4 : type === 4 ? 16 : type === 3 ? nameLength(bytes) : undefined;
  if (length === undefined) return type === 3 ? MORE : NOT_SOCKS;
  const whole = 4 + length + 2;
  return bytes.length < whole ? MORE : { state: 'done', value: code, bytes: whole };
}

const nameLength = (bytes: Uint8Array): number | undefined => {
  const length = bytes[4];
  return length === undefined ? undefined : 1 + length;
};
