import { randomInt } from 'node:crypto';
import type { Profile } from '../../contract/profile.ts';

type SyslogFormat = NonNullable<Profile['syslog']>['format'];
type SyslogFraming = NonNullable<Profile['syslog']>['framing'];

/**
 * Octets of a message without its frame. Every receiver takes 480 by IPv4 (RFC 5426 §3.2), so no test message is cut or dropped
 * for its size.
 */
export const MESSAGE_LIMIT_BYTES = 480;

/** Facility 1 (user-level) and severity 6 (informational): 1 × 8 + 6, RFC 5424 §6.2.1 and RFC 3164 §4.1.1. */
const PRI = '<14>';
const APP_NAME = 'airway';
const MSGID = 'TEST';
/** More than a host name needs, and less than the 255 of RFC 5424, so that the text has room. */
const HOSTNAME_LIMIT = 64;
const TOKEN_LETTERS = '23456789abcdefghjkmnpqrstuvwxyz';
const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

/** What one message says, before it is put into a format. */
export interface SyslogText {
  /** When it was written; RFC 3164 gives it in this machine's time zone. */
  readonly at: Date;
  readonly hostname: string;
  /** The sender's version, for CEF. */
  readonly version: string;
  readonly token: string;
  readonly runId: string;
}

/** A word that stands in no other log: `airway-` and ten letters or digits, some 49 bits. */
export function newSyslogToken(): string {
  const letters = Array.from({ length: 10 }, () => TOKEN_LETTERS[randomInt(TOKEN_LETTERS.length)] ?? '2');
  return `airway-${letters.join('')}`;
}

/** The sentence of the test message. */
export const testSentence = ({ token, runId }: Pick<SyslogText, 'token' | 'runId'>): string =>
  `This is a test message by Airway, ${token}, for run ${runId}. It was asked for, to see whether syslog arrives; nothing has to be done.`;

/** Puts a test message into one of the formats: at most 480 octets, printable ASCII throughout, no line feed. */
export function writeTestMessage(format: SyslogFormat, text: SyslogText): string {
  return writeSyslog(format, { ...text, text: testSentence(text) });
}

/**
 * One syslog message of facility user and severity informational, without a frame. Control characters become spaces, the host
 * name becomes what a header may hold, and the text is cut at a whole character where the limit is reached.
 */
export function writeSyslog(format: SyslogFormat, message: SyslogText & { readonly text: string }): string {
  switch (format) {
    case 'rfc5424':
      return writeRfc5424(message);
    case 'rfc3164':
      return cut(`${bsdHeader(message)}${APP_NAME}: `, ascii(message.text));
    case 'cef':
      return writeCef(message);
  }
}

/** RFC 5424 §6: header, no structured data, text. A text that is not plain ASCII is UTF-8 and announced by a BOM (§6.4). */
function writeRfc5424({ at, hostname, text }: SyslogText & { readonly text: string }): string {
  const body = withoutControls(text);
  const bom = isAscii(body) ? '' : '\uFEFF';
  const head = `${PRI}1 ${at.toISOString()} ${headerName(hostname)} ${APP_NAME} - ${MSGID} - ${bom}`;
  return cut(head, body);
}

/** RFC 3164 §4.1: month, day padded with a space, local time, host without its domain. */
function bsdHeader({ at, hostname }: SyslogText): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = String(at.getDate()).padStart(2, ' ');
  const time = `${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
  const host = headerName(hostname).split('.')[0] ?? '';
  return `${PRI}${MONTHS[at.getMonth()] ?? 'Jan'} ${day} ${time} ${host === '' ? '-' : host} `;
}

/**
 * ArcSight's Common Event Format, version 0, behind the header of RFC 3164. Severity 0 is its lowest. In the header `\` and `|`
 * are escaped, in values `\`, `=` and line breaks.
 */
function writeCef(message: SyslogText & { readonly text: string }): string {
  const { version, token, runId, text } = message;
  const header = ['Airway', 'Airway', version, 'syslog-test', 'Airway test message', '0']
    .map((field) => withoutControls(field.slice(0, 60)).replace(/[\\|]/g, '\\$&'))
    .join('|');
  const value = (plain: string): string => withoutControls(plain).replace(/[\\=]/g, '\\$&');
  const before = `${bsdHeader(message)}CEF:0|${header}|cs1Label=token cs1=${value(token.slice(0, 40))} externalId=${value(runId.slice(0, 80))} msg=`;
  return cut(before, value(text), true);
}

const LIMITED = new TextEncoder();

/** Adds as much of the text as fits; a character, or an escape and what it escapes, is never halved. */
function cut(head: string, text: string, isEscaped = false): string {
  let sizeBytes = LIMITED.encode(head).length;
  let kept = '';
  const pieces = text.match(isEscaped ? /\\[\s\S]|[\s\S]/gu : /[\s\S]/gu) ?? [];
  for (const piece of pieces) {
    sizeBytes += LIMITED.encode(piece).length;
    if (sizeBytes > MESSAGE_LIMIT_BYTES) break;
    kept += piece;
  }
  return head + kept;
}

const isAscii = (text: string): boolean => /^[ -~]*$/.test(text);

/** Half of a surrogate pair has no UTF-8 form. */
const withoutControls = (text: string): string => text.replace(/\p{Cc}|\p{Zl}|\p{Zp}|\p{Cs}/gu, ' ');

const ascii = (text: string): string => withoutControls(text).replace(/[^ -~]/gu, '?');

/** RFC 5424 §6.2.4: printable ASCII without spaces; `-` when nothing is left. */
function headerName(hostname: string): string {
  const name = hostname.replace(/[^!-~]/gu, '-').slice(0, HOSTNAME_LIMIT);
  return name === '' ? '-' : name;
}

/** Sets a message apart in a stream: `MSG-LEN SP MSG` (RFC 6587 §3.4.1, RFC 5425 §4.3) or a line feed behind it (§3.4.2). */
export function frameSyslog(message: string, framing: SyslogFraming): Buffer {
  const bytes = Buffer.from(message, 'utf8');
  if (framing === 'newline') return Buffer.concat([bytes, Buffer.from('\n')]);
  return Buffer.concat([Buffer.from(`${bytes.length} `), bytes]);
}
