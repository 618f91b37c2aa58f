import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { eventsOf, sampleReport } from '../bundle/testing/sample-report.ts';
import { type BundleChoices, DEFAULT_BUNDLE_CHOICES } from '../contract/bundle-preview.ts';
import type { BundleProgress } from '../contract/bundle-saving.ts';
import { ok, type Result, refused } from '../contract/result.ts';
import { BundleDesk, type BundleDeskTools } from './bundle-desk.ts';

const folder = mkdtempSync(join(tmpdir(), 'airway-desk-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const runId = '20260302-091407-7f3a';
const SECRET = 'Tr0ub4dor-secret';
const choices: BundleChoices = { ...DEFAULT_BUNDLE_CHOICES };

/** A desk with one run and one log that names a host, an address and a secret. */
function openDesk(over: Partial<BundleDeskTools> = {}) {
  const own = mkdtempSync(join(folder, 'desk-'));
  const path = join(own, 'out.zip');
  writeFileSync(
    join(own, 'console.log'),
    `bind to dc1.example.com at 203.0.113.9 with ${SECRET}, Project Falcon\n`,
  );
  const told: BundleProgress[] = [];
  const suggested: string[] = [];
  const desk = new BundleDesk({
    target: {
      choose: async (name) => {
        suggested.push(name);
        return path;
      },
      offer: (written) => ({ kind: 'saved', ...written }),
    },
    logPlaces: [
      {
        id: 'console',
        what: 'Logs of the Console',
        os: ['linux', 'darwin', 'win32'],
        folder: own,
        files: ['*.log'],
      },
    ],
    eventsOf: async (id) =>
      id === runId ? ok(eventsOf(sampleReport())) : refused('no-run', 'There is no such run.'),
    secrets: () => [SECRET],
    emit: (progress) => told.push(progress),
    ...over,
  });
  return { desk, path, own, told, suggested };
}

const answerOf = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`);
  return result.value;
};

const unzipped = (path: string, name: string): string =>
  execFileSync('python3', ['-c', READ_MEMBER, path, name], { encoding: 'utf8' });
const READ_MEMBER =
  'import sys,zipfile; sys.stdout.write(zipfile.ZipFile(sys.argv[1]).read(sys.argv[2]).decode())';

describe('the desk of bundles', () => {
  it('shows what it then writes, and tells how far it is', async () => {
    const { desk, path, told, suggested } = openDesk();
    const preview = answerOf(await desk.preview({ runId, choices }));
    expect(preview.files.map(({ name }) => name)).toContain('logs/console/console.log');
    expect(JSON.stringify(preview)).not.toContain(SECRET);
    const log = 'logs/console/console.log';
    const page = answerOf(await desk.page({ runId, name: log, page: 0, view: 'whole' }));
    const after = page.stretches.map((stretch) => stretch.after).join('');
    const saved = answerOf(await desk.save({ runId, choices }));
    if (saved.kind !== 'saved') throw new Error('expected a file');
    expect(await desk.page({ runId, name: log, page: 0, view: 'whole' })).toEqual(ok(page));
    expect(unzipped(path, log)).toBe(after);
    expect(after).not.toMatch(/dc1|203\.0|Tr0ub/);
    expect(saved.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(readFileSync(saved.keyPath ?? '', 'utf8')).toContain('203.0.113.9');
    expect(suggested).toEqual([`airway-example-corp-rotterdam-plant-${runId}.zip`]);
    expect(new Set(told.map(({ doing }) => doing))).toEqual(new Set(['preview', 'write']));
  });

  it('hides own words, keeps names while only files are left out, and leaves those out', async () => {
    const { desk, path } = openDesk();
    const own = { ...choices, words: ['Project Falcon'] };
    answerOf(await desk.preview({ runId, choices: own }));
    const log = 'logs/console/console.log';
    const before = answerOf(await desk.page({ runId, name: log, page: 0, view: 'replaced' }));
    answerOf(await desk.preview({ runId, choices: { ...own, leaveOut: ['report.md'] } }));
    const again = answerOf(await desk.page({ runId, name: log, page: 0, view: 'replaced' }));
    expect(again).toEqual(before);
    expect(before.stretches).toContainEqual({ before: 'Project Falcon', after: 'word-1', rule: 'own-word' });
    answerOf(await desk.save({ runId, choices: { ...own, leaveOut: ['report.md'] } }));
    const manifest = unzipped(path, 'manifest.json');
    expect(manifest).toContain('left out by whoever made this bundle');
    expect(manifest).not.toContain('"name": "report.md"');
  });

  it('writes nothing at all when it cannot be closed as it was asked for', async () => {
    const { desk, own, suggested } = openDesk();
    const refusals = [
      await desk.save({ runId, choices, sealing: { recipients: ['age1qqq'] } }),
      await desk.save({
        runId,
        choices,
        sealing: { recipients: [], signer: { certificatePem: 'none', keyPem: SECRET } },
      }),
    ];
    expect(refusals.map((refusal) => (refusal.ok ? 'ok' : refusal.error.code))).toEqual([
      'bad-recipient',
      'no-certificate',
    ]);
    expect(JSON.stringify(refusals)).not.toContain(SECRET);
    expect(suggested).toEqual([]);
    expect(readdirSync(own)).toEqual(['console.log']);
  });

  it('encrypts for every holder of a key that is named', async () => {
    const { desk, path, suggested } = openDesk();
    const age = await import('age-encryption');
    const identities = [await age.generateX25519Identity(), await age.generateX25519Identity()];
    const recipients = await Promise.all(identities.map((identity) => age.identityToRecipient(identity)));
    expect(await desk.checkSealing({ recipients })).toEqual(ok({}));
    answerOf(await desk.save({ runId, choices, sealing: { recipients } }));
    expect(suggested[0]).toMatch(/\.zip\.age$/);
    for (const identity of identities) {
      const decrypter = new age.Decrypter();
      decrypter.addIdentity(identity);
      const plain = await decrypter.decrypt(readFileSync(path));
      expect(Buffer.from(plain.subarray(0, 2)).toString()).toBe('PK');
    }
  });

  it('ends a preview for a later one, and a bundle when it is cancelled, with nothing left', async () => {
    const { desk, path, own } = openDesk();
    const first = desk.preview({ runId, choices });
    const second = desk.preview({ runId, choices });
    expect(await first).toMatchObject({ ok: false, error: { code: 'superseded' } });
    expect(await second).toMatchObject({ ok: true });
    const saving = desk.save({ runId, choices });
    expect(await desk.save({ runId, choices })).toMatchObject({ ok: false, error: { code: 'busy' } });
    await desk.cancel();
    expect(await saving).toMatchObject({ ok: false, error: { code: 'cancelled' } });
    expect(existsSync(path)).toBe(false);
    expect(readdirSync(own)).toEqual(['console.log']);
  });

  it('refuses pages without a preview, files that are not there, and runs that are gone', async () => {
    const { desk } = openDesk();
    const page = { runId, name: 'report.json', page: 0, view: 'whole' } as const;
    expect(await desk.page(page)).toMatchObject({ ok: false, error: { code: 'no-preview' } });
    await desk.preview({ runId, choices });
    expect(await desk.page({ ...page, name: 'x' })).toMatchObject({ ok: false, error: { code: 'no-file' } });
    const others = { ...choices, otherRuns: ['20200101-000000-aaaa'] };
    expect(await desk.preview({ runId, choices: others })).toMatchObject({
      ok: false,
      error: { code: 'no-run' },
    });
  });
});
