/** A byte that belongs to a word: letters, digits, and every byte of a character beyond ASCII in UTF-8. */
export const isWordByte = (byte: number): boolean =>
  isDigit(byte) || isUpper(byte) || isLower(byte) || byte >= 0x80;

export const isDigit = (byte: number): boolean => byte >= 0x30 && byte <= 0x39;

export const isHexDigit = (byte: number): boolean =>
  isDigit(byte) || (byte >= 0x41 && byte <= 0x46) || (byte >= 0x61 && byte <= 0x66);

export const isUpper = (byte: number): boolean => byte >= 0x41 && byte <= 0x5a;

export const isLower = (byte: number): boolean => byte >= 0x61 && byte <= 0x7a;
