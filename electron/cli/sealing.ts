import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import type { SealStep } from '../bundle/seal/seal-step.ts';
import type { ManifestSigner } from '../bundle/seal/sign-manifest.ts';
import { ok, type Result, refused } from '../contract/result.ts';

/** How a bundle is closed before it leaves the site. */
export interface Sealing {
  readonly seal?: SealStep;
  readonly signer?: ManifestSigner;
}

/** The options as they are given on the command line. A passphrase is none of them: arguments are seen by every process. */
export interface SealingFlags {
  encryptTo?: string;
  signWith?: string;
  signKey?: string;
}

/** Adds the options to a command that writes a bundle. */
export const withSealing = (command: Command): Command =>
  command
    .option('--encrypt-to <age1…>', 'encrypt the bundle for the holder of this age key alone')
    .option('--sign-with <cert.pem>', "sign the bundle's manifest in the name of this X.509 certificate")
    .option('--sign-key <key.pem>', 'its private key; an encrypted one asks for its passphrase');

/** Asks for a secret; undefined when nobody answers. */
type Ask = (question: string) => Promise<string | undefined>;

const KEY_LIMIT_BYTES = 1_000_000;

/**
 * Opens key and certificate before anything is checked or written, so that a mistake costs nothing and never leads to a bundle that
 * is open or unsigned. `bundle` is the path of the bundle that is asked for. Refuses with a sentence that names the option.
 */
export async function openSealing(
  { encryptTo, signWith, signKey }: SealingFlags,
  bundle: string | undefined,
  ask: Ask = askOnTerminal,
): Promise<Result<Sealing>> {
  const isAsked = [encryptTo, signWith, signKey].some((flag) => flag !== undefined);
  if (!isAsked) return ok({});
  if (bundle === undefined)
    return refused(
      'no-bundle',
      '--encrypt-to, --sign-with and --sign-key are for a bundle, and none is asked for',
    );
  if ((signWith === undefined) !== (signKey === undefined))
    return refused('half-signer', '--sign-with and --sign-key belong together: a certificate and its key');
  const seal = encryptTo === undefined ? undefined : await openSeal(encryptTo);
  if (seal?.ok === false) return seal;
  const signer =
    signWith === undefined || signKey === undefined
      ? undefined
      : await openSignerFiles(signWith, signKey, ask);
  if (signer?.ok === false) return signer;
  return ok({
    ...(seal === undefined ? {} : { seal: seal.value }),
    ...(signer === undefined ? {} : { signer: signer.value }),
  });
}

async function openSeal(recipient: string): Promise<Result<SealStep>> {
  const { openRecipient } = await import('../bundle/seal/seal-step.ts');
  const opened = await openRecipient(recipient);
  return opened.ok ? opened : refused(opened.error.code, `--encrypt-to: ${opened.error.message}`);
}

async function openSignerFiles(
  certificatePath: string,
  keyPath: string,
  ask: Ask,
): Promise<Result<ManifestSigner>> {
  const certificatePem = await readText('--sign-with', certificatePath);
  if (!certificatePem.ok) return certificatePem;
  const keyPem = await readText('--sign-key', keyPath);
  if (!keyPem.ok) return keyPem;
  const { isEncryptedKey, openSigner } = await import('../bundle/seal/sign-manifest.ts');
  const passphrase = isEncryptedKey(keyPem.value) ? await ask(`Passphrase of ${keyPath}`) : undefined;
  const files = { certificatePem: certificatePem.value, keyPem: keyPem.value, passphrase };
  const opened = openSigner(files, new Date());
  return opened.ok ? opened : refused(opened.error.code, `--sign-with, --sign-key: ${opened.error.message}`);
}

async function askOnTerminal(question: string): Promise<string | undefined> {
  const { askSecret } = await import('./ask-secret.ts');
  return askSecret(question);
}

/** Reads a small text file that an option names. */
export async function readText(option: string, path: string): Promise<Result<string>> {
  try {
    const bytes = await readFile(path);
    return bytes.length > KEY_LIMIT_BYTES
      ? refused('too-large', `${option}: ${path} is larger than a key or a certificate is`)
      : ok(bytes.toString('utf8'));
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    return refused('unreadable', `${option}: ${path} cannot be read (${code})`);
  }
}
