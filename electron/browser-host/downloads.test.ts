import { existsSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Downloads } from './downloads.ts';

const opened: Downloads[] = [];
const newDownloads = (): Downloads => {
  const downloads = new Downloads();
  opened.push(downloads);
  return downloads;
};
afterEach(async () => {
  for (const downloads of opened.splice(0)) await downloads.close();
});

async function save(downloads: Downloads, name = 'airway-site.zip'): Promise<{ path: string; url: string }> {
  const path = await downloads.choose(name);
  writeFileSync(path, 'zip');
  const saved = downloads.offer({ path, sizeBytes: 3, files: 1, sha256: 'ab' });
  if (saved.kind !== 'download') throw new Error('not offered for download');
  return { path, url: saved.url };
}
const idOf = (url: string): string => url.replace('/bundle/', '');

describe('Downloads', () => {
  it('offers a bundle by a random id, from a folder that only this user may read', async () => {
    const downloads = newDownloads();
    const { path, url } = await save(downloads);
    expect(url).toMatch(/^\/bundle\/[A-Za-z0-9_-]{22}$/);
    expect(downloads.find(idOf(url))).toEqual({ path, fileName: 'airway-site.zip' });
    expect(statSync(dirname(path)).mode & 0o077).toBe(0);
  });

  it.each(['../../etc/passwd', 'a/b.zip', '.hidden', 'a"b.zip', 'line\r\nbreak.zip', ''])(
    'does not take %j for a file name',
    async (name) => {
      expect(basename(await newDownloads().choose(name))).toBe('airway-bundle.zip');
    },
  );

  it('knows no id that it did not give out', async () => {
    const downloads = newDownloads();
    await save(downloads);
    for (const id of ['', 'x', '..', '__proto__', 'constructor']) expect(downloads.find(id)).toBeUndefined();
  });

  it('keeps the last four bundles', async () => {
    const downloads = newDownloads();
    const first = await save(downloads);
    const later = [];
    for (let count = 0; count < 4; count += 1) later.push(await save(downloads));
    expect(downloads.find(idOf(first.url))).toBeUndefined();
    await vi.waitFor(() => expect(existsSync(first.path)).toBe(false));
    for (const { url, path } of later) expect(downloads.find(idOf(url))?.path).toBe(path);
  });

  it('leaves nothing behind', async () => {
    const downloads = newDownloads();
    const { path, url } = await save(downloads);
    await downloads.close();
    expect(existsSync(dirname(dirname(path)))).toBe(false);
    expect(downloads.find(idOf(url))).toBeUndefined();
  });
});
