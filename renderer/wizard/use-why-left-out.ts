import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { Profile } from '../../electron/contract/profile.ts';
import type { CheckStep } from '../store/check-steps.ts';
import { useWizard } from '../store/store-context.tsx';
import { whyLeftOut } from './conclusion.ts';

const SECTIONS: Readonly<Record<CheckStep, keyof Profile>> = {
  console: 'console',
  responder: 'responder',
  'active-directory': 'activeDirectory',
  syslog: 'syslog',
};

/** Why the run has no check of a step, in words; undefined where it has some. */
export function useWhyLeftOut(): (step: CheckStep) => string | undefined {
  const { t } = useTranslation();
  const run = useWizard((state) => state.run);
  return useCallback(
    (step) => {
      const reason = whyLeftOut(run, step);
      if (reason === undefined || run.run === null) return reason;
      // Whoever fills in screens has never seen the sections of a profile.
      const isEmpty = run.run.profile[SECTIONS[step]] === undefined && !reason.startsWith('left out');
      return isEmpty ? t('run.was-empty') : reason;
    },
    [run, t],
  );
}
