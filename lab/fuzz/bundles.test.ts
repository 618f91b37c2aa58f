import { lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkBundle, readBundle } from '../../electron/bundle/read-bundle.ts';
import { eventsOf, sampleReport } from '../../electron/bundle/testing/sample-report.ts';
import { writeBundle } from '../../electron/bundle/write-bundle.ts';
import { openBytes } from './bundles.ts';
import { mutate, randomFrom } from './mutate.ts';
import { honestEntry, LIES, lieAbout, putTogether, splice, takeApart } from './zip-lies.ts';

/** Another seed in each run of the suite; a failure names it. */
const SEED = Date.now() % 1_000_000_000;
/** All that reading may take, whatever it is given, above what was there when the first was read. */
const GROWTH_LIMIT_BYTES = 200 * 1024 ** 2;
/** Against a reader that never comes back; one that is at work takes a few milliseconds. */
const HANG_MS = 20_000;

const root = mkdtempSync(join(tmpdir(), 'airway-fuzzed-'));
const folder = join(root, 'a', 'b', 'c');
const bundles: Buffer[] = [];
let mostBytes = 0;
let firstBytes = 0;

beforeAll(async () => {
  mkdirSync(folder, { recursive: true });
  const report = sampleReport();
  const run = { report, events: eventsOf(report), createdAt: '2026-03-02T09:20:00.000Z', note: 'as seen' };
  const logs = join(root, 'logs');
  mkdirSync(logs);
  writeFileSync(join(logs, 'agent.log'), 'connected to 10.20.0.5\n'.repeat(2000));
  const place = { id: 'agent', what: 'Logs', os: ['linux' as const], folder: logs, files: ['*.log'] };
  const limits = { fileBytes: 1_000_000, totalBytes: 1_000_000 };
  const search = { places: [place], platform: 'linux', environment: {}, ...limits };
  for (const [name, identities] of [
    ['redacted.zip', true],
    ['plain.zip', false],
  ] as const) {
    const redaction = { identities, keepsPrivateAddresses: true, words: [] };
    await writeBundle(run, join(folder, name), { redaction, logs: search });
    bundles.push(readFileSync(join(folder, name)));
  }
  firstBytes = process.memoryUsage.rss();
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** Runs `read` for as many inputs; none may throw, hang or grow. */
async function eachInput(
  count: number,
  read: (random: () => number, bundle: Buffer) => Promise<void>,
): Promise<void> {
  for (let input = 0; input < count; input += 1) {
    const bundle = bundles[input % bundles.length] ?? Buffer.alloc(0);
    let timer: NodeJS.Timeout | undefined;
    const hangs = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => reject(new Error('it hangs')), HANG_MS);
    });
    try {
      await Promise.race([read(randomFrom(SEED + input), bundle), hangs]);
    } catch (error) {
      throw new Error(`input ${input} from seed ${SEED}: ${String(error)}`, { cause: error });
    } finally {
      clearTimeout(timer);
    }
    if (input % 20 === 0) mostBytes = Math.max(mostBytes, process.memoryUsage.rss());
  }
  expect(mostBytes - firstBytes).toBeLessThan(GROWTH_LIMIT_BYTES);
}

it('a bundle taken apart and put together again is one', async () => {
  for (const bundle of bundles) {
    const entries = takeApart(bundle);
    expect(entries.length).toBeGreaterThan(7);
    const path = join(folder, 'again.zip');
    writeFileSync(path, putTogether(entries));
    expect(await readBundle(path)).toMatchObject({ ok: true });
    entries.push(honestEntry('more.txt', Buffer.from('x')));
    writeFileSync(path, putTogether(entries));
    expect(await readBundle(path)).toMatchObject({ ok: false, error: { code: 'unlisted-file' } });
    rmSync(path);
  }
});

describe('real bundles gone bad are refused in one sentence, or read', () => {
  it('where octets changed, and where they end early: 1500 of them', () =>
    eachInput(1500, async (random, bundle) => openBytes(mutate(bundle, random))));

  it('where two were joined: 300', () =>
    eachInput(300, async (random, bundle) => openBytes(splice(bundle, bundles[1] ?? bundle, random))));

  it.each(Object.keys(LIES))('where the directory lies (%s): 120', (lie) =>
    eachInput(120, async (random, bundle) => openBytes(lieAbout(bundle, lie, random))),
  );

  it('where it lies in several ways, from a file, read and verified: nothing is written anywhere', async () => {
    const path = join(folder, 'in.zip');
    writeFileSync(path, '');
    const kinds = Object.keys(LIES);
    const before = listing(root);
    await eachInput(300, async (random, bundle) => {
      let bytes = bundle;
      for (const lie of kinds.filter(() => random() < 0.1)) bytes = reliedAbout(bytes, lie, random);
      writeFileSync(path, random() < 0.3 ? mutate(bytes, random) : bytes);
      for (const read of [await readBundle(path), await checkBundle(path)])
        if (!read.ok) expect(read.error.message).toMatch(/^"[^\n]*" cannot be read as a bundle: [^\n]+\.$/);
        else if ('problems' in read.value)
          for (const problem of read.value.problems) expect(problem).toMatch(/^[^\n]+\.$/);
    });
    writeFileSync(path, '');
    expect(listing(root)).toEqual(before);
  });
});

/** A zip that lies already may not be one that can be taken apart again. */
function reliedAbout(bytes: Buffer, lie: string, random: () => number): Buffer {
  try {
    return lieAbout(bytes, lie, random);
  } catch {
    return bytes;
  }
}

/** Everything below a folder, with kinds and sizes. */
const listing = (of: string): string[] =>
  readdirSync(of, { recursive: true, encoding: 'utf8' })
    .sort()
    .map((name) => {
      const found = lstatSync(join(of, name));
      return `${name} ${found.isFile() ? found.size : found.mode}`;
    });
