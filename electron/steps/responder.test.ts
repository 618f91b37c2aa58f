import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import type { NatsOutcome } from '../contract/outcomes/nats.ts';
import type { Outcome } from '../contract/outcomes/outcome.ts';
import type { Profile } from '../contract/profile.ts';
import { testContext } from '../probes/testing/tcp-test-context.ts';
import type { PlanInputs, PlanNode, PlannedCheck } from './plan.ts';
import { planResponder } from './responder.ts';
import { planRun } from './steps.ts';

const INPUTS: PlanInputs = { resolvers: [], hasApiToken: false };

const profileOf = (console: Partial<NonNullable<Profile['console']>> = {}, relay?: string): Profile => ({
  schema: 'airway.profile/1',
  name: 'Site',
  vantage: 'asset',
  console: { address: '10.0.0.5', ...console },
  responder: relay === undefined ? {} : { relay },
  // The control has tests of its own.
  controlPort: null,
});

const lookup = (...addresses: string[]): Outcome => ({
  kind: 'system-lookup',
  code: addresses.length > 0 ? 'resolved' : 'not-found',
  hostname: 'console.example.com',
  addresses: addresses.map((address) => ({ address, family: 4 })),
  hostsFile: { path: '/etc/hosts', readable: true, entries: [] },
  elapsedMs: 1,
});

const tcp = (code: 'open' | 'refused'): Outcome => ({
  kind: 'tcp',
  code,
  address: '10.0.0.5',
  port: 4222,
  family: 4,
  hasRetransmitSignature: false,
  elapsedMs: 1,
});

const nats = (connectUrls: string[]): NatsOutcome => ({
  kind: 'nats',
  code: 'needs-login',
  address: '10.0.0.5',
  port: 4222,
  servername: null,
  info: { authRequired: true, tlsRequired: false, tlsAvailable: false, tlsVerify: false, connectUrls },
  lastSent: 'connect',
  bytesReceived: 1,
  tls: { attempted: false, first: false },
  raw: [],
  timings: {},
  elapsedMs: 1,
});

/** Rows of a plan when these outcomes come in, each as `id` or `id: reason`. */
function rowsOf(nodes: readonly PlanNode[], outcomes: Readonly<Record<string, Outcome>>): string[] {
  const seen = new Map(Object.entries(outcomes));
  return nodes.flatMap((node): string[] => {
    if (node.kind === 'after')
      return node.needs.every((id) => seen.has(id)) ? rowsOf(node.plan(seen), outcomes) : [];
    return [node.kind === 'skip' ? `${node.info.id}: ${node.reason}` : node.info.id];
  });
}

/** The checks of a plan when these outcomes come in. */
function checksOf(nodes: readonly PlanNode[], outcomes: Readonly<Record<string, Outcome>>): PlannedCheck[] {
  const seen = new Map(Object.entries(outcomes));
  return nodes.flatMap((node): PlannedCheck[] => {
    if (node.kind === 'after')
      return node.needs.every((id) => seen.has(id)) ? checksOf(node.plan(seen), outcomes) : [];
    return node.kind === 'check' ? [node] : [];
  });
}

const resolverGave = (address: string): Outcome => ({
  kind: 'resolver',
  code: 'answered',
  hostname: 'console.example.com',
  resolver: { address: '10.0.0.53', port: 53 },
  questions: [
    {
      type: 'A',
      code: 'answered',
      addresses: [address],
      cnames: [],
      transport: 'udp',
      isTruncated: false,
      attempts: 1,
      elapsedMs: 1,
    },
  ],
  raw: [],
  elapsedMs: 1,
});

const TCP = 'responder/tcp/10.0.0.5:4222';
const NATS = 'responder/nats/10.0.0.5:4222';

