import { createSocket } from 'node:dgram';
import { isIPv6 } from 'node:net';
import { networkInterfaces } from 'node:os';
import { isLoopbackAddress } from '../../contract/host-name.ts';
import { routeInWords } from '../../contract/machine-words.ts';
import type { SiteRoute, SiteRoutesOutcome } from '../../contract/outcomes/machine.ts';
import type { RecordedSystem } from '../../contract/recorded-system.ts';
import { listed } from '../../contract/spoken.ts';
import { defineProbe, type ProbeContext, type Verdict } from '../probe.ts';
import { systemErrorOf } from '../tcp/tcp-system-error.ts';
import { elapsedBetween } from '../tcp/tcp-timing.ts';
import { withinDeadline } from './host-deadline.ts';
import { classifyInterface, linuxMarks } from './interface-kind.ts';
import { linuxRouteTo, macosRouteTo, type RouteAnswer, windowsRoutesTo } from './route-to.ts';
import { type SystemCommands, systemCommands, whyUnanswered } from './system-commands.ts';

/** Addresses that one check asks for. */
export const SITE_ROUTE_LIMIT = 16;

export interface SiteRoutesInput {
  readonly addresses: readonly string[];
  readonly recorded?: RecordedSystem | undefined;
}

/**
 * The way that this machine takes to addresses of the site: interface, gateway and source address. A UDP socket that is
 * connected and sends nothing shows the source address on every system; the rest is asked of the system's own command, which
 * knows rules beyond the main table.
 */
export const siteRoutes = defineProbe<SiteRoutesInput, SiteRoutesOutcome>({
  id: 'site-routes',
  deadlineMs: 4000,
  awaiting: ({ addresses }) => `the route to ${listed(addresses)}`,
  run,
  judge,
});

async function run(input: SiteRoutesInput, context: ProbeContext): Promise<SiteRoutesOutcome> {
  const startedAt = context.now();
  const addresses = input.addresses.slice(0, SITE_ROUTE_LIMIT);
  const commands = systemCommands(context, input.recorded);
  const [sources, answers] = await Promise.all([
    Promise.all(
      addresses.map(async (address) =>
        commands.isRecorded
          ? {}
          : ((await withinDeadline(sourceFor(address), context.deadlineMs, context.signal)) ?? {}),
      ),
    ),
    answersFor(commands, addresses),
  ]);
  const routes = addresses.map((address, index) =>
    routeOf(address, sources[index] ?? {}, answers.found.get(address)),
  );
  const known = routes.filter(({ errno, sourceAddress, interfaceName }) =>
    [errno, sourceAddress, interfaceName].some((value) => value !== undefined),
  );
  return {
    kind: 'site-routes',
    code:
      known.length === 0 && routes.length > 0
        ? 'unreadable'
        : routes.some(({ errno }) => errno !== undefined)
          ? 'no-route'
          : 'routed',
    routes,
    unreadable: answers.unreadable.slice(0, 16),
    elapsedMs: elapsedBetween(startedAt, context.now()),
  };
}

function routeOf(address: string, source: Source, answer: RouteAnswer | undefined): SiteRoute {
  const sourceAddress = answer?.sourceAddress ?? source.address;
  const interfaceName = answer?.interfaceName ?? (sourceAddress && interfaceWith(sourceAddress));
  const isLocal = answer?.isLocal === true || isLoopbackAddress(address) || sourceAddress === address;
  const { isLocal: _isLocal, ...said } = answer ?? {};
  const classified =
    interfaceName === undefined
      ? undefined
      : classifyInterface(interfaceName, answer?.interfaceDescription, linuxMarks(interfaceName));
  return {
    address,
    ...said,
    ...(interfaceName === undefined ? {} : { interfaceName: interfaceName.slice(0, 64) }),
    ...(classified === undefined ? {} : { interfaceKind: classified.kind }),
    ...(classified?.product === undefined ? {} : { product: classified.product }),
    ...(sourceAddress === undefined ? {} : { sourceAddress: sourceAddress.slice(0, 64) }),
    isLocal,
    ...(source.errno === undefined ? {} : { errno: source.errno }),
  };
}

interface Source {
  readonly address?: string;
  readonly errno?: string;
}

/** The port plays no part: nothing is sent. */
const ANY_PORT = 9;

/** Connects a UDP socket, which makes the kernel look the route up, and closes it again. Never rejects. */
function sourceFor(address: string): Promise<Source> {
  return new Promise((resolve) => {
    const socket = createSocket(isIPv6(address.replace(/%.*$/, '')) ? 'udp6' : 'udp4');
    const end = (source: Source): void => {
      socket.close();
      resolve(source);
    };
    socket.once('error', (error) => end({ errno: systemErrorOf(error).errno }));
    // Not a callback of connect: that would be given the error, and the event would not come.
    socket.once('connect', () => end({ address: socket.address().address }));
    socket.connect(ANY_PORT, address);
  });
}

function interfaceWith(own: string): string | undefined {
  const bare = own.replace(/%.*$/, '');
  try {
    return Object.entries(networkInterfaces()).find(([, addresses = []]) =>
      addresses.some(({ address }) => address === bare),
    )?.[0];
  } catch {
    return undefined;
  }
}

interface Answers {
  readonly found: ReadonlyMap<string, RouteAnswer>;
  readonly unreadable: readonly string[];
}

async function answersFor(commands: SystemCommands, addresses: readonly string[]): Promise<Answers> {
  if (commands.platform === 'win32') return windowsAnswers(commands, addresses);
  const reader =
    commands.platform === 'linux' ? linuxRouteTo : commands.platform === 'darwin' ? macosRouteTo : undefined;
  if (reader === undefined) return { found: new Map(), unreadable: [] };
  const found = new Map<string, RouteAnswer>();
  const unreadable = new Set<string>();
  await Promise.all(
    addresses.map(async (address) => {
      const FAMILY = address.includes(':') ? '-inet6' : '-inet';
      const answer = await commands.ask('route-to', { ADDRESS: address, FAMILY });
      const route = answer.isAnswered && answer.exitCode === 0 ? reader(answer.text) : undefined;
      if (route !== undefined) found.set(address, route);
      // Exit codes other than 0 say that there is no route, which the socket says with its errno.
      else if (!answer.isAnswered || answer.exitCode === 0)
        unreadable.add(`the system's own word on the route: ${whyUnanswered(answer)}`);
    }),
  );
  return { found, unreadable: [...unreadable] };
}

async function windowsAnswers(commands: SystemCommands, addresses: readonly string[]): Promise<Answers> {
  const answer = await commands.ask('routes-to', {}, { AIRWAY_ADDRESSES: addresses.join(',') });
  const found = answer.isAnswered ? windowsRoutesTo(answer.text) : new Map<string, RouteAnswer>();
  return {
    found,
    unreadable: found.size > 0 ? [] : [`Find-NetRoute: ${whyUnanswered(answer)}`],
  };
}

function judge({ code, routes, unreadable }: SiteRoutesOutcome): Verdict {
  if (code === 'unreadable')
    return { status: 'skipped', reason: `the routes could not be read: ${unreadable.join('; ')}` };
  const texts = [...new Set(routes.map(routeInWords))];
  const shown = `${texts.slice(0, 4).join('; ')}${texts.length > 4 ? `; and ${texts.length - 4} more` : ''}`;
  // A target without a route has a failed row of its own where it is connected to.
  return { status: 'passed', reason: shown };
}
