import { homedir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { otherFolderSentence } from './other-folder.ts';

afterEach(() => vi.unstubAllEnvs());

it('offers a folder that took a file, and never the one that just failed', async () => {
  const first = await otherFolderSentence('/nowhere/at/all/bundle.zip');
  const offered = /^ (.+) takes files\.$/.exec(first)?.[1] ?? '';
  expect(offered).not.toBe('');
  expect(await otherFolderSentence(join(offered, 'bundle.zip'))).not.toBe(first);
});

it.skipIf(process.platform === 'win32')('offers nothing where nothing takes a file', async () => {
  vi.stubEnv('HOME', '/nowhere');
  vi.stubEnv('TMPDIR', '/nowhere');
  expect(homedir()).toBe('/nowhere');
  expect(await otherFolderSentence('/mnt/bundle.zip')).toBe('');
});
