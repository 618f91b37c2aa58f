import { checksInOrder, type RunState } from '../run-state.ts';
import { comparisonKeys, eitherKey, inOrder, type KeyOf } from './comparison-keys.ts';

/** Addresses, or names, that only one of two runs saw under the same name. */
export interface SetChange {
  readonly name: string;
  /**
   * Who said so. `this-machine` its own lookup · `resolver` one resolver that was asked by packet, named in `resolver` ·
   * `domain-controllers` the SRV records of a domain · `interfaces` the machine's own addresses · `resolvers` those it asks.
   */
  readonly source: 'this-machine' | 'resolver' | 'domain-controllers' | 'interfaces' | 'resolvers';
  readonly resolver?: string;
  readonly gone: readonly string[];
  readonly added: readonly string[];
}

type Seen = Omit<SetChange, 'gone' | 'added'> & { readonly values: ReadonlySet<string> };

/** Compares what names led to, where both runs asked. That one of them did not ask is no change. */
export function compareAddresses(before: RunState, after: RunState): SetChange[] {
  const old = seenIn(before);
  const now = seenIn(after);
  return eitherKey(old, now).flatMap((key) => {
    const was = old.get(key);
    const is = now.get(key);
    if (was === undefined || is === undefined) return [];
    const gone = [...was.values].filter((value) => !is.values.has(value)).sort(inOrder);
    const added = [...is.values].filter((value) => !was.values.has(value)).sort(inOrder);
    if (gone.length + added.length === 0) return [];
    const { name, source, resolver } = is;
    return [{ name, source, ...(resolver === undefined ? {} : { resolver }), gone, added }];
  });
}

function seenIn(state: RunState): ReadonlyMap<string, Seen> {
  const keyOf = comparisonKeys(state);
  const seen = new Map<string, Seen>();
  for (const check of checksInOrder(state)) {
    if (check.phase !== 'finished' || check.outcome === undefined) continue;
    for (const each of seenBy(check.outcome, keyOf)) {
      const name = each.name.toLowerCase();
      const key = [each.source, each.resolver ?? '', name].join(' ');
      const known = seen.get(key)?.values ?? [];
      seen.set(key, { ...each, name, values: new Set([...known, ...each.values]) });
    }
  }
  return seen;
}

type Outcome = NonNullable<
  Extract<ReturnType<typeof checksInOrder>[number], { phase: 'finished' }>['outcome']
>;

function seenBy(outcome: Outcome, keyOf: KeyOf): Seen[] {
  switch (outcome.kind) {
    case 'system-lookup':
      return [
        {
          name: outcome.hostname,
          source: 'this-machine',
          values: new Set(outcome.addresses.map(({ address }) => address)),
        },
      ];
    case 'resolver':
      return [
        {
          name: outcome.hostname,
          source: 'resolver',
          resolver: keyOf(`${outcome.resolver.address}:${outcome.resolver.port}`),
          values: new Set(outcome.questions.flatMap(({ addresses }) => addresses)),
        },
      ];
    case 'srv':
      return [
        {
          name: outcome.name,
          source: 'domain-controllers',
          values: new Set(
            outcome.targets.map(({ target, port }) => keyOf(`${target.toLowerCase()}:${port}`)),
          ),
        },
      ];
    case 'host':
      return [
        {
          name: outcome.hostname,
          source: 'interfaces',
          values: new Set(
            outcome.interfaces.flatMap(({ isInternal, addresses }) =>
              isInternal ? [] : addresses.map(({ address }) => address),
            ),
          ),
        },
        { name: outcome.hostname, source: 'resolvers', values: new Set(outcome.resolvers) },
      ];
    default:
      return [];
  }
}
