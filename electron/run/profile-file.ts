import { X509Certificate } from 'node:crypto';
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import type { Profile, SecretReference, Secrets } from '../contract/profile.ts';
import { ok, type Result, refused } from '../contract/result.ts';
import { type ParsedProfile, PROFILE_LIMIT_BYTES, parseProfileText } from './profile-text.ts';

const CA_LIMIT_BYTES = 1024 * 1024;
const SECRET_LIMIT_BYTES = 4096;

/** Everything that a run needs of a profile file. `toAsk` names secrets that the profile wants typed in. */
export interface LoadedProfile {
  readonly profile: Profile;
  readonly secrets: Secrets;
  readonly caPem?: string;
  readonly toAsk: readonly ParsedProfile['references'][number]['field'][];
  readonly warnings: readonly string[];
}

/**
 * Reads a profile from disk with the authority file and the secrets that it names. Each refusal is one sentence that begins with
 * the file, then its line. Codes: those of `parseProfileText`, and `not-found`, `not-a-file`, `no-right`, `unreadable`,
 * `secret-missing`, `ca-unusable`.
 */
export function loadProfileFile(
  path: string,
  environment: NodeJS.ProcessEnv = process.env,
): Result<LoadedProfile> {
  const text = readSmallFile(path, PROFILE_LIMIT_BYTES, 'a profile has at most 256 KB');
  if (!text.ok) return refused(text.error.code, `${path}: ${text.error.message}`);
  const parsed = parseProfileText(text.value);
  if (!parsed.ok) {
    const { code, message, line } = parsed.error;
    return refused(code, `${path}${line === undefined ? '' : ` line ${line}`}: ${message}`, line);
  }
  const { profile, literalSecrets, references, warnings } = parsed.value;
  const secrets: { -readonly [K in keyof Secrets]: Secrets[K] } = { ...literalSecrets };
  const toAsk: LoadedProfile['toAsk'][number][] = [];
  for (const { field, reference } of references) {
    if ('ask' in reference) {
      toAsk.push(field);
      continue;
    }
    const secret = fetchSecret(reference, dirname(path), environment);
    if (!secret.ok) return refused(secret.error.code, `${path}: ${field}: ${secret.error.message}`);
    if (field === 'console.apiToken') secrets.apiToken = secret.value;
    else secrets.bindPassword = secret.value;
  }
  const ca = loadAuthority(profile, dirname(path));
  if (!ca.ok) return refused(ca.error.code, `${path}: console.caFile: ${ca.error.message}`);
  return ok({
    profile,
    secrets,
    ...(ca.value === undefined ? {} : { caPem: ca.value }),
    toAsk,
    warnings: warnings.map((warning) => `${path} ${warning}`),
  });
}

/** A profile that was opened and not run yet: its text as it stands, and the authority that it names by path. */
export interface OpenedProfile {
  readonly text: string;
  readonly ca?: { readonly name: string; readonly pem: string };
}

/**
 * Reads a profile that somebody opened, for whoever shows it: no secret is fetched from where the profile says. Nothing of a file
 * is answered that is no profile. An authority that cannot be used is left out, and asked for later like one that is not there;
 * so is one on another machine, to which Windows would send this user's login for a profile that was merely opened.
 * Codes: those of `parseProfileText`, and `not-found`, `not-a-file`, `no-right`, `unreadable`.
 */
export function openProfileFile(path: string): Result<OpenedProfile> {
  const text = readSmallFile(path, PROFILE_LIMIT_BYTES, 'a profile has at most 256 KB');
  if (!text.ok) return text;
  const parsed = parseProfileText(text.value);
  if (!parsed.ok) return parsed;
  const { profile } = parsed.value;
  if (/^[\\/]{2}/.test(profile.console?.caFile ?? '')) return ok({ text: text.value });
  const ca = loadAuthority(profile, dirname(path));
  if (!ca.ok || ca.value === undefined) return ok({ text: text.value });
  return ok({ text: text.value, ca: { name: basename(profile.console?.caFile ?? ''), pem: ca.value } });
}

function fetchSecret(
  reference: Exclude<SecretReference, { ask: true }>,
  folder: string,
  environment: NodeJS.ProcessEnv,
): Result<string> {
  if ('env' in reference) {
    const value = environment[reference.env];
    if (value === undefined || value === '')
      return refused('secret-missing', `the environment variable ${reference.env} is not set`);
    return value.length > SECRET_LIMIT_BYTES
      ? refused('secret-missing', `the value of ${reference.env} is too long for a secret`)
      : ok(value);
  }
  const read = readSmallFile(
    resolve(folder, reference.file),
    SECRET_LIMIT_BYTES,
    'a secret has at most 4096 bytes',
  );
  if (!read.ok) return refused('secret-missing', `${reference.file}: ${read.error.message}`);
  const secret = read.value.replace(/\r?\n$/, '');
  return secret === '' ? refused('secret-missing', `${reference.file} is empty`) : ok(secret);
}

function loadAuthority(profile: Profile, folder: string): Result<string | undefined> {
  const file = profile.console?.caFile;
  if (file === undefined) return ok(undefined);
  const read = readSmallFile(resolve(folder, file), CA_LIMIT_BYTES, 'an authority file has at most 1 MB');
  if (!read.ok) return refused('ca-unusable', `${file}: ${read.error.message}`);
  const problem = whyNotAuthority(read.value);
  return problem === undefined ? ok(read.value) : refused('ca-unusable', `${file} ${problem}`);
}

/** Why a PEM text cannot serve as authority; undefined when each certificate in it can be read. */
export function whyNotAuthority(pem: string): string | undefined {
  if (/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(pem))
    return 'holds a private key; give only the certificate of the authority';
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g) ?? [];
  if (blocks.length === 0) return 'holds no certificate; expected PEM with -----BEGIN CERTIFICATE-----';
  for (const block of blocks) {
    try {
      new X509Certificate(block);
    } catch {
      return 'holds a certificate that cannot be read';
    }
  }
  return undefined;
}

/** Reads a small regular file as UTF-8; never follows into devices or folders and never reads past the limit. */
function readSmallFile(path: string, limitBytes: number, tooLarge: string): Result<string> {
  let descriptor: number | undefined;
  try {
    // Without O_NONBLOCK, opening a named pipe would wait for a writer for ever.
    descriptor = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    const found = fstatSync(descriptor);
    if (found.isDirectory()) return refused('not-a-file', 'is a folder; expected a file');
    if (!found.isFile()) return refused('not-a-file', 'is not a regular file');
    if (found.size > limitBytes)
      return refused('too-large', `is too large (${found.size} bytes); ${tooLarge}`);
    const buffer = Buffer.alloc(limitBytes + 1);
    let length = 0;
    for (;;) {
      const read = readSync(descriptor, buffer, length, buffer.length - length, null);
      if (read === 0) break;
      length += read;
      if (length > limitBytes) return refused('too-large', `is too large; ${tooLarge}`);
    }
    return ok(buffer.toString('utf8', 0, length).replace(/^\uFEFF/, ''));
  } catch (error) {
    return unreadable(error);
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

function unreadable(error: unknown): Result<never> {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ENOENT' || code === 'ENOTDIR') return refused('not-found', 'there is no such file');
  if (code === 'EISDIR') return refused('not-a-file', 'is a folder; expected a file');
  if (code === 'EACCES' || code === 'EPERM') return refused('no-right', 'may not be read by this user');
  return refused('unreadable', `cannot be read${code === '' ? '' : ` (${code})`}`);
}
