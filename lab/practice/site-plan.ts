import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { type AssetPlan, HEALTHY_ASSET } from './asset.ts';
import { type DirectoryPlan, HEALTHY_DIRECTORY } from './directory-plan.ts';
import { HEALTHY_WAY, type WayPlan } from './way-plan.ts';

/** What a certificate of the practice site says, before any key is made. Days count from the site's own clock. */
export interface CertificatePlan {
  readonly commonName: string;
  readonly hasSan: boolean;
  readonly dnsNames: readonly string[];
  readonly ipAddresses: readonly string[];
  readonly notBeforeDays: number;
  readonly notAfterDays: number;
  readonly keyBits: 1024 | 2048;
  /**
   * `site` the intermediate under the root in `caPem` · `unknown` an intermediate under a root that nobody is given ·
   * `inspection` the authority of a firewall that opens TLS · `itself` no authority at all.
   */
  readonly issuer: 'site' | 'unknown' | 'inspection' | 'itself';
  /** False: the leaf is sent alone, as a server does whose certificate file lacks the chain. */
  readonly sendsChain: boolean;
}

/** What the answers of the Console depend on, besides the request. */
export interface ConsoleState {
  readonly apiToken: string;
  readonly acceptsToken: boolean;
  /** The site's clock, in ms since 1970. */
  now(): number;
}

/** Answers one HTTP request, whatever its path. */
export type ConsoleAnswer = (request: IncomingMessage, response: ServerResponse, state: ConsoleState) => void;

/** Serves one TCP connection by hand, in place of what the port is for. */
export type RawConnection = (socket: Socket) => void;

/** One port of the Console, from the connection up. */
export interface ConsolePortPlan {
  /**
   * `tls` HTTPS · `plain-http` the same answers without TLS · `closed` nobody listens on the port, which stays reserved ·
   * `crowded` a listener with room for two that never takes a connection.
   */
  readonly connection: 'tls' | 'plain-http' | 'closed' | 'crowded' | RawConnection;
  readonly certificate: CertificatePlan;
  readonly requiresClientCertificate: boolean;
  readonly answer: ConsoleAnswer;
  readonly acceptsToken: boolean;
}

/** The syslog receiver, and how the profile has the Console send to it. */
export interface SyslogPlan {
  /** What the profile names. */
  readonly transport: 'udp' | 'tcp' | 'tls';
  /**
   * `served` takes both framings · `closes-at-once` accepts a connection and closes it without reading, as a receiver does that
   * has its fill of senders · `tls` speaks TLS alone · `octet-counting-only` hangs up at anything but a length, as syslog() of
   * syslog-ng does · `newline-only` takes a length for text, as network() of syslog-ng does · `ends-after-data` hangs up once a
   * message is there.
   */
  readonly tcp:
    | 'served'
    | 'closes-at-once'
    | 'closed'
    | 'tls'
    | 'octet-counting-only'
    | 'newline-only'
    | 'ends-after-data';
  readonly udp: 'served' | 'closed';
  /** How the Console sets messages apart, as the profile says. */
  readonly framing: 'octet-counting' | 'newline';
  /** True where nothing but a message shows the fault: the receiver is the site's own, so it agrees to one. */
  readonly asksForMessage: boolean;
}

/**
 * The port for real-time tasks. `login` a NATS server that wants credentials which nobody has · `client-certificate` one that
 * takes only clients with a certificate · `closed` nobody listens on the port, which stays reserved.
 */
export interface RealTimePlan {
  readonly connection: 'login' | 'client-certificate' | 'closed' | RawConnection;
  /** The profile says that TLS is required. */
  readonly expectsTls?: boolean;
}

/**
 * A proxy that the profile names. `works` · `login` 407 to everybody · `forbids-others` lets only the primary port through ·
 * `cannot-connect`, `cannot-resolve` as it says itself · `cuts-what-is-not-tls` grants a tunnel and resets it · `closed`.
 */
export interface ProxyPlan {
  readonly scheme: 'http' | 'socks5';
  readonly behaviour:
    | 'works'
    | 'login'
    | 'forbids-others'
    | 'cannot-connect'
    | 'cannot-resolve'
    | 'cuts-what-is-not-tls'
    | 'closed';
}

/** The whole practice site as data: a fault is a change of it, and the servers are started from it. */
export interface SitePlan {
  /** The Console's address in the profile. */
  readonly consoleAddress: string;
  readonly primary: ConsolePortPlan;
  readonly alternate: ConsolePortPlan;
  readonly syslog: SyslogPlan;
  readonly realTime: RealTimePlan;
  /** The port that nobody uses. */
  readonly control: 'closed' | RawConnection;
  /** Undefined: the site has no proxy. */
  readonly proxy: ProxyPlan | undefined;
  readonly directory: DirectoryPlan;
  readonly asset: AssetPlan;
  readonly way: WayPlan;
  /** Response code for every question (RFC 1035 §4.1.1); undefined answers by the site's own names. */
  readonly resolverRcode: number | undefined;
  /** The site's clock minus this machine's, in ms: certificates, HTTP Date and LDAP currentTime follow it. */
  readonly clockOffsetMs: number;
}

/** A certificate without any fault, valid for as long as public authorities allow. */
export const HEALTHY_CERTIFICATE: CertificatePlan = {
  commonName: 'localhost',
  hasSan: true,
  dnsNames: ['localhost', 'console.localhost'],
  ipAddresses: ['127.0.0.1', '::1'],
  notBeforeDays: -1,
  notAfterDays: 397,
  keyBits: 2048,
  issuer: 'site',
  sendsChain: true,
};

/** The site with nothing broken; `answer` is what the Console says when it works. */
export function healthyPlan(answer: ConsoleAnswer): SitePlan {
  const port: ConsolePortPlan = {
    connection: 'tls',
    certificate: HEALTHY_CERTIFICATE,
    requiresClientCertificate: false,
    answer,
    acceptsToken: true,
  };
  return {
    consoleAddress: 'localhost',
    primary: port,
    alternate: port,
    // By UDP a healthy receiver cannot be told from none.
    syslog: {
      transport: 'tcp',
      tcp: 'served',
      udp: 'served',
      framing: 'octet-counting',
      asksForMessage: false,
    },
    realTime: { connection: 'login' },
    control: 'closed',
    proxy: undefined,
    directory: HEALTHY_DIRECTORY,
    asset: HEALTHY_ASSET,
    way: HEALTHY_WAY,
    resolverRcode: undefined,
    clockOffsetMs: 0,
  };
}
