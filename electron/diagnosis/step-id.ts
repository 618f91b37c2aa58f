/**
 * Names a text of a remedy by its words: eight hexadecimal digits (FNV-1a, 32 bits). A text that is changed gets another name, so
 * that no translation of what it said before is shown for it. `translations.test.ts` sees to it that no two texts share a name.
 */
export function stepId(text: string): string {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, '0');
}
