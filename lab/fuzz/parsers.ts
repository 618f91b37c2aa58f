import { encode } from 'dns-packet';
import { readPingAnswer } from '../../electron/probes/cldap/cldap-message.ts';
import { readNetlogon } from '../../electron/probes/cldap/netlogon.ts';
import { readResponse } from '../../electron/probes/dns/dns-message.ts';
import { hostsEntriesFor } from '../../electron/probes/dns/hosts-file.ts';
import { readTokenAnswer } from '../../electron/probes/http/api-token-answer.ts';
import { decodeBody, plainWords, titleOf } from '../../electron/probes/http/http-body.ts';
import { readRedirect } from '../../electron/probes/http/http-redirect.ts';
import { LdapMessageReader } from '../../electron/probes/ldap/ldap-message-reader.ts';
import { ldapResultOf } from '../../electron/probes/ldap/ldap-result.ts';
import { readRootDse } from '../../electron/probes/ldap/ldap-root-dse.ts';
import { readError } from '../../electron/probes/nats/nats-error.ts';
import { readInfo } from '../../electron/probes/nats/nats-info.ts';
import { NatsLineReader } from '../../electron/probes/nats/nats-line.ts';
import { readNtpAnswer } from '../../electron/probes/ntp/ntp-packet.ts';
import { attemptOnce, readProgram } from '../../electron/probes/pac/pac-evaluate.ts';
import { readPacResult } from '../../electron/probes/pac/pac-result.ts';
import { schemesOf } from '../../electron/probes/proxy/http-answer.ts';
import { HttpHeadReader } from '../../electron/probes/proxy/http-head.ts';
import { readLoginStatus, readMethod, readReply } from '../../electron/probes/proxy/socks.ts';
import { gnomeSetting } from '../../electron/probes/proxy-settings/gnome.ts';
import { macosSetting } from '../../electron/probes/proxy-settings/macos.ts';
import {
  winhttpAdvanced,
  winhttpSetting,
  wininetSetting,
} from '../../electron/probes/proxy-settings/windows.ts';
import {
  bindResponse,
  noticeOfDisconnection,
  searchDone,
  searchEntry,
  searchReference,
} from '../../electron/probes/testing/ldap-answers.ts';
import {
  GNOME_MANUAL,
  MACOS_MANUAL,
  WINHTTP_ADVANCED,
  WINHTTP_PROXY,
  WININET_MANUAL,
} from '../../electron/probes/testing/proxy-outputs.ts';
import { issue, makeAuthority } from '../../electron/probes/testing/test-certificates.ts';
import { readCertificate } from '../../electron/probes/tls/certificate.ts';
import { HelloAnswer } from '../../electron/probes/tls/hello-answer.ts';
import { readPlaintext } from '../../electron/probes/tls/tls-plaintext.ts';
import { TlsWire } from '../../electron/probes/tls/tls-wire.ts';
import { parseProfileText } from '../../electron/run/profile-text.ts';
import { pieces } from './mutate.ts';

/** A reader of foreign octets: it may refuse them and may not throw, hang or grow. */
export interface FuzzedParser {
  readonly name: string;
  /** Good messages, from which the bad ones are made. */
  readonly seeds: readonly Uint8Array[];
  read(bytes: Buffer, random: () => number): void | Promise<void>;
}

const text = (value: string): Buffer => Buffer.from(value, 'utf8');
const derOf = (pem: string): Buffer => Buffer.from(pem.replace(/-----[^-]+-----|\s/g, ''), 'base64');

const authority = makeAuthority({ commonName: 'Fuzz Root' });
const leaf = issue(authority, { dnsNames: ['console.test', '*.example.com'] });

const record = (type: number, fragment: Buffer): Buffer => {
  const header = Buffer.from([type, 3, 3, 0, 0]);
  header.writeUInt16BE(fragment.length, 3);
  return Buffer.concat([header, fragment]);
};
const handshake = (type: number, body: Buffer): Buffer => {
  const header = Buffer.from([type, 0, 0, 0]);
  header.writeUIntBE(body.length, 1, 3);
  return Buffer.concat([header, body]);
};
const uint24 = (value: number): Buffer => {
  const octets = Buffer.alloc(3);
  octets.writeUIntBE(value, 0, 3);
  return octets;
};
const serverHello = handshake(
  2,
  Buffer.concat([Buffer.from([3, 3]), Buffer.alloc(32, 7), Buffer.from([0, 0xc0, 0x2f, 0])]),
);
const der = derOf(leaf.certificatePem);
const certificates = Buffer.concat([uint24(der.length), der]);
const certificateMessage = handshake(11, Buffer.concat([uint24(certificates.length), certificates]));

