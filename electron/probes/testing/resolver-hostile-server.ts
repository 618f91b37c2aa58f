import { createSocket, type RemoteInfo } from 'node:dgram';
import { createServer, type Socket } from 'node:net';
import { type Answer, type DecodedPacket, decode, encode, type Packet } from 'dns-packet';
import { type ResolverOutcome, resolverOutcomeSchema } from '../../contract/outcomes/dns.ts';
import { resolverQuery } from '../dns/resolver.ts';
import { testContext } from './tcp-test-context.ts';

/** One query as a test server got it. */
export interface ReceivedQuery {
  readonly packet: DecodedPacket;
  readonly name: string;
  readonly type: string;
  readonly hasEdns: boolean;
  /** Which query by UDP of this name and type it is, from 1. */
  readonly attempt: number;
}

/** What a test server does; what it leaves out it does not do: no answer, and a closed TCP port. */
export interface ServerManners {
  readonly udp?: (query: ReceivedQuery, send: (bytes: Uint8Array) => void) => void;
  readonly tcp?: (socket: Socket, query: ReceivedQuery) => void;
}

/** A DNS server made for one test, as rude as its manners. */
export interface TestServer {
  readonly address: string;
  readonly port: number;
  readonly queries: readonly ReceivedQuery[];
  stop(): Promise<void>;
}

/** Starts a server on a free loopback port, the same for UDP and TCP. */
export async function startServer(manners: ServerManners, address = '127.0.0.1'): Promise<TestServer> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await launch(manners, address);
    } catch (error) {
      // The port that was free for UDP may be taken for TCP.
      if (attempt === 5) throw error;
    }
  }
}

async function launch(manners: ServerManners, address: string): Promise<TestServer> {
  const queries: ReceivedQuery[] = [];
  const take = (bytes: Buffer): ReceivedQuery => {
    const packet = decode(bytes);
    const [question] = packet.questions ?? [];
    const { name = '', type = '' } = question ?? {};
    const attempt = 1 + queries.filter((other) => other.name === name && other.type === type).length;
    const hasEdns = packet.additionals?.some((record) => record.type === 'OPT') ?? false;
    const query = { packet, name, type, hasEdns, attempt };
    queries.push(query);
    return query;
  };
  const datagrams = createSocket(address.includes(':') ? 'udp6' : 'udp4');
  const onMessage = (bytes: Buffer, from: RemoteInfo): void => {
    const query = take(bytes);
    manners.udp?.(query, (answer) => datagrams.send(answer, from.port, from.address));
  };
  datagrams.on('message', onMessage);
  await new Promise<void>((resolve, reject) => {
    datagrams.once('error', reject);
    datagrams.bind(0, address, resolve);
  });
  const { port } = datagrams.address();
  const sockets = new Set<Socket>();
  const streams = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.once('close', () => sockets.delete(socket));
    socket.once('data', (bytes: Buffer) => manners.tcp?.(socket, take(bytes.subarray(2))));
  });
  if (manners.tcp !== undefined)
    await new Promise<void>((resolve, reject) => {
      streams.once('error', (error) => {
        datagrams.close();
        reject(error);
      });
      streams.listen(port, address, resolve);
    });
  return {
    address,
    port,
    queries,
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => datagrams.close(() => resolve()));
      if (streams.listening) await new Promise((resolve) => streams.close(resolve));
    },
  };
}

const RESPONSE_FLAGS = 0x8180;

/** A response to a query with the given answers; flags are those of a recursive server without an error. */
export function respond(
  query: ReceivedQuery,
  answers: readonly Answer[] = [],
  flags = RESPONSE_FLAGS,
): Buffer {
  const packet: Packet = {
    type: 'response',
    id: query.packet.id ?? 0,
    questions: query.packet.questions,
    answers: [...answers],
  };
  const bytes = encode(packet);
  bytes.writeUInt16BE(flags, 2);
  return bytes;
}

/** The message behind its length in two bytes, as TCP carries it. */
export function framed(message: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from([message.length >> 8, message.length & 0xff]), message]);
}

/** A record with an address for the name and type of the query: 10.0.0.5 or 2001:db8::5. */
export const addressFor = ({ name, type }: ReceivedQuery): Answer =>
  type === 'A'
    ? { type: 'A', name, data: '10.0.0.5', ttl: 60 }
    : { type: 'AAAA', name, data: '2001:db8::5', ttl: 30 };

/** Asks such a server through the probe; the outcome is checked against its schema. */
export async function ask(
  { address, port }: Pick<TestServer, 'address' | 'port'>,
  options: { deadlineMs?: number; checkWildcard?: boolean; hostname?: string } = {},
): Promise<ResolverOutcome> {
  const { deadlineMs = 4000, checkWildcard = false, hostname = 'console.example.com' } = options;
  const outcome = await resolverQuery.run(
    { hostname, resolver: { address, port }, checkWildcard },
    testContext(deadlineMs),
  );
  return resolverOutcomeSchema.parse(outcome);
}
