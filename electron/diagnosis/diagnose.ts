import type { CauseId } from '../contract/cause-ids.ts';
import type { Finding, Owner, RemedyStep, RequestForm, Severity } from '../contract/findings.ts';
import { requestText } from '../contract/hand-over-text.ts';
import { fillPlaceholders, harmlessValues } from '../contract/placeholders.ts';
import { type CheckState, checksInOrder, type RunState } from '../contract/run-state.ts';
import { joinAlike, joinRuledOut } from './alike.ts';
import { ruledOut } from './alternatives.ts';
import { causeOf, remedyOf } from './catalogue.ts';
import { findingTitle } from './finding-title.ts';
import { excusedByProxy } from './proxy-view.ts';
import { requestForm } from './requests/request-form.ts';
import type { Rule, Sighting } from './rule.ts';
import { harmlessFailures } from './rules/harmless.ts';
import { RULES } from './rules/registry.ts';
import { type SiteView, viewSite } from './site-view.ts';
import { stepId } from './step-id.ts';

type Suspect = Sighting & {
  readonly rule: Rule;
  readonly severityNow: Severity;
  readonly layer: number;
  /** What was seen on each subject: the first sighting and those that were merged into it. */
  readonly parts: readonly [Sighting, ...Sighting[]];
};

/**
 * Concludes causes from a run, the root cause to fix first at the front. Pure and total: a run with missing, foreign or
 * contradictory outcomes gives fewer findings, never an exception.
 */
export function diagnose(state: RunState): Finding[] {
  const view = viewSite(state);
  if (view === undefined) return [];
  const excused = excusedByProxy(view);
  const isExcused = ({ evidence }: Sighting): boolean => {
    const failed = evidence.filter((id) => isFailed(state.checks[id]));
    return failed.length > 0 && failed.every((id) => excused.has(id));
  };
  const suspects = RULES.flatMap((rule, layer) =>
    sightingsOf(rule, view)
      .filter((sighting) => !isExcused(sighting))
      .map(
        (sighting): Suspect => ({
          ...sighting,
          rule,
          layer,
          parts: [sighting],
          severityNow: sighting.severity ?? causeOf(rule.cause).severity,
        }),
      ),
  );
  const merged = mergeSubjects(suspects);
  const explainedBy = new Map<Suspect, Suspect>();
  const rootOf = (suspect: Suspect): Suspect => {
    let root = suspect;
    for (let next = explainedBy.get(root); next !== undefined; next = explainedBy.get(root)) root = next;
    return root;
  };
  // From the top down, so that of two causes that explain each other the lower one stays; no edge may close a circle.
  for (const suspect of [...merged].reverse()) {
    const root = merged.find(
      (other) => other !== suspect && explains(other, suspect) && rootOf(other) !== suspect,
    );
    if (root !== undefined) explainedBy.set(suspect, root);
  }
  const roots = merged.filter((suspect) => rootOf(suspect) === suspect);
  return roots.sort(byUrgency).map((root) => {
    const explained = merged.filter((suspect) => suspect !== root && rootOf(suspect) === root);
    return toFinding(root, explained, view);
  });
}

/** Failed checks that no finding accounts for: "cannot tell" is an answer, and it has to be given. */
export function unexplainedFailures(state: RunState, findings: readonly Finding[]): CheckState[] {
  const view = viewSite(state);
  if (view === undefined) return [];
  const accounted = new Set(
    findings.flatMap(({ evidence, explainsChecks }) => [...evidence, ...explainsChecks]),
  );
  for (const id of harmlessFailures(view)) accounted.add(id);
  return checksInOrder(state).filter(
    (check) =>
      check.phase === 'finished' &&
      (check.status === 'failed' || check.status === 'error') &&
      !accounted.has(check.id),
  );
}

/** A rule that stumbles over an outcome it does not know says nothing; the others still speak. */
function sightingsOf(rule: Rule, view: SiteView): readonly Sighting[] {
  try {
    return rule.see(view);
  } catch {
    return [];
  }
}

const areaOf = (subject: string): string => subject.split(':')[0] ?? subject;

