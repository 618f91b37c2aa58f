import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cldapOutcomeSchema } from '../../contract/outcomes/cldap.ts';
import { NamespaceLab, whyNoNamespaces } from '../testing/namespace-lab.ts';
import { judgeCldap } from './cldap-verdict.ts';

const why = await whyNoNamespaces();

describe.skipIf(why !== undefined)(
  `the LDAP ping behind a router with faults${why === undefined ? '' : ` (${why})`}`,
  () => {
    const lab = new NamespaceLab();
    let client = '';

    beforeAll(async () => {
      const net = await lab.clientRouterServer();
      client = net.client;
      const table = (hook: string, rules: string): string =>
        `table inet faults {
          chain c { type filter hook ${hook} priority 0; policy accept
            ${rules}
          }
        }`;
      await lab.run(
        net.router,
        'nft',
        table('forward', 'udp dport 390 drop; udp dport 391 reject with icmpx type admin-prohibited;'),
      );
      await lab.run(client, 'nft', table('output', 'udp dport 392 drop;'));
    });

    afterAll(() => lab.remove());

    it('tells each fault apart as far as a UDP socket can', async () => {
      const targets = {
        closed: ['10.99.2.2', 389],
        closed6: ['fd99:2::2', 389],
        dropped: ['10.99.2.2', 390],
        rejected: ['10.99.2.2', 391],
        rejected6: ['fd99:2::2', 391],
        droppedHere: ['10.99.2.2', 392],
        noRoute: ['10.98.0.1', 389],
      } as const;
      const code = `
        const { cldapPing } = await import(${JSON.stringify(new URL('./cldap.ts', import.meta.url).href)});
        const context = { signal: new AbortController().signal, deadlineMs: 2500, now: () => performance.now(),
          wallClock: Date.now, progress() {}, secrets: {} };
        const seen = Object.entries(${JSON.stringify(targets)}).map(async ([name, [address, port]]) =>
          [name, await cldapPing.run({ address, port, domain: 'lab.test' }, context)]);
        console.log(JSON.stringify(Object.fromEntries(await Promise.all(seen))));`;
      const seen = (await lab.evaluate(client, code)) as Record<keyof typeof targets, unknown>;
      const outcome = (name: keyof typeof targets) => cldapOutcomeSchema.parse(seen[name]);
      for (const name of ['closed', 'closed6'] as const)
        expect(outcome(name)).toMatchObject({ code: 'port-closed', error: { errno: 'ECONNREFUSED' } });
      expect(outcome('dropped')).toMatchObject({ code: 'silent', attempts: 3 });
      expect(outcome('rejected')).toMatchObject({ code: 'rejected', error: { errno: 'EHOSTUNREACH' } });
      expect(outcome('rejected6')).toMatchObject({ code: 'rejected', error: { errno: 'EACCES' } });
      expect(outcome('droppedHere')).toMatchObject({
        code: 'blocked-locally',
        error: { errno: 'EPERM', syscall: 'send' },
      });
      expect(outcome('noRoute')).toMatchObject({
        code: 'failed',
        error: { errno: 'ENETUNREACH', syscall: 'connect' },
      });
      expect(judgeCldap(outcome('rejected')).reason).toContain('the network refused a datagram');
      expect(judgeCldap(outcome('droppedHere')).reason).toContain('this machine did not let a packet out');
      expect(judgeCldap(outcome('noRoute')).reason).toContain('ended with ENETUNREACH');
    });
  },
);
