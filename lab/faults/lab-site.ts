import type { ChildProcess } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ProfileDocument } from '../../electron/contract/profile.ts';
import { type AssetPlan, HEALTHY_ASSET, makeAsset } from '../practice/asset.ts';
import { Authorities } from './certificates.ts';
import { ADDRESS, Ground } from './ground.ts';
import type { ProfilePatch } from './scenario.ts';
import { CONSOLE_NAME, startConsole } from './servers/console.ts';
import { directoryProfile, startDirectory } from './servers/directory.ts';
import { startNats } from './servers/nats.ts';
import { startProxy } from './servers/proxy.ts';
import { dnsmasqArguments, startResolver } from './servers/resolver.ts';
import { startSyslog } from './servers/syslog.ts';
import type { SiteOptions, Stand } from './site-options.ts';

/** What is started, by the word that scenarios use. */
export type ServerName = 'console' | 'nats' | 'resolver' | 'syslog' | 'directory' | 'proxy';

/** Where servers are started: what each of them needs of the site. */
export interface ServerRoom {
  readonly ground: Ground;
  readonly authorities: Authorities;
  serve(
    name: ServerName,
    listens: readonly string[],
    program: string,
    args: readonly string[],
    environment?: Readonly<Record<string, string>>,
  ): Promise<void>;
  stand(name: ServerName, kind: Stand, addresses: readonly string[], ports: readonly number[]): Promise<void>;
}

/** A site that is up. A scenario breaks it with these. */
export class LabSite implements ServerRoom {
  readonly ground = new Ground();
  readonly authorities = new Authorities();
  readonly #servers = new Map<ServerName, ChildProcess>();
  /** Files as the client sees them, by path; they have to exist on this machine too. */
  readonly #files = new Map<string, { readonly text: string; readonly mode: number }>();
  /** Environment variables of the process in which Airway runs. */
  readonly environment: Record<string, string> = {};
  /** Commands that make the client's file systems other than this machine's. */
  readonly mounts: string[] = [];
  /** The Responder section of the profile, where the client has one. */
  #responder: NonNullable<ProfileDocument['responder']> = {};
  #rules = '';

  /** Makes the namespaces and starts every server that the options ask for. */
  async start(options: SiteOptions): Promise<void> {
    await this.ground.prepare();
    this.etc('resolv.conf', `nameserver ${ADDRESS.resolver}\noptions timeout:1 attempts:2\n`);
    this.etc('hosts', '127.0.0.1 localhost\n::1 localhost\n');
    await Promise.all([
      startResolver(this, options.dns ?? {}, options.directory),
      ...(options.console === null ? [] : [startConsole(this, options.console ?? {})]),
      ...(options.nats === null ? [] : [startNats(this, options.nats ?? {})]),
      ...(options.syslog === undefined ? [] : [startSyslog(this, options.syslog)]),
      ...(options.proxy === undefined ? [] : [startProxy(this, options.proxy)]),
      ...(options.directory === undefined ? [] : [startDirectory(this, options.directory)]),
    ]);
    await this.ground.settle();
  }

  async serve(
    name: ServerName,
    listens: readonly string[],
    program: string,
    args: readonly string[],
    environment: Readonly<Record<string, string>> = {},
  ): Promise<void> {
    this.#servers.set(name, await this.ground.serve(this.ground.server, listens, program, args, environment));
  }

  async stand(
    name: ServerName,
    kind: Stand,
    addresses: readonly string[],
    ports: readonly number[],
  ): Promise<void> {
    const places = addresses.flatMap((address) => ports.map((port) => [address, String(port)]));
    const listens = ports.map((port) => `tcp ${addresses[0] ?? ''}:${port}`);
    const script = join(import.meta.dirname, 'servers', 'stand.ts');
    await this.serve(name, listens, process.execPath, [script, kind, ...places.flat()]);
  }

