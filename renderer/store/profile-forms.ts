import type { RunRequest } from '../../electron/contract/channels.ts';
import { PROFILE_SCHEMA, type Profile } from '../../electron/contract/profile.ts';
import type { CheckStep } from './check-steps.ts';
import { takeApart } from './console-address.ts';
import {
  type DirectoryForm,
  directoryFormOf,
  directoryProblems,
  directorySection,
  isDirectoryEmpty,
} from './directory-form.ts';
import { type FieldProblem, isFlawless, listOf, parsePort } from './field-problem.ts';
import { loginIn, proxySection } from './proxy-form.ts';
import {
  type ResponderForm,
  responderFormOf,
  responderProblems,
  responderSection,
  tasksPortOf,
} from './responder-form.ts';
import { formOf, isSiteUsable, type SiteForm, siteProblems } from './site-form.ts';
import {
  isSyslogEmpty,
  type SyslogForm,
  syslogFormOf,
  syslogProblems,
  syslogSection,
} from './syslog-form.ts';

/** Every form of the wizard. Together they are a profile. */
export interface Forms {
  readonly form: SiteForm;
  readonly responderForm: ResponderForm;
  readonly directoryForm: DirectoryForm;
  readonly syslogForm: SyslogForm;
}

/** What was typed that may stand in no profile. */
export interface TypedSecrets {
  readonly apiToken: string;
  readonly bindPassword: string;
  /** Taken out of a proxy's address. */
  readonly proxyLogin: { readonly username: string; readonly password: string } | null;
}

/** `ready` to be checked · `empty` nothing was filled in for it · `to-correct` what was filled in cannot be used. */
export type StepReadiness = 'ready' | 'empty' | 'to-correct';

/** Whether each step can be checked with what is filled in. */
export function stepReadiness(forms: Forms): Readonly<Record<CheckStep, StepReadiness>> {
  const { form, responderForm, directoryForm, syslogForm } = forms;
  const usable = isSiteUsable(form);
  const state = (isEmpty: boolean, problems: object): StepReadiness => {
    if (isEmpty) return 'empty';
    return usable && isFlawless(problems) ? 'ready' : 'to-correct';
  };
  const ofConsole = consoleProblems(form);
  const hasConsole = form.address.trim() !== '';
  return {
    console: state(!hasConsole, ofConsole),
    responder: state(!responderForm.isWanted || !(hasConsole || responderForm.relay.trim() !== ''), [
      ...(hasConsole ? ofConsole : []),
      ...Object.values(responderProblems(responderForm)),
    ]),
    'active-directory': state(isDirectoryEmpty(directoryForm), directoryProblems(directoryForm)),
    syslog: state(isSyslogEmpty(syslogForm), syslogProblems(syslogForm)),
  };
}

function consoleProblems(form: SiteForm): readonly FieldProblem[] {
  const { address, primaryPort, alternatePort } = siteProblems(form);
  return [address, primaryPort, alternatePort].filter((problem) => problem !== undefined);
}

/** The profile that the filled forms stand for: the profile file's values with what was typed over them. */
export function profileOf(forms: Forms, secrets: Pick<TypedSecrets, 'apiToken' | 'bindPassword'>): Profile {
  const { form, responderForm, directoryForm, syslogForm } = forms;
  const {
    resolvers: _resolvers,
    console: _console,
    responder: baseResponder,
    activeDirectory: baseDirectory,
    syslog: _syslog,
    proxy: baseProxy,
    ...rest
  } = form.base ?? {};
  const sections = {
    console: consoleSection(forms, secrets.apiToken.trim() !== ''),
    responder: responderSection(responderForm, baseResponder),
    activeDirectory: directorySection(directoryForm, baseDirectory, secrets.bindPassword !== ''),
    syslog: syslogSection(syslogForm),
    proxy: proxySection(form, baseProxy),
    resolvers: listOf(form.resolvers),
  };
  const { console, responder, activeDirectory, syslog, proxy, resolvers } = sections;
  return {
    ...rest,
    schema: PROFILE_SCHEMA,
    name: siteName(form, activeDirectory?.domain ?? syslog?.address),
    vantage: form.vantage,
    ...(console === undefined ? {} : { console }),
    ...(responder === undefined ? {} : { responder }),
    ...(activeDirectory === undefined ? {} : { activeDirectory }),
    ...(syslog === undefined ? {} : { syslog }),
    ...(proxy === undefined ? {} : { proxy }),
    ...(resolvers.length === 0 ? {} : { resolvers }),
  };
}

function consoleSection({ form, responderForm }: Forms, hasToken: boolean): Profile['console'] {
  if (consoleProblems(form).length > 0) return undefined;
  const address = takeApart(form.address)?.host ?? form.address.trim();
  const { tasks: _tasks, ...basePorts } = form.base?.console?.ports ?? {};
  const tasks = tasksPortOf(responderForm);
  return {
    ...form.base?.console,
    address,
    ports: {
      ...basePorts,
      primary: parsePort(form.primaryPort),
      alternate: form.usesAlternatePort ? (parsePort(form.alternatePort) ?? null) : null,
      ...(tasks === undefined ? {} : { tasks }),
    },
    ...(hasToken ? { apiToken: { ask: true } } : {}),
  };
}

/** A report needs a name; what is checked is a good one. */
function siteName(form: SiteForm, otherwise: string | undefined): string {
  const names = [form.name.trim(), takeApart(form.address)?.host ?? form.address.trim(), otherwise];
  return (names.find((name) => name !== undefined && name !== '') ?? 'Site').slice(0, 120);
}

/** How a run of the site in the forms is wanted. */
interface SiteRun {
  readonly steps: readonly CheckStep[];
  readonly sendsSyslogTest: boolean;
  /** False for a round of a watch: no login is repeated by itself. */
  readonly logsIn: boolean;
}

/** What the host is asked to run. The secrets are in here and in memory, and nowhere else. */
export function siteRequest(forms: Forms, typed: TypedSecrets, run: SiteRun): RunRequest {
  const token = typed.apiToken.trim();
  const { form } = forms;
  const login = typed.proxyLogin ?? (form.proxyMode === 'url' ? loginIn(form.proxyUrl) : undefined);
  const bindPassword = run.logsIn && typed.bindPassword !== '';
  return {
    site: {
      profile: profileOf(forms, typed),
      secrets: {
        ...(token === '' ? {} : { apiToken: token }),
        ...(bindPassword ? { bindPassword: typed.bindPassword } : {}),
        ...(login === undefined || form.proxyMode !== 'url' ? {} : { proxyLogin: login }),
      },
      ...(form.caPem === '' ? {} : { caPem: form.caPem }),
    },
    steps: [...run.steps],
    ...(run.sendsSyslogTest && run.steps.includes('syslog') ? { sendSyslogTest: true } : {}),
  };
}

/** The forms that a profile fills; certificates that were chosen by hand stay. */
export const formsOf = (profile: Profile, form: SiteForm): Forms => ({
  form: formOf(profile, form),
  responderForm: responderFormOf(profile),
  directoryForm: directoryFormOf(profile),
  syslogForm: syslogFormOf(profile),
});
