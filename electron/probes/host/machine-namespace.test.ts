import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { diskSpaceOutcomeSchema, folderAccessOutcomeSchema } from '../../contract/outcomes/machine.ts';
import { NamespaceLab, whyNoNamespaces } from '../testing/namespace-lab.ts';

const why = await whyNoNamespaces();
const moduleOf = (name: string): string => JSON.stringify(new URL(name, import.meta.url).href);

describe.skipIf(why !== undefined)(
  `folders with file systems of their own${why === undefined ? '' : ` (${why})`}`,
  () => {
    const lab = new NamespaceLab();
    let namespace = '';
    let folder = '';
    beforeAll(async () => {
      namespace = await lab.add('folders');
      folder = await mkdtemp(join(tmpdir(), 'airway-mounts-'));
    });
    afterAll(async () => {
      await lab.remove();
      await rm(folder, { recursive: true, force: true });
    });

    /** Runs a probe after a mount that only its own process sees. */
    async function probe(mount: string, file: string, name: string, input: object): Promise<unknown> {
      const code = `const probe = (await import(${moduleOf(file)})).${name};
        const context = { signal: new AbortController().signal, deadlineMs: 3000, now: () => performance.now(),
          wallClock: Date.now, progress() {}, secrets: {} };
        console.log(JSON.stringify(await probe.run(${JSON.stringify(input)}, context)));`;
      const script = `set -e; ${mount}; exec "$1" --no-warnings --input-type=module --eval "$2"`;
      return JSON.parse(await lab.run(namespace, 'sh', '-c', script, 'sh', process.execPath, code));
    }

    const room = async (sizeMegabytes: number, role: 'responder' | 'airway') =>
      diskSpaceOutcomeSchema.parse(
        await probe(
          `mount -t tmpfs -o size=${sizeMegabytes}m none ${folder}`,
          './disk-space.ts',
          'diskSpace',
          {
            folders: [{ path: join(folder, 'agent'), role }],
          },
        ),
      );

    it('are low or full for the Responder where Airway still has enough', async () => {
      expect(await room(500, 'responder')).toMatchObject({
        code: 'low',
        volumes: [{ totalBytes: 500 * 1024 ** 2, measuredAt: folder }],
      });
      expect((await room(50, 'responder')).code).toBe('full');
      expect((await room(50, 'airway')).code).toBe('enough');
      expect((await room(8, 'airway')).code).toBe('full');
    });

    it('are full where no file can be made any more', async () => {
      const mount = `mount -t tmpfs -o size=900m,nr_inodes=2 none ${folder}; touch ${folder}/last`;
      const input = { folders: [{ path: folder, role: 'airway' }] };
      expect(await probe(mount, './disk-space.ts', 'diskSpace', input)).toMatchObject({
        code: 'full',
        volumes: [{ freeFiles: 0 }],
      });
    });

    it('refuse a file to everyone', async () => {
      // The kernel's own file system lets nobody make files, not even root.
      const outcome = folderAccessOutcomeSchema.parse(
        await probe('true', './folder-access.ts', 'folderAccess', { path: '/sys', others: [] }),
      );
      expect(outcome).toMatchObject({ code: 'no-right', errno: 'EACCES' });
    });
  },
);
