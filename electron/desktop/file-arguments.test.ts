import { describe, expect, it } from 'vitest';
import { filesOfArguments, kindOfFile } from './file-arguments.ts';

describe('a command line', () => {
  it.each([
    ['a double click', ['/opt/airway', '/home/e/site.airway.yaml'], ['/home/e/site.airway.yaml']],
    ['a relative path', ['/opt/airway', 'case.zip'], ['/work/case.zip']],
    ['a development copy', ['/n/electron', '.', 'site.yml'], ['/work/site.yml']],
    [
      'switches of a test tool',
      ['/opt/airway', '--no-sandbox', '--inspect=0', '--profile=a.yaml', 'b.json'],
      ['/work/b.json'],
    ],
    ['other files', ['/opt/airway', 'a.txt', 'b.exe', '/etc/passwd'], []],
    [
      'a whole folder',
      ['/opt/airway', 'a.zip', 'b.zip', 'c.zip', 'd.zip'],
      ['/work/a.zip', '/work/b.zip', '/work/c.zip'],
    ],
    ['nothing', ['/opt/airway'], []],
    ['a program that is named like a profile', ['/opt/my.airway'], []],
    ['a path that no system takes', ['/opt/airway', `${'a'.repeat(40_000)}.zip`, 'a\0.zip'], []],
  ])('with %s', (_what, argv, files) => {
    expect(filesOfArguments(argv, '/work')).toEqual(files);
  });
});

it('a file is known by its ending', () => {
  expect(['a.airway.yaml', 'A.YML', 'x.json', 'x.airway'].map(kindOfFile)).toEqual(Array(4).fill('profile'));
  expect(kindOfFile('/a/airway-site-1.ZIP')).toBe('bundle');
  expect(['a', 'zip', 'a.zip.exe', 'a.yaml/'].map(kindOfFile)).toEqual([
    undefined,
    undefined,
    undefined,
    'profile',
  ]);
});
