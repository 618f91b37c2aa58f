import { X509Certificate } from 'node:crypto';
import { type CheckedBundle, checkBundle } from '../bundle/read-bundle.ts';
import { fromPem } from '../bundle/seal/pem.ts';
import { isTrustedBy, type Signature } from '../bundle/seal/verify-signature.ts';
import { ok, type Result, refused } from '../contract/result.ts';
import { identitiesIn } from './bundle-files.ts';
import { EXIT, refuse } from './exit-codes.ts';
import { readText } from './sealing.ts';
import { openTerminal, printable, type Terminal, wrap } from './terminal.ts';

export interface VerifyOptions {
  readonly identity?: string | undefined;
  /** PEM file of the signer's certificate, or of the authority that it leads to. */
  readonly trust?: string | undefined;
}

/**
 * `airway verify FILE`: checks every sum and the signature, and prints one sentence for each problem. Exit codes: 0 nothing is wrong
 * · 3 problems found · 2 it cannot be read at all.
 */
export async function verifyBundle(path: string, { identity, trust }: VerifyOptions): Promise<number> {
  const identities = await identitiesIn(identity);
  if (!identities.ok) return refuse(identities.error.message);
  const trusted = await trustedIn(trust);
  if (!trusted.ok) return refuse(trusted.error.message);
  const checked = await checkBundle(path, { identities: identities.value });
  if (!checked.ok) return refuse(checked.error.message);
  const terminal = openTerminal(process.stdout);
  const { signature, problems: found } = checked.value;
  const why = trusted.value === undefined ? undefined : whyUntrusted(signature, trusted.value);
  // A signature that does not hold was told already; that there is none besides would be one fault told twice.
  const problems =
    why === undefined || (signature === undefined && found.length > 0) ? found : [...found, why];
  // One line each, however long: this is read by scripts as well.
  for (const problem of problems) terminal.line(`${terminal.style('red', '✗')} ${printable(problem)}`);
  if (problems.length > 0) return EXIT.problems;
  printSound(terminal, path, checked.value, trusted.value !== undefined);
  return EXIT.healthy;
}

async function trustedIn(path: string | undefined): Promise<Result<readonly X509Certificate[] | undefined>> {
  if (path === undefined) return ok(undefined);
  const text = await readText('--trust', path);
  if (!text.ok) return text;
  try {
    const certificates = fromPem(text.value, 'CERTIFICATE', 'TRUSTED CERTIFICATE', 'X509 CERTIFICATE').map(
      (bytes) => new X509Certificate(bytes),
    );
    if (certificates.length > 0) return ok(certificates);
  } catch {
    // Said below: a file without a certificate and one with a broken one are the same mistake.
  }
  return refused('no-certificate', `--trust: ${path} holds no readable certificate in PEM form`);
}

function whyUntrusted(
  signature: Signature | undefined,
  trusted: readonly X509Certificate[],
): string | undefined {
  if (signature === undefined) return 'It is not signed.';
  if (isTrustedBy(signature, trusted, new Date())) return undefined;
  return `It is signed by ${signature.subject} (issued by ${signature.issuer}), which does not lead to a certificate of --trust.`;
}

function printSound(
  terminal: Terminal,
  path: string,
  { manifest, signature }: CheckedBundle,
  isTrusted: boolean,
): void {
  const say = (text: string): void =>
    terminal.line(`${terminal.style('green', '✓')} ${wrap(printable(text), terminal.columns, '  ')}`);
  const count = manifest?.files.length ?? 0;
  say(`${path}: ${count === 1 ? 'its file is' : `all ${count} files are`} what the manifest says.`);
  if (signature === undefined) {
    terminal.line('  It is not signed: whoever changed a file could have changed the manifest with it.');
    return;
  }
  say(`Signed by ${signature.subject}, issued by ${signature.issuer}.`);
  terminal.line(
    isTrusted
      ? '  The signer leads to a certificate of --trust.'
      : `  Whether that is the customer, --trust FILE.pem or this SHA-256 fingerprint tells: ${signature.fingerprint256}`,
  );
}
