import type { StateCreator } from 'zustand';
import { CHECK_STEPS, screenOf } from './check-steps.ts';
import type { WizardState } from './wizard-store.ts';

/** The wizard's screens in order. */
export const WIZARD_STEPS = ['site', ...CHECK_STEPS, 'review', 'bundle'] as const;
/** One of them. */
export type WizardStep = (typeof WIZARD_STEPS)[number];

/** True for the name of a screen. */
export const isWizardStep = (text: string): text is WizardStep =>
  (WIZARD_STEPS as readonly string[]).includes(text);

/** Which screen is shown, and which of its rows are open. */
export interface NavigationSlice {
  readonly step: WizardStep;
  readonly visited: Readonly<Partial<Record<WizardStep, true>>>;
  /** False until the first turn from one screen to another. */
  readonly hasMoved: boolean;
  /** Check ids of the rows that are open. */
  readonly openRows: Readonly<Record<string, true>>;
  /** Check id of the row that shall have the focus next. */
  readonly rowToFocus: string | null;
  goTo(step: WizardStep): void;
  toggleRow(checkId: string): void;
  /** Opens the row of a check on the screen of its step and moves the focus there. */
  showCheck(checkId: string): void;
  rowFocused(): void;
  closeRows(): void;
}

/** Where the engineer is, and which rows are open. */
export const navigationSlice = (): StateCreator<WizardState, [], [], NavigationSlice> => (set) => ({
  step: 'site',
  visited: { site: true },
  hasMoved: false,
  openRows: {},
  rowToFocus: null,
  goTo: (step) =>
    set((state) => ({ step, hasMoved: true, rowToFocus: null, visited: { ...state.visited, [step]: true } })),
  toggleRow: (checkId) =>
    set(({ openRows }) => {
      const { [checkId]: wasOpen, ...others } = openRows;
      return { openRows: wasOpen ? others : { ...openRows, [checkId]: true } };
    }),
  showCheck: (checkId) =>
    set((state) => {
      const check = Object.hasOwn(state.run.checks, checkId) ? state.run.checks[checkId] : undefined;
      const step = screenOf(check?.step ?? 'host');
      return {
        step,
        hasMoved: true,
        visited: { ...state.visited, [step]: true },
        openRows: { ...state.openRows, [checkId]: true },
        rowToFocus: checkId,
      };
    }),
  rowFocused: () => set({ rowToFocus: null }),
  closeRows: () => set({ openRows: {}, rowToFocus: null }),
});
