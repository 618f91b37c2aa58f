const PT_LOAD = 1;
const HEADER_BYTES = 64;

/**
 * Cuts from a 64-bit little-endian ELF program what is never loaded: debug information, the table of local symbols and the section
 * headers. What the program headers map stays octet for octet, exported symbols among it. `strip` does the same, but Debian's knows
 * its own processor only. Throws a RangeError where the file is no such program. Source: ELF-64 Object File Format 1.5.
 */
export function stripElf(program: Buffer): Buffer {
  if (
    program.length < HEADER_BYTES ||
    program.readUInt32BE(0) !== 0x7f454c46 ||
    program.readUInt16BE(4) !== 0x0201
  )
    throw new RangeError('no 64-bit little-endian ELF program');
  const tableAt = Number(program.readBigUInt64LE(32));
  const entryBytes = program.readUInt16LE(54);
  const count = program.readUInt16LE(56);
  let end = tableAt + entryBytes * count;
  for (let at = tableAt; at < tableAt + entryBytes * count; at += entryBytes) {
    if (program.readUInt32LE(at) !== PT_LOAD) continue;
    end = Math.max(end, Number(program.readBigUInt64LE(at + 8) + program.readBigUInt64LE(at + 32)));
  }
  if (end > program.length) throw new RangeError('the ELF program is cut short');
  const stripped = Buffer.from(program.subarray(0, end));
  stripped.writeBigUInt64LE(0n, 40);
  // Size of a section header (stays as it is), their count, and the index of their names.
  stripped.writeUInt16LE(0, 60);
  stripped.writeUInt16LE(0, 62);
  return stripped;
}
