import type { StateCreator } from 'zustand';
import type { CheckStep } from './check-steps.ts';
import { kept } from './kept.ts';
import type { StoreTools, WizardState } from './wizard-store.ts';

/** Steps that are left out, each with the reason that was given. */
type Skips = Readonly<Partial<Record<CheckStep, string>>>;

/** Longest reason that a host takes. */
export const SKIP_REASON_LIMIT = 200;

/** Which steps are left out, and why. */
export interface SkipSlice {
  readonly skips: Skips;
  /** Leaves a step out. Without a reason it does nothing. */
  skipStep(step: CheckStep, reason: string): void;
  /** Checks a step after all. */
  unskipStep(step: CheckStep): void;
}

/** What the engineer left out: the run, the report and the bundle say so with the reason. */
export const skipSlice = (tools: StoreTools): StateCreator<WizardState, [], [], SkipSlice> => {
  const skips = kept<Skips>(tools, 'skips', {});
  return (set) => ({
    skips: skips.start,
    skipStep: (step, reason) => {
      const said = reason.trim().slice(0, SKIP_REASON_LIMIT);
      if (said !== '') set((state) => ({ skips: skips.keep({ ...state.skips, [step]: said }) }));
    },
    unskipStep: (step) =>
      set((state) => {
        const { [step]: _skipped, ...others } = state.skips;
        return { skips: skips.keep(others) };
      }),
  });
};
