import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type DiskSpaceOutcome,
  diskSpaceOutcomeSchema,
  folderAccessOutcomeSchema,
} from '../../contract/outcomes/machine.ts';
import { testContext } from '../testing/tcp-test-context.ts';
import { diskSpace } from './disk-space.ts';
import { folderAccess } from './folder-access.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'airway-folders-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('a folder for results', () => {
  it('that takes a file is left as it was', async () => {
    const outcome = folderAccessOutcomeSchema.parse(
      await folderAccess.run({ path: folder }, testContext(2000)),
    );
    expect(outcome).toMatchObject({ code: 'writable', path: folder });
    expect(outcome).not.toHaveProperty('otherFolder');
    expect(await readdir(folder)).toEqual([]);
    expect(folderAccess.judge(outcome).status).toBe('passed');
  });

  it('that is missing is said, with another one that takes files', async () => {
    const path = join(folder, 'gone');
    const outcome = folderAccessOutcomeSchema.parse(
      await folderAccess.run({ path, others: [path, join(folder, 'gone too'), folder] }, testContext(2000)),
    );
    expect(outcome).toMatchObject({ code: 'missing', errno: 'ENOENT', otherFolder: folder });
    expect(folderAccess.judge(outcome)).toEqual({
      status: 'warned',
      reason: `${path} takes no files (ENOENT); ${folder} does`,
    });
  });

  it('that is a file counts as missing, and one with an impossible name as failed', async () => {
    const file = join(folder, 'file');
    await writeFile(file, '');
    const codeOf = async (path: string) =>
      (await folderAccess.run({ path, others: [] }, testContext(2000))).code;
    expect(await codeOf(file)).toBe('missing');
    expect(await codeOf(`${folder}/\u0000`)).toBe('failed');
  });
});

describe('the room on a disk', () => {
  const volume = async (path: string, role: 'responder' | 'airway' = 'airway') =>
    diskSpaceOutcomeSchema.parse(await diskSpace.run({ folders: [{ path, role }] }, testContext(2000)));

  it('is measured where the folder is, or above it', async () => {
    const outcome = await volume(join(folder, 'not', 'there'));
    expect(outcome.volumes).toMatchObject([
      { path: join(folder, 'not', 'there'), measuredAt: folder, totalBytes: expect.any(Number) },
    ]);
    expect(['enough', 'full']).toContain(outcome.code);
  });

  it('is unreadable for a path that leads nowhere, which is no failure', async () => {
    const outcome = await volume(`${folder}/\u0000`);
    expect(outcome).toMatchObject({ code: 'unreadable', volumes: [{ errno: 'ERR_INVALID_ARG_VALUE' }] });
    expect(diskSpace.judge(outcome).status).toBe('skipped');
  });

  it.each<[DiskSpaceOutcome['code'], Partial<DiskSpaceOutcome['volumes'][number]>, string, string]>([
    ['enough', { freeBytes: 12.3e9 }, 'passed', '12.3 GB free of 40.0 GB on the volume of /opt'],
    ['low', { freeBytes: 900e6 }, 'passed', '900 MB free of 40.0 GB on the volume of /opt'],
    ['full', { freeBytes: 4096 }, 'failed', '4 kB free of 40.0 GB on the volume of /opt'],
    [
      'full',
      { freeBytes: 9e9, freeFiles: 0 },
      'failed',
      '9.0 GB free of 40.0 GB on the volume of /opt, and no file can be made any more',
    ],
  ])('%s with %j is %s: %s', (code, more, status, reason) => {
    const volumes = [{ path: '/opt', role: 'responder' as const, totalBytes: 40e9, ...more }];
    expect(diskSpace.judge({ kind: 'disk-space', code, volumes, elapsedMs: 1 })).toEqual({ status, reason });
  });
});
