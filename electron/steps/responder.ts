import type { Socket } from 'node:net';
import type { CheckInfo, StepId } from '../contract/checks.ts';
import { isIpAddress } from '../contract/host-name.ts';
import { lacksTls } from '../contract/outcomes/nats.ts';
import type { Outcome } from '../contract/outcomes/outcome.ts';
import { consolePorts, type Profile } from '../contract/profile.ts';
import { endpoint } from '../contract/spoken.ts';
import { systemLookup } from '../probes/dns/system-lookup.ts';
import { natsGreeting } from '../probes/nats/nats.ts';
import { Handover } from '../probes/tcp/handover.ts';
import { tcpConnect } from '../probes/tcp/tcp.ts';
import { tlsHandshake } from '../probes/tls/tls.ts';
import { ADDRESS_LIMIT, addressesIn } from './addresses.ts';
import { CONSOLE_LOOKUP, consoleResolverIds } from './console.ts';
import { controlCheck } from './control.ts';
import { check, type PlanInputs, type PlanNode, skip, whenFinished } from './plan.ts';
import { planGreetings } from './tls-greetings.ts';

/** Advertised addresses that are tried; a client that reconnects tries a few as well. */
const ADVERTISED_LIMIT = 4;

const RELAY_PORT = 443;
const RELAY_LOOKUP = 'responder/relay/lookup';

type Info = Omit<CheckInfo, 'probe' | 'deadlineMs'>;

/**
 * The Responder step: what a Responder needs beyond the HTTPS of the Console step. The port for real-time tasks on every
 * address of the Console, TCP and then NATS; and the relay, TCP and then TLS, where the profile names one.
 */
export function planResponder(
  profile: Profile,
  inputs: PlanInputs,
  steps: readonly StepId[],
): readonly PlanNode[] {
  return [...planRealTime(profile, inputs, steps), ...planRelay(profile, inputs)];
}

function planRealTime(profile: Profile, inputs: PlanInputs, steps: readonly StepId[]): readonly PlanNode[] {
  const port = consolePorts(profile).tasks;
  const host = profile.console?.address;
  const notChecked = (reason: string): readonly PlanNode[] => [
    skip(
      'nats',
      {
        id: 'responder/real-time',
        step: 'responder',
        title: 'Real-time port',
        target: host ?? 'the Console',
        subject: 'responder',
      },
      reason,
    ),
  ];
  if (host === undefined) return notChecked('the profile has no console section to say where the port is');
  if (port === null) return notChecked('the profile names no port for real-time tasks');
  if (isIpAddress(host)) return realTimeChain(profile, inputs, host, port, host);
  const isConsoleChecked = steps.includes('console');
  const lookupId = isConsoleChecked ? CONSOLE_LOOKUP : 'responder/lookup';
  const resolverIds = isConsoleChecked ? consoleResolverIds(inputs) : [];
  const ownLookup = check(
    systemLookup,
    { hostname: host },
    {
      id: lookupId,
      step: 'responder',
      title: 'Name lookup by this machine',
      target: host,
      subject: 'dns',
      deadlineMs: profile.deadlines?.dnsMs,
    },
  );
  return [
    ...(isConsoleChecked ? [] : [ownLookup]),
    // An address that only a resolver gave is probed too, as the Console step does.
    ...[[lookupId], ...resolverIds.map((id) => [lookupId, id])].map((needs) =>
      whenFinished(needs, (seen) =>
        addressesIn(seen.get(needs.at(-1) ?? lookupId))
          .slice(0, ADDRESS_LIMIT)
          .flatMap((address) => realTimeChain(profile, inputs, address, port, host)),
      ),
    ),
    whenFinished([lookupId, ...resolverIds], (seen) =>
      [lookupId, ...resolverIds].some((id) => addressesIn(seen.get(id)).length > 0)
        ? []
        : notChecked(`${host} has no address to connect to`),
    ),
  ];
}

function realTimeChain(
  profile: Profile,
  { caPem }: PlanInputs,
  address: string,
  port: number,
  host: string,
): readonly PlanNode[] {
  const at = endpoint(address, port);
  const common = { step: 'responder' as const, target: at, subject: `responder:${port}` };
  const tcpId = `responder/tcp/${at}`;
  const opened = new Handover<Socket>();
  const nats: Info = { ...common, id: `responder/nats/${at}`, title: `NATS at ${at}` };
  return [
    check(
      tcpConnect,
      { address, port, leaveTo: opened },
      { ...common, id: tcpId, title: `TCP to ${at}`, deadlineMs: profile.deadlines?.tcpMs },
    ),
    whenFinished([tcpId], (seen) => {
      if (seen.get(tcpId)?.code !== 'open') return [skip('nats', nats, `TCP to ${at} did not open`)];
      const servername = isIpAddress(host) ? null : host;
      const withCa = caPem === undefined ? {} : { caPem };
      const probe = profile.responder?.tasksTls === 'required' ? natsOverTls : natsGreeting;
      return [check(probe, { address, port, servername, connection: opened, ...withCa }, nats)];
    }),
    whenFinished([tcpId, nats.id], (seen) => planAdvertised(profile, seen.get(nats.id), address, port)),
    ...controlCheck(profile, 'responder', address),
  ];
}

