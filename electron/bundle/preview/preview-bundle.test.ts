import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { PreviewStretch } from '../../contract/bundle-preview.ts';
import type { BundleInput, BundleOptions } from '../assemble-bundle.ts';
import { BUNDLE_LIMITS } from '../bundle-limits.ts';
import { logsOfThisMachine } from '../log-files.ts';
import { eventsOf, sampleReport } from '../testing/sample-report.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { writeBundle } from '../write-bundle.ts';
import { openArchive } from '../zip-reader.ts';
import { PAGE_CHARACTERS } from './cut-pages.ts';
import { type PreviewedBundle, previewBundle } from './preview-bundle.ts';
import { previewPage } from './preview-page.ts';

const SECRET = 'Tr0ub4dor-secret';

function input(): BundleInput {
  const report = sampleReport();
  const note = 'Seen at air.example.com by jane.doe@example.com';
  return { report, events: eventsOf(report), createdAt: '2026-03-02T09:20:00.000Z', note };
}

/** One folder with one log, which is looked for as a data file of places would have it. */
function logsWith(text: string): BundleOptions['logs'] {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'console.log'), text);
  return {
    ...logsOfThisMachine(),
    places: [{ id: 'console', what: 'Logs of the Console', os: ['linux'], folder, files: ['*.log'] }],
    platform: 'linux',
    environment: {},
  };
}

async function textsIn(path: string): Promise<ReadonlyMap<string, string>> {
  const archive = await openArchive(path, BUNDLE_LIMITS);
  const texts = new Map<string, string>();
  for (const name of archive.names) {
    const pieces: Buffer[] = [];
    await archive.read(name, (piece) => pieces.push(piece));
    texts.set(name, Buffer.concat(pieces).toString('utf8'));
  }
  archive.close();
  return texts;
}

async function wholeText(made: BundleInput, options: BundleOptions, preview: PreviewedBundle, name: string) {
  const stretches: PreviewStretch[] = [];
  for (let page = 0; ; page += 1) {
    const cut = await previewPage(made, options, preview, { name, page, view: 'whole' });
    if (cut === undefined) throw new Error(`${name} has no page ${page}`);
    stretches.push(...cut.stretches);
    if (!cut.hasMore) return stretches;
  }
}

describe('the preview of a bundle', () => {
  test('is what is written then: names, sizes, packed sizes, texts and placeholders', async () => {
    const made = input();
    const options = {
      secrets: [SECRET],
      logs: logsWith(`bind to dc1.example.com\npassword=${SECRET}\n`.repeat(40)),
    };
    const preview = await previewBundle(made, options);
    const path = join(temporaryFolder(), 'out.zip');
    const written = await writeBundle(made, path, { ...options, names: preview.redaction.again() });
    const texts = await textsIn(path);
    expect(preview.sizeBytes).toBe(written.sizeBytes);
    expect(preview.files.map(({ name }) => name)).toEqual([...texts.keys()]);
    for (const { name, sizeBytes } of preview.files) {
      const text = texts.get(name) ?? '';
      expect([name, sizeBytes]).toEqual([name, Buffer.byteLength(text)]);
      const stretches = await wholeText(made, options, preview, name);
      expect(stretches.map(({ after }) => after).join('')).toBe(text);
      expect(JSON.stringify(stretches)).not.toContain(SECRET);
    }
  });

  test('shows what stood there, and of a secret not even that', async () => {
    const made = input();
    const log = `connect 203.0.113.9\npassword=${SECRET}\n`;
    const options = { secrets: [SECRET], logs: logsWith(`${log}${'quiet\n'.repeat(20_000)}${log}`) };
    const preview = await previewBundle(made, options);
    const name = 'logs/console/console.log';
    const page = await previewPage(made, options, preview, { name, page: 0, view: 'replaced' });
    const marked = page?.stretches.filter(({ before }) => before !== undefined);
    expect(marked).toEqual([
      { before: '203.0.113.9', after: 'ipv4-1', rule: 'ipv4' },
      { before: '••••••', after: '[secret]', rule: expect.stringMatching(/secret/) },
      { before: '203.0.113.9', after: 'ipv4-1', rule: 'ipv4' },
      { before: '••••••', after: '[secret]', rule: expect.stringMatching(/secret/) },
    ]);
    const hidden = page?.stretches.reduce((sum, { gap = 0 }) => sum + gap, 0) ?? 0;
    expect(hidden).toBeGreaterThan(100_000);
    expect(page?.hasMore).toBe(false);
    expect(preview.files.find((file) => file.name === name)?.replaced).toBe(4);
  });

  test('counts what was replaced in texts that are made from a redacted report', async () => {
    const { files, replaced } = await previewBundle(input());
    const counted = new Map(files.map((file) => [file.name, file.replaced]));
    expect(counted.get('report.html')).toBeGreaterThan(3);
    expect(counted.get('host.json')).toBeGreaterThan(0);
    expect(counted.get('manifest.json')).toBeGreaterThan(0);
    expect(replaced.map(({ rule }) => rule)).toContain('host');
  });

  test('leaves out what is not wanted, and never what a bundle cannot be read without', async () => {
    const { files, leftOut } = await previewBundle(input(), { leaveOut: ['report.md', 'report.json'] });
    const names = files.map(({ name }) => name);
    expect(names).not.toContain('report.md');
    expect(names).toContain('report.json');
    expect(leftOut).toContainEqual({ what: 'report.md', why: 'left out by whoever made this bundle' });
  });

  test('reads a long log in pages of one size, and no page twice', async () => {
    const made = input();
    const lines = Array.from({ length: 4000 }, (_, at) => `line ${at} of 203.0.113.${at % 200}`).join('\n');
    const options = { logs: logsWith(lines) };
    const preview = await previewBundle(made, options);
    const name = 'logs/console/console.log';
    const first = await previewPage(made, options, preview, { name, page: 0, view: 'whole' });
    const second = await previewPage(made, options, preview, { name, page: 1, view: 'whole' });
    const textOf = (page: typeof first): string => (page?.stretches ?? []).map(({ after }) => after).join('');
    expect(textOf(first).length).toBeLessThanOrEqual(PAGE_CHARACTERS);
    expect(textOf(first)).toMatch(/^line 0 of/);
    expect(textOf(second)).not.toContain('line 0 of');
    expect(first?.hasMore).toBe(true);
  });

  test('ends at once when it is cancelled, and knows no file that is not there', async () => {
    const reason = new Error('enough');
    await expect(previewBundle(input(), { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    const made = input();
    const preview = await previewBundle(made);
    expect(await previewPage(made, {}, preview, { name: '../x', page: 0, view: 'whole' })).toBeUndefined();
  });
});
