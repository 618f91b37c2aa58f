import { crc32, deflateRawSync } from 'node:zlib';

/** One entry of a zip that no program would write: each field can be another than it ought to be. */
export interface RawEntry {
  readonly name: string;
  readonly data: Buffer;
  /** Bytes of an extra field in the directory. */
  readonly extra?: Buffer;
  /** Index of an earlier entry whose data this one says to have as its own. */
  readonly sharesDataOf?: number;
}

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;

/** A zip by APPNOTE §4.3, deflated. `claimedEntries` is what its end says to be in it. */
export function rawZip(entries: readonly RawEntry[], claimedEntries = entries.length): Buffer {
  const locals: Buffer[] = [];
  const offsets: number[] = [];
  const packed = entries.map(({ data }) => deflateRawSync(data));
  let at = 0;
  for (const [index, { name, sharesDataOf }] of entries.entries()) {
    if (sharesDataOf !== undefined) {
      offsets.push(offsets[sharesDataOf] ?? 0);
      continue;
    }
    const bytes = Buffer.from(name);
    const head = Buffer.alloc(30);
    head.writeUInt32LE(LOCAL, 0);
    head.writeUInt16LE(20, 4);
    head.writeUInt16LE(8, 8);
    head.writeUInt16LE(bytes.length, 26);
    const data = packed[index] ?? Buffer.alloc(0);
    locals.push(head, bytes, data);
    offsets.push(at);
    at += head.length + bytes.length + data.length;
  }
  const directory = entries.map(({ name, data, extra = Buffer.alloc(0) }, index) => {
    const bytes = Buffer.from(name);
    const head = Buffer.alloc(46);
    head.writeUInt32LE(CENTRAL, 0);
    head.writeUInt16LE(20, 6);
    head.writeUInt16LE(8, 10);
    head.writeUInt32LE(crc32(data), 16);
    head.writeUInt32LE(packed[index]?.length ?? 0, 20);
    head.writeUInt32LE(data.length, 24);
    head.writeUInt16LE(bytes.length, 28);
    head.writeUInt16LE(extra.length, 30);
    head.writeUInt32LE(offsets[index] ?? 0, 42);
    return Buffer.concat([head, bytes, extra]);
  });
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(END, 0);
  end.writeUInt16LE(claimedEntries, 8);
  end.writeUInt16LE(claimedEntries, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...locals, central, end]);
}