describe('the Responder step', () => {
  it('asks for NATS where TCP is open, and says why it does not where it is not', () => {
    const plan = planResponder(profileOf(), INPUTS, ['responder']);
    expect(rowsOf(plan, {})).toEqual([TCP]);
    expect(rowsOf(plan, { [TCP]: tcp('open') })).toEqual([TCP, NATS]);
    expect(rowsOf(plan, { [TCP]: tcp('refused') })).toEqual([
      TCP,
      `${NATS}: TCP to 10.0.0.5:4222 did not open`,
    ]);
  });

  it('has one row with the reason where there is no port for real-time tasks', () => {
    const plan = planResponder(profileOf({ ports: { tasks: null } }), INPUTS, ['responder']);
    expect(rowsOf(plan, {})).toEqual(['responder/real-time: the profile names no port for real-time tasks']);
    const ownLayout = planResponder(profileOf({ ports: { primary: 9443 } }), INPUTS, ['responder']);
    expect(rowsOf(ownLayout, {})).toEqual(rowsOf(plan, {}));
  });

  it('has one row with the reason where the profile has no Console', () => {
    const { console: _none, ...profile } = profileOf();
    expect(rowsOf(planResponder(profile, INPUTS, ['responder']), {})).toEqual([
      'responder/real-time: the profile has no console section to say where the port is',
    ]);
  });

  it("stands on the Console step's lookup where that is made, and makes its own where not", () => {
    const named = profileOf({ address: 'console.example.com' });
    const beside = planResponder(named, INPUTS, ['console', 'responder']);
    expect(rowsOf(beside, {})).toEqual([]);
    expect(rowsOf(beside, { 'console/lookup': lookup('10.0.0.5', '10.0.0.6') })).toEqual([
      TCP,
      'responder/tcp/10.0.0.6:4222',
    ]);
    const alone = planResponder(named, INPUTS, ['responder']);
    expect(rowsOf(alone, { 'responder/lookup': lookup('10.0.0.5') })).toEqual(['responder/lookup', TCP]);
    expect(rowsOf(alone, { 'responder/lookup': lookup() })).toEqual([
      'responder/lookup',
      'responder/real-time: console.example.com has no address to connect to',
    ]);
  });

  it('tries at most four of the addresses that NATS advertises, and none that is no address', () => {
    const plan = planResponder(profileOf(), INPUTS, ['responder']);
    const urls = [
      '10.0.0.5:4222',
      'nats.example.com:4222',
      'nonsense',
      '10.0.0.6:99999',
      '[fd00::6]:4222',
      ...[7, 8, 9, 10].map((last) => `10.0.0.${last}:4222`),
    ];
    expect(rowsOf(plan, { [TCP]: tcp('open'), [NATS]: nats(urls) }).slice(2)).toEqual([
      'responder/advertised/[fd00::6]:4222',
      'responder/advertised/10.0.0.7:4222',
      'responder/advertised/10.0.0.8:4222',
      'responder/advertised/10.0.0.9:4222',
    ]);
  });

  it('checks the way to a relay by TCP and TLS', () => {
    const relayTcp = 'responder/relay/tcp/10.0.0.9:443';
    const plan = planResponder(profileOf({}, '10.0.0.9'), INPUTS, ['responder']);
    expect(rowsOf(plan, { [relayTcp]: tcp('open') })).toEqual([
      TCP,
      relayTcp,
      'responder/relay/tls/10.0.0.9:443',
    ]);
    expect(rowsOf(plan, { [relayTcp]: tcp('refused') })[2]).toContain('TCP to 10.0.0.9:443 did not open');
    const named = planResponder(profileOf({}, 'relay.example.com'), INPUTS, ['responder']);
    expect(rowsOf(named, { 'responder/relay/lookup': lookup('10.0.0.9') })).toEqual([
      TCP,
      'responder/relay/lookup',
      relayTcp,
    ]);
  });

  it('has one row with the reason where the relay has no address', () => {
    const plan = planResponder(profileOf({}, 'relay.example.com'), INPUTS, ['responder']);
    expect(rowsOf(plan, { 'responder/relay/lookup': lookup() }).slice(2)).toEqual([
      'responder/relay/tcp/relay.example.com:443: relay.example.com has no address to connect to',
    ]);
  });

  it('tries the real-time port at an address that only a resolver gave', () => {
    const named = profileOf({ address: 'console.example.com' });
    const inputs = { ...INPUTS, resolvers: [{ address: '10.0.0.53', port: 53 }] };
    const plan = planResponder(named, inputs, ['console', 'responder']);
    const answered = resolverGave('10.0.0.6');
    expect(
      rowsOf(plan, { 'console/lookup': lookup('10.0.0.5'), 'console/resolver/10.0.0.53:53': answered }),
    ).toEqual([TCP, 'responder/tcp/10.0.0.6:4222']);
    expect(rowsOf(plan, { 'console/lookup': lookup(), 'console/resolver/10.0.0.53:53': answered })).toEqual([
      'responder/tcp/10.0.0.6:4222',
    ]);
  });

  it('fails NATS without TLS only where the profile expects TLS', async () => {
    const server = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.write('INFO {"version":"2.10.22","proto":1,"auth_required":false}\r\n');
      socket.once('data', () => socket.write('PONG\r\n'));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const port = (server.address() as AddressInfo).port;
    try {
      for (const [tasksTls, status] of [
        ['any', 'passed'],
        ['required', 'failed'],
      ] as const) {
        const profile = {
          ...profileOf({ address: '127.0.0.1', ports: { tasks: port } }),
          responder: { tasksTls },
        };
        const plan = planResponder(profile, INPUTS, ['responder']);
        const row = checksOf(plan, { [`responder/tcp/127.0.0.1:${port}`]: tcp('open') }).find(
          ({ info }) => info.probe === 'nats',
        );
        const seen = await row?.observe(testContext(4000));
        expect(seen).toMatchObject({ outcome: { code: 'ready' }, verdict: { status } });
      }
    } finally {
      server.close();
    }
  });

  it('is part of a run only where the profile has the section and the step was asked for', () => {
    const ids = (profile: Profile, steps: Parameters<typeof planRun>[2]) =>
      rowsOf(planRun(profile, INPUTS, steps), {}).filter((row) => row.startsWith('responder/'));
    expect(ids(profileOf(), ['console', 'responder'])).toEqual([
      TCP,
      'responder/asset',
      'responder/exclusions',
      'responder/disk',
    ]);
    expect(ids(profileOf(), ['console'])).toEqual(['responder/not-checked: this step was not asked for']);
    const { responder: _none, ...without } = profileOf();
    expect(ids(without, ['console', 'responder'])).toEqual([
      'responder/not-checked: nothing was given for it (the profile has no responder section)',
    ]);
  });
});
