import { z } from 'zod';
import { RULE_IDS, RULES, type RuleId } from './rules.ts';

/** Version of `redaction.json`. */
const LEDGER_SCHEMA = 'airway.redaction/1';

/** The ledger of a bundle. */
export const LEDGER_NAME = 'redaction.json';

const countsSchema = z.record(z.string().max(40), z.int().min(0));

/** `airway.redaction/1`: how much was replaced in which file by which rule. It never holds what was replaced. */
const ledgerSchema = z.object({
  schema: z.literal(LEDGER_SCHEMA),
  /** True where names and addresses were replaced, not secrets alone. */
  identities: z.boolean(),
  /** True where addresses of private ranges (RFC 1918, RFC 6598, RFC 4193, RFC 4291 §2.5.6) were left as they are. */
  keepsPrivateAddresses: z.boolean(),
  rules: z.record(z.string().max(40), z.string().max(200)),
  files: z.array(z.object({ name: z.string().max(255), counts: countsSchema })).max(10_000),
  totals: countsSchema,
});
export type Ledger = z.infer<typeof ledgerSchema>;

/** Counts by rule; rules without a find are absent. */
export type RuleCounts = Partial<Record<RuleId, number>>;

/** Counts what was replaced in one file. */
export class Tally {
  readonly #counts = new Map<RuleId, number>();

  add(rule: RuleId, times = 1): void {
    this.#counts.set(rule, (this.#counts.get(rule) ?? 0) + times);
  }

  /** Of all rules together. */
  total(): number {
    return [...this.#counts.values()].reduce((sum, count) => sum + count, 0);
  }

  counts(): RuleCounts {
    return Object.fromEntries(RULE_IDS.flatMap((rule) => pair(rule, this.#counts.get(rule))));
  }
}

/** Adds the counts of files up. */
function sumCounts(files: readonly RuleCounts[]): RuleCounts {
  return Object.fromEntries(
    RULE_IDS.flatMap((rule) =>
      pair(
        rule,
        files.reduce((sum, counts) => sum + (counts[rule] ?? 0), 0),
      ),
    ),
  );
}

const pair = (rule: RuleId, count: number | undefined): [RuleId, number][] =>
  count === undefined || count === 0 ? [] : [[rule, count]];

/** The ledger as it is written into a bundle; only rules that found something are explained. */
export function ledgerOf(
  files: readonly { readonly name: string; readonly counts: RuleCounts }[],
  choices: { readonly identities: boolean; readonly keepsPrivateAddresses: boolean },
): Ledger {
  const totals = sumCounts(files.map(({ counts }) => counts));
  const rules = Object.fromEntries(
    RULE_IDS.filter((rule) => totals[rule] !== undefined).map((r) => [r, RULES[r]]),
  );
  return { schema: LEDGER_SCHEMA, ...choices, rules, files: [...files], totals };
}
