import { execFile } from 'node:child_process';
import { expect, it } from 'vitest';
import { systemErrorOf } from './tcp-system-error.ts';

it.skipIf(process.platform === 'win32')('tells with which code a program ended', async () => {
  const error = await new Promise<unknown>((resolve) => execFile('false', (failure) => resolve(failure)));
  expect(systemErrorOf(error)).toMatchObject({ errno: 'exit 1' });
  const missing = await new Promise<unknown>((resolve) =>
    execFile('/no/such/program', (failure) => resolve(failure)),
  );
  expect(systemErrorOf(missing)).toMatchObject({ errno: 'ENOENT' });
  expect(systemErrorOf('no error at all')).toEqual({ errno: 'UNKNOWN', message: 'no error at all' });
});
