import type { StepId } from '../contract/checks.ts';
import type { Profile } from '../contract/profile.ts';
import { planActiveDirectory } from './active-directory.ts';
import { planConsole } from './console.ts';
import { planHost } from './host.ts';
import { planMachine } from './machine.ts';
import { type PlanInputs, type PlanNode, skip } from './plan.ts';
import { planResponder } from './responder.ts';
import { planResponderAsset } from './responder-asset.ts';
import { planSyslog } from './syslog.ts';
import { planKnownProxies } from './through-proxy.ts';

/** Which checks each step asks for; the facts of this machine are always read. */
const PLANNERS: Readonly<Record<Exclude<StepId, 'host'>, Planner>> = {
  console: planConsole,
  responder: (profile, inputs, steps) => [
    ...planResponder(profile, inputs, steps),
    ...planResponderAsset(profile, inputs),
  ],
  'active-directory': planActiveDirectory,
  syslog: planSyslog,
};

/** Plans one step; `steps` are all that were asked for, so that one can stand on the rows of another. */
type Planner = (profile: Profile, inputs: PlanInputs, steps: readonly StepId[]) => readonly PlanNode[];

/** The steps that can be run, in order. */
export const RUNNABLE_STEPS: readonly StepId[] = Object.keys(PLANNERS) as StepId[];

const SECTIONS: readonly {
  readonly step: keyof typeof PLANNERS;
  readonly section: keyof Profile;
  readonly title: string;
}[] = [
  { step: 'console', section: 'console', title: 'Console' },
  { step: 'responder', section: 'responder', title: 'Responder' },
  { step: 'active-directory', section: 'activeDirectory', title: 'Active Directory' },
  { step: 'syslog', section: 'syslog', title: 'Syslog' },
];

/** A step that somebody left out, and why. */
export interface SkippedStep {
  readonly step: StepId;
  readonly reason: string;
}

/**
 * The plan of a run. The facts of this machine are always part of it: every other step is read with them. A step that is not
 * checked has one row that says why.
 */
export function planRun(
  profile: Profile,
  inputs: PlanInputs,
  steps: readonly StepId[],
  skipped: readonly SkippedStep[] = [],
): readonly PlanNode[] {
  const checked = planHost();
  return [
    ...checked,
    ...SECTIONS.flatMap(({ step, section, title }): readonly PlanNode[] => {
      const notChecked = (reason: string) => [
        skip('none', { id: `${step}/not-checked`, step, title, target: title, subject: step }, reason),
      ];
      const leftOut = skipped.find((each) => each.step === step);
      if (leftOut !== undefined) return notChecked(`left out by whoever started the run: ${leftOut.reason}`);
      if (profile[section] === undefined)
        return notChecked(`nothing was given for it (the profile has no ${section} section)`);
      return steps.includes(step)
        ? PLANNERS[step](profile, inputs, steps)
        : notChecked('this step was not asked for');
    }),
    ...planKnownProxies(profile, inputs, steps),
    // Last, so that no program of this machine is started before the first packets are out.
    ...planMachine(profile, inputs, steps),
  ];
}
