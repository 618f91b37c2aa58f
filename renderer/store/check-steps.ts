import type { StepId } from '../../electron/contract/checks.ts';

/** The screens that hold checks, in the order in which an engineer walks them. */
export const CHECK_STEPS = ['console', 'responder', 'active-directory', 'syslog'] as const;
/** One of them; also the name of the step in a run. */
export type CheckStep = (typeof CHECK_STEPS)[number];

/** True for the name of a screen with checks. */
export const isCheckStep = (text: string): text is CheckStep =>
  (CHECK_STEPS as readonly string[]).includes(text);

/** The screen that shows the rows of a step: this machine's own stand with the Console's. */
export const screenOf = (step: StepId): CheckStep => (step === 'host' ? 'console' : step);
