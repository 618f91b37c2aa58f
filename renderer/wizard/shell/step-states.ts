import type { WizardStep } from '../../store/navigation-slice.ts';
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

type Seen = Pick<WizardState, 'form' | 'aim' | 'run' | 'findings' | 'unexplained' | 'visited' | 'bundle'>;

/** What the rail says of each step. */
export function stepStates(state: Seen): Record<WizardStep, StepState> {
  return { site: site(state), console: consoleStep(state), review: review(state), bundle: bundle(state) };
}

function site({ form, aim }: Seen): StepState {
  if (aim.kind === 'practice') return { mark: 'skipped', word: 'practice' };
  if (isRunnable(form)) return { mark: 'passed', word: 'filled-in' };
  return form.address.trim() === ''
    ? { mark: 'none', word: 'to-fill-in' }
    : { mark: 'problems', word: 'to-correct' };
}

function consoleStep(seen: Seen): StepState {
  const { run, visited } = seen;
  switch (concludeRun(seen)) {
    case 'not-started':
      return { mark: 'none', word: visited.console ? 'not-started' : 'not-visited' };
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

function review({ run, visited }: Seen): StepState {
  if (run.phase === 'running') return { mark: 'none', word: 'not-started' };
  if (run.phase === 'empty') return { mark: 'none', word: visited.review ? 'not-started' : 'not-visited' };
  return visited.review ? { mark: 'passed', word: 'read' } : { mark: 'none', word: 'ready' };
}

function bundle({ bundle: { kind }, run, visited }: Seen): StepState {
  if (kind === 'saving') return { mark: 'running', word: 'saving' };
  if (kind === 'done') return { mark: 'passed', word: 'saved' };
  if (kind === 'refused') return { mark: 'problems', word: 'not-saved' };
  if (run.phase === 'finished') return { mark: 'none', word: 'ready' };
  return { mark: 'none', word: visited.bundle ? 'not-started' : 'not-visited' };
}
