import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hostOutcomeSchema } from '../../contract/outcomes/host.ts';
import { bsdRoutes, linuxIpv4Routes, linuxIpv6Routes, ROUTE_LIMIT, windowsRoutes } from './host-routes.ts';

const LINUX_V4 = `Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT
eth0\t00000000\t0100A8C0\t0003\t0\t0\t100\t00000000\t0\t0\t0
docker0\t000011AC\t00000000\t0001\t0\t0\t0\t0000FFFF\t0\t0\t0
*\t00004D0A\t00000000\t0201\t0\t0\t0\t00FFFFFF\t0\t0\t0
eth1\t0001A8C0\t00000000\t0000\t0\t0\t0\t00FFFFFF\t0\t0\t0
wg0\t0000000A\t00000000\t0001\t0\t0\t50\t000000FF\t0\t0\t0
`;

const LINUX_V6 = `fd000000000000000000000000000000 40 00000000000000000000000000000000 00 00000000000000000000000000000000 00000100 00000001 00000000 00000001     eth0
00000000000000000000000000000000 00 00000000000000000000000000000000 00 fe800000000000000000000000000001 00000400 00000002 00000000 00000003     eth0
00000000000000000000000000000001 80 00000000000000000000000000000000 00 00000000000000000000000000000000 00000000 00000002 00000000 80200001       lo
ff000000000000000000000000000000 08 00000000000000000000000000000000 00 00000000000000000000000000000000 00000100 00000003 00000000 00000001     eth0
00000000000000000000000000000000 00 00000000000000000000000000000000 00 00000000000000000000000000000000 ffffffff 00000001 00000000 00200200       lo
`;

const MACOS = `Routing tables

Internet:
Destination        Gateway            Flags               Netif Expire
default            192.168.1.1        UGScg                 en0
default            link#21            UCSIg               utun4
127                127.0.0.1          UCS                   lo0
127.0.0.1          127.0.0.1          UH                    lo0
10.8/16            utun4              USc                 utun4
169.254            link#12            UCS                   en0      !
192.168.1          link#12            UCS                   en0      !
192.168.1.1/32     link#12            UCS                   en0      !
192.168.1.1        3c:a6:2f:11:22:33  UHLWIir               en0   1187
224.0.0/4          link#12            UmCS                  en0      !
255.255.255.255/32 link#12            UCS                   en0      !

Internet6:
Destination                             Gateway                                 Flags               Netif Expire
default                                 fe80::1%en0                             UGcg                  en0
::1                                     ::1                                     UHL                   lo0
fe80::%lo0/64                           fe80::1%lo0                             UcI                   lo0
2001:db8:1::/64                         link#12                                 UC                    en0
ff00::/8                                ::1                                     UmCI                  lo0
`;

const OLD_MACOS = `Internet:
Destination        Gateway            Flags        Refs      Use   Netif Expire
default            10.0.1.1           UGSc           34        0     en1
`;

const WINDOWS = `===========================================================================
Schnittstellenliste
  5...00 15 5d 01 02 03 ......Hyper-V-Netzwerkadapter
  1...........................Software Loopback Interface 1
===========================================================================

IPv4-Routentabelle
===========================================================================
Aktive Routen:
     Netzwerkziel    Netzwerkmaske          Gateway    Schnittstelle Metrik
          0.0.0.0          0.0.0.0      192.168.1.1     192.168.1.20     25
        127.0.0.0        255.0.0.0   Auf Verbindung         127.0.0.1    331
      192.168.1.0    255.255.255.0   Auf Verbindung      192.168.1.20    281
         10.0.0.0        255.0.0.0         10.8.0.1          10.8.0.6      1
        224.0.0.0        240.0.0.0   Auf Verbindung      192.168.1.20    281
===========================================================================
Ständige Routen:
  Netzwerkadresse          Netzmaske  Gatewayadresse  Metrik
          0.0.0.0          0.0.0.0      192.168.1.1       1
===========================================================================

IPv6-Routentabelle
===========================================================================
Aktive Routen:
 If Metrik Netzwerkziel             Gateway
  5    281 ::/0                     fe80::1
  1    331 ::1/128                  Auf Verbindung
  5    281 2001:db8:aaaa:bbbb:cccc:dddd:eeee:1/128
                                    Auf Verbindung
 12    281 2001:db8:1234:5678:9abc:def0:0:0/96
                                    fe80::2
  5    281 ff00::/8                 Auf Verbindung
===========================================================================
Ständige Routen:
  Keine
`;

const names = {
  byAddress: new Map([
    ['192.168.1.20', 'Ethernet'],
    ['127.0.0.1', 'Loopback Pseudo-Interface 1'],
  ]),
  byIndex: new Map([[5, 'Ethernet']]),
};

