import { execFile, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { extractAll, getRawHeader, listPackage } from '@electron/asar';
import { FuseV1Options, FuseVersion, flipFuses } from '@electron/fuses';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { standInWithoutBrowser } from '../electron/testing/electron-stand-in/electron-stand-in.ts';
import { loadDesktop } from '../electron/testing/electron-stand-in/load-desktop.ts';
import packageJson from '../package.json' with { type: 'json' };
import { electronBinary } from './electron-dist.ts';
import { ROOT } from './fresh.ts';
import { archiveProblems } from './packaging/archive-contents.ts';
import { judgeFuses, readFuses } from './packaging/fuse-wire.ts';
import { makePackedCopy } from './packed-copy.ts';
import { cycloneDx } from './testing/cyclonedx.ts';

const folder = mkdtempSync(join(tmpdir(), 'airway-package-'));
const SECONDS = 1_767_225_600;
/** macOS packs for itself alone, and what it packs lies elsewhere: there the workflow looks at it. */
const IS_MAC = process.platform === 'darwin';
/** Of whoever waits for a program that starts on a busy machine. */
const PATIENCE = { timeout: 15_000 };
let said = '';

/** Runs the command as a user does: with what a test sets taken away, and with a secret that must not be packed. */
async function npmRunPackage(output: string, ...systems: string[]): Promise<string> {
  const { NODE_ENV: _test, VITEST: _vitest, ...environment } = process.env;
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [join(ROOT, 'build', 'package.ts'), '--dir', ...systems, '--output', join(folder, output)],
    {
      env: { ...environment, SOURCE_DATE_EPOCH: String(SECONDS), AIRWAY_TEST_SECRET: 'not-to-be-packed-7Q' },
    },
  );
  return stdout;
}

const unpacked = join(folder, 'a', 'linux-unpacked');
const archive = join(unpacked, 'resources', 'app.asar');
const forWindows = join(folder, 'a', 'win-unpacked');
const sum = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex');

