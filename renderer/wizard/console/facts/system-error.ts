import type { SystemError } from '../../../../electron/contract/evidence.ts';

/** The operating system's word as it was given: `ECONNREFUSED (connect)`. */
export function systemErrorText(error: SystemError | undefined): string | undefined {
  if (error === undefined) return undefined;
  return error.syscall === undefined ? error.errno : `${error.errno} (${error.syscall})`;
}
