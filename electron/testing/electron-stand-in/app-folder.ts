import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** The main script of the program whose folder a command line names. Throws where it names none. */
export function mainOf(args: readonly string[]): string {
  const folder = args.find((one) => !one.startsWith('-') && existsSync(join(one, 'package.json')));
  if (folder === undefined) throw new Error('give the folder of a program');
  const { main } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { main: string };
  return join(resolve(folder), main);
}
