/** The text of a body in the charset that its type names; UTF-8 where it names none or one that is unknown. */
export function decodeBody(body: Uint8Array, contentType: string | undefined): string {
  const charset = /charset\s*=\s*"?([\w.:-]{1,40})/i.exec(contentType ?? '')?.[1] ?? 'utf-8';
  return decoderFor(charset).decode(body);
}

function decoderFor(charset: string): TextDecoder {
  try {
    return new TextDecoder(charset);
  } catch {
    // A charset that nobody knows: the words that matter are ASCII in nearly all of them.
    return new TextDecoder('utf-8');
  }
}

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  nbsp: ' ',
  apos: "'",
};

/** The words of a text without its layout: entities resolved, runs of white space as one space. */
export function plainWords(text: string): string {
  return text
    .replaceAll(
      /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(amp|lt|gt|quot|nbsp|apos));/gi,
      (whole, decimal, hex, name) => {
        if (typeof name === 'string') return ENTITIES[name.toLowerCase()] ?? whole;
        const point = typeof decimal === 'string' ? Number(decimal) : Number.parseInt(String(hex), 16);
        return point > 0 && point <= 0x10ffff ? String.fromCodePoint(point) : whole;
      },
    )
    .replaceAll(/\s+/g, ' ')
    .trim();
}

/** The title of an HTML page, in at most 300 characters; undefined when there is none. */
export function titleOf(html: string): string | undefined {
  const title = plainWords(/<title[^>]{0,200}>([^<]{0,1000})/i.exec(html)?.[1] ?? '');
  return title === '' ? undefined : title.slice(0, 300).toWellFormed();
}
