import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Finding } from '../electron/contract/findings.ts';
import type { Profile } from '../electron/contract/profile.ts';
import { NamespaceLab, whyNoNamespaces } from '../electron/probes/testing/namespace-lab.ts';
import { issue, makeAuthority } from '../electron/probes/testing/test-certificates.ts';
import { CONSOLE_SERVER, nodeArguments } from './console-in-namespace.ts';

const why = await whyNoNamespaces();

/** A middlebox that takes every connection by itself and never says a word. */
const HOLD_ALL = `
(await import('node:net')).createServer((socket) => { socket.on('error', () => {}); socket.resume(); })
  .listen({ host: '0.0.0.0', port: 9999 }, () => console.log('listening'));
setTimeout(() => process.exit(), 90000);`;

const at = (last: number): string => `10.99.2.${last}`;

interface Case {
  /** Addresses that the hosts file gives for the Console's name. */
  readonly addresses: readonly string[];
  readonly ports?: NonNullable<Profile['console']>['ports'];
  readonly responder?: Profile['responder'];
  /** The causes that have to be named, in order. */
  readonly causes: readonly string[];
}

const CASES: Readonly<Record<string, Case>> = {
  healthy: { addresses: [at(10)], responder: {}, causes: [] },
  'a firewall that drops unused ports': { addresses: [at(11)], responder: {}, causes: [] },
  'nobody on the port': {
    addresses: [at(10)],
    ports: { primary: 9443, alternate: 8443 },
    causes: ['port-closed'],
  },
  'one port dropped': { addresses: [at(13)], causes: ['port-filtered'] },
  'both ports dropped, other ports refused': { addresses: [at(14)], causes: ['port-filtered'] },
  'everything dropped': { addresses: [at(15)], responder: {}, causes: ['host-filtered'] },
  'one port refused by ICMP': { addresses: [at(16)], causes: ['firewall-rejects'] },
  'nobody at the address': { addresses: [at(77)], causes: ['host-unreachable'] },
  'no route': { addresses: ['10.98.0.1'], causes: ['no-route'] },
  'prohibited by this machine': { addresses: ['10.77.2.1'], causes: ['blocked-on-this-machine'] },
  'a middlebox that accepts everything': { addresses: [at(17)], responder: {}, causes: ['false-open'] },
  'a full listen queue': { addresses: [at(18)], ports: { alternate: null }, causes: ['service-overloaded'] },
  'the first SYN of each connection lost': { addresses: [at(19)], responder: {}, causes: ['packet-loss'] },
  'IPv6 dropped': { addresses: [at(10), 'fd99:2::10'], causes: ['ipv6-broken'] },
  'one of two addresses dead': { addresses: [at(10), at(15)], responder: {}, causes: ['address-dead'] },
  'closed on accept': { addresses: [at(20)], causes: ['closed-on-accept'] },
  'the alternate port dropped': { addresses: [at(21)], causes: ['alternate-port-blocked'] },
  'the real-time port dropped': { addresses: [at(22)], responder: {}, causes: ['real-time-port-blocked'] },
  'the port of the relay dropped': {
    addresses: [at(10)],
    responder: { relay: at(13) },
    causes: ['port-filtered'],
  },
};

