import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import linux from './data/commands-linux.json' with { type: 'json' };
import macos from './data/commands-macos.json' with { type: 'json' };
import windows from './data/commands-windows.json' with { type: 'json' };
import { runProgram, systemCommands, whyUnanswered } from './system-commands.ts';

afterEach(() => vi.unstubAllEnvs());

const bounds = (deadlineMs: number, signal: AbortSignal = new AbortController().signal) => ({
  deadlineMs,
  signal,
});
const shell = (script: string, deadlineMs = 10_000, signal?: AbortSignal) =>
  runProgram('/bin/sh', ['-c', script], {}, bounds(deadlineMs, signal));

describe.skipIf(process.platform === 'win32')('a program of the system', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'airway-program-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('answers with its output and its exit code', async () => {
    expect(await shell('echo one; exit 3')).toEqual({ isAnswered: true, text: 'one\n', exitCode: 3 });
  });

  it('that never ends, even when asked to, costs its deadline', async () => {
    const answer = await shell('trap "" TERM; while :; do :; done', 150);
    expect(answer).toEqual({ isAnswered: false, why: 'timed-out' });
    expect(whyUnanswered(answer)).toBe('no answer in time');
  });

  it('whose child keeps the output open is not waited for', async () => {
    expect(await shell('sleep 30 & exit 0', 300)).toEqual({ isAnswered: false, why: 'timed-out' });
  });

  it('that prints without end is cut off', async () => {
    expect(await shell('cat /dev/zero')).toEqual({ isAnswered: false, why: 'too-long' });
  });

  it('is ended when the run is cancelled', async () => {
    const abort = new AbortController();
    const answer = shell('sleep 30', 30_000, abort.signal);
    abort.abort();
    expect(await answer).toEqual({ isAnswered: false, why: 'cancelled' });
  });

  it('is not run without the right to, and not where it is missing', async () => {
    const file = join(folder, 'no-program');
    await writeFile(file, 'echo no', { mode: 0o644 });
    expect(await runProgram(file, [], {}, bounds(5000))).toEqual({ isAnswered: false, why: 'no-rights' });
    expect(await runProgram(join(folder, 'gone'), [], {}, bounds(5000))).toEqual({
      isAnswered: false,
      why: 'not-found',
    });
    expect(await runProgram('/bin/sh', ['\u0000'], {}, bounds(5000))).toEqual({
      isAnswered: false,
      why: 'failed',
    });
  });

  it('is given no secret of this process, and speaks English', async () => {
    vi.stubEnv('AIR_TOKEN', 'api_s3cret');
    vi.stubEnv('LANG', 'de_DE.UTF-8');
    const answer = await runProgram('/usr/bin/env', [], { AIRWAY_ADDRESSES: '10.0.0.5' }, bounds(5000));
    const text = answer.isAnswered ? answer.text : '';
    expect(text).not.toContain('s3cret');
    expect(text.split('\n')).toEqual(expect.arrayContaining(['LC_ALL=C', 'AIRWAY_ADDRESSES=10.0.0.5']));
  });
});

describe('the commands', () => {
  it('that nobody knows are not found', async () => {
    expect(await systemCommands(bounds(1000)).ask('nothing')).toEqual({
      isAnswered: false,
      why: 'not-found',
    });
  });

  it('stand at absolute places and change nothing', () => {
    for (const [os, commands] of Object.entries({ linux, macos, windows }))
      for (const [id, { programs, args }] of Object.entries(commands)) {
        for (const program of programs)
          expect(program, `${os} ${id}`).toMatch(os === 'windows' ? /^\{SYSTEM\}\\/ : /^\//);
        expect(args.join(' '), `${os} ${id}`).not.toMatch(
          /\b(?:Set|New|Remove|Add|Start|Stop|Restart|Enable|Disable)-[A-Z]/,
        );
        expect(
          args.filter((word) => /^(?:start|stop|restart|delete|flush|add|set|bootout|kickstart)$/.test(word)),
        ).toEqual([]);
      }
  });

  it('take values as arguments of their own: no text is ever read by a shell', () => {
    for (const commands of [linux, macos])
      for (const { programs } of Object.values(commands))
        expect(programs.some((program) => /\/(?:ba|da|z)?sh$/.test(program))).toBe(false);
    // PowerShell is given values by its environment only.
    for (const { programs, args } of Object.values(windows))
      if (programs.some((program) => program.includes('powershell')))
        expect(args.join(' ')).not.toMatch(/\{[A-Z]+\}/);
  });
});
