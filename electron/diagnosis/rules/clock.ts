import { listed } from '../../contract/spoken.ts';
import type { SeenClock } from '../machine-view.ts';
import type { Rule } from '../rule.ts';
import type { SiteView } from '../site-view.ts';
import { certificateDateCauses } from './cause-sets.ts';

/** Kerberos and TLS both tolerate this much; beyond it, certificates and tickets begin to fail (RFC 4120 §1.6 names 5 minutes). */
export const CLOCK_TOLERANCE_MS = 5 * 60_000;

const clockWrong: Rule = {
  cause: 'clock-wrong',
  explains: [...certificateDateCauses, 'domain-clock-skew'],
  see: (view) => {
    const { clocks } = view.machine;
    const off = clocks.filter(({ offsetMs }) => Math.abs(offsetMs) > CLOCK_TOLERANCE_MS);
    const [first] = off;
    // One server that agrees with this machine is enough: then the others are wrong.
    if (first === undefined || off.length < clocks.length || !agree(off)) return [];
    // Domain controllers keep their clocks alike: without a witness beside them the domain may be what is wrong.
    if (off.every(({ kind }) => kind === 'ldap')) return [];
    const theirNow = (Date.parse(view.state.run?.startedAt ?? '') || 0) + first.offsetMs;
    const dated = view.tls.filter(({ outcome }) => dateFaultVanishes(outcome, theirNow));
    const hosts = new Set(off.map(({ address }) => address));
    const fromNtp = off.filter(({ kind }) => kind === 'ntp');
    const isSure = dated.length > 0 || hosts.size > 1 || fromNtp.length > 0;
    const direction = first.offsetMs > 0 ? 'behind' : 'ahead of';
    return [
      {
        subject: 'host',
        detail: `This machine's clock is ${minutes(first.offsetMs)} ${direction} the time that ${listed(off.map(inWords))} sent.${weight(dated.length, hosts.size, fromNtp.length)}`,
        quote: `${minutes(first.offsetMs)} ${direction} other clocks`,
        evidence: [...off, ...dated].map(({ id }) => id),
        ruledOut: [
          ...(hosts.size > 1 ? [`not one server's clock: ${hosts.size} hosts tell the same time`] : []),
          ...(dated.length > 0 ? ["not the certificate: at the server's time its dates are right"] : []),
          ...(fromNtp.length > 0
            ? [`not a guess from HTTP alone: the time server ${fromNtp[0]?.target ?? ''} says so`]
            : []),
        ],
        confidence: dated.length > 0 || hosts.size > 1 ? 0.9 : isSure ? 0.8 : 0.5,
        severity: isSure ? 'error' : 'warning',
      },
    ];
  },
};

const agree = (clocks: readonly SeenClock[]): boolean => {
  const offsets = clocks.map(({ offsetMs }) => offsetMs);
  return Math.max(...offsets) - Math.min(...offsets) <= CLOCK_TOLERANCE_MS;
};

const PROTOCOLS: Readonly<Record<string, string>> = { http: 'HTTP', ntp: 'NTP', ldap: 'LDAP' };

const inWords = ({ kind, target }: SeenClock): string => `${target} (${PROTOCOLS[kind] ?? kind})`;

function weight(dated: number, hosts: number, fromNtp: number): string {
  if (dated > 0) return " At the server's time the certificate's dates would be right.";
  if (hosts > 1) return ` ${hosts} hosts agree with each other on it.`;
  if (fromNtp > 0) return ' The time server of the profile is among them.';
  return ' Which of the two is wrong cannot be told from one server.';
}

function dateFaultVanishes(outcome: SiteView['tls'][number]['outcome'], theirNow: number): boolean {
  const [leaf] = outcome.chain;
  if (leaf === undefined || !outcome.faults.some((fault) => fault === 'expired' || fault === 'not-yet-valid'))
    return false;
  return Date.parse(leaf.notBefore) <= theirNow && theirNow <= Date.parse(leaf.notAfter);
}

/** A difference between clocks in minutes, hours or days, whichever one says. */
export const minutes = (milliseconds: number): string => {
  const whole = Math.round(Math.abs(milliseconds) / 60_000);
  if (whole >= 2880) return `${Math.round(whole / 1440)} days`;
  return whole >= 180 ? `${(whole / 60).toFixed(1).replace('.0', '')} hours` : `${whole} minutes`;
};

/** This machine's clock against every server that told its time: HTTP Date, NTP, rootDSE. */
export const CLOCK_RULES: readonly Rule[] = [clockWrong];
