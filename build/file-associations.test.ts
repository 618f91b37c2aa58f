import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { kindOfFile } from '../electron/desktop/file-arguments.ts';
import config from '../electron-builder.config.ts';
import { ROOT } from './fresh.ts';

const endings = (associations: typeof config.fileAssociations): string[] =>
  [associations ?? []].flat().flatMap(({ ext }) => ext);

it('every ending that an installer tells the system of is one that the desktop host opens', () => {
  const own = endings(config.fileAssociations);
  expect(own).toEqual(['airway']);
  const script = readFileSync(join(ROOT, 'build', 'installer.nsh'), 'utf8');
  const onWindows = [...script.matchAll(/SupportedTypes" "\.(\w+)"/g)].map(([, ending = '']) => ending);
  const onMacos = endings(config.mac?.fileAssociations ?? undefined);
  expect(onWindows).toEqual(['yaml', 'yml', 'json', 'zip']);
  expect(onMacos).toEqual(onWindows);
  for (const ending of [...own, ...onWindows])
    expect(kindOfFile(`a.${ending}`)).toBe(ending === 'zip' ? 'bundle' : 'profile');
});

it('what belongs to other programs stays theirs', () => {
  for (const { rank } of [config.mac?.fileAssociations ?? []].flat()) expect(rank).toBe('Alternate');
});
