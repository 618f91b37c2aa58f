/** What the directory of a zip says of one entry. */
export interface ZipEntry {
  readonly name: string;
  readonly mtime: Date;
  readonly crc32: number;
  readonly packedBytes: number;
  readonly sizeBytes: number;
  /** Where its local header begins. */
  readonly offset: number;
}

/** Sizes and offsets from here on do not fit the fields of the first format (APPNOTE 4.4.1.4). */
const FIRST_FORMAT_LIMIT = 0xffffffff;
const FIRST_FORMAT_ENTRIES = 0xffff;

/** Sizes behind the data, because they are not known before; names in UTF-8 (APPNOTE 4.4.4). */
const FLAGS = 0x0808;
const DEFLATED = 8;
const VERSION_DEFLATE = 20;
const VERSION_ZIP64 = 45;
/** Made on Unix, by a writer of zip64: the upper half of the attributes is a Unix mode. */
const MADE_BY = (3 << 8) | VERSION_ZIP64;
/** A plain file that its owner and everyone else may read: the same on every machine, so that bundles compare. */
const ENTRY_MODE = 0o100644;

/** The header in front of an entry's data (APPNOTE 4.3.7). */
export function localHeader(name: string, mtime: Date): Buffer {
  const bytes = Buffer.from(name, 'utf8');
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04034b50, 0);
  header.writeUInt16LE(VERSION_DEFLATE, 4);
  header.writeUInt16LE(FLAGS, 6);
  header.writeUInt16LE(DEFLATED, 8);
  header.writeUInt32LE(dosTime(mtime), 10);
  header.writeUInt16LE(bytes.length, 26);
  return Buffer.concat([header, bytes]);
}

/** What follows an entry's data (APPNOTE 4.3.9), with 64-bit sizes where they are needed. */
export function dataDescriptor({ crc32, packedBytes, sizeBytes }: Omit<ZipEntry, 'offset'>): Buffer {
  const isLarge = packedBytes > FIRST_FORMAT_LIMIT || sizeBytes > FIRST_FORMAT_LIMIT;
  const descriptor = Buffer.alloc(isLarge ? 24 : 16);
  descriptor.writeUInt32LE(0x08074b50, 0);
  descriptor.writeUInt32LE(crc32, 4);
  if (isLarge) {
    descriptor.writeBigUInt64LE(BigInt(packedBytes), 8);
    descriptor.writeBigUInt64LE(BigInt(sizeBytes), 16);
  } else {
    descriptor.writeUInt32LE(packedBytes, 8);
    descriptor.writeUInt32LE(sizeBytes, 12);
  }
  return descriptor;
}

/** The entry in the directory (APPNOTE 4.3.12); values that do not fit stand in an extra field (APPNOTE 4.5.3). */
export function directoryHeader(entry: ZipEntry): Buffer {
  const name = Buffer.from(entry.name, 'utf8');
  const large = [entry.sizeBytes, entry.packedBytes, entry.offset].filter(
    (value) => value >= FIRST_FORMAT_LIMIT,
  );
  const extra = Buffer.alloc(large.length === 0 ? 0 : 4 + 8 * large.length);
  if (large.length > 0) {
    extra.writeUInt16LE(1, 0);
    extra.writeUInt16LE(8 * large.length, 2);
    for (const [index, value] of large.entries()) extra.writeBigUInt64LE(BigInt(value), 4 + 8 * index);
  }
  const header = Buffer.alloc(46);
  header.writeUInt32LE(0x02014b50, 0);
  header.writeUInt16LE(MADE_BY, 4);
  header.writeUInt16LE(large.length > 0 ? VERSION_ZIP64 : VERSION_DEFLATE, 6);
  header.writeUInt16LE(FLAGS, 8);
  header.writeUInt16LE(DEFLATED, 10);
  header.writeUInt32LE(dosTime(entry.mtime), 12);
  header.writeUInt32LE(entry.crc32, 16);
  header.writeUInt32LE(Math.min(entry.packedBytes, FIRST_FORMAT_LIMIT), 20);
  header.writeUInt32LE(Math.min(entry.sizeBytes, FIRST_FORMAT_LIMIT), 24);
  header.writeUInt16LE(name.length, 28);
  header.writeUInt16LE(extra.length, 30);
  header.writeUInt32LE(ENTRY_MODE * 0x10000, 38);
  header.writeUInt32LE(Math.min(entry.offset, FIRST_FORMAT_LIMIT), 42);
  return Buffer.concat([header, name, extra]);
}

/** The end of a zip (APPNOTE 4.3.14 to 4.3.16). */
export function directoryEnd(
  entries: number,
  directory: { readonly offset: number; readonly bytes: number },
): Buffer {
  const { offset, bytes } = directory;
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(Math.min(entries, FIRST_FORMAT_ENTRIES), 8);
  end.writeUInt16LE(Math.min(entries, FIRST_FORMAT_ENTRIES), 10);
  end.writeUInt32LE(Math.min(bytes, FIRST_FORMAT_LIMIT), 12);
  end.writeUInt32LE(Math.min(offset, FIRST_FORMAT_LIMIT), 16);
  const fits = entries < FIRST_FORMAT_ENTRIES && offset < FIRST_FORMAT_LIMIT && bytes < FIRST_FORMAT_LIMIT;
  if (fits) return end;
  const large = Buffer.alloc(76);
  large.writeUInt32LE(0x06064b50, 0);
  large.writeBigUInt64LE(44n, 4);
  large.writeUInt16LE(MADE_BY, 12);
  large.writeUInt16LE(VERSION_ZIP64, 14);
  large.writeBigUInt64LE(BigInt(entries), 24);
  large.writeBigUInt64LE(BigInt(entries), 32);
  large.writeBigUInt64LE(BigInt(bytes), 40);
  large.writeBigUInt64LE(BigInt(offset), 48);
  large.writeUInt32LE(0x07064b50, 56);
  large.writeBigUInt64LE(BigInt(offset + bytes), 64);
  large.writeUInt32LE(1, 72);
  return Buffer.concat([large, end]);
}

/** Date and time as MS-DOS kept them, in local time and steps of two seconds. */
function dosTime(at: Date): number {
  const date = ((Math.max(1980, at.getFullYear()) - 1980) << 9) | ((at.getMonth() + 1) << 5) | at.getDate();
  const time = (at.getHours() << 11) | (at.getMinutes() << 5) | (at.getSeconds() >> 1);
  return date * 0x10000 + time;
}
