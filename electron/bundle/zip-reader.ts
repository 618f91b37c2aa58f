import { createHash } from 'node:crypto';
import { type Entry, getFileNameLowLevel, openPromise, type ZipFile } from 'yauzl';

/** Why an archive was not read: a stable code, and the middle of a sentence. */
export class BundleRefused extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** One file as it was read through. `text` is there when it was asked for. */
interface ReadEntry {
  readonly sizeBytes: number;
  readonly sha256: string;
  readonly text?: string;
}

/** An archive whose directory was checked: only plain files under safe and different names, within the limits. */
export interface SafeArchive {
  readonly names: ReadonlySet<string>;
  /** Streams one file through its sum. Its text is kept when `keepBytes` is given, and a longer one is refused. */
  read(name: string, keepBytes?: number): Promise<ReadEntry>;
  close(): void;
}

interface ArchiveLimits {
  readonly files: number;
  readonly fileBytes: number;
  readonly totalBytes: number;
}

/** Reads the directory of a zip and refuses it as a whole for one bad entry. Nothing is unpacked here. */
export async function openArchive(path: string, limits: ArchiveLimits): Promise<SafeArchive> {
  // Names come as bytes: the library would refuse an unsafe one by itself, in words that cannot be told from damage.
  const zip = await openPromise(path, { autoClose: false, decodeStrings: false });
  // Errors of the directory and of each file reach their readers; one more, of closing the file, must not end the process.
  zip.on('error', () => undefined);
  try {
    const entries = await readDirectory(zip, limits);
    return {
      names: new Set(entries.keys()),
      read: async (name, keepBytes) => {
        const entry = entries.get(name);
        if (entry === undefined) throw new BundleRefused('missing-file', `${quoted(name)} is not in it`);
        if (keepBytes !== undefined && entry.uncompressedSize > keepBytes)
          throw new BundleRefused('too-large', `${quoted(name)} in it is larger than ${keepBytes} bytes`);
        return readEntry(zip, entry, keepBytes !== undefined);
      },
      close: () => zip.close(),
    };
  } catch (error) {
    zip.close();
    throw error;
  }
}

async function readDirectory(zip: ZipFile, limits: ArchiveLimits): Promise<Map<string, Entry>> {
  if (zip.entryCount > limits.files)
    throw new BundleRefused('too-large', `it holds ${zip.entryCount} files, more than ${limits.files}`);
  const entries = new Map<string, Entry>();
  const seen = new Set<string>();
  let totalBytes = 0;
  for await (const entry of zip.eachEntry()) {
    const name = getFileNameLowLevel(entry.generalPurposeBitFlag, entry.fileNameRaw, entry.extraFields, true);
    refuseUnsafe(entry, name);
    // Names that differ in case or in composition are one file on Windows and macOS.
    const key = name.normalize('NFC').toLowerCase();
    if (seen.has(key)) throw new BundleRefused('double-name', `${quoted(name)} is in it twice`);
    seen.add(key);
    if (name.endsWith('/')) continue;
    totalBytes += entry.uncompressedSize;
    if (entry.uncompressedSize > limits.fileBytes || totalBytes > limits.totalBytes)
      throw new BundleRefused('too-large', 'its files are larger than a bundle may be when unpacked');
    entries.set(name, entry);
  }
  return entries;
}

const FILE_TYPE_MASK = 0o170000;
const REGULAR_FILE = 0o100000;
const FOLDER = 0o040000;

function refuseUnsafe(entry: Entry, fileName: string): void {
  const parts = fileName.replace(/\/$/, '').split('/');
  const leadsElsewhere =
    /^[a-z]:/i.test(fileName) ||
    fileName.includes('\\') ||
    parts.some((part) => ['', '.', '..'].includes(part));
  if (leadsElsewhere || /[\p{Cc}]/u.test(fileName))
    throw new BundleRefused('unsafe-name', `the name ${quoted(fileName)} in it leads elsewhere`);
  const type = (entry.externalFileAttributes >>> 16) & FILE_TYPE_MASK;
  if (![0, REGULAR_FILE, FOLDER].includes(type))
    throw new BundleRefused('not-plain', `${quoted(fileName)} in it is a link or a device, not a file`);
  if (!entry.canDecodeFileData())
    throw new BundleRefused(
      'not-plain',
      `${quoted(fileName)} in it is encrypted or packed in an unknown way`,
    );
}

async function readEntry(zip: ZipFile, entry: Entry, isKept: boolean): Promise<ReadEntry> {
  const stream = await zip.openReadStreamPromise(entry);
  const hash = createHash('sha256');
  const kept: Buffer[] = [];
  let sizeBytes = 0;
  try {
    // The library ends the stream with an error as soon as it yields more than the size in the directory.
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      hash.update(chunk);
      sizeBytes += chunk.length;
      if (isKept) kept.push(chunk);
    }
  } finally {
    stream.destroy();
  }
  const sum = { sizeBytes, sha256: hash.digest('hex') };
  return isKept ? { ...sum, text: Buffer.concat(kept).toString('utf8') } : sum;
}

/** A text from outside, short and on one line, for a sentence. */
export function quoted(text: string): string {
  return JSON.stringify(text.length > 120 ? `${text.slice(0, 119)}…` : text);
}
