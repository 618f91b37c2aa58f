import type { CauseId } from '../cause-ids.ts';
import type { Finding, Severity } from '../findings.ts';
import { byKey, eitherKey, inOrder, type KeyOf } from './comparison-keys.ts';

/** How a cause was named on one of two sides. */
export interface FindingSide {
  readonly title: string;
  readonly detail: string;
  readonly severity: Severity;
  readonly confidence: number;
  /** True for the finding that was to be fixed first. */
  readonly isFirst: boolean;
}

/** A cause that is named on one side only, or named with another gravity, another certainty or in another place. */
export interface FindingChange {
  readonly cause: CauseId;
  readonly subject: string;
  readonly before?: FindingSide;
  readonly after?: FindingSide;
}

/** The findings of one side; `keyOf` is given where subjects are called otherwise on the two sides. */
export interface ComparedFindings {
  readonly findings: readonly Finding[];
  readonly keyOf?: KeyOf;
}

/** Less than this is the same certainty: a rule that weighs a little otherwise says nothing new. */
const TELLING_CONFIDENCE = 0.1;
const SEVERITY_ORDER: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 };

/** What two lists of findings do not agree in, the gravest first. Also tells what one version concludes and another did not. */
export function compareFindings(before: ComparedFindings, after: ComparedFindings): FindingChange[] {
  const old = sidesOf(before);
  const now = sidesOf(after);
  const changes = eitherKey(old, now).flatMap((key) => {
    const was = old.get(key);
    const is = now.get(key);
    const named = is ?? was;
    if (named === undefined || isAlike(was?.side, is?.side)) return [];
    const change: FindingChange = {
      cause: named.cause,
      subject: named.subject,
      ...(was === undefined ? {} : { before: was.side }),
      ...(is === undefined ? {} : { after: is.side }),
    };
    return [{ key, change }];
  });
  return changes
    .sort((left, right) => gravity(left.change) - gravity(right.change) || inOrder(left.key, right.key))
    .map(({ change }) => change);
}

interface Named {
  readonly key: string;
  readonly cause: CauseId;
  readonly subject: string;
  readonly side: FindingSide;
}

function sidesOf({ findings, keyOf = (text) => text }: ComparedFindings): ReadonlyMap<string, Named> {
  const named = findings.map(
    ({ cause, subject, title, detail, severity, confidence }, index): Named => ({
      key: `${cause} ${keyOf(subject)}`,
      cause,
      subject: keyOf(subject),
      side: { title, detail, severity, confidence, isFirst: index === 0 },
    }),
  );
  // Of two that say the same of the same place, the one that comes first is the one that is read.
  return byKey(named.reverse(), ({ key }) => key);
}

function isAlike(one: FindingSide | undefined, other: FindingSide | undefined): boolean {
  if (one === undefined || other === undefined) return one === other;
  return (
    one.severity === other.severity &&
    one.isFirst === other.isFirst &&
    Math.abs(one.confidence - other.confidence) < TELLING_CONFIDENCE
  );
}

const gravity = ({ before, after }: FindingChange): number =>
  Math.min(
    before === undefined ? 3 : SEVERITY_ORDER[before.severity],
    after === undefined ? 3 : SEVERITY_ORDER[after.severity],
  );
