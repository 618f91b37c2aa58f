/** The environment variable that names the file to which tests write which outcome codes they saw; unset writes nothing. */
export const OUTCOME_LOG = 'AIRWAY_OUTCOME_LOG';

/** A line of that file: the outcome's kind, its code, and the test file that saw it, relative to the project. */
export interface SeenCode {
  readonly kind: string;
  readonly code: string;
  readonly test: string;
}
