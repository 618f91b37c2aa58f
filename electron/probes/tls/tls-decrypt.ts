import { createDecipheriv, createHmac } from 'node:crypto';
import type { TlsRecord } from './tls-records.ts';

interface Suite {
  readonly cipher: 'aes-128-gcm' | 'aes-256-gcm' | 'chacha20-poly1305';
  readonly hash: 'sha256' | 'sha384';
  readonly keyBytes: number;
}

/** The suites of TLS 1.3 that clients offer, RFC 8446 §B.4. */
const SUITES: Readonly<Record<number, Suite>> = {
  4865: { cipher: 'aes-128-gcm', hash: 'sha256', keyBytes: 16 },
  4866: { cipher: 'aes-256-gcm', hash: 'sha384', keyBytes: 32 },
  4867: { cipher: 'chacha20-poly1305', hash: 'sha256', keyBytes: 32 },
};

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** The content of a protected record, RFC 8446 §5.2. */
interface InnerContent {
  readonly type: number;
  readonly content: Uint8Array;
}

/** Opens the records that one side protects with one traffic secret, in the order in which they were sent. */
export type RecordOpener = (record: TlsRecord) => InnerContent | undefined;

/**
 * Makes an opener for a traffic secret that the TLS library of this machine derived, so that the server's own certificate
 * message can be read as it was sent. undefined for a suite that is not known here.
 */
export function recordOpener(cipherSuite: number, secret: Uint8Array): RecordOpener | undefined {
  const suite = SUITES[cipherSuite];
  if (suite === undefined) return undefined;
  const key = expandLabel(suite.hash, secret, 'key', suite.keyBytes);
  const iv = expandLabel(suite.hash, secret, 'iv', NONCE_BYTES);
  let sequence = 0;
  return ({ header, fragment }) => {
    if (fragment.length < TAG_BYTES) return undefined;
    const nonce = Buffer.from(iv);
    // RFC 8446 §5.3: the sequence number, padded to the left, XORed into the iv. It stays far below 32 bits here.
    nonce.writeUInt32BE((nonce.readUInt32BE(NONCE_BYTES - 4) ^ sequence) >>> 0, NONCE_BYTES - 4);
    sequence += 1;
    try {
      // The cast-free overloads of createDecipheriv want the name of the cipher as a literal.
      const options = { authTagLength: TAG_BYTES };
      const decipher =
        suite.cipher === 'chacha20-poly1305'
          ? createDecipheriv('chacha20-poly1305', key, nonce, options)
          : createDecipheriv(suite.cipher, key, nonce, options);
      decipher.setAAD(header, { plaintextLength: fragment.length - TAG_BYTES });
      decipher.setAuthTag(fragment.subarray(fragment.length - TAG_BYTES));
      const opened = decipher.update(fragment.subarray(0, fragment.length - TAG_BYTES));
      decipher.final();
      return innerContent(opened);
    } catch {
      // Not protected with this secret, or a cipher that this platform lacks: it cannot be read, which is an answer.
      return undefined;
    }
  };
}

/** The content ends with its type, and zeros may be padded after it. */
function innerContent(opened: Uint8Array): InnerContent | undefined {
  const end = opened.findLastIndex((octet) => octet !== 0);
  const type = opened[end];
  return type === undefined ? undefined : { type, content: opened.subarray(0, end) };
}

/** HKDF-Expand-Label with an empty context, RFC 8446 §7.1; one block of the hash is enough for a key or an iv. */
function expandLabel(hash: Suite['hash'], secret: Uint8Array, label: string, bytes: number): Buffer {
  const name = Buffer.from(`tls13 ${label}`, 'latin1');
  const info = Buffer.concat([Buffer.from([0, bytes, name.length]), name, Buffer.from([0])]);
  return createHmac(hash, secret)
    .update(info)
    .update(Buffer.from([1]))
    .digest()
    .subarray(0, bytes);
}
