import { crc32, deflateRawSync } from 'node:zlib';

// A zip taken apart, changed so that it says what is not so, and put together again (APPNOTE 4.3): what flipped bits seldom hit.

/** One entry with what its two headers say; the lengths of names and fields follow from them. */
export interface LyingEntry {
  name: Buffer;
  /** The name in front of the data, where it is another. */
  localName: Buffer;
  flags: number;
  method: number;
  crc: number;
  packedBytes: number;
  sizeBytes: number;
  externalAttributes: number;
  extra: Buffer;
  comment: Buffer;
  /** What is added to the offset of its data. */
  offsetLie: number;
  data: Buffer;
}

/** What the end of the directory says beyond the truth. */
export interface LyingEnd {
  entries: number;
  directoryBytes: number;
  directoryOffset: number;
  comment: Buffer;
}

const CENTRAL = 0x02014b50;
const END = 0x06054b50;

/** Takes apart a zip without zip64, as bundles of samples are. */
export function takeApart(zip: Buffer): LyingEntry[] {
  const end = zip.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]));
  const entries: LyingEntry[] = [];
  let at = zip.readUInt32LE(end + 16);
  while (at < end && zip.readUInt32LE(at) === CENTRAL) {
    const nameBytes = zip.readUInt16LE(at + 28);
    const extraBytes = zip.readUInt16LE(at + 30);
    const local = zip.readUInt32LE(at + 42);
    const from = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    const packedBytes = zip.readUInt32LE(at + 20);
    const name = zip.subarray(at + 46, at + 46 + nameBytes);
    entries.push({
      name,
      localName: name,
      // Without the sizes behind the data: both headers say them here.
      flags: zip.readUInt16LE(at + 8) & ~8,
      method: zip.readUInt16LE(at + 10),
      crc: zip.readUInt32LE(at + 16),
      packedBytes,
      sizeBytes: zip.readUInt32LE(at + 24),
      externalAttributes: zip.readUInt32LE(at + 38),
      extra: Buffer.alloc(0),
      comment: Buffer.alloc(0),
      offsetLie: 0,
      data: zip.subarray(from, from + packedBytes),
    });
    at += 46 + nameBytes + extraBytes + zip.readUInt16LE(at + 32);
  }
  return entries;
}

const NO_LIE: LyingEnd = { entries: 0, directoryBytes: 0, directoryOffset: 0, comment: Buffer.alloc(0) };

/** Puts it together again. */
export function putTogether(entries: readonly LyingEntry[], lie: LyingEnd = NO_LIE): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(20, 4);
    local.writeUInt16LE(entry.flags, 6);
    local.writeUInt16LE(entry.method, 8);
    writeSums(local, 14, entry);
    local.writeUInt16LE(entry.localName.length & 0xffff, 26);
    parts.push(local, entry.localName, entry.data);
    const head = Buffer.alloc(46);
    head.writeUInt32LE(CENTRAL, 0);
    head.writeUInt16LE(0x031e, 4);
    head.writeUInt16LE(20, 6);
    head.writeUInt16LE(entry.flags, 8);
    head.writeUInt16LE(entry.method, 10);
    writeSums(head, 16, entry);
    head.writeUInt16LE(entry.name.length & 0xffff, 28);
    head.writeUInt16LE(entry.extra.length & 0xffff, 30);
    head.writeUInt16LE(entry.comment.length & 0xffff, 32);
    head.writeUInt32LE(entry.externalAttributes >>> 0, 38);
    head.writeUInt32LE((offset + entry.offsetLie) >>> 0, 42);
    directory.push(head, entry.name, entry.extra, entry.comment);
    offset += local.length + entry.localName.length + entry.data.length;
  }
  const whole = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(END, 0);
  end.writeUInt16LE((entries.length + lie.entries) & 0xffff, 8);
  end.writeUInt16LE((entries.length + lie.entries) & 0xffff, 10);
  end.writeUInt32LE((whole.length + lie.directoryBytes) >>> 0, 12);
  end.writeUInt32LE((offset + lie.directoryOffset) >>> 0, 16);
  end.writeUInt16LE(lie.comment.length & 0xffff, 20);
  return Buffer.concat([...parts, whole, end, lie.comment]);
}

