import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type HostOutcome, hostOutcomeSchema } from '../../contract/outcomes/host.ts';
import { NamespaceLab, whyNoNamespaces } from '../testing/namespace-lab.ts';
import { testContext } from '../testing/tcp-test-context.ts';
import { distinctResolvers, hostFacts } from './host.ts';
import { zoneOfPath } from './host-time-zone.ts';

afterEach(() => {
  delete process.env['Https_Proxy'];
});

describe('this machine', () => {
  it('is described by its interfaces, runtime, clock and settings', async () => {
    process.env['Https_Proxy'] = 'http://engineer:s3cret@proxy.example.com:3128';
    const wallClock = () => Date.UTC(2026, 0, 31, 12);
    const outcome = hostOutcomeSchema.parse(await hostFacts.run({}, testContext(2000, { wallClock })));
    expect(outcome).toMatchObject({
      runtime: { node: process.versions.node, isBoringssl: false },
      os: { platform: process.platform, arch: process.arch },
      proxyVariables: { Https_Proxy: 'http://proxy.example.com:3128' },
      clock: {
        utc: '2026-01-31T12:00:00.000Z',
        offsetMinutes: 0 - new Date(wallClock()).getTimezoneOffset(),
      },
    });
    expect(outcome.interfaces.some(({ isInternal }) => isInternal)).toBe(true);
    expect(JSON.stringify(outcome)).not.toContain('s3cret');
    expect(() => new Intl.DateTimeFormat('en', { timeZone: outcome.clock.timeZone })).not.toThrow();
  });

  it('names each of its resolvers once', () => {
    const texts = [
      '10.0.0.53',
      '10.0.0.54:53',
      '10.0.0.53',
      '10.0.0.53:5353',
      '2001:db8::53',
      'nonsense:1',
      '',
    ];
    expect(distinctResolvers(texts)).toEqual([
      { address: '10.0.0.53', port: 53 },
      { address: '10.0.0.54', port: 53 },
      { address: '10.0.0.53', port: 5353 },
      { address: '2001:db8::53', port: 53 },
    ]);
  });

  it('is described in part when the run is cancelled', async () => {
    const outcome = await hostFacts.run({}, testContext(2000, { signal: AbortSignal.abort() }));
    expect(outcome).toMatchObject({ code: 'partly', routes: [] });
    expect(outcome.unreadable).toContain('routes: no answer in time');
  });
});

describe('the row', () => {
  const outcome: HostOutcome = {
    kind: 'host',
    code: 'described',
    hostname: 'asset-1',
    os: { platform: 'linux', release: '6.1', version: '#1', arch: 'x64' },
    runtime: { node: '24.21.0', openssl: '3.5', isBoringssl: false },
    interfaces: [
      { name: 'lo', isInternal: true, addresses: [{ address: '127.0.0.1', family: 4, prefixLength: 8 }] },
      { name: 'eth0', isInternal: false, addresses: [{ address: '10.0.0.9', family: 4, prefixLength: 24 }] },
    ],
    routes: [{ destination: '0.0.0.0/0', gateway: '10.0.0.1', interfaceName: 'eth0' }],
    resolvers: ['10.0.0.53'],
    searchDomains: [],
    proxyVariables: {},
    trustVariables: {},
    clock: { utc: '2026-01-31T12:00:00.000Z', timeZone: 'Etc/UTC', offsetMinutes: 0 },
    unreadable: [],
    elapsedMs: 3,
  };

  it.each<[Partial<HostOutcome>, string, string]>([
    [
      {},
      'passed',
      'this machine has 10.0.0.9 (eth0), a default route by way of 10.0.0.1, resolvers 10.0.0.53',
    ],
    [
      { routes: [{ destination: '0.0.0.0/0', interfaceName: 'tun0' }], resolvers: [] },
      'passed',
      'this machine has 10.0.0.9 (eth0), a default route by way of tun0, no resolver',
    ],
    [
      { interfaces: [], routes: [] },
      'passed',
      'this machine has no address besides loopback, no default route, resolvers 10.0.0.53',
    ],
    [
      { code: 'partly', routes: [], unreadable: ['routes: /proc/net/route (EACCES)'] },
      'warned',
      'this machine has 10.0.0.9 (eth0), unknown routes, resolvers 10.0.0.53; not read: routes: /proc/net/route (EACCES)',
    ],
  ])('with %j is %s', (change, status, reason) => {
    expect(hostFacts.judge({ ...outcome, ...change })).toEqual({ status, reason });
  });
});

