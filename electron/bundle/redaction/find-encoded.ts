import type { Namer } from './namer.ts';
import { MASK } from './rules.ts';
import { type Hit, REACH_BYTES, type View } from './view.ts';

/** A login or an account before a URL-encoded sign, `user%3Apassword%40host`; `at` is the digit behind its `%`. */
export function findEncodedLogin(view: View, at: number, floor: number): Hit | undefined {
  const end = at - 1;
  if (view.at(at + 1) !== ZERO) return undefined;
  const before = view.text(Math.max(floor, end - 300), end);
  const login =
    /(?:^|%2f%2f|[=&/?\s"'(,])((?:(?!%2f%2f)[\w.~!$*+%-]){1,120}?%3a(?:(?!%2f%2f)[\w.~!$*+%-])*)$/i.exec(
      before,
    )?.[1];
  const own = login?.replace(/^.*%2f%2f/i, '') ?? '';
  return own === '' ? undefined : { start: end - own.length, end, rule: 'url-login', replacement: MASK };
}

/** `user%40domain`: the user with the sign, so that the domain is read from its beginning. */
export function findEncodedMail(view: View, at: number, floor: number, namer: Namer): Hit | undefined {
  if (view.at(at + 1) !== ZERO) return undefined;
  const end = at - 1;
  const user =
    /(?:^|%[0-9a-f]{2}|[^\w.+%-])([\w.+-]{1,64})$/i.exec(view.text(Math.max(floor, end - 80), end))?.[1] ??
    '';
  const domain = /^[\w-]+(?:\.[\w-]+)*/.exec(view.text(at + 2, at + 260))?.[0] ?? '';
  if (user === '' || !(namer.isName(domain, true) || namer.isKnownDomain(domain))) return undefined;
  const replacement = namer.user(user);
  return replacement === undefined
    ? undefined
    : { start: end - user.length, end: at + 2, rule: 'user', replacement: `${replacement}%40` };
}

/** A distinguished name inside an address: `OU%3DSales%2CDC%3Dexample%2CDC%3Dcom`; `end` is behind its first type. */
export function findEncodedName(view: View, end: number, typeStart: number, namer: Namer): Hit | undefined {
  const text = view.text(typeStart, typeStart + Math.min(1024, REACH_BYTES));
  const whole = /^[a-z]+%3d(?:[\w.~!*'()+-]|%(?!0|22)[0-9a-f]{2})+/i.exec(text)?.[0];
  if (whole === undefined || end <= typeStart) return undefined;
  const parts = whole.split(/%2c(?:%20|\+)?/i);
  const labels = parts.filter((part) => /^dc%3d/i.test(part)).map((part) => part.slice(5));
  const domain = labels.length > 1 ? namer.domainParts(labels.join('.')) : undefined;
  const renamed: string[] = [];
  for (const part of parts) {
    const [, type = '', value = ''] = /^([a-z]+)%3d(.*)$/i.exec(part) ?? [];
    if (/^dc$/i.test(type) && domain !== undefined) {
      if (!renamed.some((each) => /^dc%3d/i.test(each)))
        renamed.push(...domain.split('.').map((label) => `${type}%3D${label}`));
    } else renamed.push(type === '' ? part : `${type}%3D${nameOf(type, value, namer) ?? value}`);
  }
  const replacement = renamed.join('%2C');
  return replacement === whole
    ? undefined
    : { start: typeStart, end: typeStart + whole.length, rule: 'name', replacement };
}

function nameOf(type: string, value: string, namer: Namer): string | undefined {
  const plain = value.replace(/\+|%20/g, ' ');
  if (/^(?:cn|ou|o)$/i.test(type)) return namer.objectName(plain);
  return /^uid$/i.test(type) ? namer.user(plain) : undefined;
}

const ZERO = 0x30;
