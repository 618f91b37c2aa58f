import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { diskSpaceOutcomeSchema, folderAccessOutcomeSchema } from '../../contract/outcomes/machine.ts';
import { NamespaceLab, whyNoNamespaces } from '../testing/namespace-lab.ts';
import { noteOutcomes } from '../testing/outcome-log.ts';

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
      const printed = await lab.run(namespace, 'sh', '-c', script, 'sh', process.execPath, code);
      const outcome: unknown = JSON.parse(printed);
      noteOutcomes(outcome);
      return outcome;
    }

    const access = async (mount: string, path: string) =>
      folderAccessOutcomeSchema.parse(
        await probe(mount, './folder-access.ts', 'folderAccess', { path, others: [] }),
      );

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
      expect(await access('true', '/sys')).toMatchObject({ code: 'no-right', errno: 'EACCES' });
    });

    it('take no file when they are mounted for reading only, or full', async () => {
      const readOnly = `mount -t tmpfs -o ro none ${folder}`;
      expect(await access(readOnly, folder)).toMatchObject({ code: 'read-only', errno: 'EROFS' });
      const full = `mount -t tmpfs -o size=64k none ${folder}; head -c 1m /dev/zero > ${folder}/filling 2>/dev/null || true`;
      expect(await access(full, folder)).toMatchObject({ code: 'full', errno: 'ENOSPC' });
    });

    it('have nothing to do with a way to the site, of which there is none here', async () => {
      const addresses = ['10.99.2.2'];
      expect(await probe('true', './site-routes.ts', 'siteRoutes', { addresses })).toMatchObject({
        code: 'no-route',
      });
    });

    it('leave a time server unasked that this machine does not let be asked, or has no way to', async () => {
      const blocked = `nft 'table inet own { chain out { type filter hook output priority 0; udp dport 123 drop; }; }'`;
      const input = (address: string) => ({ address, port: 123 });
      expect(await probe(blocked, '../ntp/ntp.ts', 'ntpQuery', input('127.0.0.1'))).toMatchObject({
        code: 'blocked-locally',
      });
      expect(await probe('true', '../ntp/ntp.ts', 'ntpQuery', input('10.99.2.2'))).toMatchObject({
        code: 'failed',
      });
    });
  },
);
