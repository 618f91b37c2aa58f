import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SystemLookupOutcome, systemLookupOutcomeSchema } from '../../contract/outcomes/dns.ts';
import { NamespaceLab, whyNoNamespaces } from '../testing/namespace-lab.ts';
import { testContext } from '../testing/tcp-test-context.ts';
import { type LookupSystem, systemLookup, systemLookupOf } from './system-lookup.ts';

const directory = await mkdtemp(join(tmpdir(), 'airway-lookup-'));
const hostsPath = join(directory, 'hosts');
await writeFile(hostsPath, '127.0.0.1 localhost\n10.0.0.7 console.example.com # moved\n');
afterAll(() => rm(directory, { recursive: true, force: true }));

const never: LookupSystem['lookup'] = () => new Promise(() => undefined);

async function lookUp(
  system: Partial<LookupSystem>,
  context = testContext(5000),
): Promise<SystemLookupOutcome> {
  const probe = systemLookupOf({ lookup: never, hostsPath, ...system });
  return systemLookupOutcomeSchema.parse(await probe.run({ hostname: 'console.example.com' }, context));
}

const failing = (code: string, errno?: number): LookupSystem['lookup'] => {
  const error: NodeJS.ErrnoException = new Error(`getaddrinfo ${code} console.example.com`);
  error.code = code;
  error.syscall = 'getaddrinfo';
  if (errno !== undefined) error.errno = errno;
  return async () => ({ error });
};

describe('what the system answers', () => {
  it('is given in its order, each address once, with the lines of the hosts file', async () => {
    const addresses = [
      { address: '2001:db8::5', family: 6 },
      { address: '10.0.0.5', family: 4 },
      { address: '2001:db8::5', family: 6 },
      { address: '10.0.0.5', family: 4 },
    ];
    const outcome = await lookUp({ lookup: async () => ({ addresses }) });
    expect(outcome).toMatchObject({
      code: 'resolved',
      addresses: addresses.slice(0, 2),
      hostsFile: {
        path: hostsPath,
        readable: true,
        entries: [{ line: 2, address: '10.0.0.7', names: ['console.example.com'] }],
      },
    });
    expect(systemLookup.judge(outcome)).toEqual({
      status: 'passed',
      reason: expect.stringMatching(
        /^this machine resolves console\.example\.com to 2001:db8::5, 10\.0\.0\.5 in .*; line 2 of .* names it$/,
      ),
    });
  });

  // The numbers are libuv's own (UV_EAI_*) and the same on every system.
  it.each<[string, number | undefined, SystemLookupOutcome['code'], string]>([
    ['ENOTFOUND', -3008, 'not-found', 'EAI_NONAME'],
    ['ENOTFOUND', -3007, 'no-address', 'EAI_NODATA'],
    ['ENOTFOUND', undefined, 'not-found', 'ENOTFOUND'],
    ['EAI_AGAIN', -3001, 'try-again', 'EAI_AGAIN'],
    ['EAI_ADDRFAMILY', -3000, 'no-address', 'EAI_ADDRFAMILY'],
    ['EAI_FAIL', -3004, 'failed', 'EAI_FAIL'],
    ['EMFILE', -24, 'failed', 'EMFILE'],
  ])('as %s %s is %s', async (code, number, expected, errno) => {
    const outcome = await lookUp({ lookup: failing(code, number) });
    expect(outcome).toMatchObject({
      code: expected,
      addresses: [],
      error: { errno, syscall: 'getaddrinfo' },
    });
    const { status, reason } = systemLookup.judge(outcome);
    expect(status).toBe('failed');
    expect(reason).toContain(errno);
  });

  it('as no address at all is no-address', async () => {
    expect((await lookUp({ lookup: async () => ({ addresses: [] }) })).code).toBe('no-address');
  });

  it('is at most 256 addresses', async () => {
    const addresses = Array.from({ length: 999 }, (_, index) => ({
      address: `10.1.${index >> 8}.${index & 255}`,
      family: 4,
    }));
    expect((await lookUp({ lookup: async () => ({ addresses }) })).addresses).toHaveLength(256);
  });
});

describe('a lookup that does not come back', () => {
  it('ends at the deadline, with the hosts file read', async () => {
    const outcome = await lookUp({}, testContext(60));
    expect(outcome).toMatchObject({ code: 'timed-out', addresses: [], hostsFile: { readable: true } });
    expect(outcome.hostsFile.entries).toHaveLength(1);
    expect(systemLookup.judge(outcome).reason).toContain('gave nothing in');
  });

  it('ends at the moment of the cancel', async () => {
    const abort = new AbortController();
    const pending = lookUp({}, testContext(3_600_000, { signal: abort.signal }));
    abort.abort();
    expect((await pending).code).toBe('timed-out');
    const before = await lookUp({}, testContext(3_600_000, { signal: AbortSignal.abort() }));
    expect(before.code).toBe('timed-out');
  });
});

describe('a hosts file', () => {
  const answer = async () => ({ addresses: [{ address: '10.0.0.5', family: 4 }] });

  it.each([
    ['is not there', join(directory, 'missing')],
    ['is a directory', directory],
  ])('that %s is unreadable and spoils nothing', async (_what, path) => {
    const outcome = await lookUp({ lookup: answer, hostsPath: path });
    expect(outcome).toMatchObject({ code: 'resolved', hostsFile: { path, readable: false, entries: [] } });
  });

  it.skipIf(!existsSync('/dev/zero'))('without end is not read', async () => {
    const outcome = await lookUp({ lookup: answer, hostsPath: '/dev/zero' });
    expect(outcome.hostsFile.readable).toBe(false);
  });

  it('of many megabytes is read up to its first', async () => {
    const path = join(directory, 'huge');
    const line = '0.0.0.0 advertiser.example # blocked\n';
    const filler = line.repeat(Math.ceil(3_000_000 / line.length));
    await writeFile(path, `10.0.0.1 console.example.com\n${filler}10.0.0.2 console.example.com\n`);
    const outcome = await lookUp({ lookup: answer, hostsPath: path });
    expect(outcome.hostsFile.entries.map(({ address }) => address)).toEqual(['10.0.0.1']);
  });
});

