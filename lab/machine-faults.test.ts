import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Finding } from '../electron/contract/findings.ts';
import type { Outcome, OutcomeKind, OutcomeOf } from '../electron/contract/outcomes/outcome.ts';
import { NamespaceLab, whyNoNamespaces } from '../electron/probes/testing/namespace-lab.ts';

const why = await whyNoNamespaces();
const moduleOf = (path: string): string =>
  JSON.stringify(new URL(`../electron/${path}`, import.meta.url).href);

interface Ran {
  readonly ended: string;
  readonly notKept: string | null;
  readonly findings: readonly Pick<Finding, 'cause' | 'severity' | 'detail' | 'evidence'>[];
  readonly unexplained: readonly string[];
  readonly outcomes: readonly Outcome[];
}

const causesOf = ({ findings }: Ran): string[] => findings.map(({ cause }) => cause);
const outcomeIn = <K extends OutcomeKind>({ outcomes }: Ran, kind: K): OutcomeOf<K> | undefined =>
  outcomes.find((outcome): outcome is OutcomeOf<K> & Outcome => outcome.kind === kind);

describe.skipIf(why !== undefined)(
  `faults that only a machine itself can have${why === undefined ? '' : ` (${why})`}`,
  () => {
    const lab = new NamespaceLab();
    let folder = '';
    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'airway-machine-'));
    });
    afterAll(async () => {
      await lab.remove();
      await rm(folder, { recursive: true, force: true });
    });

    /** A whole run inside, after some shell commands whose mounts nobody else sees. */
    async function runInside(
      namespace: string,
      profile: Record<string, unknown>,
      { setup = 'true', state = null as string | null } = {},
    ): Promise<Ran> {
      const code = `
        const { startRun } = await import(${moduleOf('session/start-run.ts')});
        const { concludeRun } = await import(${moduleOf('session/conclude.ts')});
        const { profileSchema } = await import(${moduleOf('contract/profile.ts')});
        const profile = profileSchema.parse({ schema: 'airway.profile/1', name: 'Lab', ...${JSON.stringify(profile)} });
        const run = await startRun({ profile, secrets: {} }, { tool: { name: 'airway', version: '0' },
          steps: ['console', 'responder', 'syslog'], stateDirectory: ${JSON.stringify(state)} });
        const ended = await run.done;
        const { findings, unexplained } = concludeRun(run.state());
        console.log(JSON.stringify({ ended, notKept: run.notKept ?? null, findings,
          unexplained: unexplained.map(({ id }) => id),
          outcomes: Object.values(run.state().checks).flatMap(({ outcome }) => outcome ?? []) }));`;
      const script = `set -e; ${setup}; exec "$1" --no-warnings --input-type=module --eval "$2"`;
      return JSON.parse(await lab.run(namespace, 'sh', '-c', script, 'sh', process.execPath, code)) as Ran;
    }

    /** A namespace with one link, 10.99.1.2, to a host behind it that does not answer. */
    async function machine(name: string, link = 'eth9'): Promise<string> {
      const namespace = await lab.add(name);
      await lab.ip(namespace, `link add ${link} type veth peer name far`);
      await lab.ip(namespace, `addr add 10.99.1.2/24 dev ${link}`);
      await lab.ip(namespace, `link set ${link} up`);
      await lab.ip(namespace, 'link set far up');
      return namespace;
    }

    const consoleAt = (address: string, more: Record<string, unknown> = {}) => ({
      console: { address, ports: { alternate: null, tasks: null } },
      // No machine of a test has a resolver.
      resolvers: [],
      deadlines: { tcpMs: 1200 },
      ...more,
    });

    it('a link that is down is the whole trouble', async () => {
      const namespace = await lab.add('down');
      await lab.ip(namespace, 'link add eth9 type veth peer name far');
      await lab.ip(namespace, 'addr add 10.99.1.2/24 dev eth9');
      const ran = await runInside(namespace, consoleAt('10.99.2.2', { ntp: '10.99.2.2' }));
      expect(causesOf(ran)).toEqual(['network-down']);
      expect(ran.unexplained).toEqual([]);
      expect(outcomeIn(ran, 'site-routes')).toMatchObject({
        code: 'no-route',
        routes: [{ address: '10.99.2.2', errno: 'ENETUNREACH' }],
      });
      expect(outcomeIn(ran, 'ntp')).toMatchObject({ code: 'failed', error: { errno: 'ENETUNREACH' } });
    });

    it('a tunnel that leads nowhere is named where all behind it is silent', async () => {
      const namespace = await machine('tunnel');
      await lab.ip(namespace, 'tuntap add dev tun0 mode tun');
      await lab.ip(namespace, 'addr add 10.8.0.6/24 dev tun0');
      await lab.ip(namespace, 'link set tun0 up');
      await lab.ip(namespace, 'route add 10.77.0.0/16 dev tun0');
      const ran = await runInside(namespace, consoleAt('10.77.0.5'));
      expect(causesOf(ran)).toEqual(['vpn-route']);
      expect(ran.findings[0]).toMatchObject({
        severity: 'error',
        detail: expect.stringMatching(/10\.77\.0\.5:443 did not answer.* by tun0 \(a VPN\) from 10\.8\.0\.6/),
      });
      expect(outcomeIn(ran, 'site-routes')).toMatchObject({
        code: 'routed',
        routes: [{ interfaceName: 'tun0', interfaceKind: 'vpn', sourceAddress: '10.8.0.6', isLocal: false }],
      });
    });

    it('a VPN through which the site answers is not named', async () => {
      const client = await lab.add('vpn');
      const server = await lab.add('site');
      await lab.ip(client, `link add wg0 type veth peer name s0 netns ${server}`);
      for (const [namespace, link, address] of [
        [client, 'wg0', '10.99.1.2/24'],
        [server, 's0', '10.99.1.1/24'],
      ] as const) {
        await lab.ip(namespace, `addr add ${address} dev ${link}`);
        await lab.ip(namespace, `link set ${link} up`);
      }
      const code = `require('node:net').createServer((socket) => socket.destroy()).listen(443, '10.99.1.1', () => console.log('up'))`;
      await lab.start(server, process.execPath, '--eval', code);
      const ran = await runInside(client, consoleAt('10.99.1.1', { ntp: '10.99.1.1' }));
      expect(outcomeIn(ran, 'tcp')?.code).toBe('open');
      expect(outcomeIn(ran, 'site-routes')?.routes[0]).toMatchObject({
        interfaceKind: 'vpn',
        product: 'WireGuard',
      });
      expect(outcomeIn(ran, 'host')?.interfaces).toContainEqual(
        expect.objectContaining({ name: 'wg0', kind: 'vpn', product: 'WireGuard' }),
      );
      expect(outcomeIn(ran, 'ntp')).toMatchObject({ code: 'refused' });
      expect(causesOf(ran)).not.toContain('vpn-route');
    });

    it('a container network that takes the address of the Console is named', async () => {
      const namespace = await machine('docker');
      await lab.ip(namespace, 'link add br-0a1b2c3d4e5f type veth peer name port0');
      await lab.ip(namespace, 'addr add 172.17.0.1/16 dev br-0a1b2c3d4e5f');
      await lab.ip(namespace, 'link set br-0a1b2c3d4e5f up');
      await lab.ip(namespace, 'link set port0 up');
      const ran = await runInside(namespace, consoleAt('172.17.0.9'));
      expect(causesOf(ran)).toEqual(['docker-subnet-conflict']);
      expect(ran.findings[0]?.evidence).toContain('host/route/console');
    });

    it('a refusal by this machine names the firewall that is on here', async () => {
      const namespace = await machine('firewall');
      await lab.ip(namespace, 'route add prohibit 10.77.0.0/16');
      const rules = `table inet own {
        chain leaving { type filter hook output priority 0; policy accept;
          udp dport 123 drop
        }
      }`;
      await lab.run(namespace, 'nft', rules);
      const ran = await runInside(namespace, consoleAt('10.77.0.5', { ntp: '10.99.1.77' }));
      expect(causesOf(ran)).toEqual(['blocked-on-this-machine']);
      expect(ran.findings[0]?.detail).toMatch(/EACCES.*nftables is on here\.$/);
      expect(ran.findings[0]?.evidence).toContain('host/firewall');
      expect(outcomeIn(ran, 'ntp')).toMatchObject({ code: 'blocked-locally', error: { errno: 'EPERM' } });
    });

    it('ports that have run out are named', async () => {
      const namespace = await machine('ports');
      await lab.run(namespace, 'sysctl', '-qw', 'net.ipv4.ip_local_port_range=40000 40001');
      const holder = `const net = require('node:net'); const server = net.createServer(() => undefined);
        server.listen(443, '10.99.1.2', () => { let open = 0;
          for (const port of [40000, 40001]) net.connect({ host: '10.99.1.2', port: 443, localAddress: '10.99.1.2', localPort: port },
            () => { open += 1; if (open === 2) console.log('held'); }); });`;
      await lab.start(namespace, process.execPath, '--eval', holder);
      const ran = await runInside(namespace, consoleAt('10.99.1.2'));
      expect(causesOf(ran)).toEqual(['sockets-exhausted']);
      expect(outcomeIn(ran, 'tcp')?.error?.errno).toBe('EADDRNOTAVAIL');
    });

    it.each([
      [
        'full',
        'mount -t tmpfs -o size=64k,nr_inodes=40 none "$MOUNT"; head -c 200000 /dev/zero > "$MOUNT/fill" || true',
        'ENOSPC',
      ],
      ['read-only', 'mount -t tmpfs -o ro none "$MOUNT"', 'EROFS'],
    ] as const)('a folder for the results that is %s costs no result', async (code, mount, errno) => {
      const namespace = await lab.add(`folder-${code}`);
      const state = folder;
      const ran = await runInside(
        namespace,
        { console: { address: '127.0.0.1', ports: { alternate: null, tasks: null } }, resolvers: [] },
        { setup: mount.replaceAll('$MOUNT', state), state },
      );
      expect(ran.ended).toBe('completed');
      expect(ran.notKept).toContain(`${state} cannot be written`);
      expect(outcomeIn(ran, 'folder-access')).toMatchObject({ code, errno, path: state });
      expect(ran.findings.find(({ cause }) => cause === 'bundle-not-writable')).toMatchObject({
        severity: 'warning',
        detail: expect.stringMatching(/takes files: save the bundle there\.$/),
      });
    });

    it('a full disk below the Responder, and its service, are seen on an asset', async () => {
      const namespace = await lab.add('asset');
      // What systemctl prints where the service failed; bound over the real one for this process alone.
      const systemctl = join(folder, 'systemctl');
      await writeFile(
        systemctl,
        `#!/bin/sh\nprintf 'Id=Binalyze.AIR.Agent.service\\nLoadState=loaded\\nActiveState=failed\\nUnitFileState=enabled\\nResult=signal\\n'\n`,
        { mode: 0o755 },
      );
      const profile = {
        vantage: 'asset',
        responder: { installFolder: folder },
        console: { address: '127.0.0.1', ports: { alternate: null, tasks: null } },
        resolvers: [],
      };
      const ran = await runInside(namespace, profile, {
        setup: `mount --bind ${systemctl} /usr/bin/systemctl; mount -t tmpfs -o size=1m none ${folder}; mkdir ${folder}/logs; head -c 2000000 /dev/zero > ${folder}/fill || true`,
      });
      expect(causesOf(ran)).toEqual(expect.arrayContaining(['asset-disk-full', 'responder-service-stopped']));
      expect(outcomeIn(ran, 'responder-asset')).toMatchObject({
        code: 'stopped',
        services: [{ name: 'Binalyze.AIR.Agent.service', state: 'failed', result: 'signal' }],
      });
      expect(outcomeIn(ran, 'disk-space')).toMatchObject({ code: 'full' });
    });
  },
);
