import type { CauseId } from '../../contract/cause-ids.ts';

/**
 * What a network team is asked for: something done to one flow. Texts may hold the words of `PLACEHOLDERS`; unless told, the flow
 * goes to HOST at ADDRESS, TCP PORT.
 */
export interface AskedFlow {
  readonly kind: 'flow';
  /** What is done to it: `allow`, `exempt from TLS inspection`. */
  readonly action: string;
  readonly destination?: string;
  readonly address?: string;
  readonly protocol?: 'TCP' | 'UDP' | 'ICMP' | 'any';
  readonly port?: string;
  /** Unless told, from source to destination. */
  readonly direction?: string;
}

/** What a proxy team is asked for: one rule about HOST and PORT, unless told. */
export interface AskedProxyRule {
  readonly kind: 'proxy-rule';
  readonly rule: string;
  readonly destination?: string;
  readonly port?: string;
}

/** What an administrator is asked for: one thing that is set, made or corrected at one place. */
export interface AskedSetting {
  readonly kind: 'setting';
  /** The thing by the name that its owner knows: an attribute, a template, a record, a setting. */
  readonly change: string;
  readonly where: string;
  readonly wanted: string;
}

export type Asked = AskedFlow | AskedProxyRule | AskedSetting;

/** What is asked for because of each of some causes; nothing where the engineer is the one to act. */
export type AskedFor<Id extends CauseId = CauseId> = Readonly<Record<Id, readonly Asked[]>>;

/** One flow and what is done to it. */
export const flow = (action: string, more: Partial<Omit<AskedFlow, 'kind' | 'action'>> = {}): AskedFlow => ({
  kind: 'flow',
  action,
  ...more,
});

/** One rule of a proxy. */
export const proxyRule = (
  rule: string,
  more: Partial<Omit<AskedProxyRule, 'kind' | 'rule'>> = {},
): AskedProxyRule => ({ kind: 'proxy-rule', rule, ...more });

/** One thing, the place where it is set, and what it has to be. */
export const setting = (change: string, where: string, wanted: string): AskedSetting => ({
  kind: 'setting',
  change,
  where,
  wanted,
});
