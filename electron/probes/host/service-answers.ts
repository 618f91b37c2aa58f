import { z } from 'zod';
import type { AssetService } from '../../contract/outcomes/responder-asset.ts';
import { parsedJson } from './route-to.ts';

const SERVICE_LIMIT = 16;
const cut = (text: string): string => text.slice(0, 256);

/** `systemctl show`: blocks of `Name=value` with an empty line between them. A unit that is not there has LoadState=not-found. */
export function systemdServices(text: string): AssetService[] {
  const found = new Map<string, AssetService>();
  for (const block of text.slice(0, 65_536).split(/\n\s*\n/)) {
    const values = new Map<string, string>();
    for (const line of block.split('\n')) {
      const at = line.indexOf('=');
      if (at > 0) values.set(line.slice(0, at).trim(), line.slice(at + 1).trim());
    }
    const name = values.get('Id') ?? '';
    const load = values.get('LoadState');
    if (name === '' || load === undefined || load === 'not-found' || found.size === SERVICE_LIMIT) continue;
    const description = values.get('Description') ?? '';
    const result = values.get('Result') ?? '';
    found.set(name, {
      name: cut(name),
      ...(description === '' || description === name ? {} : { displayName: cut(description) }),
      state: SYSTEMD_STATES[values.get('ActiveState') ?? ''] ?? 'unknown',
      start:
        load === 'masked' ? 'disabled' : (SYSTEMD_STARTS[values.get('UnitFileState') ?? ''] ?? 'unknown'),
      ...(result === '' || result === 'success' ? {} : { result: result.slice(0, 80) }),
    });
  }
  return [...found.values()];
}

const SYSTEMD_STATES: Readonly<Record<string, AssetService['state']>> = {
  active: 'running',
  reloading: 'running',
  inactive: 'stopped',
  failed: 'failed',
  activating: 'starting',
  deactivating: 'stopping',
};
const SYSTEMD_STARTS: Readonly<Record<string, AssetService['start']>> = {
  enabled: 'automatic',
  'enabled-runtime': 'automatic',
  static: 'manual',
  indirect: 'manual',
  generated: 'automatic',
  disabled: 'disabled',
  masked: 'disabled',
  'masked-runtime': 'disabled',
};

/** States of winsvc.h (SERVICE_STOPPED and so on), which `sc query` prints as numbers in every language. */
const WINDOWS_STATES: Readonly<Record<string, AssetService['state']>> = {
  1: 'stopped',
  2: 'starting',
  3: 'stopping',
  4: 'running',
  5: 'starting',
  6: 'stopping',
  7: 'paused',
};
const WINDOWS_STARTS: Readonly<Record<string, AssetService['start']>> = {
  0: 'automatic',
  1: 'automatic',
  2: 'automatic',
  3: 'manual',
  4: 'disabled',
};

/**
 * `sc query NAME` and `sc qc NAME` of Windows. The labels may be translated, the order of the lines is not: of lines with a number
 * and a word behind the colon, `TYPE` comes first, and `STATE` or `START_TYPE` second. Undefined where no such lines are there.
 */
export function windowsService(name: string, query: string, config: string): AssetService | undefined {
  const state = WINDOWS_STATES[numbersOf(query)[1] ?? ''];
  if (state === undefined) return undefined;
  const start = WINDOWS_STARTS[numbersOf(config)[1] ?? ''] ?? 'unknown';
  const exitCode = exitCodeOf(query);
  return {
    name: cut(name),
    state,
    start,
    ...(exitCode === undefined || exitCode === 0 ? {} : { result: `exit code ${exitCode}` }),
  };
}

const numbersOf = (text: string): string[] =>
  text
    .slice(0, 8192)
    .split(/\r?\n/)
    .flatMap((line) => /^\s+[^:\r\n]{1,60}:\s+([0-9a-f]{1,4})\s{1,4}[A-Z_]{3,}/.exec(line)?.[1] ?? []);

/** `WIN32_EXIT_CODE : 1066 (0x42a)`: the first line with a number and its hexadecimal form in parentheses. */
function exitCodeOf(text: string): number | undefined {
  const found = /:\s+(\d{1,10})\s{1,4}\(0x[0-9a-f]{1,8}\)/i.exec(text.slice(0, 8192))?.[1];
  return found === undefined ? undefined : Number(found);
}

const cimService = z.object({
  name: z.string().max(256),
  displayName: z.string().max(256).nullish(),
  state: z.string().max(40).nullish(),
  start: z.string().max(40).nullish(),
  exitCode: z.number().nullish(),
});
const cimServices = z.union([z.array(cimService).max(64), cimService.transform((one) => [one])]);

/** `Win32_Service` of Windows as the JSON that the command makes: its words are English everywhere. No text at all is no service. */
export function cimServicesOf(json: string): AssetService[] | undefined {
  if (json.replace(/^\uFEFF/, '').trim() === '') return [];
  return parsedJson(cimServices, json)
    ?.slice(0, SERVICE_LIMIT)
    .map(({ name, displayName, state, start, exitCode }) => ({
      name,
      ...(typeof displayName === 'string' && displayName !== name ? { displayName } : {}),
      state: CIM_STATES[state ?? ''] ?? 'unknown',
      start: CIM_STARTS[start ?? ''] ?? 'unknown',
      ...(typeof exitCode === 'number' && exitCode !== 0 ? { result: `exit code ${exitCode}` } : {}),
    }));
}

const CIM_STATES: Readonly<Record<string, AssetService['state']>> = {
  Running: 'running',
  Stopped: 'stopped',
  Paused: 'paused',
  'Start Pending': 'starting',
  'Stop Pending': 'stopping',
  'Continue Pending': 'starting',
  'Pause Pending': 'stopping',
};
const CIM_STARTS: Readonly<Record<string, AssetService['start']>> = {
  Boot: 'automatic',
  System: 'automatic',
  Auto: 'automatic',
  Manual: 'manual',
  Disabled: 'disabled',
};

/**
 * `launchctl print system/LABEL` of macOS: `state = running`, `last exit code = 1`. Its text is for people and may change, so a
 * state that is not known is `unknown`.
 */
export function launchdService(label: string, text: string): AssetService | undefined {
  const value = (key: string): string | undefined =>
    new RegExp(`^\\s*${key} = (.{1,60}?)\\s*$`, 'm').exec(text.slice(0, 65_536))?.[1];
  const state = value('state');
  if (state === undefined) return undefined;
  const exit = value('last exit code');
  return {
    name: cut(label),
    state:
      state === 'running'
        ? 'running'
        : /^(?:not running|waiting|exited)$/.test(state)
          ? 'stopped'
          : 'unknown',
    start: 'unknown',
    ...(exit === undefined || !/^\d{1,10}\b/.test(exit) || Number.parseInt(exit, 10) === 0
      ? {}
      : { result: `exit code ${Number.parseInt(exit, 10)}` }),
  };
}
