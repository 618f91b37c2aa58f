import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { ensureRendererBuild } from '../fresh.ts';
import { BLOB_NAME, FUSE, makeSingle } from './make-single.ts';
import { NODE_VERSION, NotFetched, type Target } from './node-binaries.ts';

const canChroot = process.platform === 'linux' && process.arch === 'x64' && process.getuid?.() === 0;
const folder = mkdtempSync(join(tmpdir(), 'airway-single-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeAll(() => ensureRendererBuild(), 60_000);

it('is made of the Node that everything else runs on', () => {
  expect(packageJson.devDependencies.node).toBe(NODE_VERSION);
});

describe.skipIf(!canChroot)(
  'in a root folder with the file and its shared libraries (Linux x64, as root)',
  () => {
    const root = join(folder, 'root');
    const run = (...args: string[]) =>
      spawnSync('/usr/sbin/chroot', [root, '/airway', ...args], {
        env: { AIRWAY_STATE_DIR: '/tmp' },
        encoding: 'utf8',
      });
    beforeAll(async () => {
      mkdirSync(join(root, 'tmp'), { recursive: true });
      const { path } = await makeSingle('linux-x64', folder);
      copyFileSync(path, join(root, 'airway'));
      const needed = execFileSync('ldd', [path], { encoding: 'utf8' }).matchAll(/(\/\S+) \(0x/g);
      for (const [, library = ''] of needed) {
        mkdirSync(dirname(join(root, library)), { recursive: true });
        copyFileSync(library, join(root, library));
      }
    }, 60_000);

    it('says its version and parts', () => {
      expect(run('--version').stdout.split('\n')[0]).toBe(packageJson.version);
      expect(JSON.parse(run('version', '--json').stdout)).toMatchObject({
        form: 'single file',
        node: NODE_VERSION,
      });
    });

    it('checks a site, writes a bundle, opens and verifies it', () => {
      const checked = run('check', '--practice', 'certificate-expired', '--bundle', '/tmp/a.zip', '--quiet');
      // Node says on standard error that there are no certificates of the system here.
      expect(checked.status).toBe(3);
      expect(run('open', '/tmp/a.zip', '--quiet').status).toBe(3);
      expect(run('verify', '/tmp/a.zip').status).toBe(0);
    }, 30_000);

    it('serves the wizard', async () => {
      const child = spawn('/usr/sbin/chroot', [root, '/airway', 'serve'], {
        env: { AIRWAY_STATE_DIR: '/tmp' },
      });
      try {
        let said = '';
        for await (const part of child.stdout) {
          said += String(part);
          if (said.includes('Ctrl-C')) break;
        }
        const page = await fetch(/http:\S+/.exec(said)?.[0] ?? '', { redirect: 'manual' });
        expect(page.status).toBeLessThan(400);
      } finally {
        child.kill();
      }
    }, 20_000);
  },
);

/** A file for another system; undefined, with a word, where its Node could not be fetched. */
async function made(target: Target): Promise<Buffer | undefined> {
  try {
    return readFileSync((await makeSingle(target, folder)).path);
  } catch (error) {
    if (error instanceof NotFetched) return undefined;
    throw error;
  }
}

// Neither runs here: what can be seen is that the program is where that system's Node looks for it.
describe.each(['linux-arm64', 'win-x64'] as const)('for %s, by structure', (target) => {
  it('holds the program and has its fuse on', async ({ skip }) => {
    const file = await made(target);
    if (file === undefined) return skip("Node's binary could not be fetched from npm");
    expect(file.includes(`${FUSE}:1`)).toBe(true);
    expect(file.includes(`${FUSE}:0`)).toBe(false);
    if (target === 'win-x64') {
      const at = file.readUInt32LE(0x3c);
      expect([file.toString('latin1', at, at + 4), file.readUInt16LE(at + 4)]).toEqual(['PE\0\0', 0x8664]);
      expect(file.includes(Buffer.from(BLOB_NAME, 'utf16le'))).toBe(true);
    } else {
      expect([file.readUInt32BE(0), file.readUInt16LE(18)]).toEqual([0x7f454c46, 183]);
      expect(file.includes(`${BLOB_NAME}\0`)).toBe(true);
    }
  }, 120_000);
});

it('leaves nothing of the work behind', () => {
  expect(existsSync(join(folder, 'work-linux-x64'))).toBe(false);
});
