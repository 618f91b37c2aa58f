import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ROOT } from './fresh.ts';

const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const page = read('docs/security.md');

it('docs/security.md names files and tests that are there', () => {
  const named = [...page.matchAll(/`((?:electron|e2e|build|renderer)[\w./-]*\.tsx?)`(?: “([^”]+)”)?/g)];
  expect(named.length).toBeGreaterThan(50);
  const wrong = named
    .filter(([, path = '', title]) => {
      const isThere = existsSync(join(ROOT, path));
      return !isThere || (title !== undefined && !read(path).includes(`'${title}'`));
    })
    .map(([whole]) => whole);
  expect(wrong).toEqual([]);
});

it('it answers each of Electron’s twenty recommendations, and each answer is shown by something', () => {
  const rows = [...page.matchAll(/^\| (\d+) \| (.+?) \| (.+?) \| (.+) \|$/gm)];
  expect(rows.map(([, number]) => Number(number))).toEqual(
    Array.from({ length: 20 }, (_, index) => index + 1),
  );
  for (const [, , , , shownBy = ''] of rows) expect(shownBy).toMatch(/`/);
});

it('no switch that weakens a page is named in the desktop host', () => {
  const files = execFileSync('git', ['ls-files', 'electron/*.ts', 'electron/desktop/*.ts'], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  const sources = files.trim().split('\n');
  const own = sources.filter((path) => !/\.test\.ts$/.test(path) && !path.includes('/testing/'));
  expect(own).toContain('electron/window.ts');
  const weak =
    /webSecurity|allowRunningInsecureContent|experimentalFeatures|[eE]nableBlinkFeatures|allowpopups|@electron\/remote|crashReporter|autoUpdater|ignore-certificate-errors/;
  expect(own.filter((path) => weak.test(read(path)))).toEqual([]);
});
