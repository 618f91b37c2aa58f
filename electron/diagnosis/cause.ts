import { CAUSE_IDS_BY_GROUP, type CauseGroup, type CauseId } from '../contract/cause-ids.ts';
import type { Owner, RemedyStep, Severity } from '../contract/findings.ts';

/**
 * One cause as the catalogue knows it, before anything was seen. Texts are plain English and hold no claim that a probe
 * cannot know. The remedy is written for a Console, the service that most runs are about; `elsewhere` has the remedies
 * of other services where they differ.
 */
export interface Cause {
  readonly id: CauseId;
  readonly group: CauseGroup;
  readonly severity: Severity;
  /** One line that an engineer would say aloud: at most 80 characters, no trailing period, no placeholder. */
  readonly title: string;
  readonly owner: Owner;
  /** One or two sentences: what it means at the site and what stops working because of it. */
  readonly summary: string;
  /**
   * 1 to 8 steps in the order in which they are done. Adjacent steps with the same text are one step that has a command
   * for each system.
   */
  readonly remedy: readonly RemedyStep[];
  /** RFC section, vendor page or protocol fact that the texts rest on. */
  readonly source: string;
  /** Rows of the fault catalogue, such as `N01`, by which the fault lab names the same fault. */
  readonly catalogueRefs: readonly string[];
  /** What to do, and who does it, when the subject is another service than the Console. */
  readonly elsewhere?: Readonly<Partial<Record<ServiceName, Remedy>>>;
}

/** Services other than the Console, by the word that a subject such as `syslog:514/udp` starts with. */
type ServiceName = 'active-directory' | 'syslog' | 'responder' | 'proxy';

/** Who fixes a cause, and how. */
export interface Remedy {
  readonly owner: Owner;
  readonly steps: readonly RemedyStep[];
}

/** The ids of one group. */
type CauseIdIn<G extends CauseGroup> = (typeof CAUSE_IDS_BY_GROUP)[G][number];

/** What is written for one cause; id and group come from where it is written. */
type CauseText = Omit<Cause, 'id' | 'group'>;

/** The texts of a group, or of a part of it, by id. A part is checked with `satisfies Partial<CauseTexts<'tls'>>`. */
export type CauseTexts<G extends CauseGroup> = Readonly<Record<CauseIdIn<G>, CauseText>>;

/** Makes the causes of one group. The texts are total: the compiler names an id that is missing or of another group. */
export function defineCauses<G extends CauseGroup>(
  group: G,
  texts: CauseTexts<G>,
): Readonly<Record<CauseIdIn<G>, Cause>> {
  const ids: readonly CauseIdIn<G>[] = CAUSE_IDS_BY_GROUP[group];
  const causes = ids.map((id): [string, Cause] => [id, { id, group, ...texts[id] }]);
  return Object.fromEntries(causes) as Record<CauseIdIn<G>, Cause>;
}

/** A step that reads the same on every system. */
export const step = (text: string, command?: string): RemedyStep =>
  command === undefined ? { text } : { text, command };

/** A step for Windows; the command is PowerShell, in an elevated window where it changes something. */
export const onWindows = (text: string, command: string): RemedyStep => ({ text, command, os: 'windows' });

/** A step for Linux; the command is for `sh`. */
export const onLinux = (text: string, command: string): RemedyStep => ({ text, command, os: 'linux' });

const onMacos = (text: string, command: string): RemedyStep => ({ text, command, os: 'macos' });

/** The commands of one step by system. Windows and Linux are always both there; macOS where the step is for an asset. */
interface CommandsBySystem {
  readonly windows: string;
  readonly linux: string;
  readonly macos?: string;
}

/** One step that has a command of its own on each system. */
export const onEach = (text: string, { windows, linux, macos }: CommandsBySystem): readonly RemedyStep[] => [
  onWindows(text, windows),
  onLinux(text, linux),
  ...(macos === undefined ? [] : [onMacos(text, macos)]),
];
