import type { TlsOutcome } from '../../contract/outcomes/tls.ts';

/** What a service that does not speak TLS said first. */
export type Plaintext = NonNullable<TlsOutcome['plaintext']>;

/** Octets of a first line that are waited for; the greeting of NATS is the longest, and its start is enough. */
const FIRST_LINE_LIMIT_BYTES = 300;

/**
 * Recognises a protocol by how its first line must start: HTTP (RFC 9112 §4), SSH (RFC 4253 §4.2), the 220 greeting of SMTP
 * (RFC 5321 §4.2) and FTP (RFC 959 §5.4), and the INFO of NATS. `other` is everything else, octets that are no text included.
 */
export function readPlaintext(bytes: Uint8Array): Plaintext {
  const firstLine = printable(bytes);
  return { protocol: protocolOf(firstLine), firstLine };
}

/** True when the first line is complete or as long as it is wanted. */
export const hasFirstLine = (bytes: Uint8Array): boolean =>
  bytes.includes(0x0a) || bytes.length >= FIRST_LINE_LIMIT_BYTES;

function protocolOf(line: string): Plaintext['protocol'] {
  if (/^HTTP\/\d/.test(line) || /^<(?:!doctype html|html)/i.test(line)) return 'http';
  if (line.startsWith('SSH-')) return 'ssh';
  if (/^(?:INFO \{|-ERR ')/.test(line)) return 'nats';
  if (/^[1-5]\d\d[ -]/.test(line))
    return /ftp/i.test(line) ? 'ftp' : /smtp|mail/i.test(line) ? 'smtp' : 'other';
  return 'other';
}

/** The first line, with octets that are not printable ASCII written as `\xNN`, in at most 300 characters. */
function printable(bytes: Uint8Array): string {
  const end = bytes.findIndex((octet) => octet === 0x0a || octet === 0x0d);
  const line = bytes.subarray(0, Math.min(end === -1 ? bytes.length : end, FIRST_LINE_LIMIT_BYTES));
  let text = '';
  for (const octet of line)
    text +=
      octet >= 0x20 && octet < 0x7f
        ? String.fromCharCode(octet)
        : `\\x${octet.toString(16).padStart(2, '0')}`;
  return text.slice(0, FIRST_LINE_LIMIT_BYTES);
}
