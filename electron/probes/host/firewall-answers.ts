import { z } from 'zod';
import type { FirewallState } from '../../contract/outcomes/machine.ts';
import { parsedJson } from './route-to.ts';

/** NET_FW_ACTION numbers of Get-NetFirewallProfile: 0 not configured, 2 allow, 4 block. */
const ACTIONS: Readonly<Record<number, FirewallState['outbound']>> = {
  0: 'not-configured',
  2: 'allow',
  4: 'block',
};

const profile = z.object({
  name: z.string().max(60),
  /** GpoBoolean: 0 false, 1 true, 2 not configured. */
  enabled: z.int(),
  inbound: z.int(),
  outbound: z.int(),
});
const profiles = z.union([z.array(profile).max(8), profile.transform((one) => [one])]);

/** `Get-NetFirewallProfile` of Windows as the JSON that the command makes. Undefined when the text is no such JSON. */
export function windowsFirewalls(json: string): FirewallState[] | undefined {
  return parsedJson(profiles, json)?.map(({ name, enabled, inbound, outbound }) => ({
    name: `Windows Firewall, ${name} profile`,
    isEnabled: enabled === 1,
    ...withAction('inbound', inbound),
    ...withAction('outbound', outbound),
  }));
}

function withAction<K extends 'inbound' | 'outbound'>(
  key: K,
  value: number,
): Partial<Record<K, FirewallState['outbound']>> {
  const action = ACTIONS[value];
  return action === undefined ? {} : ({ [key]: action } as Partial<Record<K, FirewallState['outbound']>>);
}

/**
 * The switches of Windows Firewall as `reg query` prints them: a key that ends with the name of the profile, then
 * `EnableFirewall REG_DWORD 0x1`. Neither is translated. A policy may overrule them, which this does not show.
 */
export function windowsFirewallSwitches(text: string): FirewallState[] {
  const found: FirewallState[] = [];
  let name: string | undefined;
  for (const line of text.split(/\r?\n/).slice(0, 200)) {
    const key = /\\(Domain|Standard|Public)Profile\s*$/.exec(line)?.[1];
    if (line.startsWith('HKEY_')) name = key;
    const value = /^\s+EnableFirewall\s+REG_DWORD\s+0x([0-9a-f]{1,8})\s*$/i.exec(line)?.[1];
    if (name === undefined || value === undefined || found.length === 8) continue;
    // The registry still calls the private profile by its older name.
    const shown = name === 'Standard' ? 'Private' : name;
    found.push({
      name: `Windows Firewall, ${shown} profile`,
      isEnabled: Number.parseInt(value, 16) !== 0,
    });
  }
  return found;
}

/** `socketfilterfw --getglobalstate` of macOS: the number behind `State =` is 0 off, 1 on, 2 on and blocking all incoming. */
export function macosFirewall(text: string): FirewallState | undefined {
  const state = /State\s*=\s*([0-2])\b/.exec(text.slice(0, 1000))?.[1];
  if (state === undefined) return undefined;
  return {
    name: 'macOS application firewall',
    isEnabled: state !== '0',
    ...(state === '2' ? { inbound: 'block' as const } : {}),
  };
}

/** `/etc/ufw/ufw.conf`: `ENABLED=yes`. Everyone may read it, while `ufw status` is for root. */
export function ufwState(text: string): FirewallState | undefined {
  const enabled = /^\s*ENABLED\s*=\s*["']?(yes|no)\b/im.exec(text)?.[1]?.toLowerCase();
  return enabled === undefined ? undefined : { name: 'ufw', isEnabled: enabled === 'yes' };
}

/** `DEFAULT_OUTPUT_POLICY="DROP"` of `/etc/default/ufw`. */
export function ufwPolicies(text: string): Pick<FirewallState, 'inbound' | 'outbound'> {
  const policy = (chain: string): FirewallState['inbound'] => {
    const word = new RegExp(`^\\s*DEFAULT_${chain}_POLICY\\s*=\\s*["']?(\\w{1,10})`, 'im').exec(text)?.[1];
    if (word === undefined) return undefined;
    return /^accept$/i.test(word) ? 'allow' : 'block';
  };
  const [inbound, outbound] = [policy('INPUT'), policy('OUTPUT')];
  return { ...(inbound && { inbound }), ...(outbound && { outbound }) };
}

const chain = z.object({
  hook: z.string().max(40),
  policy: z.string().max(40).optional(),
  table: z.string().max(200).optional(),
});
const chains = z.object({
  nftables: z.array(z.object({ chain: z.unknown() }).partial().catch({})).max(5000),
});

/**
 * `nft --json list chains`: whether any chain filters what comes in or goes out, and whether one of them drops what no rule is
 * about. Undefined when the text is no such JSON. Rules themselves are not read.
 */
export function nftablesState(json: string): FirewallState | undefined {
  const parsed = parsedJson(chains, json);
  if (parsed === undefined) return undefined;
  const hooked = parsed.nftables.flatMap((entry) => chain.safeParse(entry.chain).data ?? []);
  const policy = (hook: string): FirewallState['inbound'] => {
    const own = hooked.filter((one) => one.hook === hook);
    if (own.length === 0) return undefined;
    return own.some((one) => one.policy === 'drop') ? 'block' : 'allow';
  };
  const [inbound, outbound] = [policy('input'), policy('output')];
  return {
    name: 'nftables',
    isEnabled: inbound !== undefined || outbound !== undefined,
    ...(inbound && { inbound }),
    ...(outbound && { outbound }),
  };
}
