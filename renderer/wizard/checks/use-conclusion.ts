import { useWizard } from '../../store/store-context.tsx';
import { type Conclusion, concludeRun, type Scope } from '../conclusion.ts';

/** What the run on the screen comes to, or one screen's part of it. */
export const useConclusion = (scope: Scope): Conclusion =>
  useWizard(({ run, findings, unexplained }) => concludeRun({ run, findings, unexplained }, scope));