describe.skipIf(why !== undefined)(
  `a whole run behind a router with faults${why === undefined ? '' : ` (${why})`}`,
  () => {
    const lab = new NamespaceLab();
    let seen: Record<string, { findings: Finding[]; unexplained: string[]; durationMs: number }> = {};

    beforeAll(async () => {
      const { client, router, server } = await lab.clientRouterServer();
      for (const last of [10, 11, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22])
        await lab.ip(server, `addr add ${at(last)}/24 dev s0`);
      await lab.ip(server, '-6 addr add fd99:2::10/64 dev s0 nodad');
      await lab.ip(client, 'route add prohibit 10.77.2.0/24');
      await lab.run(
        router,
        'nft',
        `table inet faults {
          set begun { type ipv4_addr . inet_service . inet_service; flags dynamic; timeout 60s; }
          chain passing { type filter hook forward priority 0; policy accept;
            ip daddr ${at(11)} tcp dport != { 443, 8443, 4222 } drop
            ip daddr ${at(13)} tcp dport 443 drop
            ip daddr ${at(14)} tcp dport { 443, 8443 } drop
            ip daddr ${at(15)} drop
            ip daddr ${at(16)} tcp dport 443 reject with icmpx type admin-prohibited
            ip daddr ${at(19)} tcp flags syn ip saddr . tcp sport . tcp dport != @begun add @begun { ip saddr . tcp sport . tcp dport } drop
            ip daddr ${at(21)} tcp dport 8443 drop
            ip daddr ${at(22)} tcp dport 4222 drop
            ip6 daddr fd99:2::10 drop
          }
        }
        table ip middlebox {
          chain arriving { type nat hook prerouting priority -100; policy accept;
            ip daddr ${at(17)} meta l4proto tcp redirect to :9999
          }
        }`,
      );
      const authority = makeAuthority({ commonName: 'Lab root' });
      const { fullChainPem, privateKeyPem } = issue(authority, {
        dnsNames: ['*.example.com'],
        ipAddresses: [at(13)],
      });
      const given = {
        cert: fullChainPem,
        key: privateKeyPem,
        addresses: [...[10, 11, 13, 14, 15, 16, 19, 21, 22].map(at), 'fd99:2::10'],
        closing: at(20),
        crowded: at(18),
      };
      await lab.start(server, process.execPath, ...nodeArguments(CONSOLE_SERVER, given));
      await lab.start(router, process.execPath, ...nodeArguments(HOLD_ALL, {}));

      const names = Object.values(CASES).map(({ addresses }, index) =>
        addresses.map((address) => `${address} c${index}.example.com\n`).join(''),
      );
      const profiles = Object.entries(CASES).map(([name, { ports, responder }], index) => [
        name,
        {
          schema: 'airway.profile/1',
          name,
          vantage: 'workstation',
          console: { address: `c${index}.example.com`, ...(ports === undefined ? {} : { ports }) },
          ...(responder === undefined ? {} : { responder }),
          resolvers: [],
        },
      ]);
      const module = (path: string) => JSON.stringify(new URL(path, import.meta.url).href);
      const code = `
        const { startRun } = await import(${module('../electron/session/start-run.ts')});
        const { diagnose, unexplainedFailures } = await import(${module('../electron/diagnosis/diagnose.ts')});
        const seen = ${JSON.stringify(profiles)}.map(async ([name, profile]) => {
          const site = { profile, secrets: {}, caPem: ${JSON.stringify(authority.certificatePem)} };
          const startedAt = performance.now();
          const run = await startRun(site, { tool: { name: 'airway', version: '0.0.0' },
            steps: ['console', 'responder'], stateDirectory: null });
          await run.done;
          const findings = diagnose(run.state());
          return [name, { findings, unexplained: unexplainedFailures(run.state(), findings).map(({ id }) => id),
            durationMs: performance.now() - startedAt }];
        });
        console.log(JSON.stringify(Object.fromEntries(await Promise.all(seen))));
        process.exit();`;
      seen = (await lab.evaluate(client, code, {
        hosts: `127.0.0.1 localhost\n${names.join('')}`,
      })) as typeof seen;
    }, 60_000);

    afterAll(() => lab.remove());

    it.each(Object.entries(CASES))('names the cause: %s', (name, { causes }) => {
      const found = seen[name];
      expect(found?.findings.map(({ cause }) => cause)).toEqual(causes);
      expect(found?.unexplained).toEqual([]);
    });

    it('tells a host that is alive from one that is not by the port that nobody uses', () => {
      const [dropped] = seen['both ports dropped, other ports refused']?.findings ?? [];
      expect(dropped?.detail).toContain(`${at(14)}:293, which nobody uses, was refused after`);
      expect(dropped?.confidence).toBe(0.9);
      const [silent] = seen['everything dropped']?.findings ?? [];
      expect(silent?.detail).toContain(`${at(15)}:293, which nobody uses, was silent for 4.0 s too`);
    });

    it('counts the connections of a full listen queue', () => {
      const [crowded] = seen['a full listen queue']?.findings ?? [];
      expect(crowded?.detail).toMatch(
        /^Of \d connections to 10\.99\.2\.18:443, \d opened and \d got no answer in up to [34]\.\d s/,
      );
    });

    it('explains what a middlebox that accepts everything makes of each service', () => {
      const [open] = seen['a middlebox that accepts everything']?.findings ?? [];
      expect(open?.explains).toEqual(expect.arrayContaining(['tls-no-answer', 'nats-no-info']));
      expect(open?.ruledOut.join()).not.toContain('not the network path');
    });
  },
);
