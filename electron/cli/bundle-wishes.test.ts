import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type BundleFlags, openBundleWishes } from './bundle-wishes.ts';

function placesFile(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'airway-wishes-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, 'places.yaml');
  writeFileSync(path, text);
  return path;
}

const place = (folder: string): string =>
  `{"schema":"airway.log-places/1","places":[{"id":"x","what":"y","os":["linux"],"folder":"${folder}","files":["*.log"]}]}`;

describe('what is wanted of a bundle', () => {
  it('is identities replaced and logs taken along, unless told otherwise', async () => {
    const opened = await openBundleWishes({}, true);
    expect(opened).toMatchObject({
      ok: true,
      value: {
        choices: { identities: true, keepsPrivateAddresses: true, words: [], logs: true, leaveOut: [] },
        otherRuns: [],
        ownPlaces: [],
      },
    });
  });

  it('holds what was said', async () => {
    const flags = {
      ...{ case: '4711', note: 'x', logs: false, logLimit: 3, keepIdentities: true },
      ...{ hidePrivateAddresses: true, hide: ['Falcon'], leaveOut: ['report.html'] },
      logPlaces: placesFile(place('/var/log/air')),
    };
    expect(await openBundleWishes(flags, true)).toMatchObject({
      ok: true,
      value: {
        choices: {
          identities: false,
          keepsPrivateAddresses: false,
          words: ['Falcon'],
          logs: false,
          leaveOut: ['report.html'],
        },
        caseNumber: '4711',
        note: 'x',
        logBytes: 3 * 1024 * 1024,
        ownPlaces: [{ folder: '/var/log/air' }],
      },
    });
  });

  it.each<[string, BundleFlags, RegExp]>([
    ['an id that is none', { otherRun: ['../x'] }, /^--other-run: at most 10 ids of runs/],
    ['a run that is not kept', { otherRun: ['20200101-000000-0000'] }, /^--other-run 20200101.* not kept/],
    ['a short word', { hide: ['ab'] }, /^--hide: "ab" is shorter than 3 characters$/],
    ['a long word', { hide: ['x'.repeat(101)] }, /^--hide: at most 50 words/],
    ['a long name', { leaveOut: ['x'.repeat(256)] }, /^--leave-out: at most 1000 names/],
    ['a long case number', { case: 'x'.repeat(61) }, /^--case: a case number has at most 60/],
    ['a long note', { note: 'x'.repeat(4001) }, /^--note: a note has at most 4000/],
    ['no such file', { logPlaces: 'none.yaml' }, /^--log-places: none\.yaml cannot be read \(ENOENT\)$/],
    ['a key that is none', { encryptTo: 'age1nonsense' }, /^--encrypt-to: /],
  ])('is refused in one sentence: %s', async (_what, flags, why) => {
    expect(await openBundleWishes(flags, true)).toMatchObject({
      ok: false,
      error: { message: expect.stringMatching(why) },
    });
  });

  it.each([
    ['another schema', '{"schema":"airway.log-places/2","places":[]}', /expected airway\.log-places\/1$/],
    ['no YAML', '[[[', /not readable as YAML or JSON$/],
    ['endless nesting', '['.repeat(50_000), /not readable as YAML or JSON$/],
    ['a folder that depends on where it is read', place('logs'), /logs: expected an absolute folder/],
    ['an unknown key', place('/var/log').replace('"id"', '"name":"z","id"'), /places\.0: Unrecognized key/],
    ['too many', 'x'.repeat(300_000), /at most 256 KB$/],
  ])('is refused for a file of places with %s', async (_what, text, why) => {
    expect(await openBundleWishes({ logPlaces: placesFile(text) }, true)).toMatchObject({
      ok: false,
      error: { message: expect.stringMatching(why) },
    });
  });

  it('is refused where no bundle is asked for', async () => {
    expect(await openBundleWishes({ case: '1', logs: false }, false)).toMatchObject({
      ok: false,
      error: { message: '--case, --no-logs: for a bundle, and none is asked for' },
    });
    expect(await openBundleWishes({}, false)).toMatchObject({ ok: true });
  });
});
