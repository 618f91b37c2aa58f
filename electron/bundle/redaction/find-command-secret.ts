import { MASK } from './rules.ts';
import { looksRandom } from './secret-keys.ts';
import { CLASS, type Hit, LINE_BREAK, type View } from './view.ts';

/** How far back the name of a command is looked for on its line. */
const COMMAND_BYTES = 256;

/** Commands whose `-p` or `-w` takes a password: the clients of MySQL, and sshpass; those of OpenLDAP. */
const PASSWORD_COMMAND = {
  p: /\b(?:mysql\w*|mariadb\w*|sshpass|mongosh?|mongodump|psexec(?:\.exe)?)\b/i,
  w: /\bldap(?:search|modify|add|delete|whoami|passwd|compare|modrdn)\b/i,
} as const;

/** A flag of one letter, at `at`: `-u user:password`, `-U user%password`, and `-p` and `-w` of commands that take a password there. */
export function findFlagSecret(view: View, at: number): Hit | undefined {
  if (![SPACE, LINE_BREAK, QUOTE].includes(view.at(at - 2))) return undefined;
  const letter = view.text(at, at + 1);
  if (letter === 'u' || letter === 'U') return loginBehind(view, at + 1, letter === 'U' ? /[:%]/ : /:/);
  if (letter !== 'p' && letter !== 'w') return undefined;
  const line =
    view
      .text(at - COMMAND_BYTES, at)
      .split('\n')
      .at(-1) ?? '';
  if (!PASSWORD_COMMAND[letter].test(line)) return undefined;
  const [, lead = '', value = ''] =
    /^([ \t]{0,4}["']?)([^\s"']{3,200})/.exec(view.text(at + 1, at + 256)) ?? [];
  return value === '' || /^-|^\[secret\]/.test(value) ? undefined : masked(at + 1 + lead.length, value);
}

/** `--user name:password` and `--proxy-user name:password` of curl; `end` is behind the flag. */
export function findUserFlag(view: View, end: number, floor: number): Hit | undefined {
  if (view.at(end - 5) !== DASH && view.at(end - 5) !== SLASH) return undefined;
  const key = view.text(view.startOf(end, floor, CLASS.name, 24), end);
  if (/^--(?:proxy-)?user$/.test(key)) return loginBehind(view, end, /:/);
  return view.at(end - 5) === SLASH && view.at(end) === COLON
    ? netUsePassword(view, end - 5, floor)
    : undefined;
}

function loginBehind(view: View, from: number, mark: RegExp): Hit | undefined {
  const text = view.text(from, from + 256);
  const [, lead = '', value = ''] = /^([ \t]{1,4}["']?|=["']?)([^\s"']+)/.exec(text) ?? [];
  const cut = value.search(mark) + 1;
  const password = value.slice(cut);
  return cut === 0 || password === '' || /^[\\/]|^\[secret\]/.test(password)
    ? undefined
    : masked(from + lead.length + cut, password);
}

/** `net use \\server\share password /user:name`: the password stands before the flag at `slash`. */
function netUsePassword(view: View, slash: number, floor: number): Hit | undefined {
  const [, lead = '', value = ''] =
    /(\bnet\s{1,4}use\s[^\n]*?\s)([^\s*/[\\]\S*)\s{1,4}$/i.exec(view.text(slash - COMMAND_BYTES, slash)) ??
    [];
  if (value === '' || lead === '' || value.startsWith(MASK)) return undefined;
  const start = slash - 1 - value.length;
  return start >= floor && view.text(start, slash - 1) === value ? masked(start, value) : undefined;
}

/** Folders of an address below which the name of the thing is the right to use it: web hooks, and what AIR tells of a deployment. */
export function findPathSecret(view: View, end: number): Hit | undefined {
  const path = view.text(end - 32, end);
  const rest = view.text(end, end + 300);
  const lead = /(?:\/services)$/.test(path)
    ? /^\/T\w+\/B\w+\//.exec(rest)
    : /\/(?:webhooks?|webhookb2)$/.test(path)
      ? /^\/(?:[\w@-]+\/){0,3}/.exec(rest)
      : /shareable-deployment$/.test(path)
        ? /^-info\//.exec(rest)
        : null;
  if (lead === null) return undefined;
  const value = /^[\w%.~-]+/.exec(rest.slice(lead[0].length))?.[0] ?? '';
  return value.length < 6 ? undefined : masked(end + lead[0].length, value);
}

/** The deployment token that a package of AIR may carry in its name; `end` is behind the ending of the name. */
export function findPackageToken(view: View, end: number, floor: number): Hit | undefined {
  const start = view.startOf(end, floor, CLASS.name, 200);
  const name = view.text(start, end);
  if (!/(?:air|responder|agent|binalyze|tactical)/i.test(name)) return undefined;
  for (const part of name.matchAll(/[A-Za-z0-9]{12,}/g))
    if (looksRandom(part[0])) return masked(start + part.index, part[0]);
  return undefined;
}

function masked(start: number, value: string): Hit {
  return { start, end: start + value.length, rule: 'secret-value', replacement: MASK };
}

const COLON = 0x3a;
const DASH = 0x2d;
const QUOTE = 0x22;
const SLASH = 0x2f;
const SPACE = 0x20;
