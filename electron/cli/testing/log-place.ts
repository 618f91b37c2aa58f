import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Writes log files below a folder, and a file of places that names it; answers the path of that file. */
export function logPlace(folder: string, files: Readonly<Record<string, string>>): string {
  const logs = join(folder, 'logs');
  mkdirSync(logs, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(logs, name), text);
  const places = join(folder, 'places.yaml');
  writeFileSync(
    places,
    [
      'schema: airway.log-places/1',
      'places:',
      '  - id: own',
      '    what: Logs of the site',
      '    os: [linux, darwin, win32]',
      `    folder: ${JSON.stringify(logs)}`,
      "    files: ['*.log', '*.ppc', '*.pem']",
    ].join('\n'),
  );
  return places;
}

/** Lines that hardly pack, so that a bundle is about as large as its logs. */
export function denseLines(bytes: number): string {
  const lines: string[] = [];
  for (let written = 0; written < bytes; written += 77) lines.push(randomBytes(57).toString('base64'));
  return `${lines.join('\n')}\n`;
}
