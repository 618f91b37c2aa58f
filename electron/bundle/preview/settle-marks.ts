import { withoutMarks } from '../redaction/marked-text.ts';

/** Deepest value that is walked, as in `scrubStrings`. */
const DEEPEST = 64;

/** The field of the bytes of an exchange. */
const BYTES_FIELD = 'base64';

/**
 * A marked value that says what is written and no more: `written` is the same value redacted. Where a form forbade a replacement the
 * value stays as it was, and no mark may claim otherwise. Bytes of exchanges hold their marks inside, for files that show them as
 * text (`marksBytes`), or stand as they are written.
 */
export function settleMarks<T>(marked: T, written: T, marksBytes: boolean): T {
  return settled(marked, written, marksBytes, 0) as T;
}

function settled(marked: unknown, written: unknown, marksBytes: boolean, depth: number): unknown {
  if (typeof marked === 'string')
    return marked === written || withoutMarks(marked) === written ? marked : written;
  if (depth === DEEPEST || typeof marked !== 'object' || marked === null) return written;
  if (typeof written !== 'object' || written === null) return written;
  if (Array.isArray(marked))
    return Array.isArray(written)
      ? marked.map((item, at) => settled(item, written[at], marksBytes, depth + 1))
      : written;
  const marks = new Map<string, unknown>(Object.entries(marked));
  return Object.fromEntries(
    Object.entries(written).map(([key, item]) => [
      key,
      key === BYTES_FIELD && marksBytes
        ? (marks.get(key) ?? item)
        : settled(marks.get(key), item, marksBytes, depth + 1),
    ]),
  );
}
