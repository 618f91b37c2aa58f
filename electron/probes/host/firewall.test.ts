import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { firewallOutcomeSchema } from '../../contract/outcomes/machine.ts';
import { testContext } from '../testing/tcp-test-context.ts';
import { firewallState } from './firewall.ts';
import {
  macosFirewall,
  nftablesState,
  ufwPolicies,
  ufwState,
  windowsFirewallSwitches,
  windowsFirewalls,
} from './firewall-answers.ts';
import { LINUX, MACOS, recorded, WINDOWS } from './testing/recorded-answers.ts';

let etc = '';
beforeAll(async () => {
  etc = await mkdtemp(join(tmpdir(), 'airway-etc-'));
  await mkdir(join(etc, 'ufw'));
  await mkdir(join(etc, 'default'));
  await writeFile(join(etc, 'ufw', 'ufw.conf'), '# /etc/ufw/ufw.conf\nENABLED=yes\nLOGLEVEL=low\n');
  await writeFile(
    join(etc, 'default', 'ufw'),
    'DEFAULT_INPUT_POLICY="DROP"\nDEFAULT_OUTPUT_POLICY="ACCEPT"\n',
  );
});
afterAll(() => rm(etc, { recursive: true, force: true }));

const seen = async (
  platform: 'linux' | 'win32' | 'darwin',
  changed: Readonly<Record<string, string | undefined>> = {},
  folder = '/nowhere',
) =>
  firewallOutcomeSchema.parse(
    await firewallState.run({ recorded: recorded(platform, changed), etc: folder }, testContext(1000)),
  );

describe('the firewall of this machine', () => {
  it('is read on Linux from ufw, firewalld and nftables', async () => {
    const outcome = await seen('linux', {}, etc);
    expect(outcome).toMatchObject({
      code: 'on',
      firewalls: [
        { name: 'ufw', isEnabled: true, inbound: 'block', outbound: 'allow' },
        { name: 'firewalld', isEnabled: true },
        { name: 'nftables', isEnabled: true, inbound: 'block', outbound: 'allow' },
      ],
      unreadable: [],
    });
    expect(firewallState.judge(outcome)).toEqual({
      status: 'passed',
      reason:
        'ufw is on (by default inbound block, outbound allow), firewalld is on and nftables is on (by default inbound block, outbound allow)',
    });
  });

  it('is off on Linux where none filters, and none where there is none', async () => {
    const empty = JSON.stringify({ nftables: [{ metainfo: {} }] });
    expect(await seen('linux', { firewalld: 'exit 252\nnot running\n', nftables: empty })).toMatchObject({
      code: 'off',
    });
    const none = await seen('linux', { firewalld: undefined, nftables: undefined });
    expect(none).toMatchObject({ code: 'none', firewalls: [], unreadable: [] });
    expect(firewallState.judge(none).status).toBe('passed');
  });

  it('is read on Windows, and from the registry where PowerShell gives nothing', async () => {
    expect((await seen('win32')).firewalls).toEqual([
      { name: 'Windows Firewall, Domain profile', isEnabled: true, inbound: 'block', outbound: 'allow' },
      {
        name: 'Windows Firewall, Private profile',
        isEnabled: true,
        inbound: 'not-configured',
        outbound: 'not-configured',
      },
      { name: 'Windows Firewall, Public profile', isEnabled: false, inbound: 'block', outbound: 'block' },
    ]);
    expect(await seen('win32', { firewall: 'exit 1\n' })).toMatchObject({
      code: 'on',
      firewalls: [
        { name: 'Windows Firewall, Domain profile', isEnabled: true },
        { name: 'Windows Firewall, Private profile', isEnabled: false },
      ],
      unreadable: ['Get-NetFirewallProfile: unexpected output, exit code 1'],
    });
  });

  it('is read on macOS, in each of its states', async () => {
    expect(await seen('darwin')).toMatchObject({ code: 'on' });
    const blocking = 'Firewall is set to block all non-essential incoming connections (State = 2)\n';
    expect((await seen('darwin', { firewall: blocking })).firewalls[0]).toMatchObject({ inbound: 'block' });
    expect(await seen('darwin', { firewall: 'Firewall is disabled. (State = 0)\n' })).toMatchObject({
      code: 'off',
    });
  });

  it('says why it could not be read, and is neither good nor bad then', async () => {
    for (const [platform, answers] of [
      ['win32', { firewall: undefined, 'firewall-registry': undefined }],
      ['darwin', { firewall: 'something else' }],
      ['linux', { firewalld: 'exit 1\n', nftables: 'exit 1\nOperation not permitted\n' }],
    ] as const) {
      const outcome = await seen(platform, answers);
      expect(outcome, platform).toMatchObject({ code: 'unreadable', firewalls: [] });
      expect(outcome.unreadable.length).toBeGreaterThan(0);
      expect(firewallState.judge(outcome)).toMatchObject({ status: 'skipped' });
    }
  });

  it('is looked at on the machine that the test runs on without a throw', async () => {
    firewallOutcomeSchema.parse(await firewallState.run({}, testContext(3000)));
  });
});

it('any text is read without a throw, into what an outcome holds', () => {
  const samples = [LINUX, WINDOWS, MACOS].flatMap((answers) => Object.values(answers));
  const texts = fc.oneof(
    fc.string({ maxLength: 300, unit: 'binary' }),
    fc.json(),
    fc
      .tuple(fc.constantFrom(...samples), fc.nat(400), fc.nat(40), fc.string({ maxLength: 12 }))
      .map(([sample, at, length, text]) => sample.slice(0, at) + text + sample.slice(at + length)),
  );
  fc.assert(
    fc.property(texts, (text) => {
      const firewalls = [
        ...(windowsFirewalls(text) ?? []),
        ...windowsFirewallSwitches(text),
        ...[macosFirewall(text), ufwState(text), nftablesState(text)].flatMap((one) => one ?? []),
        { name: 'ufw', isEnabled: true, ...ufwPolicies(text) },
      ];
      firewallOutcomeSchema.shape.firewalls.element.array().parse(firewalls);
    }),
    { numRuns: 500 },
  );
});
