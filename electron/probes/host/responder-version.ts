import type { ResponderPlaces } from './responder-places.ts';
import type { SystemCommands } from './system-commands.ts';

/** A version as a list of packages tells it. */
export interface FoundVersion {
  readonly value: string;
  readonly source: string;
}

/** The Responder's version by the system's list of packages; undefined where that has none. No program of its own is run. */
export async function readVersion(
  commands: SystemCommands,
  { packages }: ResponderPlaces,
): Promise<FoundVersion | undefined> {
  if (commands.platform === 'win32') return onWindows(commands);
  const asked =
    commands.platform === 'linux'
      ? (['package-deb', 'package-rpm'] as const)
      : commands.platform === 'darwin'
        ? (['package'] as const)
        : [];
  const answers = await Promise.all(asked.map((id) => commands.ask(id, { PACKAGES: packages })));
  for (const answer of answers) {
    if (!answer.isAnswered || answer.exitCode !== 0) continue;
    const found = commands.platform === 'linux' ? packageVersion(answer.text) : receiptVersion(answer.text);
    if (found !== undefined) return found;
  }
  return undefined;
}

const VERSION = /^[0-9A-Za-z][0-9A-Za-z.+~:_-]{0,60}$/;

/** Lines `installed NAME VERSION` of dpkg-query and rpm. A package of the relay is not the Responder. */
export function packageVersion(text: string): FoundVersion | undefined {
  for (const line of text.slice(0, 20_000).split('\n')) {
    const [status, name = '', value = ''] = line.trim().split(/\s+/);
    if (status === 'installed' && !/relay/i.test(name) && VERSION.test(value))
      return { value, source: `package ${name}`.slice(0, 80) };
  }
  return undefined;
}

/** `pkgutil --pkg-info`: `package-id: NAME` and `version: VALUE`, a block for each receipt. */
export function receiptVersion(text: string): FoundVersion | undefined {
  const name = /^package-id: (\S{1,70})\s*$/m.exec(text.slice(0, 20_000))?.[1];
  const value = /^version: (\S{1,70})\s*$/m.exec(text.slice(0, 20_000))?.[1];
  return name !== undefined && value !== undefined && VERSION.test(value)
    ? { value, source: `package ${name}`.slice(0, 80) }
    : undefined;
}

async function onWindows(commands: SystemCommands): Promise<FoundVersion | undefined> {
  const lists = await Promise.all([commands.ask('package'), commands.ask('package-32')]);
  const keys = lists.flatMap((answer) => (answer.isAnswered ? uninstallKeys(answer.text) : [])).slice(0, 4);
  const details = await Promise.all(keys.map((KEY) => commands.ask('package-details', { KEY })));
  for (const answer of details) {
    const found = answer.isAnswered ? uninstallVersion(answer.text) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Keys that `reg query ... /s /f Binalyze /d` names: the lines that are not indented. */
export const uninstallKeys = (text: string): string[] => [
  ...new Set(
    text
      .slice(0, 65_536)
      .split(/\r?\n/)
      .filter((line) => /^HKEY_LOCAL_MACHINE\\[^\r\n]{1,300}\\Uninstall\\[^\\\r\n]{1,200}$/i.test(line)),
  ),
];

/** `DisplayName` and `DisplayVersion` of one uninstall key; registry output is not translated. */
export function uninstallVersion(text: string): FoundVersion | undefined {
  const value = (name: string): string | undefined =>
    new RegExp(`^\\s+${name}\\s+REG_SZ\\s+(\\S.{0,79}?)\\s*$`, 'im').exec(text.slice(0, 20_000))?.[1];
  const version = value('DisplayVersion');
  const name = value('DisplayName') ?? 'installed programs';
  return version !== undefined && VERSION.test(version) && !/relay/i.test(name)
    ? { value: version, source: name.slice(0, 80) }
    : undefined;
}
