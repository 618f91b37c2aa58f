import { homedir, tmpdir, userInfo } from 'node:os';
import { matchesGlob, sep } from 'node:path';
import { extractFile, listPackage, statFile } from '@electron/asar';
import { LOG_PLACES } from '../../electron/bundle/logs/log-places.ts';
import config from '../../electron-builder.config.ts';
import { ROOT } from '../fresh.ts';

/** Largest archive that is let through, in bytes. It is a third larger than the program was when this was set. */
export const ARCHIVE_BUDGET_BYTES = 6 * 1024 * 1024;

/** What no file of a package may hold. */
const FORBIDDEN: readonly (readonly [string, RegExp])[] = [
  ['a source map', /[#@] sourceMappingURL=/],
  ['a private key', /-----BEGIN [A-Z ]*PRIVATE KEY-----\s*[A-Za-z0-9+/]{40}/],
  ['a token', /\b(?:ghp_[A-Za-z0-9]{36}|github_pat_\w{40}|npm_[A-Za-z0-9]{36}|AKIA[A-Z0-9]{16})\b/],
  ['a test', /\bfrom ?["']vitest["']/],
];
/** Folders this short would be found in texts that have nothing to do with this machine. */
const SHORTEST_FOLDER = 6;

/** One file of an archive: its path with `/`, and its octets. */
interface PackedFile {
  readonly path: string;
  readonly content: Buffer;
}

/** The files of an archive, in the order in which they are packed. Links and files beside the archive are answered as problems. */
function readArchive(archive: string): { files: PackedFile[]; problems: string[] } {
  const files: PackedFile[] = [];
  const problems: string[] = [];
  for (const name of listPackage(archive, { isPack: false })) {
    const path = name.split(sep).join('/').replace(/^\//, '');
    const entry = statFile(archive, path.split('/').join(sep), false);
    if ('files' in entry) continue;
    if ('link' in entry) problems.push(`${path} is a link`);
    else if (entry.unpacked === true) problems.push(`${path} lies beside the archive`);
    else files.push({ path, content: extractFile(archive, path.split('/').join(sep)) });
  }
  return { files, problems };
}

/**
 * What is wrong with an archive: files that the configuration does not list, patterns of it that match no file, maps, tests, keys,
 * tokens, folders of this machine, and a size beyond the budget. Empty when it may be shipped.
 */
export function archiveProblems(archive: string, budgetBytes = ARCHIVE_BUDGET_BYTES): string[] {
  const { files, problems } = readArchive(archive);
  const patterns = listedPatterns();
  const folders = foldersOfThisMachine();
  for (const { path, content } of files) {
    if (!patterns.some((pattern) => matchesGlob(path, pattern))) problems.push(`${path} is not listed`);
    const text = content.toString('latin1');
    for (const [what, pattern] of FORBIDDEN) if (pattern.test(text)) problems.push(`${path} holds ${what}`);
    const own = withoutPlaces(text);
    for (const folder of folders) if (own.includes(folder)) problems.push(`${path} names ${folder}`);
  }
  for (const pattern of patterns)
    if (!files.some(({ path }) => matchesGlob(path, pattern))) problems.push(`no file is ${pattern}`);
  const sizeBytes = files.reduce((sum, { content }) => sum + content.length, 0);
  if (sizeBytes > budgetBytes)
    problems.push(`the archive holds ${sizeBytes} bytes, more than the ${budgetBytes} that it may`);
  return problems;
}

/** Places where the product looks for logs may lie in a folder that this machine has too, such as that of root. */
const withoutPlaces = (text: string): string =>
  LOG_PLACES.reduce((left, { folder }) => left.replaceAll(folder.split('/volumes/')[0] ?? folder, ''), text);

/** Size of all files of an archive, in bytes, and how many there are. */
export function archiveSize(archive: string): { files: number; sizeBytes: number } {
  const { files } = readArchive(archive);
  return { files: files.length, sizeBytes: files.reduce((sum, { content }) => sum + content.length, 0) };
}

/** The allow list of the configuration. */
export function listedPatterns(): string[] {
  if (!Array.isArray(config.files)) throw new Error('the configuration lists no files');
  return config.files.map((pattern) => {
    if (typeof pattern !== 'string')
      throw new Error('the configuration lists a set of files, which is not checked');
    return pattern;
  });
}

function foldersOfThisMachine(): string[] {
  const folders = [ROOT, homedir(), tmpdir(), `/home/${userInfo().username}`].map((folder) => folder + sep);
  return [...new Set(folders)].filter((folder) => folder.length >= SHORTEST_FOLDER);
}
