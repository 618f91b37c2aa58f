import { type Profile, profileSchema } from '../../electron/contract/profile.ts';
import {
  type FieldPaths,
  type FormProblems,
  portValue,
  sectionProblems,
  textValue,
} from './field-problem.ts';

type Section = NonNullable<Profile['syslog']>;

/** The Syslog screen as it is filled in: text as typed. */
export interface SyslogForm {
  readonly address: string;
  /** Empty: 514, or 6514 with TLS. */
  readonly port: string;
  readonly transport: Section['transport'];
  readonly format: Section['format'];
  readonly framing: Section['framing'];
}

/** The form before anything is typed, as the contract has it. */
export const EMPTY_SYSLOG: SyslogForm = {
  address: '',
  port: '',
  transport: 'udp',
  format: 'rfc5424',
  framing: 'octet-counting',
};

const schema = profileSchema.shape.syslog;
const PATHS: FieldPaths<SyslogForm> = { address: 'address', port: 'port' };

/** The registered ports: 514 (RFC 5426 §3.3, and by custom TCP), 6514 with TLS (RFC 5425 §4.1). */
export const usualSyslogPort = (transport: SyslogForm['transport']): number =>
  transport === 'tls' ? 6514 : 514;

/** True while no receiver is named. */
export const isSyslogEmpty = ({ address }: SyslogForm): boolean => address.trim() === '';

const draftOf = ({ address, port, transport, format, framing }: SyslogForm) => ({
  address: textValue(address),
  port: portValue(port) ?? usualSyslogPort(transport),
  transport,
  format,
  framing,
});

/** What keeps the step from being checked; an empty form is none of it. */
export function syslogProblems(form: SyslogForm): FormProblems<SyslogForm> {
  const draft = draftOf(form);
  const problems = sectionProblems(schema.safeParse(draft), draft, PATHS);
  if (!isSyslogEmpty(form)) return problems;
  const { address: _address, ...others } = problems;
  return others;
}

/** The profile's section; undefined where it is empty or cannot be used. */
export const syslogSection = (form: SyslogForm): Section | undefined =>
  isSyslogEmpty(form) ? undefined : schema.safeParse(draftOf(form)).data;

/** The form that a profile fills. */
export function syslogFormOf({ syslog: section }: Profile): SyslogForm {
  if (section === undefined) return EMPTY_SYSLOG;
  return { ...section, port: String(section.port) };
}
