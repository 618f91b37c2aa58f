import { z } from 'zod';
import { parsedJson } from './route-to.ts';

/** An exclusion list as it was read; `hidden` when the product keeps it from this user. */
export type ExclusionList = { readonly entries: readonly string[] } | 'hidden' | undefined;

const ENTRY_LIMIT = 2000;
const entry = z.string().max(1024);
const list = z.union([z.array(entry).max(ENTRY_LIMIT), entry.transform((one) => [one]), z.null()]);
const preference = z.object({ paths: list.optional(), processes: list.optional() });

/**
 * `Get-MpPreference` of Windows as the JSON that the command makes. To a user without rights Defender gives one entry in place of
 * the list, which begins with `N/A:`. Undefined when the text is no such JSON.
 */
export function defenderExclusions(json: string): ExclusionList {
  const parsed = parsedJson(preference, json);
  if (parsed === undefined) return undefined;
  const entries = [...(parsed.paths ?? []), ...(parsed.processes ?? [])];
  return entries.some((text) => text.startsWith('N/A:')) ? 'hidden' : { entries };
}

/** `mdatp exclusion list` of Linux and macOS: a block for each entry with a line `Path: "/folder/"`. */
export function mdatpExclusions(text: string): ExclusionList {
  const entries = text
    .slice(0, 262_144)
    .split('\n')
    .flatMap((line) => /^\s*Path:\s+"?([^"\r\n]{1,1024})"?\s*$/.exec(line)?.[1] ?? [])
    .slice(0, ENTRY_LIMIT);
  // Without any entry it says so in words; what is neither is another program's text.
  return entries.length > 0 || /exclusion/i.test(text) ? { entries } : undefined;
}

/**
 * True when a folder is on the list: itself, a folder above it, or a pattern with `*` that covers it. Windows compares without
 * regard to case and knows variables such as `%ProgramFiles%`.
 */
export function isExcluded(
  folder: string,
  entries: readonly string[],
  environment: Readonly<Record<string, string | undefined>> = process.env,
): boolean {
  const isWindows = /^[A-Za-z]:/.test(folder);
  const plain = (path: string): string => {
    const slashed = path.replaceAll('\\', '/').replace(/\/+$/, '');
    return isWindows ? slashed.toLowerCase() : slashed;
  };
  const wanted = plain(folder);
  return entries.some((text) => {
    const own = plain(expanded(text, environment)).replace(/\/\*+$/, '');
    if (own === '') return false;
    if (wanted === own || wanted.startsWith(`${own}/`)) return true;
    return own.includes('*') && coveredBy(own, wanted);
  });
}

const expanded = (text: string, environment: Readonly<Record<string, string | undefined>>): string =>
  text.replace(/%([^%]{1,60})%/g, (whole, name: string) => {
    const found = Object.entries(environment).find(([key]) => key.toLowerCase() === name.toLowerCase());
    return found?.[1] ?? whole;
  });

/** `*` stands for a part of one folder's name; compared part by part, so that no pattern can cost more than its length. */
function coveredBy(pattern: string, folder: string): boolean {
  const wanted = pattern.split('/');
  const parts = folder.split('/');
  return (
    wanted.length <= parts.length &&
    wanted.every((part, index) => {
      const [head = '', ...tail] = part.split('*');
      const own = parts[index] ?? '';
      if (tail.length === 0) return own === head;
      const end = tail.at(-1) ?? '';
      return own.length >= head.length + end.length && own.startsWith(head) && own.endsWith(end);
    })
  );
}