describe.skipIf(IS_MAC)('npm run package -- --dir', () => {
  // Builds the renderer twice, which takes as long as the sources are large.
  beforeAll(async () => {
    said = await npmRunPackage('a', '--linux', '--win');
    await npmRunPackage('b', '--linux');
  }, 120_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('says what it made and what it could not do here', () => {
    expect(said).toMatch(/linux-unpacked: linux \w+, on (?:a stand-in for Electron|Electron \d)/);
    expect(said).toMatch(/win-unpacked: win32 \w+, on a stand-in for Electron/);
    const [, notDone = ''] = said.split('Not done here:');
    for (const what of [
      'nsis',
      'portable',
      'dmg',
      'AppImage',
      'deb',
      'rpm',
      'signatures',
      'a program that starts',
    ])
      expect(notDone).toMatch(new RegExp(`^ {2}${what}.*: needs? `, 'm'));
  });

  it('packs the programs and the page, and nothing else', () => {
    const files = listPackage(archive, { isPack: false }).map((path) =>
      path.replaceAll('\\', '/').replace(/-[\w-]{8}\./, '-HASH.'),
    );
    expect(new Set(files.filter((path) => !/^\/out\/chunks\//.test(path)))).toEqual(
      new Set([
        '/package.json',
        '/out',
        '/out/chunks',
        '/out/desktop',
        '/out/desktop/main.js',
        '/out/desktop/preload.cjs',
        '/out/renderer',
        '/out/renderer/index.html',
        '/out/renderer/assets',
        '/out/renderer/assets/index-HASH.js',
        '/out/renderer/assets/index-HASH.css',
        '/out/renderer/assets/icon-HASH.svg',
      ]),
    );
    expect(archiveProblems(archive)).toEqual([]);
    expect(readFileSync(archive).includes('not-to-be-packed-7Q')).toBe(false);
  });

  it('puts licences, SBOM and sums beside the archive, and leaves out what Electron shows without a program', () => {
    expect(readdirSync(join(unpacked, 'resources')).sort()).toEqual([
      'LICENSE.airway.txt',
      'THIRD-PARTY-LICENSES.txt',
      'app.asar',
      'sbom.cdx.json',
    ]);
    expect(readdirSync(unpacked)).toEqual(expect.arrayContaining(['airway', 'LICENSE.electron.txt']));
    expect(readdirSync(unpacked)).not.toContain('version');
    const licences = readFileSync(join(unpacked, 'resources', 'THIRD-PARTY-LICENSES.txt'), 'utf8');
    const sbom = cycloneDx.parse(
      JSON.parse(readFileSync(join(unpacked, 'resources', 'sbom.cdx.json'), 'utf8')),
    );
    expect(sbom.metadata.timestamp).toBe('2026-01-01T00:00:00.000Z');
    const names = sbom.components.map(({ group, name }) => (group === undefined ? name : `${group}/${name}`));
    expect(names).toEqual(expect.arrayContaining(['electron', 'react-dom', 'zod', 'yaml', '@noble/curves']));
    // What only tests and builds use is not in there.
    for (const name of ['vitest', 'typescript', 'electron-builder', 'commander'])
      expect(names).not.toContain(name);
    for (const name of names.slice(1)) expect(licences).toContain(`\n${name} `);
  });

  it('gives the same archive again, with one date everywhere', () => {
    const again = join(folder, 'b', 'linux-unpacked');
    for (const name of readdirSync(join(unpacked, 'resources')))
      expect(sum(join(again, 'resources', name)), name).toBe(sum(join(unpacked, 'resources', name)));
    expect(sum(join(forWindows, 'resources', 'app.asar'))).toBe(sum(archive));
    const dates = readdirSync(unpacked, { recursive: true, encoding: 'utf8' }).map(
      (name) => statSync(join(unpacked, name)).mtimeMs / 1000,
    );
    expect(new Set(dates)).toEqual(new Set([SECONDS]));
  });

  it.each([
    ['linux', join(unpacked, 'airway')],
    ['windows', join(forWindows, 'Airway.exe')],
  ])('writes every fuse of the binary for %s', async (_system, binary) => {
    expect(Object.fromEntries(await readFuses(binary))).toMatchObject({
      RunAsNode: 'off',
      EnableCookieEncryption: 'off',
      EnableNodeOptionsEnvironmentVariable: 'off',
      EnableNodeCliInspectArguments: 'off',
      EnableEmbeddedAsarIntegrityValidation: 'on',
      OnlyLoadAppFromAsar: 'on',
      LoadBrowserProcessSpecificV8Snapshot: 'off',
      GrantFileProtocolExtraPrivileges: 'off',
    });
    expect((await judgeFuses(binary)).problems).toEqual([]);
  });

  it('would notice a fuse that stands otherwise', async () => {
    const copy = join(folder, 'Airway-copy');
    cpSync(join(unpacked, 'airway'), copy);
    await flipFuses(copy, { version: FuseVersion.V1, [FuseV1Options.RunAsNode]: true });
    expect((await judgeFuses(copy)).problems).toEqual(['the fuse RunAsNode is on, and should be off']);
  });

  it('embeds the sum of the archive into the binary for Windows', () => {
    const header = createHash('sha256').update(
      getRawHeader(join(forWindows, 'resources', 'app.asar')).headerString,
    );
    const embedded = JSON.stringify([
      { file: 'resources\\app.asar', alg: 'SHA256', value: header.digest('hex') },
    ]);
    expect(readFileSync(join(forWindows, 'Airway.exe')).includes(embedded)).toBe(true);
  });

  it('lets a copy be inspected, and nothing else of it', async () => {
    const program = await makePackedCopy(unpacked, join(folder, 'under-test'));
    expect((await judgeFuses(program)).problems).toEqual([
      'the fuse EnableNodeCliInspectArguments is on, and should be off',
    ]);
    expect((await judgeFuses(join(unpacked, 'airway'))).problems).toEqual([]);
  });

  it('packs a program that starts and shows its page', async () => {
    const app = join(folder, 'extracted');
    extractAll(archive, app);
    const manifest = JSON.parse(readFileSync(join(app, 'package.json'), 'utf8')) as Record<string, string>;
    expect(Object.keys(manifest).sort()).toEqual(
      ['author', 'description', 'desktopName', 'license', 'main', 'name', 'type', 'version'].sort(),
    );
    vi.stubEnv('AIRWAY_STATE_DIR', join(folder, 'state'));
    const electron = standInWithoutBrowser();
    loadDesktop(join(app, manifest['main'] ?? ''), electron.module);
    electron.app.becomeReady();
    await vi.waitFor(() => expect(electron.window.calls).toContain('show'), PATIENCE);
    const page = await (await electron.session.request('app://airway/', 'mainFrame'))?.text();
    const [, script = ''] = /<script [^>]*src="\.\/(assets\/[^"]+)"/.exec(page ?? '') ?? [];
    const answer = await electron.session.request(`app://airway/${script}`);
    expect(await answer?.text()).toBe(readFileSync(join(app, 'out', 'renderer', script), 'utf8'));
    expect(packageJson.version).toBe(manifest['version']);
    electron.app.quit();
    await vi.waitFor(() => expect(electron.app.exitCode).toBe(0), PATIENCE);
    vi.unstubAllEnvs();
  });

  it.skipIf(electronBinary() !== undefined)('says of a stand-in that it starts nothing', () => {
    const { status, stderr } = spawnSync(join(unpacked, 'airway'));
    expect([status, stderr.toString()]).toEqual([1, 'This stands in for Electron and starts nothing.\n']);
    expect(existsSync(join(unpacked, 'THIS-IS-NO-ELECTRON.txt'))).toBe(true);
  });
});
