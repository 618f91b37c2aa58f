import type { ResolverOutcome, SystemLookupOutcome } from '../../electron/contract/outcomes/dns.ts';
import type { HostOutcome } from '../../electron/contract/outcomes/host.ts';
import type { HttpOutcome } from '../../electron/contract/outcomes/http.ts';
import type { TcpOutcome } from '../../electron/contract/outcomes/tcp.ts';
import type { Certificate, TlsOutcome } from '../../electron/contract/outcomes/tls.ts';

/** Made-up outcomes as a site would give them, for screens and their tests. */
export const HOST_NAME = 'console.example.com';
const base64 = (text: string): string => btoa(text);

/** An ordinary Linux asset. */
export const hostFacts: HostOutcome = {
  kind: 'host',
  code: 'described',
  hostname: 'asset-7',
  os: { platform: 'linux', release: '6.8.0-31-generic', version: 'Ubuntu 24.04', arch: 'x64' },
  runtime: { node: '24.21.0', openssl: '3.5.1', isBoringssl: false },
  interfaces: [
    { name: 'lo', isInternal: true, addresses: [{ address: '127.0.0.1', family: 4, prefixLength: 8 }] },
    {
      name: 'ens160',
      isInternal: false,
      addresses: [{ address: '10.20.4.17', family: 4, prefixLength: 24 }],
    },
  ],
  routes: [
    { destination: '0.0.0.0/0', gateway: '10.20.4.1', interfaceName: 'ens160', metric: 100 },
    { destination: '10.20.4.0/24', interfaceName: 'ens160', metric: 100 },
  ],
  resolvers: ['10.0.0.53', '10.0.1.53'],
  searchDomains: ['example.com'],
  proxyVariables: { https_proxy: 'http://proxy.example.com:3128' },
  trustVariables: {},
  clock: { utc: '2026-06-01T12:00:00.000Z', timeZone: 'Europe/Istanbul', offsetMinutes: 180 },
  unreadable: [],
  elapsedMs: 4,
};

/** The name resolves to two addresses. */
export const lookup: SystemLookupOutcome = {
  kind: 'system-lookup',
  code: 'resolved',
  hostname: HOST_NAME,
  addresses: [
    { address: '10.0.0.5', family: 4 },
    { address: '10.0.0.6', family: 4 },
  ],
  hostsFile: { path: '/etc/hosts', readable: true, entries: [] },
  elapsedMs: 12,
};

/** A resolver that answers. */
export const resolver = (address: string): ResolverOutcome => ({
  kind: 'resolver',
  code: 'answered',
  hostname: HOST_NAME,
  resolver: { address, port: 53 },
  questions: [
    {
      type: 'A',
      code: 'answered',
      rcode: 0,
      rcodeName: 'NOERROR',
      addresses: ['10.0.0.5', '10.0.0.6'],
      cnames: ['air.example.com'],
      ttlSeconds: 300,
      transport: 'udp',
      isTruncated: false,
      attempts: 1,
      elapsedMs: 9,
    },
    {
      type: 'AAAA',
      code: 'no-data',
      rcode: 0,
      rcodeName: 'NOERROR',
      addresses: [],
      cnames: [],
      transport: 'udp',
      isTruncated: false,
      attempts: 1,
      elapsedMs: 8,
    },
  ],
  raw: [
    {
      direction: 'sent',
      atMs: 0,
      what: 'DNS query A',
      base64: base64('\x12\x34\x01\x00console'),
      omittedBytes: 0,
    },
  ],
  elapsedMs: 9,
});

/** TCP that opens. */
export const tcpOpen = (address: string, port: number, elapsedMs = 2): TcpOutcome => ({
  kind: 'tcp',
  code: 'open',
  address,
  port,
  family: 4,
  localAddress: '10.20.4.17',
  localPort: 51_234,
  interfaceName: 'ens160',
  hasRetransmitSignature: false,
  elapsedMs,
});

/** TCP that nothing answers. */
export const tcpFiltered = (address: string, port: number, elapsedMs: number): TcpOutcome => ({
  kind: 'tcp',
  code: 'filtered',
  address,
  port,
  family: 4,
  error: { errno: 'ETIMEDOUT', syscall: 'connect' },
  origin: 'unknown',
  hasRetransmitSignature: false,
  elapsedMs,
});

