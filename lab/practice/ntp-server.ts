import { type Bound, bindLoopback, bindUdp } from './loopback.ts';

/** RFC 5905 §7.3: octets of a packet without extension fields. */
const PACKET_BYTES = 48;
const MODE_CLIENT = 3;
const MODE_SERVER = 4;
const VERSION = 4;
/** Seconds from 1900 to 1970. */
const EPOCH_SECONDS = 2_208_988_800;

/** A time server on UDP that tells the time of the site's clock, stratum 1 with the reference `PRAC`. */
export function startNtpServer(now: () => number): Promise<Bound> {
  return bindLoopback([
    bindUdp((bytes, _from, reply) => {
      const isQuestion = bytes.length >= PACKET_BYTES && ((bytes[0] ?? 0) & 7) === MODE_CLIENT;
      if (!isQuestion) return;
      const answer = Buffer.alloc(PACKET_BYTES);
      answer[0] = (VERSION << 3) | MODE_SERVER;
      answer[1] = 1;
      answer.write('PRAC', 12, 'latin1');
      // Originate: what the client sent as its time.
      bytes.copy(answer, 24, 40, 48);
      for (const offset of [16, 32, 40]) writeTime(answer, offset, now());
      reply(answer);
    }),
  ]);
}

function writeTime(packet: Buffer, offset: number, milliseconds: number): void {
  const seconds = Math.floor(milliseconds / 1000);
  packet.writeUInt32BE((seconds + EPOCH_SECONDS) % 2 ** 32, offset);
  packet.writeUInt32BE(Math.floor(((milliseconds - seconds * 1000) / 1000) * 2 ** 32), offset + 4);
}
