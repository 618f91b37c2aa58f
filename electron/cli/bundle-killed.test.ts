import { spawnSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensureNodeBuild } from '../../build/fresh.ts';
import { readBundle } from '../bundle/read-bundle.ts';
import { isMissing } from '../bundle/testing/needed-program.ts';
import { eventsOf, sampleReport } from '../bundle/testing/sample-report.ts';
import { openJournal, readJournal } from '../run/journal.ts';
import { journalPath } from '../run/journal-path.ts';
import { listRunIds } from '../run/kept-runs.ts';
import { denseLines, logPlace } from './testing/log-place.ts';
import { PROGRAM, runProgram } from './testing/terminal-program.ts';

const folder = mkdtempSync(join(tmpdir(), 'airway-killed-'));
const at = (...names: string[]): string => join(folder, ...names);
const KILLS = 50;
/** Processes at a time. */
const TOGETHER = 3;
const LEFT_OVER = /^\.airway-[0-9a-f]{16}\.part$/;

let places = '';
let profile = '';
beforeAll(async () => {
  await ensureNodeBuild();
  places = logPlace(folder, { 'one.log': denseLines(4_500_000), 'two.log': denseLines(4_500_000) });
  profile = at('site.json');
  writeFileSync(
    profile,
    JSON.stringify({
      schema: 'airway.profile/1',
      name: 'Site',
      console: { address: '127.0.0.1', ports: { primary: 9 } },
    }),
  );
  const journal = openJournal(at('kept'), '20260302-091407-7f3a');
  for (const event of eventsOf(sampleReport())) journal.append(event);
  journal.close();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** `airway check --bundle` with a place of its own, killed after a while. */
async function killedCheck(name: string, afterMs: number | undefined) {
  mkdirSync(at(name), { recursive: true });
  let timer: NodeJS.Timeout | undefined;
  const ended = await runProgram(
    at(name),
    at(name, 'state'),
    ['check', '--profile', profile, '--bundle', 'out.zip', '--log-places', places, '--quiet'],
    (kill) => {
      if (afterMs !== undefined) timer = setTimeout(() => kill('SIGKILL'), afterMs);
    },
  );
  clearTimeout(timer);
  return ended;
}

/** The longest of a few that are let be, side by side as those that are killed. */
async function wholeMs(): Promise<number> {
  const times = await Promise.all(
    Array.from({ length: TOGETHER }, async (_, index) => {
      const startedAt = performance.now();
      await killedCheck(`whole-${index}`, undefined);
      return performance.now() - startedAt;
    }),
  );
  return Math.max(...times);
}

/** What is wrong with what a killed process left. */
async function whatIsHalf(name: string): Promise<string[]> {
  const wrong: string[] = [];
  const files = readdirSync(at(name)).filter((file) => file !== 'state' && !LEFT_OVER.test(file));
  for (const file of files) {
    if (file === 'out.zip') {
      const read = await readBundle(at(name, file));
      if (!read.ok) wrong.push(`${file}: ${read.error.message}`);
    } else if (file === 'out.key.json') JSON.parse(readFileSync(at(name, file), 'utf8'));
    else wrong.push(`${file} should not be there`);
  }
  for (const id of listRunIds(at(name, 'state'))) {
    const read = await readJournal(journalPath(at(name, 'state'), id));
    if (!read.ok) wrong.push(`journal ${id}: ${read.error.message}`);
  }
  return wrong;
}

describe('a program that is killed while it checks and writes', () => {
  // More than five seconds: fifty processes are let run up to a random moment.
  it(`leaves no bundle or a whole one, and a journal that opens: ${KILLS} times`, {
    timeout: 180_000,
  }, async () => {
    const longestMs = await wholeMs();
    const moments = Array.from({ length: KILLS }, () => Math.random() * longestMs);
    const reached = { journal: 0, part: 0, bundle: 0 };
    const wrong: string[] = [];
    const next = moments.entries();
    await Promise.all(
      Array.from({ length: TOGETHER }, async () => {
        for (const [index, afterMs] of next) {
          const name = `killed-${index}`;
          await killedCheck(name, afterMs);
          for (const what of await whatIsHalf(name))
            wrong.push(`killed after ${Math.round(afterMs)} ms: ${what}`);
          const files = readdirSync(at(name));
          if (listRunIds(at(name, 'state')).length > 0) reached.journal += 1;
          if (files.some((file) => LEFT_OVER.test(file))) reached.part += 1;
          if (files.includes('out.zip')) reached.bundle += 1;
          rmSync(at(name), { recursive: true, force: true });
        }
      }),
    );
    expect(wrong).toEqual([]);
    // Else it was never killed where it matters.
    expect(reached.journal).toBeGreaterThan(0);
    expect(reached.part).toBeGreaterThan(0);
  });

  it('leaves a part that the next bundle in this folder removes once it is old', async () => {
    mkdirSync(at('swept'));
    const [old, young] = [
      at('swept', `.airway-${'0'.repeat(16)}.part`),
      at('swept', `.airway-${'1'.repeat(16)}.part`),
    ];
    for (const path of [old, young]) writeFileSync(path, 'half');
    utimesSync(old, new Date(0), new Date(0));
    const { code } = await runProgram(at('swept'), at('kept'), ['bundle', 'out.zip', '--no-logs', '--quiet']);
    expect(code).toBe(0);
    expect(readdirSync(at('swept')).sort()).toEqual([
      `.airway-${'1'.repeat(16)}.part`,
      'out.key.json',
      'out.zip',
    ]);
  });
});

describe('a bundle that cannot be finished', () => {
  it.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)(
    'leaves nothing when %s ends it, and says so',
    async (signal) => {
      const target = `ended-${signal}`;
      mkdirSync(at(target));
      let watch: NodeJS.Timeout | undefined;
      const args = ['bundle', 'out.zip', '--log-places', places];
      const { code, stderr } = await runProgram(at(target), at('kept'), args, (kill) => {
        // Its temporary file shows that it writes.
        watch = setInterval(() => {
          if (!readdirSync(at(target)).some((name) => LEFT_OVER.test(name))) return;
          clearInterval(watch);
          kill(signal);
        }, 2);
      });
      clearInterval(watch);
      expect(stderr).toMatch(
        /out\.zip was not written: cancelled\. The results are kept; .*airway bundle --run 2026/,
      );
      expect(code).toBe(130);
      expect(readdirSync(at(target))).toEqual([]);
    },
  );

  it('says that its folder is gone when somebody removes it', async () => {
    mkdirSync(at('gone'));
    let watch: NodeJS.Timeout | undefined;
    const args = ['bundle', join('gone', 'out.zip'), '--log-places', places];
    const { code, stderr } = await runProgram(folder, at('kept'), args, () => {
      watch = setInterval(() => {
        if (!readdirSync(at('gone')).some((name) => LEFT_OVER.test(name))) return;
        clearInterval(watch);
        rmSync(at('gone'), { recursive: true });
      }, 2);
    });
    clearInterval(watch);
    expect(stderr).toMatch(/cannot be written: the folder .*gone does not exist\. The results are kept/);
    expect(code).toBe(1);
  });

  const withMounts = process.getuid?.() === 0 ? ['-m'] : ['-rm'];
  it.skipIf(isMissing('unshare', ...withMounts, 'true'))(
    'leaves nothing on a disk of 5 MB that is full, and keeps the results',
    () => {
      mkdirSync(at('small'));
      const { stdout, stderr } = spawnSync(
        'unshare',
        [
          ...withMounts,
          'sh',
          '-c',
          'mount -t tmpfs -o size=5m tmpfs "$1" && "$2" "$3" bundle "$1/out.zip" --log-places "$4"; echo "code $?"; ls -A "$1"; "$2" "$3" runs',
          ...['sh', at('small'), process.execPath, PROGRAM, places],
        ],
        { encoding: 'utf8', env: { ...process.env, AIRWAY_STATE_DIR: at('kept'), NO_COLOR: '1' } },
      );
      expect(stderr).toMatch(
        /^airway: .*out\.zip cannot be written: no space is left on the disk of .*small\. The results are kept; write them elsewhere with: airway bundle --run 20260302-091407-7f3a FILE\.zip\n$/,
      );
      expect(stdout).toMatch(/^code 1\n20260302-091407-7f3a {2}/);
    },
  );
});