/** The same cause on two ports of one service is one fault: the sightings become one, on the first subject. */
function mergeSubjects(suspects: readonly Suspect[]): Suspect[] {
  const merged: Suspect[] = [];
  for (const suspect of suspects) {
    const index = merged.findIndex(
      (other) => other.rule.cause === suspect.rule.cause && areaOf(other.subject) === areaOf(suspect.subject),
    );
    const first = merged[index];
    if (first === undefined) merged.push(suspect);
    else
      merged[index] = {
        ...first,
        parts: [...first.parts, ...suspect.parts],
        evidence: [...new Set([...first.evidence, ...suspect.evidence])],
        confidence: Math.max(first.confidence, suspect.confidence),
        severityNow: moreSevere(first.severityNow, suspect.severityNow),
      };
  }
  return merged;
}

/** What sits below every subject: a fault there explains what it names wherever it is seen. */
const BELOW_ALL: ReadonlySet<string> = new Set(['host', 'dns', 'proxy']);

function explains(root: Suspect, other: Suspect): boolean {
  if (!root.rule.explains.includes(other.rule.cause)) return false;
  return (
    root.subject === other.subject ||
    root.alsoOn?.includes(other.subject) === true ||
    BELOW_ALL.has(areaOf(root.subject))
  );
}

const RANK: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 };
const moreSevere = (a: Severity, b: Severity): Severity => (RANK[a] <= RANK[b] ? a : b);

/** Severity first, then the lower layer (rules stand from this machine upwards), then the surer one. */
function byUrgency(a: Suspect, b: Suspect): number {
  return RANK[a.severityNow] - RANK[b.severityNow] || a.layer - b.layer || b.confidence - a.confidence;
}

function toFinding(root: Suspect, explained: readonly Suspect[], view: SiteView): Finding {
  const { state } = view;
  const cause = causeOf(root.rule.cause);
  const fill = root.fill ?? {};
  const remedy = remedyOf(cause, root.subject);
  const steps = remedy.steps.map(
    (step): RemedyStep => ({
      ...step,
      id: stepId(step.text),
      text: fillPlaceholders(step.text, fill),
      ...(step.command === undefined ? {} : { command: fillPlaceholders(step.command, fill) }),
    }),
  );
  const filled = harmlessValues(fill);
  const evidence = root.evidence.filter((id) => Object.hasOwn(state.checks, id));
  const explainsChecks = [...new Set(explained.flatMap((suspect) => suspect.evidence))].filter(
    (id) => !evidence.includes(id) && isFailed(state.checks[id]),
  );
  const detail = joinAlike(root.parts.map((part) => part.detail)).slice(0, 2000);
  const own = joinRuledOut(root.parts.flatMap((part) => part.ruledOut ?? []));
  const others = ruledOut(view, { cause, subject: root.subject, evidence, address: fill.ADDRESS }, own);
  const form =
    root.severityNow === 'info'
      ? undefined
      : requestForm(view, { cause, owner: remedy.owner, evidence: [detail, ...others], parts: root.parts });
  return {
    cause: cause.id,
    severity: root.severityNow,
    subject: root.subject,
    title: findingTitle(cause, root.parts),
    detail,
    confidence: Math.round(Math.min(1, Math.max(0, root.confidence)) * 100) / 100,
    evidence,
    explains: [...new Set(explained.map(({ rule }): CauseId => rule.cause))].filter((id) => id !== cause.id),
    explainsChecks,
    ruledOut: others,
    remedy: { owner: remedy.owner, steps, ...(form === undefined ? {} : written(form)) },
    ...(Object.keys(filled).length === 0 ? {} : { fill: filled }),
  };
}

/** Whoever needs a change request gets it as a text as well: those teams act on tickets. */
const WRITTEN_TO: ReadonlySet<Owner> = new Set(['network-team', 'proxy-team']);

const written = (form: RequestForm): { readonly form: RequestForm; readonly request?: string } => ({
  form,
  ...(WRITTEN_TO.has(form.to) ? { request: requestText(form).slice(0, 4000) } : {}),
});

const isFailed = (check: CheckState | undefined): boolean =>
  check?.phase === 'finished' && check.status === 'failed';
