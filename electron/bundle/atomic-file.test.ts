import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { whyNotWritable, writeAtomically, writeTextAtomically } from './atomic-file.ts';
import { isMissing } from './testing/needed-program.ts';
import { temporaryFolder } from './testing/temporary-folder.ts';
import { whyWriteFailed } from './write-failure.ts';

const isPosix = process.platform !== 'win32';
const withMounts = process.getuid?.() === 0 ? ['-m'] : ['-rm'];

describe('writeAtomically', () => {
  test('writes a complete file that only its owner may read, and leaves nothing beside it', async () => {
    const folder = temporaryFolder();
    const path = join(folder, 'out.txt');
    await writeAtomically(path, async (out) => {
      for (let line = 0; line < 2000; line += 1)
        if (!out.write(`${'x'.repeat(998)}\n`)) await once(out, 'drain');
    });
    expect(statSync(path).size).toBe(2000 * 999);
    expect(readdirSync(folder)).toEqual(['out.txt']);
    if (isPosix) expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  test('replaces a file as a whole, and a failed write leaves the old one as it was', async () => {
    const folder = temporaryFolder();
    const path = join(folder, 'out.txt');
    await writeTextAtomically(path, 'first');
    const failing = writeAtomically(path, async (out) => {
      out.write('half of the sec');
      throw new Error('the source broke');
    });
    await expect(failing).rejects.toThrow('the source broke');
    expect(readFileSync(path, 'utf8')).toBe('first');
    await writeTextAtomically(path, 'second');
    expect(readFileSync(path, 'utf8')).toBe('second');
    expect(readdirSync(folder)).toEqual(['out.txt']);
  });

  test('a cancel ends a writer that waits for ever, and nothing stands under the name', async () => {
    const folder = temporaryFolder();
    const controller = new AbortController();
    const writing = writeAtomically(
      join(folder, 'out.txt'),
      (out) => {
        out.write('some of it');
        controller.abort();
        return new Promise(() => undefined);
      },
      { signal: controller.signal },
    );
    await expect(writing).rejects.toMatchObject({ name: 'AbortError' });
    expect(readdirSync(folder)).toEqual([]);
  });

  test('a cancel before the start writes nothing at all', async () => {
    const folder = temporaryFolder();
    const writing = writeTextAtomically(join(folder, 'out.txt'), 'text', { signal: AbortSignal.abort() });
    await expect(writing).rejects.toMatchObject({ name: 'AbortError' });
    expect(readdirSync(folder)).toEqual([]);
  });

  test('a cancel after the last byte and before the rename still counts', async () => {
    const folder = temporaryFolder();
    const controller = new AbortController();
    const writing = writeAtomically(
      join(folder, 'out.txt'),
      async (out) => {
        out.end('all of it');
        await once(out, 'finish');
        controller.abort();
      },
      { signal: controller.signal },
    );
    await expect(writing).rejects.toMatchObject({ name: 'AbortError' });
    expect(readdirSync(folder)).toEqual([]);
  });

  test.skipIf(!isPosix)('follows a symbolic link to the file and keeps the link', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'real.txt'), 'old');
    symlinkSync('real.txt', join(folder, 'link.txt'));
    await writeTextAtomically(join(folder, 'link.txt'), 'new');
    expect(readFileSync(join(folder, 'real.txt'), 'utf8')).toBe('new');
    expect(readdirSync(folder, { withFileTypes: true }).map((one) => one.isSymbolicLink())).toEqual([
      true,
      false,
    ]);
  });

  // A pipe in a folder of its own stands for all that is no file: were the guard broken, root would replace /dev/null itself.
  test.skipIf(isMissing('mkfifo', '--version'))('never replaces a pipe or a device by a file', async () => {
    const folder = temporaryFolder();
    const path = pipeIn(folder);
    await expect(writeTextAtomically(path, 'text')).rejects.toMatchObject({ code: 'not-a-file' });
    expect(statSync(path).isFIFO()).toBe(true);
    expect(readdirSync(folder)).toEqual(['pipe']);
  });

  test.skipIf(isMissing('unshare', ...withMounts, 'true'))(
    'a disk that fills up leaves nothing behind',
    () => {
      const answer = onSmallDisk(
        'size=256k',
        `const { writeAtomically } = await import(MODULE);
       const { whyWriteFailed } = await import(FAILURE);
       const why = await writeAtomically(DIR + '/out.bin', async (out) => {
         const { once } = await import('node:events');
         for (let n = 0; n < 64; n += 1) if (!out.write(Buffer.alloc(65536, n))) await once(out, 'drain');
       }).then(() => 'written', (error) => whyWriteFailed(DIR + '/out.bin', error));
       return { why, files: readdirSync(DIR) };`,
      );
      expect(answer).toEqual({
        why: expect.stringMatching(/cannot be written: no space is left on the disk/),
        files: [],
      });
    },
  );

  test.skipIf(isMissing('unshare', ...withMounts, 'true'))(
    'says before a run that a disk is read-only',
    () => {
      const answer = onSmallDisk(
        'size=256k,ro',
        `const { whyNotWritable } = await import(MODULE);
       return { why: await whyNotWritable(DIR + '/out.bin') };`,
      );
      expect(answer).toEqual({
        why: expect.stringMatching(/cannot be written: the file system of .* is read-only\.$/),
      });
    },
  );
});