function writeSums(head: Buffer, at: number, { crc, packedBytes, sizeBytes }: LyingEntry): void {
  head.writeUInt32LE(crc >>> 0, at);
  head.writeUInt32LE(packedBytes >>> 0, at + 4);
  head.writeUInt32LE(sizeBytes >>> 0, at + 8);
}

/** An entry whose headers tell the truth of a text; deflated. */
export function honestEntry(name: string, text: Buffer): LyingEntry {
  const data = deflateRawSync(text);
  const bytes = Buffer.from(name);
  return {
    name: bytes,
    localName: bytes,
    flags: 0x800,
    method: 8,
    crc: crc32(text),
    packedBytes: data.length,
    sizeBytes: text.length,
    externalAttributes: 0o100600 * 0x10000,
    extra: Buffer.alloc(0),
    comment: Buffer.alloc(0),
    offsetLie: 0,
    data,
  };
}

type Random = () => number;
const below = (limit: number, random: Random): number => Math.floor(random() * limit);
const one = <T>(of: readonly [T, ...T[]], random: Random): T => of[below(of.length, random)] ?? of[0];

const NAMES = [
  '../../escaped.txt',
  '/escaped.txt',
  '..\\escaped.txt',
  'C:\\escaped.txt',
  'c:escaped.txt',
  '\\\\server\\share\\escaped.txt',
  'logs/../../escaped.txt',
  './report.json',
  'report.json/',
  'REPORT.JSON',
  'rep\u006frt.json',
  'report.json\u0000.txt',
  'report.json ',
  'con',
  '',
  '\u202Etxt.exe',
  'n'.repeat(5000),
  'a/'.repeat(400),
  '.',
  '..',
] as const;

const TELLING_NUMBERS = [
  0, 1, 2, 0x7fff, 0x8000, 0xffff, 0x10000, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff,
] as const;

const BOMB = deflateRawSync(Buffer.alloc(48 * 1024 * 1024));

/** Each way to lie about one entry, or about the whole. A name tells them apart in tests. */
export const LIES: Readonly<
  Record<string, (entries: LyingEntry[], at: number, random: Random) => LyingEnd | undefined>
