import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { checkInfoSchema } from '../contract/checks.ts';
import type { Outcome } from '../contract/outcomes/outcome.ts';
import { controlPort, type Profile } from '../contract/profile.ts';
import { testContext } from '../probes/testing/tcp-test-context.ts';
import { controlCheck } from './control.ts';
import type { PlanInputs, PlanNode } from './plan.ts';
import { planRun } from './steps.ts';

const profileOf = (more: Partial<Profile> = {}): Profile => ({
  schema: 'airway.profile/1',
  name: 'Site',
  vantage: 'asset',
  console: { address: '127.0.0.1' },
  ...more,
});

const INPUTS: PlanInputs = { resolvers: [], hasApiToken: false };

describe('the port that nobody uses', () => {
  it('is the first of the unassigned ones that the site does not use either', () => {
    expect(controlPort(profileOf())).toBe(293);
    expect(controlPort(profileOf({ console: { address: 'a', ports: { primary: 293, tasks: 294 } } }))).toBe(
      295,
    );
    expect(
      controlPort(
        profileOf({
          activeDirectory: { security: 'ldaps', ports: { ldap: 293, ldaps: 294 } },
          syslog: { address: 'b', port: 295, transport: 'tcp', format: 'rfc5424', framing: 'newline' },
        }),
      ),
    ).toBe(296);
  });

  it('is what the profile names, none where it says so, and never a port of the site', () => {
    expect(controlPort(profileOf({ controlPort: 9 }))).toBe(9);
    expect(controlPort(profileOf({ controlPort: null }))).toBeNull();
    expect(controlPort(profileOf({ controlPort: 8443 }))).toBeNull();
    expect(controlCheck(profileOf({ controlPort: null }), 'console', '127.0.0.1')).toEqual([]);
  });
});

/** The checks that start at once. */
const atOnce = (nodes: readonly PlanNode[]) =>
  nodes.flatMap((node) => (node.kind === 'check' ? [node.info] : []));

describe('the control', () => {
  it('starts at once with the others, once for an address that several steps probe', () => {
    const profile = profileOf({
      responder: { relay: '127.0.0.1' },
      syslog: { address: '127.0.0.1', port: 514, transport: 'tcp', format: 'rfc5424', framing: 'newline' },
    });
    const infos = atOnce(planRun(profile, INPUTS, ['console', 'responder', 'syslog']));
    const controls = infos.filter(({ subject }) => subject.startsWith('control:'));
    for (const info of controls) checkInfoSchema.parse(info);
    expect(controls.length).toBeGreaterThan(2);
    expect(new Set(controls.map(({ id }) => id))).toEqual(new Set(['control/tcp/127.0.0.1:293']));
    expect(controls[0]?.title).toBe('Control: TCP to 127.0.0.1:293, a port that nobody uses');
  });

  it.each([
    ['10.0.0.5', 'console/tcp/10.0.0.5:443'],
    ['fd00::5', 'console/tcp/[fd00::5]:443'],
  ])('is tried beside %s', (address, first) => {
    const ids = atOnce(planRun(profileOf({ console: { address } }), INPUTS, ['console'])).map(({ id }) => id);
    expect(ids).toContain(first);
    expect(ids.filter((id) => id.startsWith('control/'))).toHaveLength(1);
  });

  it('passes when it is refused, and warns when it opens', async () => {
    const server = createServer((socket) => socket.resume()).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const [control] = controlCheck(profileOf({ controlPort: port }), 'console', '127.0.0.1');
    if (control?.kind !== 'check') throw new Error('no control');
    const open = await control.observe(testContext(4000));
    expect(open).toMatchObject({
      outcome: { code: 'open' },
      verdict: {
        status: 'warned',
        reason: expect.stringMatching(/at this address an open port proves nothing$/),
      },
    });
    server.close();
    await once(server, 'close');
    const refused = await control.observe(testContext(4000));
    expect(refused).toMatchObject({
      outcome: { code: 'refused' },
      verdict: {
        status: 'passed',
        reason: expect.stringMatching(/as is right for a port that nobody uses$/),
      },
    });
  });

  it('never fails, whatever else it saw', async () => {
    const [control] = controlCheck(profileOf({ controlPort: 9 }), 'console', '127.0.0.1');
    if (control?.kind !== 'check') throw new Error('no control');
    const cancelled = await control.observe(testContext(4000, { signal: AbortSignal.abort() }));
    expect(cancelled).toMatchObject({ outcome: { code: 'cannot-tell' } satisfies Partial<Outcome> });
    expect(cancelled.verdict).toEqual({
      status: 'passed',
      reason: expect.stringMatching(/this is a control and no fault by itself$/),
    });
  });
});