describe('whyNotWritable', () => {
  test('has nothing to say against a new file, an old file, and a relative one', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'old.txt'), 'old');
    expect(await whyNotWritable(join(folder, 'new.txt'))).toBeUndefined();
    expect(await whyNotWritable(join(folder, 'old.txt'))).toBeUndefined();
    expect(readdirSync(folder)).toEqual(['old.txt']);
    expect(readFileSync(join(folder, 'old.txt'), 'utf8')).toBe('old');
  });

  test.each<[string, (folder: string) => string, RegExp]>([
    ['no name', () => '', /^The file cannot be written: no file name was given\.$/],
    ['a missing folder', (folder) => join(folder, 'no', 'out.zip'), /the folder .*no does not exist\.$/],
    ['a folder', (folder) => folder, /it is a folder, and a file name is needed\.$/],
    ['a name that ends like a folder', (folder) => `${folder}/out/`, /names a folder/],
    ['a file as folder', (folder) => join(folder, 'file', 'out.zip'), /file is not a folder\.$/],
    ['a name that is too long', (folder) => join(folder, 'x'.repeat(300)), /the name is too long/],
    ['a name with a NUL', (folder) => join(folder, 'a\0b'), /holds a character that no file name can have/],
  ])('%s', async (_name, pathIn, expected) => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'file'), '');
    expect(await whyNotWritable(pathIn(folder))).toMatch(expected);
    expect(readdirSync(folder)).toEqual(['file']);
  });

  test.skipIf(process.platform !== 'linux')(
    'a pipe, a circle of links, and a folder without the right to write',
    async () => {
      const folder = temporaryFolder();
      symlinkSync('circle', join(folder, 'circle'));
      mkdirSync(join(folder, 'closed'));
      chmodSync(join(folder, 'closed'), 0o555);
      // Root may write in any folder but those of the kernel.
      const closed = process.getuid?.() === 0 ? '/sys/kernel' : join(folder, 'closed');
      expect(await whyNotWritable(pipeIn(folder))).toMatch(/it is a device or a pipe/);
      expect(await whyNotWritable(join(folder, 'circle'))).toMatch(/symbolic links lead in a circle/);
      expect(await whyNotWritable(join(closed, 'out.zip'))).toMatch(/no right to write there|read-only/);
    },
  );
});

test('a failure that is not known is quoted by its code, never as more than one line', () => {
  expect(whyWriteFailed('a\nb.zip', Object.assign(new Error('x'), { code: 'EXDEV' }))).toBe(
    'a\\nb.zip cannot be written: the system says EXDEV.',
  );
  expect(whyWriteFailed('b.zip', new DOMException('gone', 'AbortError'))).toBe(
    'b.zip was not written: cancelled.',
  );
});

function pipeIn(folder: string): string {
  const path = join(folder, 'pipe');
  execFileSync('mkfifo', [path]);
  return path;
}

/** Runs `body` in a process of its own with a tmpfs mounted on DIR, and returns what it returns. */
function onSmallDisk(options: string, body: string): unknown {
  const folder = temporaryFolder();
  const script = `import { readdirSync } from 'node:fs';
    const MODULE = ${JSON.stringify(new URL('./atomic-file.ts', import.meta.url).href)};
    const FAILURE = ${JSON.stringify(new URL('./write-failure.ts', import.meta.url).href)};
    const DIR = ${JSON.stringify(folder)};
    const work = async () => { ${body} };
    console.log(JSON.stringify(await work()));`;
  const output = execFileSync(
    'unshare',
    [
      ...withMounts,
      'sh',
      '-c',
      'mount -t tmpfs -o "$1" none "$2" && exec "$3" --input-type=module -e "$4"',
      'sh',
      options,
      folder,
      process.execPath,
      script,
    ],
    { encoding: 'utf8' },
  );
  return JSON.parse(output);
}