/** One attempt with a PAC file, with every name unknown. */
function carryOut(source: string): void {
  const program = readProgram(source);
  if (!('body' in program)) return;
  attemptOnce(program, 443, new Map([['console.test', []]]), {
    host: 'console.test',
    ownAddresses: [],
    nowMs: 0,
    now: () => 0,
  });
}

const QUESTION = { name: 'console.example.com', type: 'A' } as const;
const SRV_QUESTION = { name: '_ldap._tcp.dc._msdcs.example.com', type: 'SRV' } as const;

/** LOGON_SAM_LOGON_RESPONSE_EX with names that point at each other, [MS-ADTS] §6.3.1.9. */
const NETLOGON = Buffer.concat([
  Buffer.from([23, 0, 0, 0, 0x7d, 0xf3, 3, 0]),
  Buffer.alloc(16, 7),
  text('\x04corp\x04test\0'),
  Buffer.from([0xc0, 24]),
  text('\x03dc1'),
  Buffer.from([0xc0, 24]),
  text('\x04CORP\0\x03DC1\0\0\x04Site\0\x04Site\0'),
  Buffer.from([5, 0, 0, 0, 255, 255, 255, 255]),
]);

/** Every parser of octets or text that comes from outside. A new one is one entry. */
export const PARSERS: readonly FuzzedParser[] = [
  {
    name: 'DNS response',
    seeds: [
      encode({
        type: 'response',
        id: 7,
        questions: [{ ...QUESTION, class: 'IN' }],
        answers: [
          { type: 'CNAME', name: QUESTION.name, data: 'a.example.com' },
          { type: 'A', name: 'a.example.com', data: '10.0.0.5' },
        ],
      }),
    ],
    read: (bytes) => void readResponse(bytes, QUESTION, 7),
  },
  {
    name: 'DNS response with SRV',
    seeds: [
      encode({
        type: 'response',
        id: 7,
        questions: [{ ...SRV_QUESTION, class: 'IN' }],
        answers: [
          { type: 'SRV', name: SRV_QUESTION.name, data: { port: 389, target: 'dc1.example.com' } },
          { type: 'SRV', name: SRV_QUESTION.name, data: { port: 389, target: 'dc2.example.com', weight: 9 } },
        ],
        additionals: [{ type: 'A', name: 'dc1.example.com', data: '10.0.0.1' }],
      }),
    ],
    read: (bytes) => void readResponse(bytes, SRV_QUESTION, 7),
  },
  {
    name: 'TLS records and messages',
    seeds: [
      Buffer.concat([
        record(22, serverHello),
        record(22, certificateMessage),
        record(21, Buffer.from([2, 40])),
      ]),
      record(21, Buffer.from([2, 112])),
    ],
    read: (bytes, random) => {
      const wire = new TlsWire();
      for (const part of pieces(bytes, random)) wire.receive(part);
    },
  },
  { name: 'X.509 certificate', seeds: [der], read: (bytes) => void readCertificate(bytes) },
  {
    name: 'plaintext first line',
    seeds: [text('SSH-2.0-OpenSSH_9.2\r\n')],
    read: (bytes) => void readPlaintext(bytes),
  },
  {
    name: 'NATS lines',
    seeds: [
      text(
        'INFO {"server_id":"N","version":"2.9.10","proto":1,"port":4222,"connect_urls":["10.0.0.5:4222"]}\r\nPONG\r\n',
      ),
      text("-ERR 'Authorization Violation'\r\n"),
    ],
    read: (bytes, random) => {
      const reader = new NatsLineReader();
      for (const part of pieces(bytes, random)) reader.push(part);
      for (let line = reader.take(); line !== undefined; line = reader.take()) {
        readInfo(line);
        readError(line);
      }
    },
  },
  {
    name: 'LDAP messages',
    seeds: [
      Buffer.concat([
        searchEntry(2, '', { namingContexts: ['DC=x'], currentTime: ['20260131120000.0Z'] }),
        searchReference(2, 'ldap://child.example.com/DC=child'),
        searchDone(2, 0, {}, 'cookie'),
      ]),
      bindResponse(1, 49, { message: '80090308: LdapErr: DSID-0C090449, comment: x, data 52e, v4563' }),
      noticeOfDisconnection(52, 'shutting down'),
    ],
    read: (bytes, random) => {
      const reader = new LdapMessageReader();
      for (const part of pieces(bytes, random))
        for (const { message } of reader.push(part))
          if (message.kind === 'entry') readRootDse(message.attributes);
          else if ('result' in message) ldapResultOf('bind', message.result);
    },
  },
  {
    name: 'LDAP ping answer',
    seeds: [Buffer.concat([searchEntry(7, '', { netlogon: [NETLOGON] }), searchDone(7)])],
    read: (bytes) => void readPingAnswer(bytes, 7),
  },
  {
    name: 'netlogon response',
    seeds: [NETLOGON],
    read: (bytes) => void readNetlogon(bytes),
  },
  {
    name: 'answer to a hello of our own',
    seeds: [record(22, serverHello), record(21, Buffer.from([1, 112])), record(21, Buffer.from([2, 70]))],
    read: (bytes, random) => {
      const answer = new HelloAnswer();
      for (const part of pieces(bytes, random)) answer.receive(part);
    },
  },
  {
    name: 'HTTP head of a proxy',
    seeds: [
      text('HTTP/1.1 200 Connection established\r\n\r\n'),
      text(
        'HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm="a, b", Negotiate\r\nX-Squid-Error: ERR_CACHE_ACCESS_DENIED 0\r\n\r\n<html>',
      ),
      text('HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 503 No\r\nVia: 1.1 proxy\r\n\r\n'),
    ],
    read: (bytes, random) => {
      const reader = new HttpHeadReader();
      for (const part of pieces(bytes, random)) reader.push(part);
      if (reader.head !== undefined) schemesOf(reader.head.headers);
    },
  },
  {
    name: 'SOCKS5 answers',
    seeds: [Buffer.from([5, 0, 0, 1, 10, 0, 0, 5, 1, 187]), Buffer.from([5, 0, 0, 3, 3, 97, 98, 99, 1, 187])],
    read: (bytes) => {
      readMethod(bytes);
      readLoginStatus(bytes);
      readReply(bytes);
    },
  },
  {
    name: 'NTP answer',
    seeds: [
      Buffer.concat([
        Buffer.from([0x24, 2, 0, 0xec]),
        Buffer.alloc(20, 1),
        Buffer.alloc(8, 7),
        Buffer.alloc(16, 9),
      ]),
    ],
    read: (bytes) => void readNtpAnswer(bytes, Buffer.alloc(8, 7)),
  },
  {
    name: 'HTTP body',
    seeds: [
      text('<html><head><title>Blocked &amp; logged</title></head><body><script>x</script>No</body></html>'),
    ],
    read: (bytes) => {
      const body = decodeBody(bytes, 'text/html; charset=utf-8');
      titleOf(body);
      plainWords(body);
    },
  },
  {
    name: 'redirect target',
    seeds: [
      text('https://login.example.com/?next=%2F'),
      text('//evil.example.com\\@console.test/'),
      text('/login'),
    ],
    read: (bytes) => void readRedirect('https://console.test/', 302, bytes.toString('latin1')),
  },
  {
    name: 'PAC file',
    seeds: [
      text(
        'function FindProxyForURL(url, host) {\n  if (isPlainHostName(host) || shExpMatch(host, "*.test")) return "DIRECT";\n  return "PROXY a:3128; DIRECT";\n}\n',
      ),
      text(
        'var l = ["a.b", "c"]; function FindProxyForURL(u, h) { for (var i in l) if (/^(a|b)+$/i.test(h) || h.indexOf(l[i]) > -1) return "SOCKS " + l[i] + ":1"; }',
      ),
    ],
    read: (bytes) => void carryOut(bytes.toString('utf8')),
  },
  {
    name: 'PAC result',
    seeds: [text('PROXY a:3128; SOCKS5 [fd00::1]:1080; HTTPS b; DIRECT')],
    read: (bytes) => void readPacResult(bytes.toString('utf8')),
  },
  {
    name: 'proxy settings of the system',
    seeds: [WININET_MANUAL, WINHTTP_PROXY, WINHTTP_ADVANCED, MACOS_MANUAL, GNOME_MANUAL].map(text),
    read: (bytes) => {
      const printed = bytes.toString('utf8');
      wininetSetting(printed, printed);
      winhttpSetting(printed);
      winhttpAdvanced(printed);
      macosSetting(printed);
      gnomeSetting(printed);
    },
  },
  {
    name: 'API token answer',
    seeds: [text('{"success":true,"result":{"authenticated":true},"statusCode":200,"errors":[]}')],
    read: (bytes) => void readTokenAnswer(200, 'unknown', bytes.toString('utf8')),
  },
  {
    name: 'hosts file',
    seeds: [text('127.0.0.1 localhost\n10.0.0.5\tconsole.test console # the console\n')],
    read: (bytes) => void hostsEntriesFor(bytes.toString('utf8'), 'console.test'),
  },
  {
    name: 'profile',
    seeds: [
      text(
        'schema: airway.profile/1\nname: Site\nconsole:\n  address: console.test\n  ports: {primary: 443}\n',
      ),
    ],
    read: (bytes) => void parseProfileText(bytes.toString('utf8')),
  },
];