describe('the time zone in a path', () => {
  it.each([
    ['/usr/share/zoneinfo/Europe/Istanbul', 'Europe/Istanbul'],
    ['../usr/share/zoneinfo/America/Argentina/Ushuaia', 'America/Argentina/Ushuaia'],
    ['/var/db/timezone/zoneinfo/Asia/Tokyo', 'Asia/Tokyo'],
    ['/usr/share/zoneinfo/posix/Etc/GMT+3', 'Etc/GMT+3'],
    ['/usr/share/zoneinfo/../../etc/passwd', undefined],
    ['/somewhere/else', undefined],
    ['', undefined],
  ])('%s is %s', (path, zone) => {
    expect(zoneOfPath(path)).toBe(zone);
  });
});

const why = await whyNoNamespaces();

describe.skipIf(why !== undefined)(
  `a machine with known routes${why === undefined ? '' : ` (${why})`}`,
  () => {
    const lab = new NamespaceLab();
    let namespace = '';

    beforeAll(async () => {
      namespace = await lab.add('host');
      await lab.ip(namespace, 'link add v0 type veth peer name v1');
      await lab.ip(namespace, 'addr add 10.99.1.2/24 dev v0');
      await lab.ip(namespace, '-6 addr add fd99:1::2/64 dev v0 nodad');
      await lab.ip(namespace, 'link set v0 up');
      await lab.ip(namespace, 'link set v1 up');
      await lab.ip(namespace, 'route add default via 10.99.1.1 metric 7');
      await lab.ip(namespace, 'route add 172.17.0.0/16 dev v1');
      await lab.ip(namespace, '-6 route add default via fd99:1::1 metric 9');
    });

    afterAll(() => lab.remove());

    it('is described with exactly these', async () => {
      const code = `
      const { hostFacts } = await import(${JSON.stringify(new URL('./host.ts', import.meta.url).href)});
      const context = { signal: new AbortController().signal, deadlineMs: 2000, now: () => performance.now(),
        wallClock: Date.now, progress() {}, secrets: {} };
      console.log(JSON.stringify(await hostFacts.run({}, context)));`;
      const resolvConf =
        'search example.com lab.example.com\nnameserver 10.0.0.53\nnameserver 2001:db8::53\n';
      const printed = await lab.evaluate(namespace, code, { 'resolv.conf': resolvConf });
      const outcome = hostOutcomeSchema.parse(printed);
      expect(outcome).toMatchObject({
        code: 'described',
        resolvers: ['10.0.0.53', '2001:db8::53'],
        searchDomains: ['example.com', 'lab.example.com'],
      });
      expect(outcome.routes.filter(({ destination }) => !destination.startsWith('fe80:'))).toEqual([
        { destination: '0.0.0.0/0', gateway: '10.99.1.1', interfaceName: 'v0', metric: 7 },
        { destination: '10.99.1.0/24', interfaceName: 'v0', metric: 0 },
        { destination: '172.17.0.0/16', interfaceName: 'v1', metric: 0 },
        { destination: 'fd99:1::/64', interfaceName: 'v0', metric: 256 },
        { destination: '::/0', gateway: 'fd99:1::1', interfaceName: 'v0', metric: 9 },
      ]);
      expect(outcome.interfaces.find(({ name }) => name === 'v0')?.addresses).toEqual(
        expect.arrayContaining([
          { address: '10.99.1.2', family: 4, prefixLength: 24 },
          { address: 'fd99:1::2', family: 6, prefixLength: 64 },
        ]),
      );
    });
  },
);
