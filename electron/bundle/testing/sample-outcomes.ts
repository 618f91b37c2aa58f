import { rawExchange } from '../../contract/evidence.ts';
import type { ResolverOutcome, SystemLookupOutcome } from '../../contract/outcomes/dns.ts';
import type { HostOutcome } from '../../contract/outcomes/host.ts';
import type { HttpOutcome } from '../../contract/outcomes/http.ts';
import type { TcpOutcome } from '../../contract/outcomes/tcp.ts';
import type { Certificate, TlsOutcome } from '../../contract/outcomes/tls.ts';

/** Facts of a Windows workstation with a wired network and a VPN. */
export function hostOutcome(): HostOutcome {
  return {
    kind: 'host',
    code: 'partly',
    hostname: 'ws-0417',
    os: { platform: 'win32', release: '10.0.26100', version: 'Windows 11 Enterprise', arch: 'x64' },
    runtime: { node: '24.21.0', openssl: '3.5.1', isBoringssl: true, electron: '45.4.1' },
    interfaces: [
      {
        name: 'Ethernet',
        isInternal: false,
        addresses: [
          { address: '10.40.2.17', family: 4, prefixLength: 24 },
          { address: 'fe80::1c2:9aff:fe11:2233', family: 6, prefixLength: 64 },
        ],
      },
      {
        name: 'Loopback',
        isInternal: true,
        addresses: [{ address: '127.0.0.1', family: 4, prefixLength: 8 }],
      },
    ],
    routes: [
      { destination: '0.0.0.0/0', gateway: '10.40.2.1', interfaceName: 'Ethernet', metric: 25 },
      { destination: '10.20.0.0/16', gateway: '10.40.2.2', interfaceName: 'Ethernet', metric: 10 },
      { destination: '10.40.2.0/24', interfaceName: 'Ethernet', metric: 281 },
      { destination: '127.0.0.0/8', interfaceName: 'Loopback', metric: 331 },
    ],
    resolvers: ['10.20.0.53', '10.20.0.54'],
    searchDomains: ['corp.example.com'],
    proxyVariables: { HTTPS_PROXY: 'http://proxy.example.com:3128', NO_PROXY: '.example.com' },
    trustVariables: {},
    clock: { utc: '2026-03-02T09:14:07.130Z', timeZone: 'Europe/Amsterdam', offsetMinutes: 60 },
    unreadable: ['The table of routes for IPv6'],
    elapsedMs: 41,
  };
}

/** A name that the hosts file answers. */
export function systemLookupOutcome(hostname: string, address: string, line: number): SystemLookupOutcome {
  return {
    kind: 'system-lookup',
    code: 'resolved',
    hostname,
    addresses: [{ address, family: 4 }],
    hostsFile: {
      path: 'C:\\Windows\\System32\\drivers\\etc\\hosts',
      readable: true,
      entries: [{ line, address, names: [hostname] }],
    },
    elapsedMs: 3.4,
  };
}

/** A resolver that answered with one address, or kept silent. */
export function resolverOutcome(
  hostname: string,
  resolver: string,
  code: 'answered' | 'silent',
  address?: string,
): ResolverOutcome {
  const elapsedMs = code === 'answered' ? 11.2 : 3002;
  return {
    kind: 'resolver',
    code,
    hostname,
    resolver: { address: resolver, port: 53 },
    questions: [
      {
        type: 'A',
        code,
        ...(code === 'answered' ? { rcode: 0, rcodeName: 'NOERROR', ttlSeconds: 300 } : {}),
        addresses: address === undefined ? [] : [address],
        cnames: [],
        transport: 'udp',
        isTruncated: false,
        attempts: code === 'answered' ? 1 : 2,
        elapsedMs,
      },
    ],
    raw: [rawExchange('sent', 0.4, 'DNS query A', Buffer.from(`....${hostname}....`))],
    elapsedMs,
  };
}

