import type { CauseId } from '../contract/cause-ids.ts';
import type { RequestForm, Severity } from '../contract/findings.ts';
import type { Placeholder } from '../contract/placeholders.ts';
import type { SiteView } from './site-view.ts';

/** What was seen, by the words of remedies that it replaces. */
export type Fill = Readonly<Partial<Record<Placeholder, string>>>;

/** What a rule saw: one cause on one subject, with the numbers quoted and the checks that show it. */
export interface Sighting {
  readonly subject: string;
  /** Other subjects on which the same fault shows, and explains what it explains. */
  readonly alsoOn?: readonly string[];
  readonly detail: string;
  /** The number that says most, for the title: `no answer in 4.0 s`. What it was seen on is quoted there anyway. */
  readonly quote?: string;
  readonly evidence: readonly string[];
  /** 0 to 1: how much of what would prove the cause was seen. Thin evidence lowers it. */
  readonly confidence: number;
  /** Lower than the catalogue's where the site still works in spite of it, higher where nothing works because of it. */
  readonly severity?: Severity;
  readonly ruledOut?: readonly string[];
  /** What was seen, for the placeholders in the remedy's commands. */
  readonly fill?: Fill;
  /** The same of further ports or addresses that show the cause: each has a row of its own in what the owner is asked for. */
  readonly more?: readonly Fill[];
  /** What the owner is asked for, where the rule knows it better than the catalogue. */
  readonly request?: RequestForm;
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
