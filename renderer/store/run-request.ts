import type { RunRequest } from '../../electron/contract/channels.ts';
import { CHECK_STEPS, type CheckStep } from './check-steps.ts';
import { type StepReadiness, siteRequest, stepReadiness } from './profile-forms.ts';
import type { WizardState } from './wizard-store.ts';

/** Steps that a start by hand would check: those that are filled in and not left out. */
export function stepsToCheck(state: WizardState): readonly CheckStep[] {
  if (state.aim.kind === 'practice') return state.aim.steps.filter((step) => state.skips[step] === undefined);
  const readiness = stepReadiness(state);
  return CHECK_STEPS.filter((step) => readiness[step] === 'ready' && state.skips[step] === undefined);
}

/** Said in the run in place of a step whose fields need a correction. */
const NOT_USABLE = 'what was filled in for it cannot be used';

/** Said in the run in place of a step that the practice site was not asked for. */
export const NOT_PRACTISED = 'it is not part of this exercise';

/** Why steps are not part of a run, for those who read it later. */
function skipsOf(state: WizardState): Pick<RunRequest, 'skipped'> {
  const readiness = state.aim.kind === 'practice' ? undefined : stepReadiness(state);
  const skipped = CHECK_STEPS.flatMap((step) => {
    const reason = state.skips[step] ?? unaskedReason(state, step, readiness?.[step]);
    return reason === undefined ? [] : { step, reason };
  });
  return skipped.length === 0 ? {} : { skipped };
}

function unaskedReason({ aim }: WizardState, step: CheckStep, readiness?: StepReadiness): string | undefined {
  if (aim.kind === 'practice') return aim.steps.includes(step) ? undefined : NOT_PRACTISED;
  return readiness === 'to-correct' ? NOT_USABLE : undefined;
}

/**
 * What the host is asked for: these steps and the rest as it was seen, or all that there are; undefined where nothing can be
 * checked. A run that nobody starts by hand sends no password and no message.
 */
export function requestOf(
  state: WizardState,
  { steps, isByHand }: { readonly steps: readonly CheckStep[] | undefined; readonly isByHand: boolean },
): RunRequest | undefined {
  const { aim, runId, run, origin } = state;
  // A practice site with other faults has other ports: nothing of the one before says anything about it.
  const isElsewhere = aim.kind === 'practice' && aim.faults.join() !== run.run?.practice?.faults.join();
  const isPart = steps !== undefined && !isElsewhere;
  const wanted = isPart ? steps : stepsToCheck(state);
  if (wanted.length === 0) return undefined;
  const { skipped = [] } = skipsOf(state);
  const leftOut = skipped.filter(({ step }) => wanted.every((each) => each !== step));
  const others = {
    steps: [...wanted],
    ...(leftOut.length === 0 ? {} : { skipped: leftOut }),
    ...(isPart && runId !== null && origin === null && run.phase === 'finished' ? { continues: runId } : {}),
  };
  if (aim.kind === 'practice') return { practice: { faults: [...aim.faults] }, ...others };
  return {
    ...siteRequest(state, state, { steps: wanted, logsIn: isByHand, ...consent(state, isByHand) }),
    ...others,
  };
}

/** A message is stored at the receiver for good: nothing sends one by itself. */
const consent = ({ sendsSyslogTest }: WizardState, isByHand: boolean) => ({
  sendsSyslogTest: isByHand && sendsSyslogTest,
});
