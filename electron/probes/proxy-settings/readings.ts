import type { ProxySources } from '../../contract/proxy-sources.ts';
import { readPacResult } from '../pac/pac-result.ts';
import { systemErrorOf } from '../tcp/tcp-system-error.ts';
import { environmentSettings } from './environment.ts';
import { gnomeSetting } from './gnome.ts';
import { macosSetting } from './macos.ts';
import { type Asked, type AskedSetting, askSetting, unreadable } from './setting.ts';
import { winhttpAdvanced, winhttpSetting, wininetSetting } from './windows.ts';

type Reader = (sources: ProxySources, asked: Asked, signal: AbortSignal) => Promise<readonly AskedSetting[]>;

const INTERNET_SETTINGS = 'HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\Internet Settings';

const systemProgram = ({ environment }: ProxySources, name: string): string =>
  `${environment['SystemRoot'] ?? 'C:\\Windows'}\\System32\\${name}`;

const readWininet: Reader = async (sources, asked, signal) => {
  const program = systemProgram(sources, 'reg.exe');
  const [settings, connections] = await Promise.allSettled([
    sources.run(program, ['query', INTERNET_SETTINGS], signal),
    sources.run(
      program,
      ['query', `${INTERNET_SETTINGS}\\Connections`, '/v', 'DefaultConnectionSettings'],
      signal,
    ),
  ]);
  const where = 'HKCU Internet Settings';
  if (settings.status === 'rejected') return [failed('wininet', where, 'reg.exe', settings.reason)];
  const binary = connections.status === 'fulfilled' ? connections.value : undefined;
  return [askSetting({ where, ...wininetSetting(settings.value, binary) }, asked)];
};

const readWinhttp: Reader = async (sources, asked, signal) => {
  const program = systemProgram(sources, 'netsh.exe');
  // Older systems do not know the second one.
  const [plain, advanced] = await Promise.allSettled([
    sources.run(program, ['winhttp', 'show', 'proxy'], signal),
    sources.run(program, ['winhttp', 'show', 'advproxy'], signal),
  ]);
  const where = 'netsh winhttp show proxy';
  if (plain.status === 'rejected') return [failed('winhttp', where, 'netsh.exe', plain.reason)];
  const more = advanced.status === 'fulfilled' ? winhttpAdvanced(advanced.value) : {};
  return [askSetting({ where, ...winhttpSetting(plain.value), ...more }, asked)];
};

const readMacos: Reader = async (sources, asked, signal) => {
  const where = 'scutil --proxy';
  try {
    return [
      askSetting(
        { where, ...macosSetting(await sources.run('/usr/sbin/scutil', ['--proxy'], signal)) },
        asked,
      ),
    ];
  } catch (error) {
    return [failed('macos', where, 'scutil', error)];
  }
};

const readGnome: Reader = async (sources, asked, signal) => {
  const where = 'gsettings org.gnome.system.proxy';
  try {
    const output = await sources.run('gsettings', ['list-recursively', 'org.gnome.system.proxy'], signal);
    return [askSetting({ where, ...gnomeSetting(output) }, asked)];
  } catch (error) {
    // A server without a desktop has no such setting, so there is nothing that could not be read.
    if (systemErrorOf(error).errno === 'ENOENT')
      return [
        askSetting(
          { where, source: 'gnome', style: 'gnome', reason: 'gsettings is not installed here' },
          asked,
        ),
      ];
    return [failed('gnome', where, 'gsettings', error)];
  }
};

const readChromium: Reader = async ({ resolveProxy }, { host, ports }) => {
  const where = "Chromium's own answer";
  if (resolveProxy === undefined) return [];
  const name = host.includes(':') ? `[${host}]` : host;
  try {
    const results = await Promise.all(
      ports.map(async (port) => ({ port, result: await resolveProxy(`https://${name}:${port}/`) })),
    );
    const answers = results.map(({ port, result }) => ({ port, ways: [...readPacResult(result).ways] }));
    return [
      {
        setting: {
          source: 'chromium',
          code: 'answered',
          where,
          exceptions: [],
          isAutoDetect: false,
          hasLogin: false,
          answers,
        },
      },
    ];
  } catch (error) {
    return [failed('chromium', where, 'Chromium', error)];
  }
};

function failed(
  source: AskedSetting['setting']['source'],
  where: string,
  program: string,
  reason: unknown,
): AskedSetting {
  const error = systemErrorOf(reason);
  // The message repeats the command line and what the program printed.
  const { message: _message, ...shown } = error;
  return unreadable(source, where, `${program} gave no answer (${error.errno})`, shown);
}

const BY_PLATFORM: Readonly<Record<string, readonly Reader[]>> = {
  win32: [readWininet, readWinhttp],
  darwin: [readMacos],
  linux: [readGnome],
  freebsd: [readGnome],
};

/** Every place in which this system keeps a proxy setting, asked about the Console; all are read at once. Never rejects. */
export async function readSettings(
  sources: ProxySources,
  asked: Asked,
  signal: AbortSignal,
): Promise<readonly AskedSetting[]> {
  const readers = [...(BY_PLATFORM[sources.platform] ?? []), readChromium];
  const read = await Promise.all(readers.map((reader) => reader(sources, asked, signal)));
  return [...environmentSettings(sources.environment, asked), ...read.flat()];
}
