import { requestsByOwner } from '../../electron/contract/hand-over.ts';
import { handOverText } from '../../electron/contract/hand-over-text.ts';
import { isCheckStep } from '../store/check-steps.ts';
import { WIZARD_STEPS } from '../store/navigation-slice.ts';
import { isGuessing } from '../store/practice-slice.ts';
import { stepReadiness } from '../store/profile-forms.ts';
import { stepsToCheck } from '../store/run-request.ts';
import { targetOf, watchObstacle } from '../store/watch-verdict.ts';
import type { WizardState } from '../store/wizard-store.ts';
import type { ShortcutId } from './shortcuts.ts';

/** What a key does to the page besides the store. */
export interface PageTools {
  /** Moves the focus to the findings or the checks of the screen; false where it has none. */
  focus(place: 'findings' | 'checks'): boolean;
  copy(text: string): void;
}

/** Does what a key asks for, exactly as its button would; false where nothing of the kind can be done now. */
export function act(id: ShortcutId, state: WizardState, page: PageTools): boolean {
  switch (id) {
    case 'help':
      state.setHelpOpen(true);
      return true;
    case 'next-step':
      return turn(state, 1);
    case 'previous-step':
      return turn(state, -1);
    case 'run-all':
      return runAll(state);
    case 'run-step':
      return runStep(state);
    case 'check-again':
    case 'watch':
      return lookAgain(id, state);
    case 'cancel':
      return cancel(state);
    case 'focus-findings':
      return page.focus('findings');
    case 'focus-checks':
      return page.focus('checks');
    case 'copy-message':
      return copyMessage(state, page);
    case 'history':
      state.openHistory();
      return true;
  }
}

function turn({ place, step, goTo }: WizardState, by: 1 | -1): boolean {
  // From History either key leads back to the step that was left for it.
  const next = place === 'steps' ? WIZARD_STEPS[WIZARD_STEPS.indexOf(step) + by] : step;
  if (next === undefined) return false;
  goTo(next);
  return true;
}

const isBusy = ({ run, isStarting }: WizardState): boolean => run.phase === 'running' || isStarting;

function runAll(state: WizardState): boolean {
  const { origin, step, place, goTo, startRun } = state;
  if (isBusy(state) || origin !== null || stepsToCheck(state).length === 0) return false;
  if (!isCheckStep(step) || place !== 'steps') goTo('console');
  void startRun();
  return true;
}

function runStep(state: WizardState): boolean {
  const { origin, step, place, skips, aim, startRun } = state;
  if (isBusy(state) || origin !== null || place !== 'steps' || !isCheckStep(step)) return false;
  if (skips[step] !== undefined) return false;
  if (aim.kind === 'site' && stepReadiness(state)[step] !== 'ready') return false;
  void startRun([step]);
  return true;
}

/** Of the cause to fix first, whatever screen is shown. */
function lookAgain(how: 'check-again' | 'watch', state: WizardState): boolean {
  const { findings, run, origin, watch, checkAgain, startWatch } = state;
  const [first] = findings;
  if (first === undefined || isBusy(state) || origin !== null || isGuessing(state)) return false;
  if (watch?.phase === 'checking') return false;
  const target = targetOf(first, run);
  if (how === 'watch' && watchObstacle(target, run) !== undefined) return false;
  void (how === 'watch' ? startWatch(target) : checkAgain(target));
  return true;
}

function cancel(state: WizardState): boolean {
  const { run, isCancelling, watch, cancelRun, stopWatch, dismissWatch } = state;
  if (run.phase === 'running') {
    if (!isCancelling) void cancelRun();
    return !isCancelling;
  }
  if (watch === null) return false;
  if (watch.phase === 'checking' || watch.phase === 'waiting') void stopWatch();
  else dismissWatch();
  return true;
}

/** Everything that the owner of the root cause is asked for, as a mail or ticket takes it. */
function copyMessage(state: WizardState, page: PageTools): boolean {
  const [first] = isGuessing(state) ? [] : requestsByOwner(state);
  if (first === undefined) return false;
  page.copy(handOverText(first));
  return true;
}
