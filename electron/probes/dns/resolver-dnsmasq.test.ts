import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { resolverOutcomeSchema } from '../../contract/outcomes/dns.ts';
import { DNSMASQ, isWithoutDnsmasq, startDnsmasq } from '../testing/dnsmasq.ts';
import { NamespaceLab, whyNoNamespaces } from '../testing/namespace-lab.ts';
import { ask } from '../testing/resolver-hostile-server.ts';
import { resolverQuery } from './resolver.ts';

describe.skipIf(isWithoutDnsmasq)('dnsmasq', () => {
  let resolver: Awaited<ReturnType<typeof startDnsmasq>>;

  beforeAll(async () => {
    resolver = await startDnsmasq([
      '--local=/example.com/',
      '--host-record=console.example.com,10.0.0.5,2001:db8::5,120',
      '--cname=www.example.com,middle.example.com',
      '--cname=middle.example.com,console.example.com',
      '--address=/wild.example.com/10.0.0.9',
      '--host-record=only4.example.com,10.0.0.4',
    ]);
  });
  afterAll(() => resolver.stop());

  it('gives both addresses with their TTL', async () => {
    const outcome = await ask(resolver, { checkWildcard: true });
    expect(outcome).toMatchObject({
      code: 'answered',
      questions: [
        { addresses: ['10.0.0.5'], ttlSeconds: 120, rcodeName: 'NOERROR', attempts: 1 },
        { addresses: ['2001:db8::5'] },
      ],
      wildcard: { addresses: [] },
    });
  });

  it('gives the chain of aliases in order', async () => {
    const outcome = await ask(resolver, { hostname: 'www.example.com' });
    expect(outcome.questions[0]).toMatchObject({
      addresses: ['10.0.0.5'],
      cnames: ['middle.example.com', 'console.example.com'],
    });
    expect(resolverQuery.judge(outcome).reason).toContain('by way of console.example.com');
  });

  it('says NXDOMAIN, REFUSED and NOERROR without data', async () => {
    const [missing, foreign, only4] = await Promise.all([
      ask(resolver, { hostname: 'missing.example.com' }),
      ask(resolver, { hostname: 'console.example.org' }),
      ask(resolver, { hostname: 'only4.example.com' }),
    ]);
    expect(missing.code).toBe('nxdomain');
    expect(foreign.code).toBe('refused');
    expect(only4.questions.map(({ code }) => code)).toEqual(['answered', 'no-data']);
  });

  it('has a wildcard where it was given one', async () => {
    const outcome = await ask(resolver, { hostname: 'console.wild.example.com', checkWildcard: true });
    expect(outcome.wildcard?.addresses).toEqual(['10.0.0.9']);
  });
});

const why = await whyNoNamespaces();
const isSkipped = why !== undefined || isWithoutDnsmasq;

describe.skipIf(isSkipped)(`dnsmasq behind faults${why === undefined ? '' : ` (${why})`}`, () => {
  const lab = new NamespaceLab();
  let client = '';
  let directory = '';

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'airway-dnsmasq-'));
    client = await lab.add('client');
    const server = await lab.add('server');
    await lab.ip(client, `link add c0 type veth peer name s0 netns ${server}`);
    await lab.ip(server, 'link set s0 up');
    await lab.ip(client, 'link set c0 up');
    await lab.ip(client, 'addr add 10.99.1.2/24 dev c0');
    // One resolver for each fault, all of them the same dnsmasq.
    for (const last of [10, 11, 12, 13, 14]) await lab.ip(server, `addr add 10.99.1.${last}/24 dev s0`);
    await lab.run(
      server,
      'nft',
      `table inet faults {
        chain incoming { type filter hook input priority 0; policy accept;
        ip daddr 10.99.1.11 tcp dport 53 drop
        ip daddr 10.99.1.12 tcp dport 53 reject with icmp type admin-prohibited
        ip daddr 10.99.1.13 udp dport 53 reject with icmp type admin-prohibited
        }
      }`,
    );
    await lab.run(
      client,
      'nft',
      `table inet faults {
        chain outgoing { type filter hook output priority 0; policy accept;
        ip daddr 10.99.1.14 udp dport 53 drop
        }
      }`,
    );
    // 150 addresses are 2400 bytes: more than EDNS allows, so that dnsmasq itself sets the TC bit.
    const many = Array.from({ length: 150 }, (_, index) => `10.3.0.${index} big.example.com`);
    const hosts = join(directory, 'hosts');
    await writeFile(hosts, `10.0.0.5 console.example.com\n${many.join('\n')}\n`, { mode: 0o644 });
    await lab.start(
      server,
      DNSMASQ,
      '--keep-in-foreground',
      '--log-facility=-',
      '--conf-file=/dev/null',
      '--pid-file=',
      '--user=root',
      '--no-resolv',
      '--no-hosts',
      `--addn-hosts=${hosts}`,
    );
  });

  afterAll(async () => {
    await lab.remove();
    await rm(directory, { recursive: true, force: true });
  });

  it('is told apart by the way in which it fails', async () => {
    const questions = {
      whole: ['10.99.1.10', 'big.example.com'],
      tcpDropped: ['10.99.1.11', 'big.example.com'],
      tcpRejected: ['10.99.1.12', 'big.example.com'],
      small: ['10.99.1.12', 'console.example.com'],
      udpRejected: ['10.99.1.13', 'console.example.com'],
      blockedHere: ['10.99.1.14', 'console.example.com'],
      noRoute: ['10.98.0.1', 'console.example.com'],
      nobody: ['10.99.1.77', 'console.example.com'],
    } as const;
    const code = `
      const { resolverQuery } = await import(${JSON.stringify(new URL('./resolver.ts', import.meta.url).href)});
      const context = { signal: new AbortController().signal, deadlineMs: 1500, now: () => performance.now(),
        wallClock: Date.now, progress() {}, secrets: {} };
      const asked = Object.entries(${JSON.stringify(questions)}).map(async ([key, [address, hostname]]) =>
        [key, await resolverQuery.run({ hostname, resolver: { address, port: 53 } }, context)]);
      console.log(JSON.stringify(Object.fromEntries(await Promise.all(asked))));`;
    const seen = (await lab.evaluate(client, code)) as Record<keyof typeof questions, unknown>;
    const outcomes = Object.fromEntries(
      Object.entries(seen).map(([key, outcome]) => [key, resolverOutcomeSchema.parse(outcome)]),
    );
    expect(outcomes['whole']?.questions[0]).toMatchObject({
      code: 'answered',
      transport: 'tcp',
      isTruncated: true,
    });
    expect(outcomes['whole']?.questions[0]?.addresses).toHaveLength(150);
    expect(outcomes['tcpDropped']?.questions[0]).toMatchObject({ code: 'tcp-blocked', isTruncated: true });
    expect(outcomes['tcpDropped']?.questions[0]).not.toHaveProperty('error');
    expect(outcomes['tcpRejected']?.questions[0]).toMatchObject({
      code: 'tcp-blocked',
      error: { errno: 'EHOSTUNREACH' },
    });
    expect(outcomes['small']).toMatchObject({ code: 'answered', questions: [{ transport: 'udp' }, {}] });
    const unreachable = (errno: string) => ({ code: 'unreachable', questions: [{ error: { errno } }, {}] });
    expect(outcomes['udpRejected']).toMatchObject(unreachable('EHOSTUNREACH'));
    expect(outcomes['blockedHere']).toMatchObject(unreachable('EPERM'));
    expect(outcomes['noRoute']).toMatchObject(unreachable('ENETUNREACH'));
    expect(outcomes['nobody']).toMatchObject({ code: 'silent' });
  });
});
