import type { CauseId } from '../../electron/contract/cause-ids.ts';
import type { ProfileDocument } from '../../electron/contract/profile.ts';
import type { LabSite } from './lab-site.ts';
import type { SiteOptions } from './site-options.ts';

/**
 * One broken, or healthy, site: real servers behind a router, what is done to them, and what Airway has to say first.
 * A scenario is one file below `scenarios/GROUP/`, which exports it as `scenario`; its name is that of the file.
 */
export interface Scenario {
  /** One sentence: what is wrong, or the shape of a site with which nothing is. */
  readonly about: string;
  /**
   * The causes that the findings have to begin with, in this order. None: any error or warning is a false alarm.
   */
  readonly expects: readonly CauseId[];
  /** Findings that may stand beside them; those of severity `info` may always. */
  readonly allows?: readonly CauseId[];
  /** How the servers of the site differ from the healthy ones. */
  readonly site?: SiteOptions;
  /** What is done to the site when it is up, and before Airway looks at it. */
  readonly breaks?: (lab: LabSite) => Promise<void>;
  /** How the engineer's profile differs. A section that is null is left out. */
  readonly profile?: ProfilePatch;
  /** Airway's own command: more of its arguments, another clock (`-400d`), environment variables. */
  readonly run?: {
    readonly arguments?: readonly string[];
    readonly clock?: string;
    readonly environment?: Readonly<Record<string, string>>;
    /** Runs are kept on a disk of 64 KiB that is full. */
    readonly fullDisk?: boolean;
  };
}

/** Parts of the profile's sections that replace those of the healthy site's; a section that is null is left out. */
export type ProfilePatch = {
  readonly [K in keyof ProfileDocument]?:
    | (NonNullable<ProfileDocument[K]> extends object
        ? Partial<NonNullable<ProfileDocument[K]>>
        : ProfileDocument[K])
    | null;
};
