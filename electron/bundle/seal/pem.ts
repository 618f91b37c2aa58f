/** Largest PEM text that is taken for a key, a certificate or a signature. */
export const PEM_LIMIT_BYTES = 1_000_000;

/** Writes one PEM block (RFC 7468). */
export function toPem(label: string, bytes: Buffer): string {
  const lines = bytes.toString('base64').match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n');
}

/** The octets of every block that has one of these labels, in the order in which they stand. */
export function fromPem(text: string, ...labels: readonly string[]): Buffer[] {
  const blocks: Buffer[] = [];
  let label: string | undefined;
  let base64 = '';
  for (const line of text.split(/\r?\n/)) {
    const [, edge, name = ''] = /^-----(BEGIN|END) ([A-Z0-9 ]{1,40})-----\s*$/.exec(line) ?? [];
    if (edge === 'BEGIN') {
      label = name;
      base64 = '';
    } else if (edge === 'END') {
      if (name === label && labels.includes(name)) blocks.push(Buffer.from(base64, 'base64'));
      label = undefined;
    } else if (label !== undefined) base64 += line.trim();
  }
  return blocks;
}
