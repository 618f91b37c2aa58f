import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { checkBundle, readBundleBytes } from './read-bundle.ts';
import { type RawEntry, rawZip } from './testing/raw-zip.ts';
import { manifestOf, type PlainFile, plainFiles, zipOf } from './testing/sample-zip.ts';
import { temporaryFolder } from './testing/temporary-folder.ts';

async function refusal(bytes: Buffer): Promise<{ code: string; message: string }> {
  const read = await readBundleBytes(bytes, 'in.zip');
  if (read.ok) return { code: 'read', message: '' };
  expect(read.error.message).toMatch(/^"in\.zip" cannot be read as a bundle: [^\n]+\.$/);
  return read.error;
}

const raw = (name: string, text: string | Buffer): RawEntry => ({ name, data: Buffer.from(text) });

/** A bundle with right sums and other contents. */
async function bundleWith(name: 'report.json' | 'events.ndjson', text: string): Promise<Buffer> {
  const files = plainFiles().map((file): PlainFile => (file.name === name ? { name, text } : file));
  return zipOf([...files, manifestOf(files)]);
}

const [start = '{}'] = plainFiles()[1]?.text.split('\n') ?? [];
const skippedCheck = (id: string): string =>
  JSON.stringify({
    type: 'check-finished',
    atMs: 1,
    id,
    check: { id, step: 'console', probe: 'tcp', title: 't', target: 't', subject: 'dns', deadlineMs: 1 },
    status: 'skipped',
    elapsedMs: 0,
  });

describe('a zip that would not fit', () => {
  test('by what it unpacks to', async () => {
    const zeros = Buffer.alloc(64 * 1024 ** 2);
    expect(await refusal(rawZip([raw('zeros', zeros)]))).toMatchObject({ code: 'zip-bomb' });
  });

  test('because its entries share their data', async () => {
    const shared = { data: Buffer.alloc(1024 ** 2) };
    const entries = Array.from(
      { length: 300 },
      (_, index): RawEntry => ({ name: `f${index}`, ...shared, ...(index === 0 ? {} : { sharesDataOf: 0 }) }),
    );
    expect(await refusal(rawZip(entries))).toMatchObject({ code: 'zip-bomb' });
  });

  test('by the number of its files, as it says and as it is', async () => {
    const few = [raw('a', 'a')];
    expect(await refusal(rawZip(few, 60_000))).toMatchObject({ code: 'too-large' });
    expect((await refusal(rawZip(few, 9000))).code).toBe('damaged');
    const many = Array.from({ length: 10_001 }, (_, index) => raw(`${index}`, ''));
    expect(await refusal(rawZip(many))).toMatchObject({
      code: 'too-large',
      message: expect.stringContaining('it holds 10001 files, more than 10000'),
    });
  });

  test('by what its directory says of one file', async () => {
    const extra = Buffer.alloc(60_000);
    extra.writeUInt16LE(0x7777, 0);
    extra.writeUInt16LE(extra.length - 4, 2);
    expect(await refusal(rawZip([{ ...raw('a', 'a'), extra }]))).toMatchObject({ code: 'too-large' });
    expect(await refusal(rawZip([raw('n'.repeat(5000), 'a')]))).toMatchObject({ code: 'too-large' });
  });
});

describe('contents that would not fit', () => {
  test.each([
    ['nested', '['.repeat(500_000), 'report.json nests deeper than a bundle may'],
    ['many', `[${'0,'.repeat(2_000_000)}0]`, 'report.json holds more than a bundle may'],
  ])('%s', async (_kind, text, why) => {
    const refused = await refusal(await bundleWith('report.json', text));
    expect(refused).toMatchObject({ code: 'too-large', message: expect.stringContaining(why) });
    expect((await refusal(await zipOf([...plainFiles(), { name: 'manifest.json', text }]))).code).toBe(
      'too-large',
    );
  });

  test('a line without an end, deep lines, and more checks than a run can have', async () => {
    const endless = `${start}\n${'x'.repeat(5 * 1024 ** 2)}`;
    expect((await refusal(await bundleWith('events.ndjson', endless))).message).toContain(
      'line 2 of events.ndjson is longer than',
    );
    const deep = `${start}\n${'{"a":'.repeat(100)}`;
    expect(await refusal(await bundleWith('events.ndjson', deep))).toMatchObject({ code: 'too-large' });
    const checks = Array.from({ length: 5001 }, (_, index) => skippedCheck(`c${index}`));
    expect(
      (await refusal(await bundleWith('events.ndjson', [start, ...checks].join('\n')))).message,
    ).toContain('more than 5000 checks');
  });

  test('names that a terminal would turn around are shown as they are', async () => {
    const files = [...plainFiles(), { name: 'a\u202Etxt.exe', text: '' }];
    const { message } = await refusal(await zipOf([...files, manifestOf(plainFiles())]));
    expect(message).toContain('"a·txt.exe" is in it and not in its manifest');
  });
});

