import { type Result, refused } from '../../electron/contract/result.ts';

/** Code of a refusal that came from the transport and not from the host; its text is in the catalogue. */
export const HOST_UNREACHABLE = 'host-unreachable';

/** An answer as a value: a host that does not answer is one more refusal. */
export async function ask<T>(answer: Promise<Result<T>>): Promise<Result<T>> {
  try {
    return await answer;
  } catch (error) {
    return refused(HOST_UNREACHABLE, error instanceof Error ? error.message : '');
  }
}