/** The same greeting for a site whose profile expects TLS: a server that works without it has not passed. */
const natsOverTls: typeof natsGreeting = {
  ...natsGreeting,
  judge: (outcome) => {
    const { status, reason } = natsGreeting.judge(outcome);
    return status === 'passed' && lacksTls(outcome)
      ? { status: 'failed', reason: `${reason}; it offers no TLS, which the profile expects` }
      : { status, reason };
  },
};

/** The other addresses that a server tells its clients to use, by TCP; names among them are left out. */
function planAdvertised(
  { deadlines }: Profile,
  outcome: Outcome | undefined,
  address: string,
  port: number,
): readonly PlanNode[] {
  const urls = outcome?.kind === 'nats' ? (outcome.info?.connectUrls ?? []) : [];
  return urls
    .flatMap((url) => advertised(url) ?? [])
    .filter((other) => other.address !== address || other.port !== port)
    .slice(0, ADVERTISED_LIMIT)
    .map((other) => {
      const at = endpoint(other.address, other.port);
      return check(tcpConnect, other, {
        id: `responder/advertised/${at}`,
        step: 'responder',
        title: `TCP to ${at}, which NATS advertises`,
        target: at,
        subject: `advertised:${other.port}`,
        deadlineMs: deadlines?.tcpMs,
      });
    });
}

/** `10.0.0.5:4222` or `[fd00::5]:4222` of `connect_urls`; undefined for a name and for whatever else a server may send. */
function advertised(url: string): { address: string; port: number } | undefined {
  const match = /^(?:\[([^\]]+)\]|([^:]+)):(\d{1,5})$/.exec(url);
  const address = match?.[1] ?? match?.[2] ?? '';
  const port = Number(match?.[3] ?? 0);
  return isIpAddress(address) && port >= 1 && port <= 65_535 ? { address, port } : undefined;
}

/** A relay speaks HTTPS in the Console's place; only its way is checked. */
function planRelay(profile: Profile, inputs: PlanInputs): readonly PlanNode[] {
  const relay = profile.responder?.relay;
  if (relay === undefined) return [];
  if (isIpAddress(relay)) return relayChain(profile, inputs, relay, relay);
  const lookup = check(
    systemLookup,
    { hostname: relay },
    {
      id: RELAY_LOOKUP,
      step: 'responder',
      title: 'Name lookup of the relay by this machine',
      target: relay,
      subject: 'relay',
      deadlineMs: profile.deadlines?.dnsMs,
    },
  );
  return [
    lookup,
    whenFinished([RELAY_LOOKUP], (seen) => {
      const addresses = addressesIn(seen.get(RELAY_LOOKUP)).slice(0, ADDRESS_LIMIT);
      if (addresses.length > 0)
        return addresses.flatMap((address) => relayChain(profile, inputs, address, relay));
      const info = {
        id: `responder/relay/tcp/${endpoint(relay, RELAY_PORT)}`,
        step: 'responder' as const,
        title: 'TCP to the relay',
        target: endpoint(relay, RELAY_PORT),
        subject: `relay:${RELAY_PORT}`,
      };
      return [skip('tcp', info, `${relay} has no address to connect to`)];
    }),
  ];
}

function relayChain(
  profile: Profile,
  { caPem }: PlanInputs,
  address: string,
  relay: string,
): readonly PlanNode[] {
  const { deadlines } = profile;
  const at = endpoint(address, RELAY_PORT);
  const common = { step: 'responder' as const, target: at, subject: `relay:${RELAY_PORT}` };
  const opened = new Handover<Socket>();
  const tcpId = `responder/relay/tcp/${at}`;
  const tls: Info = { ...common, id: `responder/relay/tls/${at}`, title: `TLS with the relay at ${at}` };
  return [
    check(
      tcpConnect,
      { address, port: RELAY_PORT, leaveTo: opened },
      { ...common, id: tcpId, title: `TCP to the relay at ${at}`, deadlineMs: deadlines?.tcpMs },
    ),
    whenFinished([tcpId], (seen) => {
      if (seen.get(tcpId)?.code !== 'open') return [skip('tls', tls, `TCP to ${at} did not open`)];
      const input = {
        address,
        port: RELAY_PORT,
        servername: isIpAddress(relay) ? null : relay,
        expectedName: relay,
        connection: opened,
        ...(caPem === undefined ? {} : { caPem }),
      };
      const greetings = planGreetings({
        tlsId: tls.id,
        row: { ...common, id: `responder/relay/tls-hello/${at}` },
        ...input,
        deadlineMs: deadlines?.tlsMs,
      });
      return [check(tlsHandshake, input, { ...tls, deadlineMs: deadlines?.tlsMs }), greetings];
    }),
    ...controlCheck(profile, 'responder', address),
  ];
}
