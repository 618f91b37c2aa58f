import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { siteRoutesOutcomeSchema } from '../../contract/outcomes/machine.ts';
import { testContext } from '../testing/tcp-test-context.ts';
import { classifyInterface } from './interface-kind.ts';
import { linuxRouteTo, macosRouteTo, windowsRoutesTo } from './route-to.ts';
import { siteRoutes } from './site-routes.ts';
import { LINUX, MACOS, recorded, WINDOWS } from './testing/recorded-answers.ts';

const seenBy = async (platform: 'linux' | 'win32' | 'darwin', ...addresses: string[]) =>
  siteRoutesOutcomeSchema.parse(
    await siteRoutes.run({ addresses, recorded: recorded(platform) }, testContext(1000)),
  );

describe('the way to the site', () => {
  it('is read on Linux with interface, gateway and source address', async () => {
    const outcome = await seenBy('linux', '10.0.0.5', '10.8.0.9', '192.168.1.20', 'fd00::5');
    expect(outcome).toMatchObject({
      code: 'routed',
      unreadable: [],
      routes: [
        {
          interfaceName: 'eth0',
          interfaceKind: 'physical',
          gateway: '192.168.1.1',
          sourceAddress: '192.168.1.20',
          isLocal: false,
        },
        { interfaceName: 'tun0', interfaceKind: 'vpn', sourceAddress: '10.8.0.6' },
        { isLocal: true },
        { interfaceName: 'eth0', gateway: 'fe80::1', sourceAddress: 'fd00::20' },
      ],
    });
    expect(siteRoutes.judge(outcome)).toEqual({
      status: 'passed',
      reason:
        '10.0.0.5 by eth0 from 192.168.1.20 through 192.168.1.1; 10.8.0.9 by tun0 (a VPN) from 10.8.0.6; 192.168.1.20 is this machine itself; fd00::5 by eth0 from fd00::20 through fe80::1',
    });
  });

  it('is read on Windows, where the driver names the VPN', async () => {
    const outcome = await seenBy('win32', '10.0.0.5', '10.8.0.9');
    expect(outcome.routes).toMatchObject([
      {
        destination: '0.0.0.0/0',
        gateway: '192.168.1.1',
        interfaceName: 'Ethernet',
        interfaceKind: 'physical',
      },
      { interfaceName: 'Ethernet 3', interfaceKind: 'vpn', product: 'Palo Alto GlobalProtect' },
    ]);
    expect(outcome.routes[1]).not.toHaveProperty('gateway');
  });

  it('is read on macOS', async () => {
    const outcome = await seenBy('darwin', '10.0.0.5', '10.8.0.9', '192.168.1.20');
    expect(outcome.routes).toMatchObject([
      { destination: 'default', gateway: '192.168.1.1', interfaceName: 'en0', interfaceKind: 'physical' },
      { interfaceName: 'utun4', interfaceKind: 'tunnel' },
      { isLocal: true },
    ]);
  });

  it.each(['linux', 'win32', 'darwin'] as const)(
    'is unreadable on %s where nothing is said of it',
    async (platform) => {
      const outcome = await siteRoutes.run(
        { addresses: ['10.77.0.1'], recorded: { platform, answers: {} } },
        testContext(1000),
      );
      expect(outcome).toMatchObject({
        code: 'unreadable',
        routes: [{ address: '10.77.0.1', isLocal: false }],
      });
      expect(siteRoutes.judge(outcome)).toMatchObject({ status: 'skipped' });
      expect(outcome.unreadable[0]).toMatch(/no such program here/);
    },
  );

  it('is told by this machine itself for loopback', async () => {
    const outcome = await siteRoutes.run({ addresses: ['127.0.0.1'] }, testContext(3000));
    expect(outcome).toMatchObject({
      code: 'routed',
      routes: [{ sourceAddress: '127.0.0.1', isLocal: true, interfaceKind: 'loopback' }],
    });
  });

  it('is given up at once when the run is cancelled', async () => {
    const signal = AbortSignal.abort();
    const outcome = await siteRoutes.run({ addresses: ['127.0.0.1'] }, testContext(3000, { signal }));
    expect(siteRoutesOutcomeSchema.parse(outcome).routes).toHaveLength(1);
  });
});