  /** Stops a server: its ports are closed from now on. */
  async stops(name: ServerName): Promise<void> {
    const child = this.#servers.get(name);
    if (child === undefined) throw new Error(`${name} does not run`);
    await this.ground.stop(child);
  }

  /** The router between client and servers filters what it forwards; nft rules, such as `tcp dport 4222 drop`. */
  async filters(...rules: string[]): Promise<void> {
    await this.#nft(this.ground.router, 'forward', rules);
  }

  /** The client's own firewall filters what leaves it. */
  async clientFilters(...rules: string[]): Promise<void> {
    await this.#nft(this.ground.client, 'output', rules);
  }

  async #nft(namespace: string, hook: string, rules: readonly string[]): Promise<void> {
    this.#rules = `table inet faults_${hook} {\n chain rules {\n type filter hook ${hook} priority 0; policy accept;\n ${rules.join('\n ')}\n }\n}\n`;
    await this.ground.run(namespace, 'nft', this.#rules);
  }

  /** `ip` in the client, the router or the server: `route del default`. */
  async ip(where: 'client' | 'router' | 'server', words: string): Promise<void> {
    await this.ground.ip(this.ground[where], words);
  }

  /** Any program in the client, the router or the server. */
  async runs(where: 'client' | 'router' | 'server', program: string, ...args: string[]): Promise<string> {
    return this.ground.run(this.ground[where], program, ...args);
  }

  /** Another server of the scenario's own. */
  async serves(
    where: 'client' | 'router' | 'server',
    listens: readonly string[],
    program: string,
    ...args: string[]
  ): Promise<void> {
    await this.ground.serve(this.ground[where], listens, program, args);
  }

  /** A hostile little server on one more port of the site's machines. */
  async standsToo(kind: Stand, address: string, port: number): Promise<void> {
    const script = join(import.meta.dirname, 'servers', 'stand.ts');
    await this.serves(
      'server',
      [`tcp ${address}:${port}`],
      process.execPath,
      script,
      kind,
      address,
      String(port),
    );
  }

  /** Somebody else holds a connection with a server of the site. */
  async holdsConnection(address: string, port: number): Promise<void> {
    const script = join(import.meta.dirname, 'servers', 'hold-connection.ts');
    await this.ground.start(this.ground.router, process.execPath, script, address, String(port));
  }

  /** Waits until a server of the site greets with a text: a cluster needs a moment to find itself. */
  async untilSays(address: string, port: number, text: string): Promise<void> {
    const script = join(import.meta.dirname, 'servers', 'until-says.ts');
    await this.ground.run(this.ground.server, process.execPath, script, address, String(port), text);
  }

  /** A resolver in the place of the site's that answers everything with one RCODE. */
  async resolverAnswers(rcode: number): Promise<void> {
    const script = join(import.meta.dirname, 'servers', 'dns-rcode.ts');
    const { resolver } = ADDRESS;
    await this.serves('server', [`udp ${resolver}:53`], process.execPath, script, String(rcode), resolver);
  }

  /** One more resolver, at 10.99.2.54, with nothing but these arguments of dnsmasq. Nobody is told of it. */
  async moreResolver(...args: string[]): Promise<void> {
    const address = ADDRESS.moreResolver;
    await this.ip('server', `addr add ${address}/24 dev s0`);
    await this.serves(
      'server',
      [`udp ${address}:53`],
      '/usr/sbin/dnsmasq',
      ...dnsmasqArguments(address),
      ...args,
    );
  }

  /** The same as one that the client asks after the site's own. */
  async secondResolver(...args: string[]): Promise<void> {
    await this.moreResolver(...args);
    const servers = [ADDRESS.resolver, ADDRESS.moreResolver].map((address) => `nameserver ${address}\n`);
    this.etc('resolv.conf', `${servers.join('')}options timeout:1 attempts:2\n`);
  }

  /** A file of /etc as the client sees it. */
  etc(name: string, text: string): void {
    this.#files.set(`/etc/${name}`, { text, mode: 0o644 });
  }