describe('this machine', () => {
  it.each([
    ['10.0.0.5', 4],
    ['2001:db8::5', 6],
    ['fe80::1%lo', 6],
  ])('takes the address %s as it is', async (hostname, family) => {
    const outcome = systemLookupOutcomeSchema.parse(await systemLookup.run({ hostname }, testContext(5000)));
    expect(outcome).toMatchObject({ code: 'resolved', addresses: [{ address: hostname, family }] });
    expect(systemLookup.judge(outcome).reason).toBe(`${hostname} is an address and needs no lookup`);
  });

  it('resolves localhost', async () => {
    const outcome = await systemLookup.run({ hostname: 'localhost' }, testContext(5000));
    expect(outcome.code).toBe('resolved');
    expect(outcome.addresses.map(({ address }) => address)).toEqual(
      expect.arrayContaining([expect.stringMatching(/^(?:127\.0\.0\.1|::1)$/)]),
    );
  });
});

const DNSMASQ = '/usr/sbin/dnsmasq';
const why = await whyNoNamespaces();
const isSkipped = why !== undefined || (!existsSync(DNSMASQ) && process.env['CI'] === undefined);

describe.skipIf(isSkipped)(`the C library before dnsmasq${why === undefined ? '' : ` (${why})`}`, () => {
  const lab = new NamespaceLab();
  let namespace = '';

  beforeAll(async () => {
    namespace = await lab.add('resolving');
    await lab.start(
      namespace,
      DNSMASQ,
      '--keep-in-foreground',
      '--log-facility=-',
      '--conf-file=/dev/null',
      '--pid-file=',
      '--user=root',
      '--no-resolv',
      '--no-hosts',
      '--listen-address=127.0.0.1',
      '--bind-interfaces',
      '--local=/example.com/',
      '--host-record=console.example.com,10.0.0.5,2001:db8::5',
      '--txt-record=text.example.com,words',
    );
  });

  afterAll(() => lab.remove());

  /** Looks names up in a process that has its own resolv.conf and hosts file, whatever this machine's look like. */
  async function lookUpAll(resolvConf: string, hosts: string, names: string[], deadlineMs: number) {
    const code = `
      const { systemLookup } = await import(${JSON.stringify(new URL('./system-lookup.ts', import.meta.url).href)});
      const context = { signal: new AbortController().signal, deadlineMs: ${deadlineMs}, now: () => performance.now(),
        wallClock: Date.now, progress() {}, secrets: {} };
      const seen = await Promise.all(${JSON.stringify(names)}.map((hostname) => systemLookup.run({ hostname }, context)));
      console.log(JSON.stringify(seen));
      process.exit(0);`;
    const printed = await lab.evaluate(namespace, code, { 'resolv.conf': resolvConf, hosts });
    return systemLookupOutcomeSchema.array().parse(printed);
  }

  it('tells a name, a missing one, one without an address and the hosts file apart', async () => {
    const [known, missing, text, override] = await lookUpAll(
      'nameserver 127.0.0.1\n',
      '10.0.0.77 old.example.com\n',
      ['console.example.com', 'missing.example.com', 'text.example.com', 'old.example.com'],
      5000,
    );
    expect(known?.code).toBe('resolved');
    expect(known?.addresses.map(({ address }) => address).sort()).toEqual(['10.0.0.5', '2001:db8::5']);
    expect(missing).toMatchObject({ code: 'not-found', error: { errno: 'EAI_NONAME' } });
    expect(text).toMatchObject({ code: 'no-address', error: { errno: 'EAI_NODATA' } });
    expect(override).toMatchObject({
      code: 'resolved',
      addresses: [{ address: '10.0.0.77' }],
      hostsFile: { path: '/etc/hosts', readable: true, entries: [{ line: 1, address: '10.0.0.77' }] },
    });
  });

  it('gives up at the deadline when the resolver is out of reach', async () => {
    // Nobody answers there. The process ends only when the C library gives up, so it is told to do so soon.
    await lab.ip(namespace, 'link add v0 type veth peer name v1');
    await lab.ip(namespace, 'addr add 10.99.1.2/24 dev v0');
    await lab.ip(namespace, 'link set v0 up');
    await lab.ip(namespace, 'link set v1 up');
    const [silent] = await lookUpAll(
      'nameserver 10.99.1.53\noptions attempts:1 timeout:1\n',
      '',
      ['console.example.com'],
      300,
    );
    expect(silent).toMatchObject({ code: 'timed-out', addresses: [] });
  });

  it('is told to try again when nothing listens at the resolver', async () => {
    const resolvConf = 'nameserver 127.0.0.99\noptions attempts:1 timeout:1\n';
    const [closed] = await lookUpAll(resolvConf, '', ['console.example.com'], 5000);
    expect(closed).toMatchObject({
      code: 'try-again',
      error: { errno: 'EAI_AGAIN', syscall: 'getaddrinfo' },
    });
  });
});
