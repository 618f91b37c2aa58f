import type { Encrypter } from 'age-encryption';
import { ok, type Result, refused } from '../../contract/result.ts';

/** One step on the way of a bundle to its file: takes its bytes in pieces and gives other ones. */
export type SealStep = (chunks: AsyncIterable<Uint8Array>) => AsyncIterable<Uint8Array>;

/** An X25519 recipient of age: 32 bytes in Bech32 without mixed case (C2SP age, "The X25519 recipient type"). */
const RECIPIENT = /^age1[02-9ac-hj-np-z]{58}$/;

/** The first line of every age file in its binary form. */
const AGE_HEADER = 'age-encryption.org/v1\n';

/** First bytes of the text form, which mail programs and tickets carry. */
const ARMOR_HEADER = '-----BEGIN AGE ENCRYPTED FILE-----';

/** Bytes of a file that tell whether it is encrypted. */
export const AGE_HEAD_BYTES = ARMOR_HEADER.length;

/**
 * Encrypts what passes, with constant memory, for the holder of one age key alone. Refuses `secret-key` what is a private key, which
 * is not repeated in the sentence, and `bad-recipient` what is no public key or was mistyped: Bech32 has a checksum.
 */
export const openRecipient = (recipient: string): Promise<Result<SealStep>> => openRecipients([recipient]);

/** The same for any of several holders; there must be one at least. */
export async function openRecipients(recipients: readonly string[]): Promise<Result<SealStep>> {
  if (recipients.some((recipient) => /age-secret-key-/i.test(recipient)))
    return refused(
      'secret-key',
      'this is a private key (AGE-SECRET-KEY-…), which must not leave its owner; give the public one, which begins with age1',
    );
  if (recipients.length === 0 || recipients.some((recipient) => !RECIPIENT.test(recipient)))
    return refused(
      'bad-recipient',
      'expected the public key of an age key pair: age1 and 58 more lower-case letters and digits',
    );
  const age = await import('age-encryption');
  const encrypter = new age.Encrypter();
  try {
    for (const recipient of recipients) encrypter.addRecipient(recipient);
    // The key is decoded when it is used: a mistyped one is to be told now and not when the bundle is half written.
    await encrypter.encrypt(new Uint8Array());
  } catch {
    return refused('bad-recipient', 'this age key was mistyped: its checksum is wrong');
  }
  return ok((chunks) => encrypted(encrypter, chunks));
}

async function* encrypted(
  encrypter: Encrypter,
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  const source = chunks[Symbol.asyncIterator]();
  // The library takes a stream of the web; it asks for one piece at a time, so nothing piles up.
  const plain = new ReadableStream<Uint8Array>(
    {
      pull: async (controller) => {
        const { done, value } = await source.next();
        if (done === true) controller.close();
        else controller.enqueue(value);
      },
      cancel: async () => {
        await source.return?.();
      },
    },
    { highWaterMark: 0 },
  );
  yield* await encrypter.encrypt(plain);
}

/** Whether a file that begins with these bytes is encrypted by age, in its binary or its text form. */
export function isAgeFile(head: Uint8Array): boolean {
  const text = Buffer.from(head).toString('latin1');
  return text.startsWith(AGE_HEADER) || text.startsWith(ARMOR_HEADER);
}
