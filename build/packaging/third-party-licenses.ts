import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../fresh.ts';
import type { BundledPackage } from './bundled-packages.ts';

/** How packages name the files that have to go along with their code. */
const LICENCE_FILE = /^(?:licen[cs]e|copying|notice|copyright)(?:[.-].*)?$/i;
const LINE = '='.repeat(78);

/**
 * One text with the licences of all packages whose code is packed. A package without such a file is named with the licence that it
 * states, and with its place. What Electron brings lies beside the program in files of its own.
 */
export function thirdPartyLicences(packages: readonly BundledPackage[]): string {
  const head = [
    'Airway contains code of the packages below, under their licences.',
    'Electron, Chromium and Node.js are licensed as LICENSE.electron.txt and LICENSES.chromium.html say,',
    'which lie beside the program.',
  ];
  return `${[head.join('\n'), ...packages.map(section)].join(`\n\n${LINE}\n`)}\n`;
}

function section(one: BundledPackage): string {
  const title = `${one.name} ${one.version}\nLicence: ${one.licence}`;
  const place = one.homepage === undefined ? '' : `\n${one.homepage}`;
  const texts = licenceTexts(one);
  const body =
    texts.length === 0 ? 'The package states this licence and brings no text of it.' : texts.join('\n\n');
  return `${title}${place}\n\n${body}`;
}

function licenceTexts({ lockPath }: BundledPackage): string[] {
  const folder = join(ROOT, lockPath);
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && LICENCE_FILE.test(entry.name))
    .map(({ name }) => name)
    .sort()
    .map((name) => readFileSync(join(folder, name), 'utf8').replaceAll('\r\n', '\n').trim());
}