/** One address and port, open or filtered. */
export function tcpOutcome(address: string, port: number, code: 'open' | 'filtered'): TcpOutcome {
  return {
    kind: 'tcp',
    code,
    address,
    port,
    family: 4,
    ...(code === 'open'
      ? { localAddress: '10.40.2.17', localPort: 51_442, interfaceName: 'Ethernet' }
      : { error: { errno: 'ETIMEDOUT', syscall: 'connect' }, origin: 'peer-or-firewall' as const }),
    hasRetransmitSignature: code === 'filtered',
    elapsedMs: code === 'open' ? 8.1 : 3004,
  };
}

/** A handshake that succeeded at TLS 1.3, with a chain and its faults. */
export function tlsOutcome(port: number, chain: Certificate[], faults: TlsOutcome['faults']): TlsOutcome {
  return {
    kind: 'tls',
    code: 'established',
    address: '10.20.0.5',
    port,
    servername: 'air.example.com',
    expectedName: 'air.example.com',
    bytesReceived: 3182,
    version: 'TLSv1.3',
    cipher: 'TLS_AES_256_GCM_SHA384',
    alpn: 'http/1.1',
    chain,
    chainSource: 'wire',
    trust: [
      { store: 'os', code: 'trusted', anchor: 'CN=Example Corp Root CA', roots: 62 },
      { store: 'runtime', code: 'untrusted', roots: 145, reason: 'no path to a root in this store' },
      { store: 'profile', code: 'not-checked' },
    ],
    faults,
    libraryVerdict: 'CERT_HAS_EXPIRED',
    requestsClientCertificate: false,
    raw: [],
    timings: { connectMs: 8, handshakeMs: 27 },
    elapsedMs: 36,
  };
}

/** An answer over HTTPS with a title. */
export function httpOutcome(address: string, port: number, status: number, title: string): HttpOutcome {
  return {
    kind: 'http',
    code: 'answered',
    url: `https://air.example.com:${port}/`,
    address,
    port,
    hostHeader: 'air.example.com',
    status,
    statusText: 'OK',
    httpVersion: '1.1',
    headers: {
      'content-type': 'text/html; charset=utf-8',
      server: 'nginx',
      date: 'Mon, 02 Mar 2026 09:14:07 GMT',
    },
    redirects: [],
    title,
    signature: { code: 'air-console', product: 'Binalyze AIR', quote: '<title>Binalyze AIR</title>' },
    bodyBytes: 1840,
    isBodyCut: false,
    bodyStart:
      '<!doctype html>\n<html><head><title>Binalyze AIR</title></head><body><div id="root"></div></body></html>',
    clockOffsetMs: -380,
    raw: [
      rawExchange(
        'received',
        61,
        'HTTP response head',
        Buffer.from('HTTP/1.1 200 OK\r\nServer: nginx\r\n\r\n'),
      ),
    ],
    timings: { connectMs: 9, tlsMs: 28, firstByteMs: 71 },
    elapsedMs: 94,
  };
}

/** A certificate as probes describe it; `seed` makes its serial and fingerprint differ. */
export function certificateOf(
  given: Pick<Certificate, 'notBefore' | 'notAfter' | 'dnsNames'> & {
    commonName: string;
    issuerCommonName: string;
    seed: number;
  },
): Certificate {
  const { seed, ...facts } = given;
  const pairs = Array.from({ length: 32 }, (_, index) =>
    ((seed * (index + 7) * 31) % 256).toString(16).padStart(2, '0'),
  );
  return {
    ...facts,
    subject: `CN=${given.commonName}, O=Example Corp, C=NL`,
    issuer: `CN=${given.issuerCommonName}, O=Example Corp, C=NL`,
    issuerOrganization: 'Example Corp',
    serial: pairs.slice(0, 16).join('').toUpperCase(),
    ipAddresses: [],
    hasSan: given.dnsNames.length > 0,
    isCa: given.dnsNames.length === 0,
    isSelfSigned: given.commonName === given.issuerCommonName,
    keyType: 'rsa',
    keyBits: 2048,
    signatureAlgorithm: 'sha256WithRSAEncryption',
    fingerprint256: pairs.join(':').toUpperCase(),
    pem: `-----BEGIN CERTIFICATE-----\n${'MIIDdzCCAl+gAwIBAgIEbexample'.repeat(40)}\n-----END CERTIFICATE-----\n`,
  };
}
