import { Writable } from 'node:stream';
import {
  type AssembledBundle,
  assembleBundle,
  type BundleInput,
  type BundleOptions,
} from '../bundle/assemble-bundle.ts';
import { CASE_LIMIT_BYTES, REQUIRED_FILES } from '../contract/bundle-preview.ts';
import { showBundleProgress } from './bundle-progress.ts';
import { inWords } from './sizes.ts';
import { openTerminal, printable, type Terminal, wrap } from './terminal.ts';

/** Files that are named when a bundle is too large for a case. */
const OFFENDERS = 5;

/**
 * Makes a bundle without a file and prints what would be in it: every file with its size, what it takes in the zip and how much is
 * replaced in it, what is replaced by which rule, what is not in it and why, and the whole against the size that a case takes.
 */
export async function showDryRun(input: BundleInput, options: BundleOptions, path: string): Promise<void> {
  const progress = showBundleProgress(openTerminal(process.stderr));
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  let assembled: AssembledBundle;
  try {
    assembled = await assembleBundle(input, nowhere, { ...options, onProgress: progress.onProgress });
  } finally {
    progress.end();
  }
  const terminal = openTerminal(process.stdout);
  terminal.line(`${printable(path)}, as it would be written:`);
  terminal.line();
  printTree(terminal, assembled);
  printReplaced(terminal, assembled);
  terminal.line('Not in it:');
  for (const { what, why } of assembled.manifest.leftOut)
    terminal.line(`  ${wrap(printable(`${what}: ${why}`), terminal.columns, '    ')}`);
  terminal.line();
  printTotal(terminal, assembled);
  terminal.line('Nothing was written.');
}

function printTree(terminal: Terminal, { files, redaction }: AssembledBundle): void {
  terminal.line(
    terminal.style('dim', `${'size'.padStart(9)} ${'in the zip'.padStart(11)} ${'replaced'.padStart(9)}`),
  );
  let open: readonly string[] = [];
  for (const { file, packedBytes } of files) {
    const parts = file.name.split('/');
    const folders = parts.slice(0, -1);
    const same = folders.findIndex((folder, index) => open[index] !== folder);
    for (const [depth, folder] of folders.entries())
      if (same !== -1 && depth >= same)
        terminal.line(`${' '.repeat(31)}  ${'  '.repeat(depth)}${printable(folder)}/`);
    open = folders;
    const replaced = Object.values(redaction.countsOf(file.name)).reduce((sum, count) => sum + count, 0);
    const cut = file.cut === undefined ? '' : `  (the end of ${inWords(file.cut.sizeBytes)})`;
    const sizes = `${inWords(file.sizeBytes).padStart(9)} ${inWords(packedBytes).padStart(11)}`;
    terminal.line(
      `${sizes} ${(replaced === 0 ? '' : String(replaced)).padStart(9)}  ${'  '.repeat(folders.length)}${printable(parts.at(-1) ?? '')}${cut}`,
    );
  }
  terminal.line();
}

function printReplaced(terminal: Terminal, { redaction }: AssembledBundle): void {
  const { totals, rules } = redaction.ledger();
  const rows = Object.entries(totals).sort(([, one], [, other]) => other - one);
  if (rows.length === 0) terminal.line('Nothing is replaced in it.');
  else terminal.line('Replaced in it:');
  for (const [rule, count] of rows)
    terminal.line(`${String(count).padStart(9)}  ${rule.padEnd(14)} ${rules[rule] ?? ''}`);
  terminal.line();
}

function printTotal(terminal: Terminal, { files, sizeBytes }: AssembledBundle): void {
  const limit = inWords(CASE_LIMIT_BYTES);
  if (sizeBytes <= CASE_LIMIT_BYTES) {
    terminal.line(`${inWords(sizeBytes)} in all, of ${limit} that a case usually takes.`);
    return;
  }
  terminal.line(
    `${inWords(sizeBytes)} in all: more than the ${limit} that a case usually takes. The largest:`,
  );
  const largest = files
    .filter(({ file }) => !REQUIRED_FILES.includes(file.name))
    .sort((one, other) => other.packedBytes - one.packedBytes)
    .slice(0, OFFENDERS);
  for (const { file, packedBytes } of largest)
    terminal.line(`${inWords(packedBytes).padStart(9)}  --leave-out ${JSON.stringify(printable(file.name))}`);
}
