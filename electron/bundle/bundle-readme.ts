import { type BundledFile, type LeftOut, MANIFEST_NAME, type Manifest, SIGNATURE_NAME } from './manifest.ts';
import { LEDGER_NAME } from './redaction/ledger.ts';

/** The two files that the bundle writes about itself. */
export const README_FILE = { name: 'README.txt', what: 'What each file of this bundle is for.' } as const;
export const MANIFEST_FILE = {
  name: MANIFEST_NAME,
  what: 'Sum and size of each file, versions, and what was left out.',
} as const;

/** How much was replaced, written when every other file is. */
export const LEDGER_FILE = {
  name: LEDGER_NAME,
  what: 'How much was replaced in which file, by which rule; never what.',
} as const;

/** The file that a signed bundle holds besides. */
export const SIGNATURE_FILE = {
  name: SIGNATURE_NAME,
  what: 'Signature of manifest.json (CMS): airway verify checks it, and so does openssl cms -verify -binary -inform PEM -purpose any -in manifest.json.p7s -content manifest.json -CAfile AUTHORITY.pem.',
} as const;

/** The `README.txt` of a bundle: one table that says what each file is for, then what is not in it. Plain text, 100 columns. */
export function renderBundleReadme(
  manifest: Pick<Manifest, 'tool' | 'runId' | 'createdAt' | 'caseNumber'>,
  files: readonly Pick<BundledFile, 'name' | 'what'>[],
  leftOut: readonly LeftOut[],
  isSigned = false,
): string {
  const rows = [...files, README_FILE, MANIFEST_FILE, ...(isSigned ? [SIGNATURE_FILE] : [])];
  const width = Math.min(WIDEST_NAME, Math.max(...rows.map(({ name }) => name.length))) + 2;
  return [
    'Airway diagnostic bundle',
    '',
    `Run        ${manifest.runId}`,
    ...(manifest.caseNumber === undefined ? [] : [`Case       ${oneLine(manifest.caseNumber)}`]),
    `Written    ${manifest.createdAt} by Airway ${manifest.tool.version}`,
    '',
    'Start with report.html: it opens in any browser, without a network.',
    '',
    ...rows.flatMap(({ name, what }) => tableRow(name, what, width)),
    '',
    'Not in this bundle',
    ...leftOut.flatMap(({ what, why }) => tableRow('-', `${what}: ${why}`, 2)),
    '',
  ].join('\n');
}

const COLUMNS = 100;
/** A longer name pushes its text to the right instead of that of all others. */
const WIDEST_NAME = 36;

function tableRow(name: string, text: string, width: number): string[] {
  const lines: string[] = [];
  let line = name.length + 2 > width ? `${name}  ` : name.padEnd(width);
  let isEmpty = true;
  for (const word of oneLine(text).split(' ')) {
    if (!isEmpty && line.length + 1 + word.length > COLUMNS) {
      lines.push(line);
      line = ' '.repeat(width);
      isEmpty = true;
    }
    line += isEmpty ? word : ` ${word}`;
    isEmpty = false;
  }
  return [...lines, line];
}

/** Line breaks and control characters in a typed text must not forge rows. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();
}
