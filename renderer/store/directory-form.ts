import { type Profile, profileSchema } from '../../electron/contract/profile.ts';
import {
  type FieldPaths,
  type FormProblems,
  listOf,
  portValue,
  sectionProblems,
  textValue,
} from './field-problem.ts';

type Section = NonNullable<Profile['activeDirectory']>;

/** The Active Directory screen as it is filled in: text as typed. The password is in memory alone, beside this. */
export interface DirectoryForm {
  readonly domain: string;
  /** Domain controllers, separated by spaces, commas or lines; empty: those that DNS names for the domain. */
  readonly servers: string;
  readonly security: Section['security'];
  /** Empty: 636. */
  readonly ldapsPort: string;
  /** Empty: 389. */
  readonly ldapPort: string;
  readonly baseDn: string;
  readonly username: string;
}

/** The form before anything is typed. */
export const EMPTY_DIRECTORY: DirectoryForm = {
  domain: '',
  servers: '',
  security: 'ldaps',
  ldapsPort: '',
  ldapPort: '',
  baseDn: '',
  username: '',
};

const schema = profileSchema.shape.activeDirectory;
const PATHS: FieldPaths<DirectoryForm> = {
  domain: 'domain',
  servers: 'servers',
  'ports.ldap': 'ldapPort',
  'ports.ldaps': 'ldapsPort',
  baseDn: 'baseDn',
  username: 'username',
};

/** True while neither a domain nor a domain controller is named, and nothing else is either. */
export const isDirectoryEmpty = (form: DirectoryForm): boolean =>
  [form.domain, form.servers].every((text) => text.trim() === '');

const draftOf = (form: DirectoryForm): object => {
  const { ldapPort, ldapsPort } = form;
  const servers = listOf(form.servers);
  const ports = { ldap: portValue(ldapPort), ldaps: portValue(ldapsPort) };
  return {
    domain: textValue(form.domain),
    servers: servers.length === 0 ? undefined : servers,
    ports: ports.ldap === undefined && ports.ldaps === undefined ? undefined : ports,
    security: form.security,
    baseDn: textValue(form.baseDn),
    username: textValue(form.username),
  };
};

/** What keeps the step from being checked. */
export function directoryProblems(form: DirectoryForm): FormProblems<DirectoryForm> {
  const draft = draftOf(form);
  return sectionProblems(schema.safeParse(draft), draft, PATHS);
}

/** The profile's section; undefined where it is empty or cannot be used. */
export function directorySection(
  form: DirectoryForm,
  base: Section | undefined,
  hasPassword: boolean,
): Section | undefined {
  if (isDirectoryEmpty(form)) return undefined;
  const password = hasPassword ? { ask: true as const } : base?.password;
  // Without what was left empty: an absent key and one without a value are two things to whoever compares profiles.
  const draft: unknown = JSON.parse(JSON.stringify({ ...draftOf(form), password }));
  return schema.safeParse(draft).data;
}

/** The form that a profile fills. */
export function directoryFormOf({ activeDirectory: section }: Profile): DirectoryForm {
  if (section === undefined) return EMPTY_DIRECTORY;
  return {
    domain: section.domain ?? '',
    servers: (section.servers ?? []).join('\n'),
    security: section.security,
    ldapsPort: portText(section.ports?.ldaps),
    ldapPort: portText(section.ports?.ldap),
    baseDn: section.baseDn ?? '',
    username: section.username ?? '',
  };
}

const portText = (port: number | undefined): string => (port === undefined ? '' : String(port));
