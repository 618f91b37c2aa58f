import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { noteOutcomes } from './outcome-log.ts';

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

  /**
   * A client, a router and a server behind it, by IPv4 (10.99.1.0/24, 10.99.2.0/24) and IPv6 (fd99:1::/64, fd99:2::/64): the
   * client is .2 of the first network, the server .2 of the second. The client has routes to the server's network alone.
   */
  async clientRouterServer(): Promise<{ client: string; router: string; server: string }> {
    const client = await this.add('client');
    const router = await this.add('router');
    const server = await this.add('server');
    const setting = (namespace: string, ...settings: string[]) =>
      this.run(namespace, 'sysctl', '-qw', ...settings);
    // Without it no IPv6 neighbour is found in the first second, while link-local addresses are looked for twice.
    for (const namespace of [client, router, server])
      await setting(namespace, 'net.ipv6.conf.default.accept_dad=0');
    await this.ip(client, `link add c0 type veth peer name rc netns ${router}`);
    await this.ip(server, `link add s0 type veth peer name rs netns ${router}`);
    const links: readonly (readonly [string, string, string, string])[] = [
      [client, 'c0', '10.99.1.2/24', 'fd99:1::2/64'],
      [router, 'rc', '10.99.1.1/24', 'fd99:1::1/64'],
      [router, 'rs', '10.99.2.1/24', 'fd99:2::1/64'],
      [server, 's0', '10.99.2.2/24', 'fd99:2::2/64'],
    ];
    for (const [namespace, link, v4, v6] of links) {
      await this.ip(namespace, `addr add ${v4} dev ${link}`);
      await this.ip(namespace, `-6 addr add ${v6} dev ${link} nodad`);
      await this.ip(namespace, `link set ${link} up`);
    }
    await this.ip(client, 'route add 10.99.2.0/24 via 10.99.1.1');
    await this.ip(client, '-6 route add fd99:2::/64 via fd99:1::1');
    await this.ip(server, 'route add default via 10.99.2.1');
    await this.ip(server, '-6 route add default via fd99:2::1');
    await setting(router, 'net.ipv4.ip_forward=1', 'net.ipv6.conf.all.forwarding=1');
    // Many probes of one host at once would meet the limit of refusals that one host owes another.
    for (const namespace of [router, server])
      await setting(namespace, 'net.ipv4.icmp_ratelimit=0', 'net.ipv6.icmp.ratelimit=0');
    return { client, router, server };
  }

  /** `ip -n NAMESPACE ...`, with the words of the command separated by spaces. */
  async ip(namespace: string, command: string): Promise<void> {
    await execute(IP, ['-n', namespace, ...command.split(' ')]);
  }

  /** Runs a program inside to its end and returns its standard output. */
  async run(namespace: string, program: string, ...args: string[]): Promise<string> {
    const { stdout } = await execute(IP, ['netns', 'exec', namespace, program, ...args], {
      // A domain controller is provisioned in some seconds, on a busy machine in many.
      timeout: 60_000,
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
      const printed = await this.run(namespace, 'sh', '-c', script, 'sh', folder, process.execPath, code);
      const result: unknown = JSON.parse(printed);
      noteOutcomes(result);
      return result;
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
