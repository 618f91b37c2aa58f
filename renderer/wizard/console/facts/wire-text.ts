/** Bytes as text that shows every one of them: printable ASCII and line ends as they are, the rest as `\x1f`. */
export function wireText(base64: string): string {
  let bytes: string;
  try {
    bytes = atob(base64);
  } catch (error) {
    // Evidence of a foreign bundle may be no base64 at all (DOMException InvalidCharacterError).
    if (error instanceof DOMException) return '';
    throw error;
  }
  return bytes.replace(/[^\n\x20-\x7e]/g, (byte) => {
    if (byte === '\r') return '';
    return byte === '\t' ? '\t' : `\\x${byte.charCodeAt(0).toString(16).padStart(2, '0')}`;
  });
}
