const ROW_BYTES = 16;

/** Octets as rows of an offset, sixteen hex pairs and what is printable of them, as `hexdump -C` writes them. */
export function hexDump(base64: string): string {
  let bytes: string;
  try {
    bytes = atob(base64);
  } catch (error) {
    // Evidence of a foreign bundle may be no base64 at all (DOMException InvalidCharacterError).
    if (error instanceof DOMException) return '';
    throw error;
  }
  const rows: string[] = [];
  for (let at = 0; at < bytes.length; at += ROW_BYTES) {
    const row = bytes.slice(at, at + ROW_BYTES);
    const pairs = Array.from(row, (byte) => hex(byte.charCodeAt(0), 2));
    const halves = `${pairs.slice(0, 8).join(' ').padEnd(23)}  ${pairs.slice(8).join(' ').padEnd(23)}`;
    rows.push(`${hex(at, 8)}  ${halves}  |${row.replace(/[^\x20-\x7e]/g, '.')}|`);
  }
  return rows.join('\n');
}

const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, '0');
