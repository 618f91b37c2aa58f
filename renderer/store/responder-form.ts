import { consolePorts, type Profile, profileSchema } from '../../electron/contract/profile.ts';
import { type FormProblems, parsePort, sectionProblems, textValue } from './field-problem.ts';

/** The Responder screen as it is filled in: text as typed. */
export interface ResponderForm {
  /** False: the profile gets no section for it. */
  readonly isWanted: boolean;
  /** Empty: the contract's own rule, 4222 where the Console is on 443. */
  readonly tasksPort: string;
  readonly usesTasksPort: boolean;
  readonly relay: string;
}

/** What most sites need. */
export const EMPTY_RESPONDER: ResponderForm = {
  isWanted: true,
  tasksPort: '',
  usesTasksPort: true,
  relay: '',
};

type Section = Profile['responder'];
const schema = profileSchema.shape.responder;

const draftOf = ({ isWanted, relay }: ResponderForm, base: Section) => {
  const { relay: _relay, ...others } = base ?? {};
  const host = textValue(relay);
  return isWanted ? { ...others, ...(host === undefined ? {} : { relay: host }) } : undefined;
};

/** What keeps the step from being checked. */
export function responderProblems(form: ResponderForm): FormProblems<ResponderForm> {
  if (!form.isWanted) return {};
  const draft = draftOf(form, undefined) ?? {};
  const isPortOdd =
    form.usesTasksPort && form.tasksPort.trim() !== '' && parsePort(form.tasksPort) === undefined;
  return {
    ...sectionProblems<ResponderForm>(schema.safeParse(draft), draft, { relay: 'relay' }),
    ...(isPortOdd ? { tasksPort: { code: 'port' } } : {}),
  };
}

/** The profile's section; undefined where it is not wanted or cannot be used. */
export const responderSection = (form: ResponderForm, base: Section): Section =>
  schema.safeParse(draftOf(form, base)).data;

/** The real-time port as a profile of the Console has it: undefined leaves it to the contract's rule, `null` is none. */
export function tasksPortOf({ usesTasksPort, tasksPort }: ResponderForm): number | null | undefined {
  return usesTasksPort ? parsePort(tasksPort) : null;
}

/** The form that a profile fills. */
export function responderFormOf(profile: Profile): ResponderForm {
  const tasks = profile.console?.ports?.tasks;
  return {
    isWanted: profile.responder !== undefined,
    tasksPort: typeof tasks === 'number' ? String(tasks) : '',
    usesTasksPort: tasks !== null,
    relay: profile.responder?.relay ?? '',
  };
}

/** The real-time port that is checked where nothing was typed; `null` where none is. */
export const usualTasksPort = (primaryPort: string): number | null =>
  consolePorts({ console: { address: 'x', ports: { primary: parsePort(primaryPort) } } }).tasks;
