/** Where a page keeps small values that are no secrets: a browser's storage, or memory in tests. */
export interface Keeper {
  get(key: string): string | null;
  set(key: string, value: string): void;
}

/** A storage that may be switched off or full; then nothing is kept and nothing breaks. */
export function storageKeeper(openStorage: () => Storage): Keeper {
  return {
    get: (key) => attempt(() => openStorage().getItem(`airway.${key}`)) ?? null,
    set: (key, value) => void attempt(() => openStorage().setItem(`airway.${key}`, value)),
  };
}

/** Keeps values as long as the object lives. */
export function memoryKeeper(): Keeper {
  const values = new Map<string, string>();
  return {
    get: (key) => values.get(key) ?? null,
    set: (key, value) => void values.set(key, value),
  };
}

function attempt<T>(use: () => T): T | undefined {
  try {
    return use();
  } catch (error) {
    // Storage throws a DOMException where it is switched off (SecurityError) or full (QuotaExceededError).
    if (error instanceof DOMException) return undefined;
    throw error;
  }
}
