import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { takeMessages } from '../../../lab/practice/syslog-server.ts';
import { syslogTokenSchema } from '../../contract/outcomes/syslog-message.ts';
import {
  frameSyslog,
  MESSAGE_LIMIT_BYTES,
  newSyslogToken,
  testSentence,
  writeSyslog,
  writeTestMessage,
} from './syslog-message.ts';

const FORMATS = ['rfc5424', 'rfc3164', 'cef'] as const;

const MESSAGE = {
  at: new Date(2026, 5, 1, 9, 5, 7, 40),
  hostname: 'console.example.com',
  version: '0.1.0',
  token: 'airway-7f3kabcdef',
  runId: '20260601-090507-abcdef',
};

/** Texts with everything that somebody could put into one, line breaks and lone surrogates among it. */
const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 400 }),
  fc.string({ unit: 'grapheme', maxLength: 400 }),
  fc.string({ unit: fc.constantFrom('a', '\\', '=', '|', '\n', '\r', '\ud800', 'ä', '🛫'), maxLength: 400 }),
);
const anyMessage = fc.record({
  at: fc.date({ min: new Date('1970-01-02'), max: new Date('2200-01-01'), noInvalidDate: true }),
  hostname: anyText,
  version: anyText,
  token: fc.constant(MESSAGE.token),
  runId: fc.constant(MESSAGE.runId),
  text: anyText,
});

/** What is left of a text once control characters and halves of characters are spaces. */
const plain = (text: string): string => text.replace(/[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]/gu, ' ');

const RFC5424 =
  /^<(?<pri>\d{1,3})>1 (?<time>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z) (?<host>[!-~]{1,255}) (?<app>[!-~]{1,48}) (?<procid>[!-~]{1,128}) (?<msgid>[!-~]{1,32}) (?<data>-) (?<text>[^\p{Cc}]*)$/u;
const RFC3164 =
  /^<(?<pri>\d{1,3})>(?<month>[A-Z][a-z]{2}) (?<day>[ \d]\d) (?<time>\d\d:\d\d:\d\d) (?<host>[!-~]+) (?<rest>.*)$/u;

/** Reads a CEF message back: header fields unescaped, and the extension's pairs. */
function readCef(text: string): { readonly header: string[]; readonly values: Record<string, string> } {
  const fields: string[] = [];
  let rest = text.slice('CEF:'.length);
  while (fields.length < 7) {
    const match = /^((?:\\[\\|]|[^\\|])*)\|/.exec(rest);
    if (match === null) throw new Error(`no header in ${text}`);
    fields.push((match[1] ?? '').replace(/\\([\\|])/g, '$1'));
    rest = rest.slice(match[0].length);
  }
  const values: Record<string, string> = {};
  for (const match of rest.matchAll(/(?:^| )([A-Za-z0-9]+)=((?:\\[\\=nr]|[^\\=])*?)(?= [A-Za-z0-9]+=|$)/gsu))
    values[match[1] ?? ''] = (match[2] ?? '').replace(/\\([\\=])/g, '$1');
  return { header: fields, values };
}

describe('a test message', () => {
  it('reads as RFC 5424, RFC 3164 and CEF want it', () => {
    const sentence = testSentence(MESSAGE);
    expect(sentence).toContain('test message by Airway, airway-7f3kabcdef, for run 20260601-090507-abcdef');
    expect(writeTestMessage('rfc5424', MESSAGE)).toBe(
      `<14>1 ${MESSAGE.at.toISOString()} console.example.com airway - TEST - ${sentence}`,
    );
    expect(writeTestMessage('rfc3164', MESSAGE)).toBe(`<14>Jun  1 09:05:07 console airway: ${sentence}`);
    expect(writeTestMessage('cef', MESSAGE)).toBe(
      `<14>Jun  1 09:05:07 console CEF:0|Airway|Airway|0.1.0|syslog-test|Airway test message|0|cs1Label=token cs1=airway-7f3kabcdef externalId=20260601-090507-abcdef msg=${sentence}`,
    );
  });

  it.each(FORMATS)('has room for the longest host name in %s, and the token is whole', (format) => {
    const longest = writeTestMessage(format, {
      ...MESSAGE,
      hostname: 'h'.repeat(255),
      runId: 'r'.repeat(80),
    });
    expect(Buffer.byteLength(longest)).toBeLessThanOrEqual(MESSAGE_LIMIT_BYTES);
    expect(longest).toContain(`${MESSAGE.token}, for run ${'r'.repeat(80)}`);
    expect(longest).toMatch(/^[ -~]+$/);
  });

  it('has a token that a report accepts, another one each time', () => {
    const tokens = Array.from({ length: 200 }, newSyslogToken);
    for (const token of tokens) expect(syslogTokenSchema.parse(token)).toBe(token);
    expect(new Set(tokens).size).toBe(200);
  });
});

