import { firewallInWords } from '../../contract/machine-words.ts';
import type { FirewallOutcome, FirewallState } from '../../contract/outcomes/machine.ts';
import type { RecordedSystem } from '../../contract/recorded-system.ts';
import { listed } from '../../contract/spoken.ts';
import { defineProbe, type ProbeContext, type Verdict } from '../probe.ts';
import { elapsedBetween } from '../tcp/tcp-timing.ts';
import {
  macosFirewall,
  nftablesState,
  ufwPolicies,
  ufwState,
  windowsFirewallSwitches,
  windowsFirewalls,
} from './firewall-answers.ts';
import { withinDeadline } from './host-deadline.ts';
import { readTextFile } from './host-text-file.ts';
import { type SystemCommands, systemCommands, whyUnanswered } from './system-commands.ts';

const SETTINGS_LIMIT_BYTES = 65_536;

export interface FirewallInput {
  readonly recorded?: RecordedSystem | undefined;
  /** Folder in place of `/etc`; tests give one. */
  readonly etc?: string;
}

/** The host firewalls that this user may look at. Rules are not read: who may not, would otherwise be shown half of them. */
export const firewallState = defineProbe<FirewallInput, FirewallOutcome>({
  id: 'firewall-state',
  deadlineMs: 4000,
  awaiting: () => 'the state of the firewall on this machine',
  run,
  judge,
});

interface Found {
  readonly firewalls: readonly FirewallState[];
  readonly unreadable: readonly string[];
}

const NOTHING: Found = { firewalls: [], unreadable: [] };

async function run(input: FirewallInput, context: ProbeContext): Promise<FirewallOutcome> {
  const startedAt = context.now();
  const commands = systemCommands(context, input.recorded);
  const found = (await withinDeadline(
    read(commands, input.etc ?? '/etc'),
    context.deadlineMs,
    context.signal,
  )) ?? { firewalls: [], unreadable: ['no answer in time'] };
  const { firewalls, unreadable } = found;
  return {
    kind: 'firewall-state',
    code: firewalls.some(({ isEnabled }) => isEnabled)
      ? 'on'
      : firewalls.length > 0
        ? 'off'
        : unreadable.length > 0
          ? 'unreadable'
          : 'none',
    firewalls: firewalls.slice(0, 16),
    unreadable: unreadable.map((text) => text.slice(0, 200)).slice(0, 16),
    elapsedMs: elapsedBetween(startedAt, context.now()),
  };
}

async function read(commands: SystemCommands, etc: string): Promise<Found> {
  switch (commands.platform) {
    case 'win32':
      return onWindows(commands);
    case 'darwin':
      return onMacos(commands);
    case 'linux': {
      const parts = await Promise.all([ufw(etc), firewalld(commands), nftables(commands)]);
      return {
        firewalls: parts.flatMap(({ firewalls }) => firewalls),
        unreadable: parts.flatMap(({ unreadable }) => unreadable),
      };
    }
    default:
      return { firewalls: [], unreadable: [`not known how to read it on ${commands.platform}`] };
  }
}

/** The effective profiles; where PowerShell gives none, the switches of the registry, which need no module. */
async function onWindows(commands: SystemCommands): Promise<Found> {
  const [effective, switches] = await Promise.all([
    commands.ask('firewall'),
    commands.ask('firewall-registry'),
  ]);
  const profiles = effective.isAnswered ? windowsFirewalls(effective.text) : undefined;
  if (profiles !== undefined && profiles.length > 0) return { firewalls: profiles, unreadable: [] };
  const fallback = switches.isAnswered ? windowsFirewallSwitches(switches.text) : [];
  return {
    firewalls: fallback,
    unreadable: [`Get-NetFirewallProfile: ${whyUnanswered(effective)}`],
  };
}

async function onMacos(commands: SystemCommands): Promise<Found> {
  const answer = await commands.ask('firewall');
  const state = answer.isAnswered ? macosFirewall(answer.text) : undefined;
  return state === undefined
    ? { firewalls: [], unreadable: [`macOS application firewall: ${whyUnanswered(answer)}`] }
    : { firewalls: [state], unreadable: [] };
}

async function ufw(etc: string): Promise<Found> {
  const path = `${etc}/ufw/ufw.conf`;
  const [settings, defaults] = await Promise.all([
    readTextFile(path, SETTINGS_LIMIT_BYTES),
    readTextFile(`${etc}/default/ufw`, SETTINGS_LIMIT_BYTES),
  ]);
  if (!settings.isReadable)
    return settings.errno === 'ENOENT'
      ? NOTHING
      : { firewalls: [], unreadable: [`ufw: ${path} (${settings.errno})`] };
  const state = ufwState(settings.text);
  if (state === undefined) return { firewalls: [], unreadable: [`ufw: ${path} does not say ENABLED`] };
  return {
    firewalls: [{ ...state, ...(defaults.isReadable ? ufwPolicies(defaults.text) : {}) }],
    unreadable: [],
  };
}

/** `firewall-cmd --state` exits with 0 while it runs and 252 while it does not (firewall-cmd(1), exit codes). */
async function firewalld(commands: SystemCommands): Promise<Found> {
  const answer = await commands.ask('firewalld');
  if (!answer.isAnswered && answer.why === 'not-found') return NOTHING;
  if (answer.isAnswered && (answer.exitCode === 0 || answer.exitCode === 252))
    return { firewalls: [{ name: 'firewalld', isEnabled: answer.exitCode === 0 }], unreadable: [] };
  return { firewalls: [], unreadable: [`firewalld: ${whyUnanswered(answer)}`] };
}

async function nftables(commands: SystemCommands): Promise<Found> {
  // Without rights the program only says so; it is not even started then.
  if (!commands.isRecorded && process.geteuid?.() !== 0)
    return { firewalls: [], unreadable: ['nftables: only root may read its rules'] };
  const answer = await commands.ask('nftables');
  if (!answer.isAnswered && answer.why === 'not-found') return NOTHING;
  const state = answer.isAnswered && answer.exitCode === 0 ? nftablesState(answer.text) : undefined;
  return state === undefined
    ? { firewalls: [], unreadable: [`nftables: ${whyUnanswered(answer)}`] }
    : { firewalls: [state], unreadable: [] };
}

function judge({ code, firewalls, unreadable }: FirewallOutcome): Verdict {
  const unread = unreadable.length === 0 ? '' : `; not read: ${unreadable.join('; ')}`;
  if (code === 'unreadable')
    return { status: 'skipped', reason: `not readable by this user: ${unreadable.join('; ')}` };
  if (code === 'none') return { status: 'passed', reason: 'no firewall that is known was found here' };
  return { status: 'passed', reason: `${listed(firewalls.map(firewallInWords))}${unread}` };
}