describe('any text', () => {
  const samples = [LINUX, MACOS, WINDOWS].flatMap((answers) => Object.values(answers));
  const texts = fc.oneof(
    fc.string({ maxLength: 300, unit: 'binary' }),
    fc
      .tuple(fc.constantFrom(...samples), fc.nat(400), fc.nat(40), fc.string({ maxLength: 12 }))
      .map(([sample, at, length, text]) => sample.slice(0, at) + text + sample.slice(at + length)),
    fc.json({ maxDepth: 3 }),
  );

  it('is read as a route without a throw, into what an outcome holds', () => {
    const route = siteRoutesOutcomeSchema.shape.routes.element;
    fc.assert(
      fc.property(texts, (text) => {
        for (const answer of [linuxRouteTo(text), macosRouteTo(text), ...windowsRoutesTo(text).values()])
          if (answer !== undefined) route.parse({ address: '10.0.0.5', isLocal: false, ...answer });
      }),
      { numRuns: 500 },
    );
  });

  it('of 200 000 nested lists is no route', () => {
    expect(windowsRoutesTo('['.repeat(200_000)).size).toBe(0);
  });
});

describe('an interface', () => {
  it.each([
    ['lo', '', 'loopback', undefined],
    ['eth0', '', 'physical', undefined],
    ['enp0s31f6', '', 'physical', undefined],
    ['bond0', '', 'physical', undefined],
    ['br0', '', 'physical', undefined],
    ['wlp2s0', '', 'wireless', undefined],
    ['tun0', '', 'vpn', undefined],
    ['wg0', '', 'vpn', 'WireGuard'],
    ['tailscale0', '', 'vpn', 'Tailscale'],
    ['gpd0', '', 'vpn', 'Palo Alto GlobalProtect'],
    ['cscotun0', '', 'vpn', 'Cisco Secure Client (AnyConnect)'],
    ['utun3', '', 'tunnel', undefined],
    ['sit0', '', 'tunnel', undefined],
    ['docker0', '', 'container', 'Docker'],
    ['br-0a1b2c3d4e5f', '', 'container', 'Docker'],
    ['cni0', '', 'container', 'Kubernetes'],
    ['virbr0', '', 'virtual', 'libvirt'],
    ['vEthernet (WSL)', 'Hyper-V Virtual Ethernet Adapter', 'virtual', 'Hyper-V or WSL'],
    ['Ethernet', 'Microsoft Hyper-V Network Adapter', 'physical', undefined],
    ['Ethernet 2', 'Fortinet SSL VPN Virtual Ethernet Adapter', 'vpn', 'Fortinet FortiClient'],
    ['Ethernet 4', 'TAP-Windows Adapter V9', 'vpn', 'OpenVPN'],
    ['WLAN', 'Intel(R) Wi-Fi 6 AX201 160MHz', 'wireless', undefined],
  ])('%s (%s) is %s %s', (name, description, kind, product) => {
    expect(classifyInterface(name, description)).toEqual(
      product === undefined ? { kind } : { kind, product },
    );
  });

  it('is told by the marks of its driver where its name says nothing', () => {
    expect(classifyInterface('office', '', { isTun: true })).toEqual({ kind: 'tunnel' });
    expect(classifyInterface('office', '', { hardwareType: 65_534 })).toEqual({ kind: 'tunnel' });
    expect(classifyInterface('office', '', { deviceType: 'wireguard' })).toEqual({
      kind: 'vpn',
      product: 'WireGuard',
    });
    expect(classifyInterface('nordlynx', '', { deviceType: 'wireguard' })).toEqual({
      kind: 'vpn',
      product: 'NordVPN',
    });
    expect(classifyInterface('radio', '', { deviceType: 'wlan', hardwareType: 1 })).toEqual({
      kind: 'wireless',
    });
    expect(classifyInterface('office', '', { hardwareType: 1, deviceType: 'vlan' })).toEqual({
      kind: 'physical',
    });
  });
});
