import type { CauseId } from '../contract/cause-ids.ts';
import type { Severity } from '../contract/findings.ts';
import type { Placeholder } from './cause.ts';
import type { SiteView } from './site-view.ts';

/** What a rule saw: one cause on one subject, with the numbers quoted and the checks that show it. */
export interface Sighting {
  readonly subject: string;
  /** Other subjects on which the same fault shows, and explains what it explains. */
  readonly alsoOn?: readonly string[];
  readonly detail: string;
  readonly evidence: readonly string[];
  /** 0 to 1: how much of what would prove the cause was seen. Thin evidence lowers it. */
  readonly confidence: number;
  /** Lower than the catalogue's where the site still works in spite of it, higher where nothing works because of it. */
  readonly severity?: Severity;
  readonly ruledOut?: readonly string[];
  /** What was seen, for the placeholders in the remedy's commands. */
  readonly fill?: Readonly<Partial<Record<Placeholder, string>>>;
  /** A text that is ready to be sent to the owner. */
  readonly request?: string;
}

/**
 * One entry concludes one cause. Rules are pure: the same run gives the same sightings at the helpdesk.
 * `explains` names the causes that this one silences on the same subject, or everywhere when it sits below all subjects
 * (this machine, DNS).
 */
export interface Rule {
  readonly cause: CauseId;
  readonly explains: readonly CauseId[];
  see(view: SiteView): readonly Sighting[];
}
