import { routeTo } from './machine-view.ts';
import type { SiteView } from './site-view.ts';

/** One flow that a firewall has to let through. */
export interface WantedFlow {
  /** The name or address that the profile gives. */
  readonly host: string;
  readonly address: string;
  readonly port: number;
  /** TCP where nothing is said. */
  readonly protocol?: 'TCP' | 'UDP';
  readonly why: string;
  readonly seen: string;
}

/**
 * A firewall change request that the network team can act on without a question: source, destination, port, protocol,
 * direction, reason, and what was seen when.
 */
export function firewallRequest(view: SiteView, flows: readonly WantedFlow[]): string {
  const { run, lastMs } = view.state;
  const at = run === null ? '' : new Date(Date.parse(run.startedAt) + lastMs).toISOString();
  return [
    `Firewall change request: ${run?.profile.name ?? 'this site'}`,
    '',
    ...flows.flatMap(({ host, address, port, protocol = 'TCP', why, seen }) => [
      `Source:      ${run?.hostname ?? 'this machine'}${inParentheses(sourceAddress(view, address))}`,
      `Destination: ${host === address ? address : `${host} (${address})`}`,
      `Port:        ${protocol} ${port}`,
      'Direction:   from source to destination; answers of the same connection back',
      `Reason:      ${why}`,
      `Evidence:    ${seen}`,
      '',
    ]),
    `Observed at ${at} (UTC) from ${run?.hostname ?? 'this machine'}, ${run?.vantage ?? 'workstation'}; run ${run?.runId ?? ''}.`,
  ].join('\n');
}

const inParentheses = (text: string | undefined): string => (text === undefined ? '' : ` (${text})`);

/** The same address for the placeholder SOURCE of a remedy's commands; empty where it cannot be told. */
export function sourceFill(view: SiteView): { SOURCE?: string } {
  const source = sourceAddress(view);
  return source === undefined ? {} : { SOURCE: source };
}

/** The address that this machine uses towards a target or the site, as far as a route, a connection or the interfaces tell. */
function sourceAddress(view: SiteView, target?: string): string | undefined {
  const routed = target === undefined ? undefined : routeTo(view.machine, target)?.sourceAddress;
  if (routed !== undefined) return routed;
  const used = view.tcp.find(({ outcome }) => outcome.localAddress !== undefined)?.outcome.localAddress;
  if (used !== undefined) return used;
  const own = view.host?.outcome.interfaces.flatMap(({ isInternal, addresses }) =>
    isInternal ? [] : addresses.flatMap(({ address, family }) => (family === 4 ? [address] : [])),
  );
  return own?.length === 1 ? own[0] : undefined;
}
