/** Numbers from 0 to below 1 that follow from the seed alone, so that an input can be made again (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Longest input that is made; what repeats without end is the business of the hostile servers. */
const INPUT_LIMIT_BYTES = 262_144;

/** Octets and lengths at which parsers stumble. */
const TELLING_OCTETS = [
  0x00, 0x01, 0x0a, 0x0d, 0x1f, 0x20, 0x30, 0x3f, 0x7f, 0x80, 0x81, 0x84, 0xc0, 0xfe, 0xff,
];

type Mutation = (bytes: Buffer, random: () => number) => Buffer;

const below = (limit: number, random: () => number): number => Math.floor(random() * limit);

const MUTATIONS: readonly Mutation[] = [
  function flipBit(bytes, random) {
    const at = below(bytes.length, random);
    const copy = Buffer.from(bytes);
    if (copy.length > 0) copy[at] = (copy[at] ?? 0) ^ (1 << below(8, random));
    return copy;
  },
  function tellingOctet(bytes, random) {
    const copy = Buffer.from(bytes);
    if (copy.length > 0)
      copy[below(copy.length, random)] = TELLING_OCTETS[below(TELLING_OCTETS.length, random)] ?? 0;
    return copy;
  },
  function longLength(bytes, random) {
    const at = below(bytes.length + 1, random);
    const width = 1 + below(4, random);
    return Buffer.concat([bytes.subarray(0, at), Buffer.alloc(width, 0xff), bytes.subarray(at + width)]);
  },
  function cut(bytes, random) {
    return bytes.subarray(0, below(bytes.length + 1, random));
  },
  function remove(bytes, random) {
    const at = below(bytes.length + 1, random);
    return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + below(16, random))]);
  },
  function insert(bytes, random) {
    const at = below(bytes.length + 1, random);
    const noise = Buffer.from(Array.from({ length: 1 + below(24, random) }, () => below(256, random)));
    return Buffer.concat([bytes.subarray(0, at), noise, bytes.subarray(at)]);
  },
  function repeat(bytes, random) {
    const from = below(bytes.length + 1, random);
    const part = bytes.subarray(from, from + 1 + below(64, random));
    const times = 2 ** below(12, random);
    return Buffer.concat([
      bytes.subarray(0, from),
      ...Array.from({ length: times }, () => part),
      bytes.subarray(from),
    ]);
  },
  function nest(bytes, random) {
    // An element whose content is itself, many deep, as BER and brackets allow.
    const depth = 2 ** below(11, random);
    const open = Buffer.from([TELLING_OCTETS[below(TELLING_OCTETS.length, random)] ?? 0x30, 0x80]);
    return Buffer.concat([...Array.from({ length: depth }, () => open), bytes]);
  },
  function pureNoise(_bytes, random) {
    return Buffer.from(Array.from({ length: below(512, random) }, () => below(256, random)));
  },
];

/** Changes a good message in one to five ways; the same random numbers make the same message. */
export function mutate(seed: Uint8Array, random: () => number): Buffer {
  let bytes: Buffer = Buffer.from(seed);
  const rounds = 1 + below(5, random);
  for (let round = 0; round < rounds; round += 1) {
    const change = MUTATIONS[below(MUTATIONS.length, random)];
    if (change !== undefined) bytes = change(bytes, random).subarray(0, INPUT_LIMIT_BYTES);
  }
  return bytes;
}

/** Cuts a message into the pieces in which a stream may deliver it. */
export function pieces(bytes: Buffer, random: () => number): Buffer[] {
  const parts: Buffer[] = [];
  for (let at = 0; at < bytes.length; ) {
    const size = random() < 0.2 ? 1 : 1 + below(bytes.length, random);
    parts.push(bytes.subarray(at, at + size));
    at += size;
  }
  return parts;
}
