import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../bundle/testing/temporary-folder.ts';
import { desktopSettings } from './desktop-settings.ts';
import { whyNothingIsKept } from './start-problems.ts';

it('settings are kept for this user alone', () => {
  const folder = join(temporaryFolder(), 'state');
  const settings = desktopSettings(folder);
  expect(settings.read()).toEqual({ remembersSecrets: false });
  const window = { bounds: { x: 1, y: 2, width: 1300, height: 900 }, isMaximized: true };
  settings.write({ window, remembersSecrets: true });
  expect(desktopSettings(folder).read()).toEqual({ window, remembersSecrets: true });
  expect(statSync(join(folder, 'desktop.json')).mode & 0o077).toBe(0);
  settings.forget();
  settings.forget();
  expect(settings.read()).toEqual({ remembersSecrets: false });
});

it.each([
  '',
  '{',
  '[]',
  '{"remembersSecrets":"yes"}',
  '{"remembersSecrets":true,"window":{}}',
  'x'.repeat(300_000),
])('settings that cannot be understood are not believed', (text) => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'desktop.json'), text);
  expect(desktopSettings(folder).read()).toEqual({ remembersSecrets: false });
});

it('a folder in place of the settings harms nobody', () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'desktop.json'));
  expect(desktopSettings(folder).read()).toEqual({ remembersSecrets: false });
});

it('says where runs cannot be kept', () => {
  const folder = temporaryFolder();
  expect(whyNothingIsKept(join(folder, 'state'))).toBeUndefined();
  expect(existsSync(join(folder, 'state'))).toBe(true);
  writeFileSync(join(folder, 'taken'), 'a file');
  expect(whyNothingIsKept(join(folder, 'taken', 'state'))).toMatch(/taken.*\(ENOTDIR\).*AIRWAY_STATE_DIR/);
  expect(readFileSync(join(folder, 'taken'), 'utf8')).toBe('a file');
});
