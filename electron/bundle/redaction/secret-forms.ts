import { asLatin1 } from './latin1.ts';

/** Shorter secrets are not searched for: they would hit ordinary text everywhere, and the holes would spell them out. */
const SHORTEST_SECRET = 4;

/**
 * Every way in which a secret is looked for in a file, as bytes in Latin-1: as it is, JSON-escaped once and twice, URL-encoded,
 * HTML-escaped, in hex, and in base64 at any alignment without the characters that neighbours share.
 */
export function secretForms(secret: string): readonly string[] {
  if (secret.length < SHORTEST_SECRET) return [];
  const whole = secret.toWellFormed();
  const json = JSON.stringify(whole).slice(1, -1);
  const percent = encodeURIComponent(whole);
  const bytes = Buffer.from(whole, 'utf8');
  const wide = Buffer.from(whole, 'utf16le');
  const forms = [
    whole,
    json,
    JSON.stringify(json).slice(1, -1),
    json.replaceAll('/', '\\/'),
    json.replace(/[\u0080-\uffff]/g, asUnicodeEscape),
    percent,
    encodeURIComponent(percent),
    percent.replace(/[!'()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16)}`),
    new URLSearchParams([['', whole]]).toString().slice(1),
    whole.replace(/[&<>"']/g, (mark) => ENTITIES[mark]?.[0] ?? mark),
    whole.replace(/[&<>"']/g, (mark) => ENTITIES[mark]?.[1] ?? mark),
    bytes.toString('hex'),
    wide.toString('hex'),
    ...[bytes, wide].flatMap((each) => [0, 1, 2].flatMap((offset) => base64Core(each, offset))),
  ];
  // As the bytes of binary messages hold it: files in UTF-16 are turned into UTF-8 before.
  const wideForms = [wide.toString('latin1'), Buffer.from(wide).swap16().toString('latin1')];
  return [...new Set([...forms.map(asLatin1), ...wideForms])].filter(
    (form) => form.length >= SHORTEST_SECRET,
  );
}

const ENTITIES: Readonly<Record<string, readonly [string, string]>> = {
  '&': ['&amp;', '&#38;'],
  '<': ['&lt;', '&#60;'],
  '>': ['&gt;', '&#62;'],
  '"': ['&quot;', '&#34;'],
  "'": ['&#39;', '&apos;'],
};

const asUnicodeEscape = (unit: string): string => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** The characters of base64 that hold bits of the secret alone, in the alphabets of RFC 4648 §4 and §5 and escaped for URLs and JSON. */
function base64Core(bytes: Buffer, offset: number): string[] {
  const encoded = Buffer.concat([Buffer.alloc(offset), bytes])
    .toString('base64')
    .replace(/=+$/, '');
  const core = encoded.slice(Math.ceil((offset * 8) / 6), Math.floor(((offset + bytes.length) * 8) / 6));
  return [
    core,
    core.replaceAll('+', '-').replaceAll('/', '_'),
    core.replaceAll('+', '%2B').replaceAll('/', '%2F'),
    core.replaceAll('/', '\\/'),
  ];
}
