import type { RunState } from '../run-state.ts';
import { eitherKey } from './comparison-keys.ts';

/** Something that was given or was so on the two sides; the absent side did not have it. */
export interface ValueChange {
  /**
   * `vantage`, `machine`, `platform`, `version` of Airway, `ended`, `practice` faults, or the path of what a profile says, such as
   * `profile.console.ports.alternate`.
   */
  readonly what: string;
  readonly before?: string;
  readonly after?: string;
}

/** Compares what the two runs were made of and from: the profile, the machine, the program. */
export function compareSites(before: RunState, after: RunState): ValueChange[] {
  // Two practice sites differ in ports that mean nothing.
  const arePractice = before.run?.practice !== undefined && after.run?.practice !== undefined;
  const old = factsOf(before, !arePractice);
  const now = factsOf(after, !arePractice);
  return eitherKey(old, now).flatMap((what) => {
    const was = old.get(what);
    const is = now.get(what);
    if (was === is) return [];
    return [
      { what, ...(was === undefined ? {} : { before: was }), ...(is === undefined ? {} : { after: is }) },
    ];
  });
}

function factsOf({ run, ended }: RunState, withProfile: boolean): ReadonlyMap<string, string> {
  const facts = new Map<string, string>();
  if (run === null) return facts;
  facts.set('vantage', run.vantage);
  facts.set('machine', run.hostname);
  facts.set('platform', run.platform);
  facts.set('version', run.tool.version);
  facts.set('ended', ended ?? 'running');
  if (run.practice !== undefined) facts.set('practice', [...run.practice.faults].sort().join(', '));
  if (withProfile) addMembers(facts, 'profile', run.profile);
  return facts;
}

/** Deeper than any profile goes; a value from elsewhere ends there instead of ending the program. */
const DEEPEST = 8;

function addMembers(facts: Map<string, string>, path: string, value: unknown, depth = 0): void {
  if (value === undefined) return;
  if (typeof value !== 'object' || value === null || Array.isArray(value) || depth === DEEPEST) {
    facts.set(path, typeof value === 'string' ? value : JSON.stringify(value));
    return;
  }
  for (const [name, member] of Object.entries(value)) addMembers(facts, `${path}.${name}`, member, depth + 1);
}