> = {
  otherName: (entries, at, random) => {
    rename(entries[at], one(NAMES, random), random() < 0.5);
    return undefined;
  },
  bytesAsName: (entries, at, random) => {
    const entry = entries[at];
    if (entry !== undefined)
      entry.name = Buffer.from(Array.from({ length: below(40, random) }, () => below(256, random)));
    return undefined;
  },
  doubled: (entries, at, random) => {
    const entry = entries[at];
    if (entry !== undefined) entries.splice(below(entries.length + 1, random), 0, { ...entry });
    return undefined;
  },
  missing: (entries, at) => {
    entries.splice(at, 1);
    return undefined;
  },
  swapped: (entries, at, random) => {
    const [entry, other] = [entries[at], entries[below(entries.length, random)]];
    if (entry !== undefined && other !== undefined) [entry.data, other.data] = [other.data, entry.data];
    return undefined;
  },
  link: (entries, at, random) => {
    const entry = entries[at];
    const kind = one([0o120777, 0o060600, 0o020600, 0o010600, 0o140600, 0o040700, 0], random);
    if (entry !== undefined) entry.externalAttributes = kind * 0x10000 + below(64, random);
    return undefined;
  },
  numbers: (entries, at, random) => {
    const entry = entries[at];
    const field = one(['crc', 'packedBytes', 'sizeBytes', 'flags', 'method', 'offsetLie'] as const, random);
    const wide = one(TELLING_NUMBERS, random);
    if (entry !== undefined) entry[field] = field === 'flags' || field === 'method' ? wide & 0xffff : wide;
    return undefined;
  },
  otherPlace: (entries, at, random) => {
    const entry = entries[at];
    if (entry !== undefined) entry.offsetLie = below(4096, random) - 2048;
    return undefined;
  },
  largeExtra: (entries, at, random) => {
    const entry = entries[at];
    const extra = Buffer.alloc(below(70_000, random));
    if (extra.length > 4) {
      extra.writeUInt16LE(one([1, 0x7075, 0x5455, 0x9999] as const, random), 0);
      extra.writeUInt16LE(below(65_536, random), 2);
    }
    if (entry !== undefined) entry[random() < 0.5 ? 'extra' : 'comment'] = extra;
    return undefined;
  },
  zip64: (entries, at, random) => {
    const entry = entries[at];
    const extra = Buffer.alloc(32);
    extra.writeUInt16LE(1, 0);
    extra.writeUInt16LE(one([8, 16, 24, 28, 0, 65_535] as const, random), 2);
    for (let field = 4; field < 28; field += 8)
      extra.writeBigUInt64LE(BigInt(one(TELLING_NUMBERS, random)) << BigInt(below(33, random)), field);
    if (entry === undefined) return undefined;
    Object.assign(entry, {
      extra,
      sizeBytes: 0xffffffff,
      ...(random() < 0.5 ? { packedBytes: 0xffffffff } : {}),
    });
    return undefined;
  },
  bomb: (entries, at, random) => {
    const entry = entries[at];
    const claimed = one([48 * 1024 * 1024, 1000, 0, 0xfffffff0] as const, random);
    if (entry !== undefined)
      Object.assign(entry, { data: BOMB, packedBytes: BOMB.length, sizeBytes: claimed, method: 8 });
    return undefined;
  },
  manyEntries: (entries, _at, random) => {
    const shared = honestEntry('x', Buffer.alloc(100_000));
    for (let index = below(3000, random); index > 0; index -= 1)
      entries.push({
        ...shared,
        name: Buffer.from(`f${index}`),
        localName: Buffer.from(`f${index}`),
        data: Buffer.alloc(0),
      });
    return undefined;
  },
  end: (_entries, _at, random) => ({
    entries: one(TELLING_NUMBERS, random),
    directoryBytes: one(TELLING_NUMBERS, random) * (random() < 0.5 ? 1 : 0),
    directoryOffset: one(TELLING_NUMBERS, random) * (random() < 0.5 ? 1 : 0),
    comment: Buffer.alloc(below(300, random), random() < 0.3 ? 'PK\u0005\u0006' : 0x20),
  }),
  json: (entries, at, random) => {
    const entry = entries[at];
    const text = one(
      [
        '['.repeat(1000 + below(100_000, random)),
        `{"a":${'{"a":'.repeat(below(80, random))}`,
        `[${'0,'.repeat(below(200_000, random))}0]`,
        `"${'x'.repeat(below(300_000, random))}"`,
        '{"__proto__":{"schema":"airway.report/1"},"constructor":{}}',
        '{"schema":"airway.bundle/99","files":[]}',
        '{"schema":"airway.report/99"}',
        'null',
        '',
        '\ufeff{}',
        '1e999',
        '{"schema":"airway.bundle/1","files":null}',
      ] as const,
      random,
    );
    if (entry !== undefined)
      Object.assign(entry, honestEntry(entry.name.toString('utf8'), Buffer.from(text)));
    return undefined;
  },
};

function rename(entry: LyingEntry | undefined, name: string, isBoth: boolean): void {
  if (entry === undefined) return;
  entry.name = Buffer.from(name);
  if (isBoth) entry.localName = entry.name;
}

/** A zip of the same entries that lies in the named way, about an entry and in a measure that follow from `random`. */
export function lieAbout(zip: Buffer, lie: string, random: Random): Buffer {
  const entries = takeApart(zip);
  const told = LIES[lie]?.(entries, below(entries.length, random), random);
  return putTogether(entries, told);
}

/** The first part of one zip and the last of another, cut at any byte. */
export function splice(one: Buffer, other: Buffer, random: Random): Buffer {
  return Buffer.concat([
    one.subarray(0, below(one.length, random)),
    other.subarray(below(other.length, random)),
  ]);
}
