import { createHash } from 'node:crypto';
import { type Entry, fromBufferPromise, getFileNameLowLevel, openPromise, type ZipFile } from 'yauzl';

/** Why an archive was not read: a stable code, and the middle of a sentence. */
export class BundleRefused extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** Size and sum of one file as it was read through. */
interface ReadEntry {
  readonly sizeBytes: number;
  /** SHA-256, lower-case hex. */
  readonly sha256: string;
}

/** An archive whose directory was checked: only plain files under safe and different names, within the limits. */
export interface SafeArchive {
  readonly names: ReadonlySet<string>;
  /** Streams one file through its sum, and hands each piece on. Refuses at once what is said to be larger than `mostBytes`. */
  read(name: string, onPiece?: (piece: Buffer) => void, mostBytes?: number): Promise<ReadEntry>;
  close(): void;
}

interface ArchiveLimits {
  readonly files: number;
  readonly fileBytes: number;
  readonly totalBytes: number;
  readonly ratio: number;
  readonly harmlessBytes: number;
}

/** Reads the directory of a zip, of a path or in memory, and refuses it as a whole for one bad entry. Nothing is unpacked here. */
export async function openArchive(source: string | Buffer, limits: ArchiveLimits): Promise<SafeArchive> {
  // Names come as bytes: the library would refuse an unsafe one by itself, in words that cannot be told from damage.
  const options = { autoClose: false, decodeStrings: false };
  const zip =
    typeof source === 'string'
      ? await openPromise(source, options)
      : await fromBufferPromise(source, options);
  // Errors of the directory and of each file reach their readers; one more, of closing the file, must not end the process.
  zip.on('error', () => undefined);
  try {
    const entries = await readDirectory(zip, limits);
    return {
      names: new Set(entries.keys()),
      read: async (name, onPiece, mostBytes = Number.POSITIVE_INFINITY) => {
        const entry = entries.get(name);
        if (entry === undefined) throw new BundleRefused('missing-file', `${quoted(name)} is not in it`);
        if (entry.uncompressedSize > mostBytes)
          throw new BundleRefused('too-large', `${quoted(name)} in it is larger than ${mostBytes} bytes`);
        return readEntry(zip, entry, onPiece);
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
    refuseLongHead(entry);
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
    // Of the whole file, so that entries that share their data do not count it more than once.
    if (totalBytes > limits.harmlessBytes && totalBytes > zip.fileSize * limits.ratio)
      throw new BundleRefused(
        'zip-bomb',
        `its files would be more than ${limits.ratio} times larger than the zip when unpacked`,
      );
    entries.set(name, entry);
  }
  return entries;
}

/** Bytes of name, extra fields and comment of one entry: what each may have on its own is 64 KB, times ten thousand files. */
const HEAD_LIMIT_BYTES = 4096;

function refuseLongHead({ fileNameRaw, extraFieldRaw, fileCommentRaw }: Entry): void {
  if (fileNameRaw.length + extraFieldRaw.length + fileCommentRaw.length > HEAD_LIMIT_BYTES)
    throw new BundleRefused('too-large', 'its directory says more of one file than a bundle may');
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

async function readEntry(
  zip: ZipFile,
  entry: Entry,
  onPiece: ((piece: Buffer) => void) | undefined,
): Promise<ReadEntry> {
  const stream = await zip.openReadStreamPromise(entry);
  const hash = createHash('sha256');
  let sizeBytes = 0;
  try {
    // The library ends the stream with an error as soon as it yields more than the size in the directory.
    for await (const piece of stream as AsyncIterable<Buffer>) {
      hash.update(piece);
      sizeBytes += piece.length;
      onPiece?.(piece);
    }
  } finally {
    stream.destroy();
  }
  return { sizeBytes, sha256: hash.digest('hex') };
}

/** A text from outside, short, on one line and in its own direction, for a sentence. */
export function quoted(text: string): string {
  const plain = text.replace(/[\p{Cf}\u2028\u2029]/gu, '·');
  return JSON.stringify(plain.length > 120 ? `${plain.slice(0, 119)}…` : plain);
}
