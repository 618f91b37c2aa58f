import type { SiteRoute, Volume } from '../contract/outcomes/machine.ts';
import type { OutcomeKind } from '../contract/outcomes/outcome.ts';
import { type CheckState, checksInOrder, type RunState } from '../contract/run-state.ts';
import type { Seen } from './site-view.ts';

/** The way to one address, with the check that shows it. */
export interface SeenRoute extends SiteRoute {
  readonly id: string;
}

/** A server that told its time, in whatever protocol. */
export interface SeenClock {
  readonly id: string;
  readonly kind: OutcomeKind;
  readonly target: string;
  readonly address: string;
  /** The server's clock minus this machine's. */
  readonly offsetMs: number;
}

/** What was seen of the machine that the run was made on, beyond its facts. */
export interface MachineView {
  readonly routes: readonly SeenRoute[];
  readonly firewall?: Seen<'firewall-state'>;
  readonly folder?: Seen<'folder-access'>;
  readonly volumes: readonly (Volume & { readonly id: string; readonly isFull: boolean })[];
  readonly clocks: readonly SeenClock[];
  readonly asset?: Seen<'responder-asset'>;
  readonly exclusions?: Seen<'exclusion-list'>;
  /** The lookup of a name that only the Responder's configuration knows. */
  readonly otherName?: Seen<'system-lookup'>;
}

/** Takes out of a run what concerns this machine. */
export function viewMachine(
  state: RunState,
  seen: <K extends OutcomeKind>(kind: K) => readonly Seen<K>[],
): MachineView {
  const [firewall] = seen('firewall-state');
  const [folder] = seen('folder-access');
  const [asset] = seen('responder-asset');
  const [exclusions] = seen('exclusion-list');
  const otherName = seen('system-lookup').find(({ id }) => id === 'responder/asset/lookup');
  return {
    routes: seen('site-routes').flatMap(({ id, outcome }) => outcome.routes.map((one) => ({ ...one, id }))),
    volumes: seen('disk-space').flatMap(({ id, outcome }) =>
      outcome.volumes.map((volume) => ({ ...volume, id, isFull: outcome.code === 'full' })),
    ),
    clocks: checksInOrder(state).flatMap(clockOf),
    ...(firewall === undefined ? {} : { firewall }),
    ...(folder === undefined ? {} : { folder }),
    ...(asset === undefined ? {} : { asset }),
    ...(exclusions === undefined ? {} : { exclusions }),
    ...(otherName === undefined ? {} : { otherName }),
  };
}

/** Every protocol that tells a time gives the offset under the same name. */
function clockOf(check: CheckState): SeenClock[] {
  if (check.phase !== 'finished' || check.outcome === undefined) return [];
  const { outcome, id, target } = check;
  // The login is at a server whose clock was read before.
  if (outcome.kind === 'ldap-bind' || !('clockOffsetMs' in outcome) || outcome.clockOffsetMs === undefined)
    return [];
  return [{ id, kind: outcome.kind, target, address: outcome.address, offsetMs: outcome.clockOffsetMs }];
}

/** The way to an address; undefined where no check asked for it. */
export const routeTo = ({ routes }: MachineView, address: string): SeenRoute | undefined =>
  routes.find((route) => route.address === address);
