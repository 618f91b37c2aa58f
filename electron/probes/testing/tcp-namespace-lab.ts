import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const IP = '/usr/sbin/ip';
const NFT = '/usr/sbin/nft';

const execute = promisify(execFile);

/**
 * Why a test in network namespaces cannot run here; undefined when it can. Missing programs count only outside CI, where the
 * test must rather fail; a machine that lets nobody make namespaces is a reason everywhere.
 */
export async function whyNoNamespaces(): Promise<string | undefined> {
  if (process.platform !== 'linux') return 'network namespaces are a part of Linux';
  if (process.getuid?.() !== 0) return 'making network namespaces needs root';
  const missing = [IP, NFT].filter((path) => !existsSync(path));
  if (missing.length > 0)
    return process.env['CI'] === undefined ? `${missing.join(', ')} missing` : undefined;
  const name = `airway-try-${randomBytes(4).toString('hex')}`;
  try {
    await execute(IP, ['netns', 'add', name]);
    await execute(IP, ['netns', 'del', name]);
    return undefined;
  } catch (error) {
    return `this machine makes no network namespaces: ${String(error).slice(0, 200)}`;
  }
}

/** Network namespaces of one test with names of their own, and the processes started in them. */
export class NamespaceLab {
  readonly #prefix = `airway-${process.pid}-${randomBytes(3).toString('hex')}`;
  readonly #names: string[] = [];
  readonly #processes: ChildProcess[] = [];

  /** Makes a namespace with loopback up and returns its full name. */
  async add(name: string): Promise<string> {
    const full = `${this.#prefix}-${name}`;
    await execute(IP, ['netns', 'add', full]);
    this.#names.push(full);
    await this.ip(full, 'link set lo up');
    return full;
  }

  /** `ip -n NAMESPACE ...`, with the words of the command separated by spaces. */
  async ip(namespace: string, command: string): Promise<void> {
    await execute(IP, ['-n', namespace, ...command.split(' ')]);
  }

  /** Runs a program inside to its end and returns its standard output. */
  async run(namespace: string, program: string, ...args: string[]): Promise<string> {
    const { stdout } = await execute(IP, ['netns', 'exec', namespace, program, ...args], {
      timeout: 20_000,
      maxBuffer: 4_000_000,
    });
    return stdout;
  }

  /** Starts a server inside; resolves when it first writes to its standard output or error. */
  async start(namespace: string, program: string, ...args: string[]): Promise<void> {
    const child = spawn(IP, ['netns', 'exec', namespace, program, ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#processes.push(child);
    await new Promise<void>((resolve, reject) => {
      child.stdout.once('data', () => resolve());
      child.stderr.once('data', () => resolve());
      child.once('error', reject);
      child.once('close', () => reject(new Error(`${program} ended before it said anything`)));
    });
  }

  /**
   * Evaluates a JavaScript module inside, in a process of its own, and returns what it prints, read as JSON. `etc` gives that
   * process alone other contents of files in /etc, such as `hosts`.
   */
  async evaluate(
    namespace: string,
    code: string,
    etc: Readonly<Record<string, string>> = {},
  ): Promise<unknown> {
    const folder = await mkdtemp(join(tmpdir(), 'airway-etc-'));
    try {
      // `ip netns exec` gives each process mounts of its own, so nobody else sees these.
      const mounts = Object.keys(etc).map((name) => `mount --bind "$1/${name}" "/etc/${name}" && `);
      for (const [name, text] of Object.entries(etc))
        await writeFile(join(folder, name), text, { mode: 0o644 });
      const script = `${mounts.join('')}exec "$2" --no-warnings --input-type=module --eval "$3"`;
      return JSON.parse(await this.run(namespace, 'sh', '-c', script, 'sh', folder, process.execPath, code));
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  /** Ends the processes and removes the namespaces, whatever state they are in. */
  async remove(): Promise<void> {
    await Promise.all(
      this.#processes.map(
        (child) =>
          new Promise<void>((resolve) => {
            if (child.exitCode !== null || child.signalCode !== null) return resolve();
            child.once('close', () => resolve());
            child.kill('SIGKILL');
          }),
      ),
    );
    await Promise.allSettled(this.#names.map((name) => execute(IP, ['netns', 'del', name])));
  }
}
