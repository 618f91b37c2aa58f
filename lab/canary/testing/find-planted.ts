/** A secret that was planted somewhere, and where; the values of all are different. */
export interface Planted {
  readonly value: string;
  readonly where: string;
}

/** One way in which a secret may stand in a file. */
export interface WrittenForm {
  readonly form: string;
  readonly bytes: Buffer;
}

const HTML: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Every form in which a secret is searched for; those of base64 without the characters that neighbours share. */
export function writtenForms(secret: string): readonly WrittenForm[] {
  const json = JSON.stringify(secret).slice(1, -1);
  const percent = encodeURIComponent(secret);
  const texts: Record<string, string> = {
    plain: secret,
    JSON: json,
    'JSON twice': JSON.stringify(json).slice(1, -1),
    'JSON in ASCII': json.replace(
      /[\u0080-\uffff]/g,
      (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
    ),
    URL: percent,
    'URL in lower case': percent.replace(/%[0-9A-F]{2}/g, (part) => part.toLowerCase()),
    'URL twice': encodeURIComponent(percent),
    'URL of a form': new URLSearchParams({ q: secret }).toString().slice(2),
    HTML: secret.replace(/[&<>"']/g, (mark) => HTML[mark] ?? mark),
    'HTML in numbers': secret.replace(/[&<>"']/g, (mark) => `&#${mark.charCodeAt(0)};`),
    hex: Buffer.from(secret).toString('hex'),
    HEX: Buffer.from(secret).toString('hex').toUpperCase(),
  };
  for (let offset = 0; offset < 3; offset += 1) {
    const core = base64Core(Buffer.from(secret), offset);
    texts[`base64 at ${offset}`] = core;
    texts[`base64url at ${offset}`] = core.replaceAll('+', '-').replaceAll('/', '_');
  }
  const wide = Buffer.from(secret, 'utf16le');
  return [
    ...Object.entries(texts).map(([form, text]) => ({ form, bytes: Buffer.from(text) })),
    { form: 'UTF-16LE', bytes: wide },
    { form: 'UTF-16BE', bytes: Buffer.from(wide).swap16() },
  ];
}

function base64Core(bytes: Buffer, offset: number): string {
  const text = Buffer.concat([Buffer.alloc(offset), bytes])
    .toString('base64')
    .replace(/=+$/, '');
  return text.slice(Math.ceil((offset * 8) / 6), Math.floor(((offset + bytes.length) * 8) / 6));
}

/** Where planted secrets stand in these bytes: `the proxy's password, as hex`. What base64 hides is looked through as well. */
export function findPlanted(bytes: Buffer, planted: readonly Planted[]): readonly string[] {
  const found = new Set<string>();
  const inner = Buffer.concat(decodedParts(bytes));
  for (const { value, where } of planted)
    for (const { form, bytes: written } of writtenForms(value)) {
      if (bytes.includes(written)) found.add(`${where}, as ${form}`);
      if (inner.includes(written)) found.add(`${where}, as ${form} inside base64`);
    }
  return [...found];
}

/** What stretches of base64 decode to, each ended by a zero byte so that no secret is put together from two. */
function decodedParts(bytes: Buffer): Buffer[] {
  const parts: Buffer[] = [];
  for (const [text] of bytes.toString('latin1').matchAll(/[A-Za-z0-9+/_-]{16,}/g))
    parts.push(Buffer.from(text, 'base64'), Buffer.from([0]));
  return parts;
}
