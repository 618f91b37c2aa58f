import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { NamespaceLab } from '../../electron/probes/testing/namespace-lab.ts';

const execute = promisify(execFile);
const IP = '/usr/sbin/ip';

/** Where the machines of the site are; the client is 10.99.1.2, its router 10.99.1.1. */
export const ADDRESS = {
  client: '10.99.1.2',
  console: '10.99.2.2',
  console6: 'fd99:2::2',
  /** A second address for the Console that no machine has. */
  nobody: '10.99.2.3',
  dc1: '10.99.2.10',
  dc2: '10.99.2.11',
  syslog: '10.99.2.14',
  proxy: '10.99.2.28',
  resolver: '10.99.2.53',
  moreResolver: '10.99.2.54',
} as const;

/** How long a server may take until it listens. */
const START_LIMIT_MS = 20_000;

/** Namespaces of one scenario, with the folder and the processes in them. Everything goes with `remove`. */
export class Ground {
  readonly folder = mkdtempSync(join(tmpdir(), 'airway-lab-'));
  readonly #lab = new NamespaceLab();
  readonly #children: ChildProcess[] = [];
  readonly #afterwards: (() => Promise<void>)[] = [];
  readonly #logs = new Map<ChildProcess, string>();
  client = '';
  router = '';
  server = '';

  /** Client, router and server, the server with every address of the site's machines. */
  async prepare(): Promise<void> {
    Object.assign(this, await this.#lab.clientRouterServer());
    const { dc1, dc2, syslog, proxy, resolver } = ADDRESS;
    for (const address of [dc1, dc2, syslog, proxy, resolver])
      await this.ip(this.server, `addr add ${address}/24 dev s0`);
  }

  /**
   * One packet each way by IPv4 and IPv6: the neighbours of a machine that has been up for a while are known, and looking for them
   * takes a second where the links have only just come up.
   */
  async settle(): Promise<void> {
    const knock = (address: string): Promise<string> =>
      this.run(
        this.client,
        'bash',
        '-c',
        `for i in 1 2 3; do echo > /dev/tcp/${address}/9 && break; done; true`,
      );
    await Promise.all([knock(ADDRESS.console), knock(ADDRESS.console6)]);
  }

  /** `ip -n NAMESPACE WORDS`. */
  ip(namespace: string, words: string): Promise<void> {
    return this.#lab.ip(namespace, words);
  }

  /** Runs a program inside to its end; rejects when it fails. */
  run(namespace: string, program: string, ...args: string[]): Promise<string> {
    return this.#lab.run(namespace, program, ...args);
  }

  /** Writes a file of the scenario and returns its path. */
  file(name: string, text: string, mode = 0o644): string {
    const path = join(this.folder, name);
    writeFileSync(path, text, { mode });
    return path;
  }

  /**
   * Starts a server inside and waits until it listens on each of these, as `tcp 10.99.2.2:443`. What it says is kept for the
   * error when it does not.
   */
  async serve(
    namespace: string,
    listens: readonly string[],
    program: string,
    args: readonly string[],
    environment: Readonly<Record<string, string>> = {},
  ): Promise<ChildProcess> {
    const child = spawn(IP, ['netns', 'exec', namespace, program, ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
      cwd: this.folder,
      env: { PATH: process.env['PATH'], LANG: 'C', ...environment },
    });
    this.#children.push(child);
    const keep = (text: string): void =>
      void this.#logs.set(child, ((this.#logs.get(child) ?? '') + text).slice(-4000));
    child.stdout.setEncoding('utf8').on('data', keep);
    child.stderr.setEncoding('utf8').on('data', keep);
    const until = Date.now() + START_LIMIT_MS;
    while (!(await this.#isListening(namespace, listens))) {
      if (child.exitCode !== null || Date.now() > until)
        throw new Error(
          `${program} does not listen on ${listens.join(', ')}:\n${this.#logs.get(child) ?? ''}`,
        );
      await new Promise((resolve) => setTimeout(resolve, 15));
    }
    return child;
  }

  async #isListening(namespace: string, listens: readonly string[]): Promise<boolean> {
    if (listens.length === 0) return true;
    const table = await this.run(namespace, 'ss', '-Hlntu');
    const open = new Set(
      table.split('\n').map((line) => {
        const [protocol = '', , , , local = ''] = line.trim().split(/\s+/);
        return `${protocol} ${local.replace(/%[^:]*/, '').replace(/^\*:/, '0.0.0.0:')}`;
      }),
    );
    return listens.every((wanted) => {
      const [protocol = '', local = ''] = wanted.split(' ');
      const port = local.slice(local.lastIndexOf(':'));
      return (
        open.has(wanted) || open.has(`${protocol} 0.0.0.0${port}`) || open.has(`${protocol} [::]${port}`)
      );
    });
  }

  /** Starts a program inside and waits until it says something. */
  start(namespace: string, program: string, ...args: string[]): Promise<void> {
    return this.#lab.start(namespace, program, ...args);
  }

  /** Ends one server, whatever it forked. */
  async stop(child: ChildProcess): Promise<void> {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const closed = new Promise<void>((resolve) => child.once('close', () => resolve()));
    child.kill('SIGTERM');
    const force = setTimeout(() => child.kill('SIGKILL'), 1500);
    await closed;
    clearTimeout(force);
  }

  /** What else is to be done once everything has ended. */
  whenRemoved(tidy: () => Promise<void>): void {
    this.#afterwards.push(tidy);
  }

  /** Ends everything that runs inside, removes the namespaces and the folder. */
  async remove(): Promise<void> {
    for (const namespace of [this.client, this.router, this.server]) await endProcessesIn(namespace);
    for (const child of this.#children) if (child.exitCode === null) child.kill('SIGKILL');
    await this.#lab.remove();
    for (const tidy of this.#afterwards) await tidy();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Ends every process that lives in a namespace of the lab; all of them were started there. */
async function endProcessesIn(namespace: string): Promise<void> {
  if (namespace === '') return;
  const { stdout } = await execute(IP, ['netns', 'pids', namespace]).catch(() => ({ stdout: '' }));
  for (const pid of stdout.split('\n').flatMap((line) => (/^\d+$/.test(line.trim()) ? [Number(line)] : []))) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It ended by itself meanwhile.
    }
  }
}

/** Removes what a lab left behind that was killed: its namespaces carry the number of a process that is no more. */
export async function removeLeftovers(): Promise<void> {
  const { stdout } = await execute(IP, ['netns', 'list']).catch(() => ({ stdout: '' }));
  for (const line of stdout.split('\n')) {
    const [, name, pid] = /^(airway-(\d+)-\S+)/.exec(line) ?? [];
    if (name === undefined || pid === undefined || isAlive(Number(pid))) continue;
    await endProcessesIn(name);
    await execute(IP, ['netns', 'del', name]).catch(() => undefined);
  }
}

function isAlive(pid: number): boolean {
  if (existsSync('/proc')) {
    try {
      // A number is given again: only a Node process can be one of ours.
      return /node/.test(readlinkSync(`/proc/${pid}/exe`));
    } catch {
      return false;
    }
  }
  return true;
}