describe('routes', () => {
  it('of Linux, IPv4, from a machine of either byte order', () => {
    const expected = [
      { destination: '0.0.0.0/0', gateway: '192.168.0.1', interfaceName: 'eth0', metric: 100 },
      { destination: '172.17.0.0/16', interfaceName: 'docker0', metric: 0 },
      { destination: '10.77.0.0/24', interfaceName: '*', metric: 0 },
      { destination: '10.0.0.0/8', interfaceName: 'wg0', metric: 50 },
    ];
    expect(linuxIpv4Routes(LINUX_V4, 'LE')).toEqual(expected);
    const swapped = LINUX_V4.replace(/\b[0-9A-F]{8}\b/g, (hex) =>
      (hex.match(/../g) ?? []).reverse().join(''),
    );
    expect(linuxIpv4Routes(swapped, 'BE')).toEqual(expected);
  });

  it('of Linux, IPv6, without its own addresses, multicast and the null route', () => {
    expect(linuxIpv6Routes(LINUX_V6)).toEqual([
      { destination: 'fd00::/64', interfaceName: 'eth0', metric: 256 },
      { destination: '::/0', gateway: 'fe80::1', interfaceName: 'eth0', metric: 1024 },
    ]);
  });

  it('of macOS, with its abbreviations written out', () => {
    expect(bsdRoutes(MACOS)).toEqual([
      { destination: '0.0.0.0/0', gateway: '192.168.1.1', interfaceName: 'en0' },
      { destination: '0.0.0.0/0', interfaceName: 'utun4' },
      { destination: '127.0.0.0/8', gateway: '127.0.0.1', interfaceName: 'lo0' },
      { destination: '127.0.0.1/32', gateway: '127.0.0.1', interfaceName: 'lo0' },
      { destination: '10.8.0.0/16', interfaceName: 'utun4' },
      { destination: '169.254.0.0/16', interfaceName: 'en0' },
      { destination: '192.168.1.0/24', interfaceName: 'en0' },
      { destination: '192.168.1.1/32', interfaceName: 'en0' },
      { destination: '255.255.255.255/32', interfaceName: 'en0' },
      { destination: '::/0', gateway: 'fe80::1%en0', interfaceName: 'en0' },
      { destination: 'fe80::/64', gateway: 'fe80::1%lo0', interfaceName: 'lo0' },
      { destination: '2001:db8:1::/64', interfaceName: 'en0' },
    ]);
    expect(bsdRoutes(OLD_MACOS)).toEqual([
      { destination: '0.0.0.0/0', gateway: '10.0.1.1', interfaceName: 'en1' },
    ]);
  });

  it('of Windows, in any language', () => {
    expect(windowsRoutes(WINDOWS.replace(/\n/g, '\r\n'), names)).toEqual([
      { destination: '0.0.0.0/0', gateway: '192.168.1.1', interfaceName: 'Ethernet', metric: 25 },
      { destination: '127.0.0.0/8', interfaceName: 'Loopback Pseudo-Interface 1', metric: 331 },
      { destination: '192.168.1.0/24', interfaceName: 'Ethernet', metric: 281 },
      { destination: '10.0.0.0/8', gateway: '10.8.0.1', interfaceName: '10.8.0.6', metric: 1 },
      { destination: '::/0', gateway: 'fe80::1', interfaceName: 'Ethernet', metric: 281 },
      { destination: '::1/128', interfaceName: 'interface 1', metric: 331 },
      { destination: '2001:db8:aaaa:bbbb:cccc:dddd:eeee:1/128', interfaceName: 'Ethernet', metric: 281 },
      {
        destination: '2001:db8:1234:5678:9abc:def0:0:0/96',
        gateway: 'fe80::2',
        interfaceName: 'interface 12',
        metric: 281,
      },
    ]);
  });

  it('are at most 512 of one table', () => {
    const line = 'eth0\t0000000A\t00000000\t0001\t0\t0\t0\t000000FF\t0\t0\t0\n';
    expect(linuxIpv4Routes(line.repeat(2000), 'LE')).toHaveLength(ROUTE_LIMIT);
  });
});

describe('any text', () => {
  const readers: [string, string, (text: string) => unknown[]][] = [
    ['/proc/net/route', LINUX_V4, (text) => linuxIpv4Routes(text, 'LE')],
    ['/proc/net/ipv6_route', LINUX_V6, linuxIpv6Routes],
    ['netstat -rn', MACOS, bsdRoutes],
    ['route print', WINDOWS, (text) => windowsRoutes(text, names)],
  ];

  it.each(readers)('is read as %s without a throw, into routes of the contract', (_what, sample, reader) => {
    const routes = hostOutcomeSchema.shape.routes;
    const words = sample.split(/(\s+)/);
    const scrambled = fc
      .array(fc.oneof(fc.constantFrom(...words), fc.string({ maxLength: 20 })), { maxLength: 120 })
      .map((parts) => parts.join(''));
    const damaged = fc
      .tuple(fc.nat(sample.length), fc.nat(30), fc.string({ maxLength: 12 }))
      .map(([at, length, text]) => sample.slice(0, at) + text + sample.slice(at + length));
    fc.assert(
      fc.property(fc.oneof(fc.string({ maxLength: 400 }), scrambled, damaged), (text) => {
        routes.parse(reader(text));
      }),
      { numRuns: 500 },
    );
  });

  it.each(readers)('of one endless line costs %s nothing', (_what, _sample, reader) => {
    expect(reader(`${' '.repeat(400_000)}1`)).toEqual([]);
    expect(reader(`0.0.0.0 0.0.0.0 ${' '.repeat(400_000)}`)).toEqual([]);
  });
});
