import type { NatsOutcome } from '../../contract/outcomes/nats.ts';

/** The text of an `-ERR 'text'` line without its quotes, at most 300 characters; undefined for any other line. */
export function readError(line: Uint8Array): string | undefined {
  const text = Buffer.from(line.buffer, line.byteOffset, line.byteLength).toString('latin1');
  const said = /^-ERR[ \t]*(.*)$/is.exec(text)?.[1];
  if (said === undefined) return undefined;
  const bare = /^'(.*)'\s*$/s.exec(said)?.[1] ?? said.trim();
  return printable(bare).slice(0, 300);
}

const printable = (text: string): string =>
  text.replace(/[^\x20-\x7e]/g, (character) => `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`);

type Refusal = Pick<NatsOutcome, 'code' | 'listener'>;

/**
 * What a refusal means. The protocol has no numbers: the text is the code, fixed in nats-server's errors.go and compared
 * without case.
 */
export function refusalOf(errText: string): Refusal {
  const text = errText.toLowerCase();
  const found = REFUSALS.find(([start]) => text.startsWith(start));
  return found?.[1] ?? { code: 'refused' };
}

const REFUSALS: readonly (readonly [string, Refusal])[] = [
  ['authorization violation', { code: 'needs-login' }],
  ['authentication timeout', { code: 'needs-login' }],
  ['authentication expired', { code: 'needs-login' }],
  ['user authentication', { code: 'needs-login' }],
  ['account authentication', { code: 'needs-login' }],
  ['maximum connections exceeded', { code: 'connection-limit' }],
  ['maximum account active connections exceeded', { code: 'connection-limit' }],
  ['attempted to connect to route port', { code: 'wrong-port', listener: 'route' }],
  ['attempted to connect to gateway port', { code: 'wrong-port', listener: 'gateway' }],
  ['attempted to connect to leaf node port', { code: 'wrong-port', listener: 'leaf-node' }],
  ['attempted to connect to wrong port', { code: 'wrong-port', listener: 'other' }],
];
