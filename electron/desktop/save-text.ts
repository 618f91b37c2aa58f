import { writeAtomically } from '../bundle/atomic-file.ts';
import { whyWriteFailed } from '../bundle/write-failure.ts';
import type { HostHandlers } from '../contract/channels.ts';
import { ok, refused } from '../contract/result.ts';

/** A file of text to be written, as the system's dialog asks for it. */
interface TextQuestion {
  readonly suggestedName: string;
  readonly ending: string;
}

/**
 * Writes what the session made to where the user chose; the page gets the path and not the text. Besides the session's refusals:
 * `text-not-writable`.
 */
export function savingTexts(
  makeText: HostHandlers['text-save'],
  choosePath: (question: TextQuestion) => Promise<string | undefined>,
): HostHandlers['text-save'] {
  return async (request) => {
    const made = await makeText(request);
    if (!made.ok || made.value.kind !== 'text') return made;
    const { fileName, text } = made.value;
    const path = await choosePath({
      suggestedName: fileName,
      ending: fileName.slice(fileName.lastIndexOf('.') + 1),
    });
    if (path === undefined) return ok({ kind: 'cancelled' });
    const bytes = Buffer.from(text, 'utf8');
    try {
      await writeAtomically(path, async (out) => void out.end(bytes));
    } catch (error) {
      return refused('text-not-writable', whyWriteFailed(path, error));
    }
    return ok({ kind: 'saved', path, sizeBytes: bytes.length });
  };
}
