/** A refusal that a person can act on: one sentence, with the line where it was found if there is one. */
export interface Refusal {
  readonly code: string;
  readonly message: string;
  /** 1-based line in the text that was read. */
  readonly line?: number;
}

/** What crosses a host boundary: Electron passes only the message of a thrown error, so failures are values. */
export type Result<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: Refusal };

export const ok = <T>(value: T): Result<T> => ({ ok: true, value });

export const refused = (code: string, message: string, line?: number): Result<never> => ({
  ok: false,
  error: line === undefined ? { code, message } : { code, message, line },
});
