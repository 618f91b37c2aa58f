import { getSystemErrorName } from 'node:util';
import type { SystemError } from '../../contract/evidence.ts';

const MESSAGE_LIMIT = 500;

/**
 * The operating system's own words of an error that Node gave: symbolic errno, system call and message. Where Node hides the
 * errno of getaddrinfo behind an older name (`ENOTFOUND` for both EAI_NONAME and EAI_NODATA), the number tells them apart.
 */
export function systemErrorOf(error: unknown): SystemError {
  if (!(error instanceof Error)) return { errno: 'UNKNOWN', message: String(error).slice(0, MESSAGE_LIMIT) };
  const { code, errno, syscall }: Error & { code?: unknown; errno?: unknown; syscall?: string } = error;
  // Of a program that ended with a code of its own, Node gives that number.
  const said = typeof code === 'number' ? `exit ${code}` : code;
  const symbol = nameOf(errno) ?? (typeof said === 'string' ? said : error.name);
  return {
    errno: symbol.slice(0, 100),
    ...(syscall === undefined ? {} : { syscall: syscall.slice(0, 60) }),
    message: error.message.slice(0, MESSAGE_LIMIT),
  };
}

function nameOf(errno: unknown): string | undefined {
  if (typeof errno !== 'number' || !Number.isInteger(errno) || errno >= 0) return undefined;
  const name = getSystemErrorName(errno);
  return /^E[A-Z0-9_]+$/.test(name) ? name : undefined;
}
