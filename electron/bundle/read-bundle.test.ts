import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { BundleLimits } from './bundle-limits.ts';
import { readBundle } from './read-bundle.ts';
import { eventsOf, sampleReport } from './testing/sample-report.ts';
import { manifestOf, type PlainFile, plainFiles, zipOf, zipWithName } from './testing/sample-zip.ts';
import { temporaryFolder } from './testing/temporary-folder.ts';
import { writeBundle } from './write-bundle.ts';

const CREATED_AT = '2026-03-02T09:20:00.000Z';

async function readBytes(bytes: Uint8Array, limits?: Partial<BundleLimits>): ReturnType<typeof readBundle> {
  const path = join(temporaryFolder(), 'in.zip');
  writeFileSync(path, bytes);
  return readBundle(path, limits === undefined ? {} : { limits });
}

async function refusal(bytes: Uint8Array, limits?: Partial<BundleLimits>): Promise<string> {
  const read = await readBytes(bytes, limits);
  if (read.ok) return 'read';
  expect(read.error.message).toMatch(/^"[^\n]*" cannot be read as a bundle: [^\n]+\.$/);
  return read.error.code;
}

test('reads back what was written', async () => {
  const path = join(temporaryFolder(), 'out.zip');
  const report = sampleReport();
  const redaction = { identities: false, keepsPrivateAddresses: true, words: [] };
  await writeBundle({ report, events: eventsOf(report), createdAt: CREATED_AT }, path, { redaction });
  const read = await readBundle(path);
  expect(read).toMatchObject({
    ok: true,
    value: { report, events: eventsOf(report), manifest: { runId: report.run.id } },
  });
});

test('reads a plain zip that someone unpacked and packed again, folders and all', async () => {
  const files = plainFiles();
  expect(await refusal(await zipOf([...files, manifestOf(files)]))).toBe('read');
});

