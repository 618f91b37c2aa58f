import type { LdapOutcome, LdapResult } from '../../contract/outcomes/ldap.ts';
import { endpoint, listed } from '../../contract/spoken.ts';
import type { DirectoryView } from '../active-directory-view.ts';
import type { Rule } from '../rule.ts';
import { connectWords } from '../tcp-words.ts';
import { at, loginRule, resultWords } from './active-directory-bind.ts';

/** Result codes of RFC 4511 appendix A that a search below a base DN can have. */
const REFERRAL = 10;
const NO_SUCH_OBJECT = 32;
const INVALID_DN_SYNTAX = 34;
const INSUFFICIENT_ACCESS_RIGHTS = 50;

/** The result with which the reading of the base DN ended badly. */
function unread(outcome: LdapOutcome): LdapResult | undefined {
  if (outcome.code !== 'base-refused') return undefined;
  return outcome.results.findLast(
    ({ operation, code }) =>
      code !== 0 &&
      (operation === 'base' || operation === 'organizational-unit' || operation === 'computers'),
  );
}

const baseDnMissing = loginRule('base-dn-missing', [], (outcome) => {
  const result = unread(outcome);
  if (result === undefined) return undefined;
  const base = outcome.base?.dn ?? 'the base DN';
  const asked = `The login stands, and ${at(outcome)} answered for ${base} with ${resultWords(result)}`;
  const match = result.matchedDn === '' ? '' : ` The nearest place that exists is ${result.matchedDn}.`;
  switch (result.code) {
    case NO_SUCH_OBJECT:
      return { detail: `${asked}.${match}`, confidence: 0.9 };
    case INVALID_DN_SYNTAX:
      return { detail: `${asked}: it is not written as a distinguished name.`, confidence: 0.85 };
    case INSUFFICIENT_ACCESS_RIGHTS:
      return { detail: `${asked}: the account may not see it.`, confidence: 0.6 };
    default:
      return undefined;
  }
});

const referralElsewhere = loginRule('referral-elsewhere', [], (outcome) => {
  const result = unread(outcome);
  if (result?.code !== REFERRAL) return undefined;
  const urls = result.referrals.length > 0 ? result.referrals : outcome.referrals;
  return {
    detail: `The login stands, and ${at(outcome)} answered for ${outcome.base?.dn ?? 'the base DN'} with ${resultWords(result)}${urls.length === 0 ? '' : `: it points to ${listed(urls)}`}.`,
    confidence: 0.95,
  };
});

/** A server that the directory refers to and that cannot be reached. */
interface DeadServer {
  readonly words: string;
  readonly ids: readonly string[];
  readonly name: string;
}

/** Servers that a client cannot follow to: their name has no address, or none of its addresses opens. */
function deadServers({ referred, referredLookups }: DirectoryView): DeadServer[] {
  const nameless = referredLookups.flatMap(({ id, outcome }): DeadServer[] =>
    outcome.code === 'not-found' || outcome.code === 'no-address'
      ? [{ words: `${outcome.hostname} has no address`, ids: [id], name: outcome.hostname }]
      : [],
  );
  const named = new Map(
    referredLookups.flatMap(({ outcome }) =>
      outcome.addresses.map(({ address }) => [address, outcome.hostname] as const),
    ),
  );
  const servers = new Map<string, DirectoryView['referred'][number][]>();
  for (const row of referred) {
    const name = named.get(row.outcome.address) ?? row.outcome.address;
    servers.set(name, [...(servers.get(name) ?? []), row]);
  }
  const silent = [...servers].flatMap(([name, rows]): DeadServer[] => {
    const isDead = rows.every(({ outcome }) => outcome.code !== 'open' && outcome.code !== 'cannot-tell');
    if (!isDead) return [];
    const words = rows.map(
      ({ outcome }) =>
        `${name === outcome.address ? '' : `${name} at `}${endpoint(outcome.address, outcome.port)} ${connectWords(outcome)}`,
    );
    return [{ words: listed(words), ids: rows.map(({ id }) => id), name }];
  });
  return [...nameless, ...silent];
}

const referralDead = loginRule('referral-dead', ['referral-elsewhere'], (outcome, { directory }) => {
  const dead = directory === undefined ? [] : deadServers(directory);
  const [first] = dead;
  if (first === undefined) return undefined;
  return {
    detail: `${at(outcome)} refers to ${dead.length === 1 ? 'a server' : 'servers'} that cannot be reached from here: ${listed(dead.map(({ words }) => words))}.`,
    confidence: 0.9,
    evidence: dead.flatMap(({ ids }) => ids),
    fill: { NAME: first.name },
    // What it holds itself it has given.
    ...(outcome.code === 'ready' ? { severity: 'warning' as const } : {}),
  };
});

/** Causes for which a login that stands reads nothing. */
export const READING_RULES: readonly Rule[] = [baseDnMissing, referralElsewhere, referralDead];