const certificate = (change: Partial<Certificate>): Certificate => ({
  subject: `CN=${HOST_NAME}`,
  issuer: 'CN=Example Issuing CA 2,O=Example GmbH',
  commonName: HOST_NAME,
  issuerCommonName: 'Example Issuing CA 2',
  issuerOrganization: 'Example GmbH',
  serial: '4A01FF',
  notBefore: '2025-05-20T08:00:00.000Z',
  notAfter: '2026-05-20T08:00:00.000Z',
  dnsNames: [HOST_NAME, 'air.example.com'],
  ipAddresses: [],
  hasSan: true,
  isCa: false,
  isSelfSigned: false,
  keyType: 'RSA',
  keyBits: 2048,
  signatureAlgorithm: 'sha256WithRSAEncryption',
  fingerprint256: 'AA:01',
  pem: '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n',
  ...change,
});

/** A handshake that works; the certificate has run out when `isExpired`. */
export const tls = (address: string, port: number, isExpired: boolean): TlsOutcome => ({
  kind: 'tls',
  code: 'established',
  address,
  port,
  servername: HOST_NAME,
  expectedName: HOST_NAME,
  bytesReceived: 3911,
  version: 'TLSv1.3',
  cipher: 'TLS_AES_256_GCM_SHA384',
  alpn: 'http/1.1',
  chain: [
    certificate(isExpired ? {} : { notAfter: '2027-05-20T08:00:00.000Z' }),
    certificate({
      subject: 'CN=Example Issuing CA 2,O=Example GmbH',
      issuer: 'CN=Example Root CA,O=Example GmbH',
      commonName: 'Example Issuing CA 2',
      issuerCommonName: 'Example Root CA',
      notBefore: '2020-01-01T00:00:00.000Z',
      notAfter: '2030-01-01T00:00:00.000Z',
      dnsNames: [],
      hasSan: false,
      isCa: true,
      keyBits: 4096,
      fingerprint256: 'BB:02',
    }),
  ],
  chainSource: 'wire',
  trust: [
    { store: 'runtime', code: 'untrusted', roots: 142 },
    { store: 'os', code: 'trusted', anchor: 'CN=Example Root CA,O=Example GmbH', roots: 144 },
    { store: 'profile', code: 'not-checked' },
  ],
  faults: isExpired ? ['expired'] : [],
  requestsClientCertificate: false,
  raw: [
    {
      direction: 'sent',
      atMs: 2,
      what: 'ClientHello',
      base64: base64('\x16\x03\x01\x02\x00'),
      omittedBytes: 512,
    },
    { direction: 'received', atMs: 9, what: 'ServerHello', base64: base64('\x16\x03\x03'), omittedBytes: 0 },
  ],
  timings: { connectMs: 2, handshakeMs: 14 },
  elapsedMs: 18,
});

/** The Console's page. */
export const http = (address: string, port: number): HttpOutcome => ({
  kind: 'http',
  code: 'answered',
  url: `https://${HOST_NAME}/`,
  address,
  port,
  hostHeader: HOST_NAME,
  status: 200,
  statusText: 'OK',
  httpVersion: '1.1',
  headers: {
    server: 'nginx',
    'content-type': 'text/html; charset=utf-8',
    'strict-transport-security': 'max-age=31536000',
  },
  redirects: [],
  title: 'AIR',
  signature: { code: 'air-console', quote: 'Binalyze AIR' },
  bodyBytes: 2210,
  isBodyCut: false,
  bodyStart: '<!doctype html><title>AIR</title>',
  clockOffsetMs: 320,
  raw: [
    {
      direction: 'sent',
      atMs: 17,
      what: 'HTTP request head',
      base64: base64(`GET / HTTP/1.1\r\nHost: ${HOST_NAME}\r\n\r\n`),
      omittedBytes: 0,
    },
    {
      direction: 'received',
      atMs: 44,
      what: 'HTTP response head',
      base64: base64('HTTP/1.1 200 OK\r\nServer: nginx\r\n\r\n'),
      omittedBytes: 0,
    },
  ],
  timings: { connectMs: 2, tlsMs: 13, firstByteMs: 27 },
  elapsedMs: 46,
});