describe('refuses', () => {
  test.each([
    '../escape.txt',
    'a/../../escape',
    '/etc/passwd',
    'C:/windows/x',
    'a\\..\\b',
    './a',
    'a//b',
    'a\nb',
    'a/..',
  ])('the name %j', async (name) => {
    expect(await refusal(await zipWithName(name))).toBe('unsafe-name');
  });

  test('links, devices, and names that are one file on Windows', async () => {
    const files = plainFiles();
    const link = { name: 'link', text: '/etc/passwd', mode: 0o120777 };
    const device = { name: 'device', text: '', mode: 0o020666 };
    expect(await refusal(await zipOf([...files, link, manifestOf(files)]))).toBe('not-plain');
    expect(await refusal(await zipOf([...files, device, manifestOf(files)]))).toBe('not-plain');
    expect(await refusal(await zipOf([...files, { name: 'Report.JSON', text: '' }, manifestOf(files)]))).toBe(
      'double-name',
    );
    expect(await refusal(await zipOf([...files, ...files, manifestOf(files)]))).toBe('double-name');
  });

  test('too many files, a file that is too large, and a sum that is too large', async () => {
    const files = plainFiles();
    const bytes = await zipOf([...files, manifestOf(files)]);
    expect(await refusal(bytes, { files: 2 })).toBe('too-large');
    expect(await refusal(bytes, { fileBytes: 1000 })).toBe('too-large');
    expect(await refusal(bytes, { totalBytes: 20_000 })).toBe('too-large');
    expect(await refusal(bytes, { parsedBytes: 5000 })).toBe('too-large');
    expect(await refusal(bytes, { events: 3 })).toBe('too-large');
    expect(await refusal(bytes, { files: 3 })).toBe('read');
  });

  test('a file that unpacks to more than its directory says', async () => {
    const bytes = await zipOf([{ name: 'manifest.json', text: 'x'.repeat(5_000_000) }]);
    // The size in the central directory, 24 bytes after its signature (APPNOTE §4.3.12).
    bytes.writeUInt32LE(10, bytes.lastIndexOf(Buffer.from('PK\x01\x02', 'latin1')) + 24);
    expect(await refusal(bytes, { fileBytes: 1000 })).toBe('damaged');
  });

  test('changed bytes, missing files and files without a row', async () => {
    const files = plainFiles();
    const [report, events] = files;
    if (report === undefined || events === undefined) throw new Error('there are two files');
    const changed = [
      { ...report, text: report.text.replace('"confidence":0.98', '"confidence":0.10') },
      events,
    ];
    expect(await refusal(await zipOf([...changed, manifestOf(files)]))).toBe('wrong-sum');
    expect(await refusal(await zipOf([report, manifestOf(files)]))).toBe('missing-file');
    expect(await refusal(await zipOf([...files, { name: 'extra.exe', text: 'MZ' }, manifestOf(files)]))).toBe(
      'unlisted-file',
    );
    expect(await refusal(await zipOf([...files, manifestOf([...files, ...files])]))).toBe('bad-manifest');
  });

  test('another version, no manifest, and contents that are not of the contract', async () => {
    const files = plainFiles();
    const [report, events] = files;
    if (report === undefined || events === undefined) throw new Error('there are two files');
    const withFiles = async (changed: readonly PlainFile[]): Promise<string> =>
      refusal(await zipOf([...changed, manifestOf(changed)]));
    expect(await refusal(await zipOf([...files, manifestOf(files, { schema: 'airway.bundle/2' })]))).toBe(
      'unknown-version',
    );
    expect(await refusal(await zipOf([...files, manifestOf(files, { runId: 7 })]))).toBe('bad-manifest');
    expect(await refusal(await zipOf([...files, { name: 'manifest.json', text: '{' }]))).toBe('not-json');
    expect(await refusal(await zipOf(files))).toBe('no-manifest');
    expect(await withFiles([{ ...report, text: '{}' }, events])).toBe('bad-report');
    expect(await withFiles([{ ...report, text: '[' }, events])).toBe('not-json');
    expect(await withFiles([report, { ...events, text: `${events.text}{"type":"other"}\n` }])).toBe(
      'bad-events',
    );
    expect(await withFiles([report])).toBe('no-events');
    expect(await withFiles([events])).toBe('no-report');
  });

  test('what is no zip, no file, or not there', async () => {
    const folder = temporaryFolder();
    expect(await readBundle(folder)).toMatchObject({ error: { code: 'not-a-file' } });
    expect(await readBundle(join(folder, 'none.zip'))).toMatchObject({ error: { code: 'no-file' } });
    expect(await refusal(Buffer.from(''))).toBe('damaged');
    expect(await refusal(Buffer.from('hello'))).toBe('damaged');
  });
});

test('no damage makes it crash or hang: every byte string is read or refused', async () => {
  const path = join(temporaryFolder(), 'out.zip');
  await writeBundle(
    { report: sampleReport(), events: eventsOf(sampleReport()), createdAt: CREATED_AT },
    path,
  );
  const whole = readFileSync(path);
  const damaged = join(temporaryFolder(), 'damaged.zip');
  const directoryAt = whole.indexOf(Buffer.from('PK\x01\x02', 'latin1'));
  const position = fc.oneof(
    fc.nat({ max: whole.length - 1 }),
    fc.integer({ min: directoryAt, max: whole.length - 1 }),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(position, fc.nat({ max: 255 })), { minLength: 1, maxLength: 4 }),
      fc.nat({ max: whole.length }),
      fc.boolean(),
      async (changes, end, isCut) => {
        const bytes = Buffer.from(whole);
        for (const [at, value] of changes) bytes[at] = value;
        writeFileSync(damaged, isCut ? bytes.subarray(0, end) : bytes);
        const read = await readBundle(damaged);
        expect(read.ok || /^"[^\n]*" cannot be read as a bundle: [^\n]+\.$/.test(read.error.message)).toBe(
          true,
        );
      },
    ),
    { numRuns: 300 },
  );
});
