import { execFileSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { RunEvent } from '../contract/events.ts';
import { profileDocumentSchema } from '../contract/profile.ts';
import { reportSchema } from '../contract/report.ts';
import { EMPTY_RUN, reduceRun } from '../contract/run-state.ts';
import type { BundleInput } from './assemble-bundle.ts';
import { BUNDLE_LIMITS } from './bundle-limits.ts';
import { manifestSchema } from './manifest.ts';
import { readBundle } from './read-bundle.ts';
import { isMissing } from './testing/needed-program.ts';
import { eventsOf, sampleReport } from './testing/sample-report.ts';
import { temporaryFolder } from './testing/temporary-folder.ts';
import { writeBundle } from './write-bundle.ts';
import { openArchive } from './zip-reader.ts';
import { zipWriter } from './zip-writer.ts';

const CREATED_AT = '2026-03-02T09:20:00.000Z';
/** Identities stay: what is compared with the run itself. */
const AS_SEEN = { redaction: { identities: false, keepsPrivateAddresses: true, words: [] } } as const;
const FILES = [
  'report.json',
  'report.html',
  'report.md',
  'events.ndjson',
  'host.json',
  'profile.yaml',
  'exchanges/001-resolver-air.example.com-at-10.20.0.53.txt',
  'exchanges/002-resolver-air.example.com-at-10.20.0.54.txt',
  'exchanges/003-http-https-air.example.com-443.txt',
  'certificates/01-air.example.com.pem',
  'certificates/02-Example-Corp-Issuing-CA-2.pem',
  'redaction.json',
  'README.txt',
  'manifest.json',
];

function input(overrides: Partial<BundleInput> = {}): BundleInput {
  const report = sampleReport();
  return { report, events: eventsOf(report), createdAt: CREATED_AT, ...overrides };
}

/** The bundle as the system's own unzip sees it. */
function unpacked(path: string, into: string): ReadonlyMap<string, string> {
  execFileSync('unzip', ['-q', path, '-d', into]);
  const names = readdirSync(into, { recursive: true, encoding: 'utf8' });
  return new Map(
    names
      .filter((name) => statSync(join(into, name)).isFile())
      .map((name) => [name, readFileSync(join(into, name), 'utf8')]),
  );
}

describe.skipIf(isMissing('unzip', '-v'))('a bundle, unpacked by unzip', () => {
  test('holds its files in order, and every sum of the manifest is what sha256sum says', async () => {
    const folder = temporaryFolder();
    const path = join(folder, 'out.zip');
    const written = await writeBundle(input({ caseNumber: 'CASE-17', note: 'Second visit' }), path, AS_SEEN);
    const listed = execFileSync('unzip', ['-Z1', path], { encoding: 'utf8' }).trim().split('\n');
    expect(listed).toEqual(FILES);
    expect(execFileSync('unzip', ['-tq', path], { encoding: 'utf8' })).toMatch(/No errors/);

    const files = unpacked(path, join(folder, 'unpacked'));
    const manifest = manifestSchema.parse(JSON.parse(files.get('manifest.json') ?? ''));
    expect(manifest).toMatchObject({
      schema: 'airway.bundle/1',
      tool: { name: 'airway', version: '0.1.0' },
      schemas: { report: 'airway.report/1', profile: 'airway.profile/1' },
      runId: '20260302-091407-7f3a',
      createdAt: CREATED_AT,
      caseNumber: 'CASE-17',
      note: 'Second visit',
    });
    expect(manifest.files.map(({ name }) => name)).toEqual(FILES.slice(0, -1));
    for (const { name, sha256, sizeBytes } of manifest.files) {
      const sum = execFileSync('sha256sum', [join(folder, 'unpacked', name)], { encoding: 'utf8' });
      expect([name, sha256]).toEqual([name, sum.slice(0, 64)]);
      expect(statSync(join(folder, 'unpacked', name)).size).toBe(sizeBytes);
    }
    expect(written).toEqual({
      path,
      files: FILES.length,
      sizeBytes: statSync(path).size,
      sha256: createHash('sha256').update(readFileSync(path)).digest('hex'),
    });
    expect(readdirSync(folder).sort()).toEqual(['out.zip', 'unpacked']);
  });

  test('its report, events, host and profile are the ones of the run', async () => {
    const folder = temporaryFolder();
    const given = input();
    await writeBundle(given, join(folder, 'out.zip'), AS_SEEN);
    const files = unpacked(join(folder, 'out.zip'), join(folder, 'unpacked'));
    expect(reportSchema.parse(JSON.parse(files.get('report.json') ?? ''))).toEqual(given.report);
    const events = (files.get('events.ndjson') ?? '')
      .trimEnd()
      .split('\n')
      .map((line): RunEvent => JSON.parse(line));
    expect(reduceRun(events, EMPTY_RUN)).toEqual(reduceRun(eventsOf(given.report), EMPTY_RUN));
    expect(JSON.parse(files.get('host.json') ?? '')).toMatchObject({ kind: 'host', hostname: 'ws-0417' });
    expect(profileDocumentSchema.parse(parse(files.get('profile.yaml') ?? ''))).toEqual(given.report.profile);
    expect(files.get('report.html')).toContain('Example Corp, Rotterdam plant');
    for (const name of FILES) expect(files.get('README.txt')).toContain(name);
  });

  test('says what is not in it: secrets, evidence, redaction where it was turned off, and a host that was not described', async () => {
    const folder = temporaryFolder();
    const report = sampleReport();
    report.checks = report.checks.filter(({ probe }) => probe !== 'host');
    await writeBundle(input({ report }), join(folder, 'out.zip'), AS_SEEN);
    const files = unpacked(join(folder, 'out.zip'), join(folder, 'unpacked'));
    const manifest = manifestSchema.parse(JSON.parse(files.get('manifest.json') ?? ''));
    expect(manifest.leftOut).toEqual([
      { what: 'passwords and tokens', why: expect.stringMatching(/never records/) },
      { what: 'evidence and private keys', why: expect.stringMatching(/never collected/) },
      { what: expect.stringMatching(/^redaction/), why: expect.stringMatching(/turned off/) },
      { what: 'host.json', why: expect.stringMatching(/no result in this run/) },
    ]);
    expect(files.has('host.json')).toBe(false);
    expect(files.get('README.txt')).not.toMatch(/^host\.json/m);
  });

  test('planted secrets are in no file, in no form', async () => {
    const folder = temporaryFolder();
    const secret = 'Tr0ub4dor&3/"é';
    const report = sampleReport();
    const [first, second] = report.checks;
    const [finding] = report.findings;
    if (first === undefined || second === undefined || finding === undefined)
      throw new Error('the sample has them');
    first.reason = `saw ${secret}`;
    second.crash = `at bind(${JSON.stringify({ password: secret })})`;
    finding.detail = `GET /?token=${encodeURIComponent(secret)}`;
    report.profile.proxy = { url: 'http://operator:pr0xy-login@proxy.example.com:3128/' };
    const basic = Buffer.from(`svc:${secret}`).toString('base64');
    const http = report.checks.find(({ outcome }) => outcome?.kind === 'http')?.outcome;
    if (http?.kind !== 'http') throw new Error('the sample has an HTTP outcome');
    http.headers['x-echo'] = `Basic ${basic}`;
    await writeBundle(
      input({ report, events: eventsOf(report), note: `password is ${secret}` }),
      join(folder, 'out.zip'),
      {
        secrets: [secret],
      },
    );
    const files = unpacked(join(folder, 'out.zip'), join(folder, 'unpacked'));
    const forms = [
      secret,
      'Tr0ub4dor',
      encodeURIComponent(secret),
      basic,
      basic.slice(8, 20),
      'pr0xy-login',
      'operator',
    ];
    for (const [name, text] of files)
      for (const form of forms) expect([name, form, text.includes(form)]).toEqual([name, form, false]);
    expect(files.get('report.html')).toContain('saw [secret]');
    expect(files.get('manifest.json')).toContain('a secret of this run');
    expect(await readBundle(join(folder, 'out.zip'))).toMatchObject({ ok: true });
  });

  test('a secret that is a word of the format leaves a bundle that can be read', async () => {
    const path = join(temporaryFolder(), 'out.zip');
    await writeBundle(input(), path, { secrets: ['console', '3020', 'example', 'airway', 'files', 'true'] });
    expect(await readBundle(path)).toMatchObject({ ok: true });
  });
});

test('the same input gives the same bytes', async () => {
  const folder = temporaryFolder();
  const one = await writeBundle(input(), join(folder, 'one.zip'));
  const other = await writeBundle(input(), join(folder, 'other.zip'));
  expect(one.sha256).toBe(other.sha256);
});

test('progress names each file with the bytes that it ends with', async () => {
  const path = join(temporaryFolder(), 'out.zip');
  const bytes = new Map<string, number>();
  await writeBundle(input(), path, {
    ...AS_SEEN,
    onProgress: (progress) => bytes.set(progress.file, progress.bytes),
  });
  const read = await readBundle(path);
  if (!read.ok) throw new Error(read.error.message);
  expect([...bytes.keys()]).toEqual(FILES);
  for (const { name, sizeBytes } of read.value.manifest.files) expect(bytes.get(name)).toBe(sizeBytes);
});

describe('a collector that fails', () => {
  test('before its first byte is one row of what was left out', async () => {
    const path = join(temporaryFolder(), 'out.zip');
    const failure = Object.assign(new Error('read error at /home/someone'), { code: 'EIO' });
    const events = { [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(failure) }) };
    await writeBundle(input({ events }), path);
    expect(await readBundle(path)).toMatchObject({ ok: false, error: { code: 'no-events' } });
    const archive = await openArchive(path, BUNDLE_LIMITS);
    let manifest = '';
    await archive.read('manifest.json', (piece) => {
      manifest += piece.toString();
    });
    archive.close();
    expect(manifestSchema.parse(JSON.parse(manifest)).leftOut).toContainEqual({
      what: 'events.ndjson',
      why: 'it could not be collected (EIO)',
    });
    expect(manifest).not.toContain('someone');
  });

  test('halfway keeps what it gave, and says that the rest is missing', async () => {
    const path = join(temporaryFolder(), 'out.zip');
    const all = eventsOf(sampleReport());
    const events = (async function* (): AsyncGenerator<RunEvent> {
      // Enough for several pieces, so that the failure comes after the entry was begun.
      for (let round = 0; round < 20; round += 1) yield* all;
      throw new TypeError('a bug');
    })();
    await writeBundle(input({ events }), path);
    const read = await readBundle(path);
    if (!read.ok) throw new Error(read.error.message);
    expect(read.value.events).toHaveLength(20 * all.length);
    expect(read.value.manifest.leftOut).toContainEqual({
      what: 'the rest of events.ndjson',
      why: 'it could not be collected (TypeError)',
    });
  });
});

