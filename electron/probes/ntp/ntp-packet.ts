/** Octets of a packet without extension fields or a MAC (RFC 5905 §7.3). */
export const PACKET_BYTES = 48;

/** Seconds from 1900 to 1970. */
const EPOCH_SECONDS = 2_208_988_800;
const MODE_CLIENT = 3;
const MODE_SERVER = 4;
const VERSION = 4;
const UNSYNCHRONISED_LEAP = 3;
/** Strata from 16 on say "unsynchronised" (RFC 5905 §7.3). */
const UNSYNCHRONISED_STRATUM = 16;

/**
 * A client's question. In place of the time of sending it carries a random number, which the server sends back: that tells its
 * answer from any other, and nothing of this clock.
 */
export function ntpQuestion(nonce: Uint8Array): Buffer {
  const packet = Buffer.alloc(PACKET_BYTES);
  packet[0] = (VERSION << 3) | MODE_CLIENT;
  packet.set(nonce.subarray(0, 8), 40);
  return packet;
}

/** What one datagram is to the question: its fields, or why it is no answer. */
export type NtpAnswer =
  | { readonly code: 'not-an-answer' }
  | {
      readonly code: 'answered' | 'kiss-of-death' | 'unsynchronised';
      readonly version: number;
      readonly stratum: number;
      readonly reference?: string;
      readonly kissCode?: string;
      /** When the server received the question and sent its answer, in ms since 1970. */
      readonly receivedAtMs: number;
      readonly sentAtMs: number;
    };

/** Reads one datagram: any length and any content; only a server's answer to exactly this question is one. */
export function readNtpAnswer(packet: Buffer, nonce: Uint8Array): NtpAnswer {
  if (packet.length < PACKET_BYTES) return { code: 'not-an-answer' };
  const first = packet.readUInt8(0);
  const [leap, version, mode] = [first >> 6, (first >> 3) & 7, first & 7];
  const isToUs = packet.subarray(24, 32).equals(nonce.subarray(0, 8));
  if (mode !== MODE_SERVER || version < 1 || version > VERSION || !isToUs) return { code: 'not-an-answer' };
  const stratum = packet.readUInt8(1);
  const receivedAtMs = timeAt(packet, 32);
  const sentAtMs = timeAt(packet, 40);
  const letters = lettersOf(packet.subarray(12, 16));
  const fields = { version, stratum, receivedAtMs, sentAtMs };
  if (stratum === 0 && letters !== undefined && letters !== 'INIT' && letters !== 'STEP')
    return { code: 'kiss-of-death', ...fields, kissCode: letters };
  if (leap === UNSYNCHRONISED_LEAP || stratum === 0 || stratum >= UNSYNCHRONISED_STRATUM)
    return { code: 'unsynchronised', ...fields, ...(letters === undefined ? {} : { reference: letters }) };
  // RFC 4330 §5: an answer without a time of sending is to be dropped.
  if (packet.readUInt32BE(40) === 0 || packet.readUInt32BE(32) === 0) return { code: 'not-an-answer' };
  const reference = stratum === 1 ? letters : [...packet.subarray(12, 16)].join('.');
  return { code: 'answered', ...fields, ...(reference === undefined ? {} : { reference }) };
}

/** RFC 4330 §3: with the first bit set the time lies in 1968 to 2036, else from 2036 to 2104. */
function timeAt(packet: Buffer, offset: number): number {
  const seconds = packet.readUInt32BE(offset);
  const fraction = packet.readUInt32BE(offset + 4) / 2 ** 32;
  const era = seconds >= 2 ** 31 ? 0 : 2 ** 32;
  return (seconds + era - EPOCH_SECONDS + fraction) * 1000;
}

/** Four ASCII letters or digits, padded with NUL; undefined for anything else. */
function lettersOf(bytes: Buffer): string | undefined {
  const text = bytes.toString('latin1').replace(/\0+$/, '');
  return /^[A-Za-z0-9]{1,4}$/.test(text) ? text : undefined;
}