describe('a message of any text', () => {
  it.each(FORMATS)('is one line of at most 480 octets that survive UTF-8, in %s', (format) => {
    fc.assert(
      fc.property(anyMessage, (message) => {
        const written = writeSyslog(format, message);
        const bytes = Buffer.from(written, 'utf8');
        expect(bytes.length).toBeLessThanOrEqual(MESSAGE_LIMIT_BYTES);
        expect(bytes.toString('utf8')).toBe(written);
        expect(written).not.toMatch(/\p{Cc}/u);
      }),
    );
  });

  it('can be read back from RFC 5424, with a BOM where it is more than ASCII', () => {
    fc.assert(
      fc.property(anyMessage, (message) => {
        const { groups } = RFC5424.exec(writeSyslog('rfc5424', message)) ?? {};
        expect(groups).toMatchObject({ pri: '14', app: 'airway', procid: '-', msgid: 'TEST' });
        expect(Date.parse(groups?.['time'] ?? '')).toBe(message.at.getTime());
        const whole = plain(message.text);
        const text = groups?.['text'] ?? '';
        expect(text.startsWith('\uFEFF')).toBe(!/^[ -~]*$/.test(whole));
        expect(whole.startsWith(text.replace(/^\uFEFF/, ''))).toBe(true);
      }),
    );
  });

  it('can be read back from RFC 3164, in ASCII', () => {
    fc.assert(
      fc.property(anyMessage, (message) => {
        const written = writeSyslog('rfc3164', message);
        expect(written).toMatch(/^[ -~]+$/);
        const { groups } = RFC3164.exec(written) ?? {};
        expect(groups?.['pri']).toBe('14');
        expect(Number(groups?.['day'])).toBe(message.at.getDate());
        const text = (groups?.['rest'] ?? '').replace(/^airway: /, '');
        expect(
          plain(message.text)
            .replace(/[^ -~]/gu, '?')
            .startsWith(text),
        ).toBe(true);
      }),
    );
  });

  it('can be read back from CEF, whatever has to be escaped', () => {
    fc.assert(
      fc.property(anyMessage, (message) => {
        const { groups } = RFC3164.exec(writeSyslog('cef', message)) ?? {};
        const { header, values } = readCef(groups?.['rest'] ?? '');
        expect(header).toEqual([
          '0',
          'Airway',
          'Airway',
          plain(message.version.slice(0, 60)),
          'syslog-test',
          'Airway test message',
          '0',
        ]);
        expect(values).toMatchObject({ cs1Label: 'token', cs1: MESSAGE.token, externalId: MESSAGE.runId });
        expect(plain(message.text).startsWith(values['msg'] ?? '')).toBe(true);
      }),
    );
  });
});

describe('a frame', () => {
  it.each(['octet-counting', 'newline'] as const)('by %s is taken apart again', (framing) => {
    fc.assert(
      fc.property(fc.array(anyMessage, { maxLength: 4 }), fc.constantFrom(...FORMATS), (messages, format) => {
        const written = messages.map((message) => writeSyslog(format, message));
        const stream = Buffer.concat(written.map((message) => frameSyslog(message, framing)));
        expect(takeMessages(stream)).toEqual({
          messages: written.map((text) => ({ framing, text })),
          rest: Buffer.alloc(0),
          isBroken: false,
        });
      }),
    );
  });
});
