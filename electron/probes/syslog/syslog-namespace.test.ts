import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { syslogOutcomeSchema } from '../../contract/outcomes/syslog.ts';
import { NamespaceLab, whyNoNamespaces } from '../testing/tcp-namespace-lab.ts';

const why = await whyNoNamespaces();

describe.skipIf(why !== undefined)(
  `syslog by UDP behind a router with faults${why === undefined ? '' : ` (${why})`}`,
  () => {
    const lab = new NamespaceLab();
    let client = '';

    beforeAll(async () => {
      client = await lab.add('client');
      const router = await lab.add('router');
      const server = await lab.add('server');
      // Without it no IPv6 neighbour is found in the first second, while link-local addresses are looked for twice.
      for (const namespace of [client, router, server])
        await lab.run(namespace, 'sysctl', '-qw', 'net.ipv6.conf.default.accept_dad=0');
      await lab.ip(client, `link add c0 type veth peer name rc netns ${router}`);
      await lab.ip(server, `link add s0 type veth peer name rs netns ${router}`);
      const setUp: [string, string, string, string][] = [
        [client, 'c0', '10.99.1.2/24', 'fd99:1::2/64'],
        [router, 'rc', '10.99.1.1/24', 'fd99:1::1/64'],
        [router, 'rs', '10.99.2.1/24', 'fd99:2::1/64'],
        [server, 's0', '10.99.2.2/24', 'fd99:2::2/64'],
      ];
      for (const [namespace, link, v4, v6] of setUp) {
        await lab.ip(namespace, `addr add ${v4} dev ${link}`);
        await lab.ip(namespace, `-6 addr add ${v6} dev ${link} nodad`);
        await lab.ip(namespace, `link set ${link} up`);
      }
      await lab.ip(client, 'route add 10.99.2.0/24 via 10.99.1.1');
      await lab.ip(client, '-6 route add fd99:2::/64 via fd99:1::1');
      await lab.ip(client, 'route add prohibit 10.77.2.0/24');
      await lab.ip(server, 'route add default via 10.99.2.1');
      await lab.ip(server, '-6 route add default via fd99:2::1');
      // Many probes of one host at once would meet the limit of refusals that one host owes another.
      for (const namespace of [router, server])
        await lab.run(namespace, 'sysctl', '-qw', 'net.ipv4.icmp_ratelimit=0', 'net.ipv6.icmp.ratelimit=0');
      await lab.run(router, 'sysctl', '-qw', 'net.ipv4.ip_forward=1', 'net.ipv6.conf.all.forwarding=1');
      await lab.run(
        router,
        'nft',
        `table inet faults {
          chain passing { type filter hook forward priority 0; policy accept;
            udp dport 1002 drop
            udp dport 1003 reject with icmpx type admin-prohibited
            udp dport 1004 reject with icmpx type host-unreachable
          }
        }`,
      );
      await lab.run(
        client,
        'nft',
        `table inet own {
          chain leaving { type filter hook output priority 0; policy accept;
            udp dport 1005 drop
            udp dport 1006 reject with icmpx type admin-prohibited
          }
        }`,
      );
      const code = `import('node:dgram').then(({createSocket}) =>
        createSocket('udp6').bind(1000, () => console.log('listening')));
        setTimeout(() => process.exit(), 60000);`;
      await lab.start(server, process.execPath, '--input-type=module', '--eval', code);
    });

    afterAll(() => lab.remove());

    const targets = {
      served: ['10.99.2.2', 1000],
      served6: ['fd99:2::2', 1000],
      closed: ['10.99.2.2', 1001],
      closed6: ['fd99:2::2', 1001],
      dropped: ['10.99.2.2', 1002],
      prohibited: ['10.99.2.2', 1003],
      prohibited6: ['fd99:2::2', 1003],
      hostUnreachable: ['10.99.2.2', 1004],
      gone: ['10.99.2.77', 1000],
      droppedHere: ['10.99.2.2', 1005],
      rejectedHere: ['10.99.2.2', 1006],
      noRoute: ['10.98.0.1', 1000],
      prohibitedHere: ['10.77.2.1', 1000],
    } as const;

    it('tells each fault apart as far as a UDP socket can', async () => {
      const code = `
      const { syslogReach } = await import(${JSON.stringify(new URL('./syslog.ts', import.meta.url).href)});
      const context = { signal: new AbortController().signal, deadlineMs: 4000, now: () => performance.now(),
        wallClock: Date.now, progress() {}, secrets: {} };
      const seen = Object.entries(${JSON.stringify(targets)}).map(async ([name, [address, port]]) =>
        [name, await syslogReach.run({ address, port, transport: 'udp', servername: null, expectedName: address }, context)]);
      console.log(JSON.stringify(Object.fromEntries(await Promise.all(seen))));`;
      const seen = (await lab.evaluate(client, code)) as Record<keyof typeof targets, unknown>;
      for (const outcome of Object.values(seen)) syslogOutcomeSchema.parse(outcome);

      const silentAlone = { code: 'udp-unconfirmed', datagramsSent: 4, control: { code: 'closed' } };
      expect(seen.served).toMatchObject(silentAlone);
      expect(seen.served6).toMatchObject(silentAlone);
      // No difference to a receiver, which is why nothing is claimed.
      expect(seen.dropped).toMatchObject(silentAlone);
      expect(seen.hostUnreachable).toMatchObject(silentAlone);
      expect(seen.gone).toMatchObject({ code: 'udp-unconfirmed', control: { code: 'silent' } });
      expect(seen.closed).toMatchObject({ code: 'udp-closed', error: { errno: 'ECONNREFUSED' } });
      expect(seen.closed6).toMatchObject({ code: 'udp-closed', error: { errno: 'ECONNREFUSED' } });
      expect(seen.prohibited).toMatchObject({ code: 'udp-rejected', error: { errno: 'EHOSTUNREACH' } });
      expect(seen.prohibited6).toMatchObject({ code: 'udp-rejected', error: { errno: 'EACCES' } });
      expect(seen.droppedHere).toMatchObject({
        code: 'blocked-locally',
        datagramsSent: 0,
        error: { errno: 'EPERM', syscall: 'send' },
      });
      expect(seen.rejectedHere).toMatchObject({ code: 'blocked-locally', error: { errno: 'EPERM' } });
      expect(seen.noRoute).toMatchObject({
        code: 'failed',
        error: { errno: 'ENETUNREACH', syscall: 'connect' },
      });
      expect(seen.prohibitedHere).toMatchObject({
        code: 'blocked-locally',
        error: { errno: 'EACCES', syscall: 'connect' },
      });
    });
  },
);
