import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exclusionListOutcomeSchema } from '../../contract/outcomes/responder-asset.ts';
import { testContext } from '../testing/tcp-test-context.ts';
import { defenderExclusions, isExcluded, mdatpExclusions } from './exclusion-answers.ts';
import { exclusionList } from './exclusion-list.ts';
import { recorded } from './testing/recorded-answers.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'airway-exclusions-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const look = async (
  platform: 'linux' | 'win32' | 'darwin',
  changed: Readonly<Record<string, string | undefined>>,
  installFolder = folder,
) => {
  const input = { installFolder, recorded: recorded(platform, changed) };
  const outcome = exclusionListOutcomeSchema.parse(await exclusionList.run(input, testContext(2000)));
  return { outcome, verdict: exclusionList.judge(outcome) };
};
const defender = (...paths: string[]) => ({
  'exclusions-defender': JSON.stringify({ paths, processes: null }),
});

describe('the exclusions for the Responder', () => {
  it('are there', async () => {
    const { outcome, verdict } = await look('win32', defender('D:\\Data', folder));
    expect(outcome).toMatchObject({
      code: 'excluded',
      product: 'Microsoft Defender',
      folders: [{ path: folder, isExcluded: true }],
      entryCount: 2,
    });
    expect(verdict.status).toBe('passed');
    // The rest of the list is nobody's business.
    expect(JSON.stringify(outcome)).not.toContain('Data');
  });

  it('are missing, which is a note and no failure', async () => {
    const { outcome, verdict } = await look('linux', {});
    expect(outcome).toMatchObject({
      code: 'missing',
      folders: [{ path: folder, isExcluded: false }],
      entryCount: 1,
    });
    expect(verdict).toEqual({
      status: 'passed',
      reason: `${folder} is not on the exclusion list of Microsoft Defender (entries: 1)`,
    });
  });

  it('are hidden from a user without rights', async () => {
    const { outcome, verdict } = await look(
      'win32',
      defender('N/A: Must be an administrator to view exclusions'),
    );
    expect(outcome).toMatchObject({ code: 'no-rights', folders: [] });
    expect(verdict).toMatchObject({
      status: 'skipped',
      reason: expect.stringContaining('administrators only'),
    });
  });

  it('are not known where no product shows them', async () => {
    const { outcome, verdict } = await look('darwin', { 'exclusions-mdatp': undefined });
    expect(outcome).toMatchObject({ code: 'no-product' });
    expect(outcome).not.toHaveProperty('product');
    expect(verdict.status).toBe('skipped');
  });

  it('are unreadable where the answer is another, or nothing is there to be excluded', async () => {
    for (const { outcome, verdict } of [
      await look('win32', { 'exclusions-defender': 'exit 1\n' }),
      await look('win32', { 'exclusions-defender': 'nonsense' }),
      await look('linux', {}, '/nowhere/agent'),
    ]) {
      expect(outcome).toMatchObject({ code: 'unreadable', unreadable: [expect.any(String)] });
      expect(verdict.status).toBe('skipped');
    }
  });
});

describe('a folder', () => {
  const agent = 'C:\\Program Files (x86)\\Binalyze\\AIR\\agent';
  it.each<[string, string, boolean]>([
    [agent, 'c:\\program files (x86)\\binalyze\\air\\agent\\', true],
    [agent, 'C:\\Program Files (x86)\\Binalyze', true],
    [agent, '%ProgramFiles(x86)%\\Binalyze\\AIR\\*', true],
    [agent, 'C:\\Program Files (x86)\\Binalyze\\AIR\\agent\\AIR.exe', false],
    [agent, 'C:\\Program Files (x86)\\Bina', false],
    [agent, 'C:\\*\\Bin*ze\\AIR', true],
    ['/opt/binalyze/air/agent', '/opt/binalyze/air/agent/', true],
    ['/opt/binalyze/air/agent', '/opt/Binalyze/air/agent/', false],
    ['/opt/binalyze/air/agent', '/opt/*/air', true],
    ['/opt/binalyze/air/agent', '', false],
    ['/opt/binalyze/air/agent', '/', false],
  ])('%s under the entry %s: %s', (path, entry, expected) => {
    const environment = { 'ProgramFiles(x86)': 'C:\\Program Files (x86)' };
    expect(isExcluded(path, [entry], environment)).toBe(expected);
  });

  it('under any entry is answered without a throw', () => {
    const entry = fc.oneof(fc.string({ maxLength: 200 }), fc.stringMatching(/^[/*a]{0,200}$/));
    fc.assert(
      fc.property(entry, fc.string({ maxLength: 100 }), (pattern, path) => {
        expect(typeof isExcluded(path, [pattern], {})).toBe('boolean');
      }),
    );
  });
});

it('any text is read as a list without a throw', () => {
  const texts = fc.oneof(
    fc.string({ maxLength: 300, unit: 'binary' }),
    fc.json(),
    fc.record({ paths: fc.anything(), processes: fc.anything() }).map((value) => JSON.stringify(value) ?? ''),
    fc.string().map((text) => `Path: "${text}"\nexclusion`),
  );
  fc.assert(
    fc.property(texts, (text) => {
      for (const list of [defenderExclusions(text), mdatpExclusions(text)])
        if (list !== undefined && list !== 'hidden')
          for (const entry of list.entries) expect(entry.length).toBeLessThanOrEqual(1024);
    }),
  );
});
