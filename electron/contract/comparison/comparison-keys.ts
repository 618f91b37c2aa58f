import type { RunState } from '../run-state.ts';

/** Puts what is called the same in two runs under the same name; everything that is compared goes through it. */
export type KeyOf = (text: string) => string;

/**
 * The practice site takes free ports, other ones in each run, so there the ports of the profile are written by their roles:
 * `console/tcp/127.0.0.1:34373` is `console/tcp/127.0.0.1:primary`. On a real site a text is its own key.
 */
export function comparisonKeys({ run }: RunState): KeyOf {
  if (run?.practice === undefined) return (text) => text;
  const { console: site, activeDirectory, syslog, resolvers } = run.profile;
  const roles = new Map<string, string>();
  const name = (role: string, port: number | null | undefined): void => {
    if (typeof port === 'number') roles.set(String(port), role);
  };
  name('primary', site?.ports?.primary);
  name('alternate', site?.ports?.alternate);
  name('tasks', site?.ports?.tasks);
  name('ldap', activeDirectory?.ports?.ldap);
  name('ldaps', activeDirectory?.ports?.ldaps);
  name('syslog', syslog?.port);
  for (const [index, resolver] of (resolvers ?? []).entries())
    name(`resolver-${index + 1}`, Number(/:(\d+)$/.exec(resolver)?.[1] ?? Number.NaN));
  return (text) =>
    text.replace(/:(\d{1,5})(?!\d)/g, (whole, port: string) => `:${roles.get(port) ?? whole.slice(1)}`);
}

/** One entry a key; of two that are called the same the later one counts, as in the reducer's own table. */
export function byKey<T>(values: Iterable<T>, key: (value: T) => string): ReadonlyMap<string, T> {
  return new Map(Array.from(values, (value) => [key(value), value] as const));
}

/** Every key of either side, in the order of the alphabet: the order must not depend on which run comes first. */
export function eitherKey(
  before: ReadonlyMap<string, unknown>,
  after: ReadonlyMap<string, unknown>,
): readonly string[] {
  return [...new Set([...before.keys(), ...after.keys()])].sort(inOrder);
}

/** By code units: the same on every machine, whatever its language. */
export function inOrder(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