describe('nothing stands under the name', () => {
  test('when the run is cancelled while events stream, and the list of events is let go of', async () => {
    const folder = temporaryFolder();
    const controller = new AbortController();
    const all = eventsOf(sampleReport());
    const { promise: released, resolve: release } = Promise.withResolvers<string>();
    const events = (async function* (): AsyncGenerator<RunEvent> {
      try {
        for (let round = 0; ; round += 1) {
          if (round === 50) controller.abort();
          yield* all;
          await turn();
        }
      } finally {
        release('released');
      }
    })();
    const writing = writeBundle(input({ events }), join(folder, 'out.zip'), { signal: controller.signal });
    await expect(writing).rejects.toMatchObject({ name: 'AbortError' });
    expect(readdirSync(folder)).toEqual([]);
    expect(await released).toBe('released');
  });

  test('when events hang for ever and the run is cancelled', async () => {
    const folder = temporaryFolder();
    const controller = new AbortController();
    const next = (): Promise<IteratorResult<RunEvent>> => {
      controller.abort();
      return new Promise(() => undefined);
    };
    const events = { [Symbol.asyncIterator]: () => ({ next }) };
    const writing = writeBundle(input({ events }), join(folder, 'out.zip'), { signal: controller.signal });
    await expect(writing).rejects.toMatchObject({ name: 'AbortError' });
    expect(readdirSync(folder)).toEqual([]);
  });

  test('when a case number is longer than a manifest may hold', async () => {
    const folder = temporaryFolder();
    await expect(
      writeBundle(input({ caseNumber: 'x'.repeat(61) }), join(folder, 'out.zip')),
    ).rejects.toThrow();
    expect(readdirSync(folder)).toEqual([]);
  });

  test('when the target is a folder or its folder is missing', async () => {
    const folder = temporaryFolder();
    await expect(writeBundle(input(), folder)).rejects.toMatchObject({ code: 'is-folder' });
    await expect(writeBundle(input(), join(folder, 'no', 'out.zip'))).rejects.toMatchObject({
      code: 'ENOENT',
    });
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe('the zip writer', () => {
  test('holds its source back while the disk is busy, and goes on where it was', async () => {
    let pulled = 0;
    let letGo: (() => void) | undefined;
    let isOpen = false;
    const out = new Writable({
      write: (_chunk, _encoding, done) => {
        if (isOpen) done();
        else letGo = () => done();
      },
    });
    const total = 400;
    const zip = zipWriter(out, new Date(CREATED_AT), undefined);
    // Bytes that do not compress, so that the output is as large as the input.
    const chunk = Array.from({ length: 64 * 1024 }, (_, index) =>
      String.fromCharCode(33 + ((index * index * 31 + index) % 90)),
    ).join('');
    const adding = zip.add(
      'events.ndjson',
      (async function* () {
        for (; pulled < total; pulled += 1) yield `${pulled}${chunk.slice(pulled)}${chunk.slice(0, pulled)}`;
      })(),
    );
    let before = -1;
    for (let quiet = 0; quiet < 300; quiet += 1) {
      if (before !== pulled) quiet = 0;
      before = pulled;
      await turn();
    }
    expect(pulled).toBeGreaterThan(0);
    expect(pulled).toBeLessThan(total / 2);
    isOpen = true;
    letGo?.();
    expect((await adding).sizeBytes).toBeGreaterThan(total * 64 * 1024);
    await zip.end();
    expect(pulled).toBe(total);
  });

  test('gives the error of its output to whoever waits', async () => {
    const out = new Writable({
      write: (_chunk, _encoding, done) => done(Object.assign(new Error('full'), { code: 'ENOSPC' })),
    });
    const zip = zipWriter(out, new Date(CREATED_AT), undefined);
    const large = (async function* () {
      for (let piece = 0; piece < 500; piece += 1) yield randomBytes(50_000).toString('hex');
    })();
    await expect(zip.add('a', large)).rejects.toMatchObject({ code: 'ENOSPC' });
  });
});
