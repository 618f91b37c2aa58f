import type { RequestForm } from '../contract/findings.ts';
import type { RowFields } from './requests/columns.ts';
import { makeForm, observedAt, sourceAddress, sourceName } from './requests/make-form.ts';
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

/** Answers belong to the connection; firewalls that keep no state need a rule for them. */
export const FORWARD = 'from source to destination; answers of the same connection back';

/**
 * A firewall change request that the network team can act on without a question: source, destination, port, protocol,
 * direction, reason, and what was seen when. One row for each flow.
 */
export const firewallRequest = (view: SiteView, flows: readonly WantedFlow[]): RequestForm =>
  makeForm(view, {
    to: 'network-team',
    title: 'Firewall change request',
    reason: '',
    evidence: [],
    rows: flows.map(
      ({ host, address, port, protocol = 'TCP', why, seen }): RowFields => ({
        Action: 'allow',
        Source: sourceName(view),
        'Source address': sourceAddress(view, address),
        Destination: host,
        'Destination address': host === address ? undefined : address,
        Protocol: protocol,
        Port: String(port),
        Direction: FORWARD,
        Reason: why,
        Evidence: seen,
        'Observed (UTC)': observedAt(view),
      }),
    ),
  });

/** The same address for the placeholder SOURCE of a remedy's commands; empty where it cannot be told. */
export function sourceFill(view: SiteView): { SOURCE?: string } {
  const source = sourceAddress(view);
  return source === undefined ? {} : { SOURCE: source };
}
