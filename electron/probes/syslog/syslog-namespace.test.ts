import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { syslogOutcomeSchema } from '../../contract/outcomes/syslog.ts';
import { syslogMessageOutcomeSchema } from '../../contract/outcomes/syslog-message.ts';
import { NamespaceLab, whyNoNamespaces } from '../testing/namespace-lab.ts';
import { TEST_MESSAGE } from './testing/test-message.ts';

const why = await whyNoNamespaces();

describe.skipIf(why !== undefined)(
  `syslog by UDP behind a router with faults${why === undefined ? '' : ` (${why})`}`,
  () => {
    const lab = new NamespaceLab();
    let client = '';

    beforeAll(async () => {
      const net = await lab.clientRouterServer();
      const { router, server } = net;
      client = net.client;
      await lab.ip(client, 'route add prohibit 10.77.2.0/24');
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

    it('tells what became of a message, as far as a UDP socket can', async () => {
      const code = `
      const { syslogSend } = await import(${JSON.stringify(new URL('./syslog-send.ts', import.meta.url).href)});
      const context = { signal: new AbortController().signal, deadlineMs: 2500, now: () => performance.now(),
        wallClock: Date.now, progress() {}, secrets: {} };
      const message = { ...${JSON.stringify(TEST_MESSAGE)}, format: 'rfc5424', framing: 'newline', transport: 'udp' };
      const seen = Object.entries(${JSON.stringify(targets)}).map(async ([name, [address, port]]) =>
        [name, await syslogSend.run({ ...message, address, port, servername: null, expectedName: address }, context)]);
      console.log(JSON.stringify(Object.fromEntries(await Promise.all(seen))));`;
      const seen = (await lab.evaluate(client, code)) as Record<keyof typeof targets, unknown>;
      for (const outcome of Object.values(seen)) syslogMessageOutcomeSchema.parse(outcome);

      const sent = { code: 'udp-sent', wasSent: true };
      expect(seen.served).toMatchObject(sent);
      expect(seen.served6).toMatchObject(sent);
      expect(seen.dropped).toMatchObject(sent);
      expect(seen.gone).toMatchObject(sent);
      expect(seen.closed).toMatchObject({ code: 'udp-closed', error: { errno: 'ECONNREFUSED' } });
      expect(seen.prohibited).toMatchObject({ code: 'udp-rejected', error: { errno: 'EHOSTUNREACH' } });
      expect(seen.prohibited6).toMatchObject({ code: 'udp-rejected', error: { errno: 'EACCES' } });
      expect(seen.droppedHere).toMatchObject({
        code: 'blocked-locally',
        wasSent: false,
        error: { errno: 'EPERM', syscall: 'send' },
      });
      expect(seen.noRoute).toMatchObject({ code: 'failed', wasSent: false, error: { errno: 'ENETUNREACH' } });
    });
  },
);
