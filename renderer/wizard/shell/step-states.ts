import { type CheckStep, isCheckStep } from '../../store/check-steps.ts';
import { WIZARD_STEPS, type WizardStep } from '../../store/navigation-slice.ts';
import { stepReadiness } from '../../store/profile-forms.ts';
import { isRunnable } from '../../store/site-form.ts';
import type { WizardState } from '../../store/wizard-store.ts';
import { concludeRun } from '../conclusion.ts';

/** How a step looks in the rail: the shape and colour of its mark. */
export type StepMark = 'none' | 'running' | 'passed' | 'warned' | 'problems' | 'skipped';

/** The word beside the mark; each has a text in the catalogue. */
type StepWord =
  | 'not-visited'
  | 'to-fill-in'
  | 'to-correct'
  | 'filled-in'
  | 'practice'
  | 'not-started'
  | 'empty'
  | 'left-out'
  | 'running'
  | 'problems'
  | 'warnings'
  | 'no-fault'
  | 'unexplained'
  | 'cancelled'
  | 'cut-off'
  | 'nothing-checked'
  | 'ready'
  | 'read'
  | 'saving'
  | 'saved'
  | 'not-saved';

/** How one step stands. */
export interface StepState {
  readonly mark: StepMark;
  readonly word: StepWord;
}

/** What the rail depends on. */
export type RailState = Pick<
  WizardState,
  | 'form'
  | 'responderForm'
  | 'directoryForm'
  | 'syslogForm'
  | 'skips'
  | 'aim'
  | 'run'
  | 'findings'
  | 'unexplained'
  | 'visited'
  | 'bundle'
>;

/** What the rail says of each step. */
export function stepStates(state: RailState): Record<WizardStep, StepState> {
  const entries = WIZARD_STEPS.map((step) => [step, stateOf(step, state)]);
  return Object.fromEntries(entries) as Record<WizardStep, StepState>;
}

function stateOf(step: WizardStep, state: RailState): StepState {
  if (isCheckStep(step)) return checkStep(step, state);
  return { site, review, bundle }[step](state);
}

function site({ form, aim }: RailState): StepState {
  if (aim.kind === 'practice') return { mark: 'skipped', word: 'practice' };
  if (isRunnable(form)) return { mark: 'passed', word: 'filled-in' };
  return form.address.trim() === ''
    ? { mark: 'none', word: 'to-fill-in' }
    : { mark: 'problems', word: 'to-correct' };
}

function checkStep(step: CheckStep, seen: RailState): StepState {
  const { run, skips } = seen;
  const conclusion = concludeRun(seen, step);
  if (skips[step] !== undefined && (conclusion === 'left-out' || conclusion === 'not-started'))
    return { mark: 'skipped', word: 'left-out' };
  switch (conclusion) {
    case 'not-started':
    case 'left-out':
      return unchecked(step, seen);
    case 'running':
      return { mark: 'running', word: 'running' };
    case 'problems':
      return { mark: 'problems', word: 'problems' };
    case 'unexplained':
      return { mark: 'problems', word: 'unexplained' };
    case 'warnings':
      return { mark: 'warned', word: 'warnings' };
    case 'healthy':
      return { mark: 'passed', word: 'no-fault' };
    case 'nothing-checked':
      return { mark: 'skipped', word: 'nothing-checked' };
    case 'incomplete':
      return { mark: 'skipped', word: run.ended === 'cancelled' ? 'cancelled' : 'cut-off' };
  }
}

function unchecked(step: CheckStep, state: RailState): StepState {
  const { aim, visited } = state;
  const readiness = aim.kind === 'practice' ? 'ready' : stepReadiness(state)[step];
  if (readiness === 'to-correct') return { mark: 'problems', word: 'to-correct' };
  if (readiness === 'empty') return { mark: 'none', word: 'empty' };
  return { mark: 'none', word: visited[step] ? 'not-started' : 'not-visited' };
}

function review({ run, visited }: RailState): StepState {
  if (run.phase === 'running') return { mark: 'none', word: 'not-started' };
  if (run.phase === 'empty') return { mark: 'none', word: visited.review ? 'not-started' : 'not-visited' };
  return visited.review ? { mark: 'passed', word: 'read' } : { mark: 'none', word: 'ready' };
}

function bundle({ bundle: { kind }, run, visited }: RailState): StepState {
  if (kind === 'saving') return { mark: 'running', word: 'saving' };
  if (kind === 'done') return { mark: 'passed', word: 'saved' };
  if (kind === 'refused') return { mark: 'problems', word: 'not-saved' };
  if (run.phase === 'finished') return { mark: 'none', word: 'ready' };
  return { mark: 'none', word: visited.bundle ? 'not-started' : 'not-visited' };
}
