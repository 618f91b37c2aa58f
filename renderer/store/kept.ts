import type { Keeper } from './keeper.ts';

/** A value that outlives the page: what was there when it opened, and how a newer one is kept. */
export interface Kept<T> {
  readonly start: T;
  /** Gives the value back, so that it can be put into the store in the same breath. */
  keep(value: T): T;
}

interface Places {
  readonly session: Keeper;
  readonly lasting: Keeper;
}

/**
 * Keeps a value for this tab, which comes before all others, and on this machine for the next window. `safe` takes out what may
 * be a secret before it is written anywhere.
 */
export function kept<T extends object>(
  { session, lasting }: Places,
  key: string,
  empty: T,
  safe: (value: T) => T = (value) => value,
): Kept<T> {
  return {
    start: { ...empty, ...(read<T>(session, key) ?? read<T>(lasting, key)) },
    keep: (value) => {
      const text = JSON.stringify(safe(value));
      session.set(key, text);
      lasting.set(key, text);
      return value;
    },
  };
}

/** Written by this same code, so only its presence is in doubt. */
function read<T extends object>(keeper: Keeper, key: string): Partial<T> | undefined {
  try {
    const value: unknown = JSON.parse(keeper.get(key) ?? 'null');
    return typeof value === 'object' && value !== null ? (value as Partial<T>) : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