describe('airway verify', () => {
  test('names every fault and not the first alone', async () => {
    const path = join(temporaryFolder(), 'in.zip');
    const files = plainFiles();
    const manifest = manifestOf([...files, { name: 'logs/gone.log', text: 'x' }]);
    const [report, events] = files;
    if (report === undefined || events === undefined) throw new Error('there are two files');
    const changed = { ...report, text: report.text.replace('"confidence":0.98', '"confidence":0.10') };
    writeFileSync(path, await zipOf([changed, events, { name: 'more.txt', text: '' }, manifest]));
    expect(await checkBundle(path)).toMatchObject({
      ok: true,
      value: {
        problems: [
          '"more.txt" is in it and not in its manifest.',
          '"report.json" is not what the manifest says; it was changed or damaged.',
          '"logs/gone.log" is in its manifest and not in the bundle.',
        ],
      },
    });
    writeFileSync(path, 'no zip');
    expect(await checkBundle(path)).toMatchObject({
      ok: true,
      value: { problems: ['It is damaged or no zip file.'] },
    });
    expect(await checkBundle(`${path}.none`)).toMatchObject({ ok: false, error: { code: 'no-file' } });
    writeFileSync(path, await zipOf([...files, manifestOf(files)]));
    expect(await checkBundle(path)).toMatchObject({ ok: true, value: { problems: [] } });
  });
});

/** All that reading may take, Node itself and its program included. */
const MEMORY_LIMIT_BYTES = 200 * 1024 ** 2;

describe('a bundle of the largest size that is taken, or just beyond', () => {
  const noise = Buffer.from(Array.from({ length: 4096 }, (_, index) => (index * 7919) % 251)).toString(
    'base64',
  );
  const longOf = (bytes: number): string => noise.repeat(Math.floor(bytes / noise.length));
  const progress = JSON.stringify({ type: 'check-progressed', atMs: 1, id: 'x', awaiting: 'y' });
  const report = (text: string) => () => bundleWith('report.json', text);
  const events = (text: string) => () => bundleWith('events.ndjson', `${start}\n${text}`);

  test.each<[string, string, () => Promise<Buffer>]>([
    ['long text', 'bad-report', report(JSON.stringify(longOf(15 * 1024 ** 2)))],
    [
      'long text beyond Latin',
      'bad-report',
      report(JSON.stringify(longOf(15 * 1024 ** 2).replace('A', '長'))),
    ],
    ['many values', 'bad-report', report(`[${'{},'.repeat(490_000)}0]`)],
    ['many events', 'read', events(`${progress}\n`.repeat(150_000))],
    ['long lines', 'bad-events', events(`"${longOf(3 * 1024 ** 2)}"\n`.repeat(8))],
    ['brackets', 'too-large', async () => rawZip([raw('manifest.json', Buffer.alloc(15 * 1024 ** 2, 0x5b))])],
  ])('%s: %s, within 200 MB', async (_name, expected, make) => {
    const path = join(temporaryFolder(), 'in.zip');
    writeFileSync(path, await make());
    const program = fileURLToPath(new URL('./testing/read-and-measure.ts', import.meta.url));
    const printed = execFileSync(process.execPath, [program, path], { encoding: 'utf8' });
    const { code, peakBytes } = z
      .object({ code: z.string(), peakBytes: z.number() })
      .parse(JSON.parse(printed));
    expect(code).toBe(expected);
    expect(peakBytes).toBeLessThan(MEMORY_LIMIT_BYTES);
  });
});