  /** A program in the place of one of the client's. */
  program(path: string, script: string): void {
    this.#files.set(path, { text: script, mode: 0o755 });
  }

  /** Installs a Responder on the client: a folder with a configuration, and a service manager that says how its service is. */
  async hasResponder(plan: Partial<AssetPlan & { readonly isDiskFull: boolean }> = {}): Promise<void> {
    const asset = await makeAsset({ ...HEALTHY_ASSET, ...plan }, CONSOLE_NAME);
    this.ground.whenRemoved(() => asset.close());
    this.program(
      '/usr/bin/systemctl',
      `#!/bin/sh\ncat <<'ANSWER'\n${asset.recorded.answers['services'] ?? ''}ANSWER\n`,
    );
    if (plan.isDiskFull === true)
      this.mounts.push(
        ...fullDisk(join(asset.installFolder, 'logs')),
        `mount --bind ${asset.installFolder}/logs ${asset.installFolder}`,
      );
    const exclusions = asset.recorded.answers['exclusions-mdatp'];
    if (exclusions !== undefined) this.#addProgram('mdatp', exclusions);
    this.#responder = { installFolder: asset.installFolder, serviceName: asset.serviceName };
  }

  /** What the setting of the client's desktop says, as `gsettings list-recursively org.gnome.system.proxy` prints it. */
  desktopSays(setting: string): void {
    this.#addProgram('gsettings', setting);
  }

  /** A program that this machine need not have, and that prints the same whatever it is asked. */
  #addProgram(name: string, prints: string): void {
    const programs = join(this.ground.folder, 'programs');
    mkdirSync(programs, { recursive: true });
    this.ground.file(`programs/${name}`, `#!/bin/sh\ncat <<'ANSWER'\n${prints}ANSWER\n`, 0o755);
    // Nothing else of this folder is used by what runs in the lab.
    const mount = `mount --bind ${programs} /usr/local/bin`;
    if (!this.mounts.includes(mount)) this.mounts.push(mount);
  }

  /** The profile of the healthy site, changed by the scenario's own sections. */
  profile(options: SiteOptions, patch: ProfilePatch = {}): ProfileDocument {
    const whole = {
      schema: 'airway.profile/1' as const,
      name: 'Lab',
      vantage: 'asset' as const,
      console: {
        address: CONSOLE_NAME,
        caFile: this.ground.file('profile-ca.pem', this.authorities.root.certificatePem),
      },
      responder: this.#responder,
      ...(options.syslog === undefined
        ? {}
        : {
            syslog: {
              address: 'syslog.lab.test',
              port: options.syslog.tls === true ? 6514 : 514,
              transport: options.syslog.tls === true ? ('tls' as const) : ('tcp' as const),
              format: 'rfc5424' as const,
              framing: 'octet-counting' as const,
            },
          }),
      ...(options.directory === undefined ? {} : { activeDirectory: directoryProfile(options.directory) }),
      ...(options.proxy === undefined ? {} : { proxy: { url: `http://${ADDRESS.proxy}:3128` } }),
    };
    const merged: Record<string, unknown> = { ...whole };
    for (const [section, value] of Object.entries(patch)) {
      const before = merged[section];
      if (value === null) delete merged[section];
      else merged[section] = isObject(value) && isObject(before) ? { ...before, ...value } : value;
    }
    return merged as ProfileDocument;
  }

  /** Files that the process in which Airway runs sees in the place of this machine's own. */
  get files(): ReadonlyMap<string, { readonly text: string; readonly mode: number }> {
    return this.#files;
  }

  async remove(): Promise<void> {
    await this.ground.remove();
  }
}

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A disk of 64 KiB, filled to its last octet. */
export const fullDisk = (path: string): string[] => [
  `mount -t tmpfs -o size=64k none ${path}`,
  `{ head -c 1m /dev/zero > ${path}/filling 2>/dev/null; true; }`,
];
