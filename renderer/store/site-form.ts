import type { RunRequest } from '../../electron/contract/channels.ts';
import { whyNotHost } from '../../electron/contract/host-name.ts';
import type { Profile, Vantage } from '../../electron/contract/profile.ts';
import { consolePorts, PROFILE_SCHEMA, parseResolver } from '../../electron/contract/profile.ts';
import { takeApart } from './console-address.ts';

/** The Site screen as it is filled in: text as typed. */
export interface SiteForm {
  readonly name: string;
  readonly address: string;
  readonly vantage: Vantage;
  readonly primaryPort: string;
  readonly usesAlternatePort: boolean;
  readonly alternatePort: string;
  /** Resolvers separated by spaces, commas or lines; empty means those of this machine. */
  readonly resolvers: string;
  /** Certificates of the site's own authority, PEM; empty when no file was chosen. */
  readonly caPem: string;
  /** What a profile file said beyond this form; it goes along unchanged. */
  readonly base: Profile | null;
}

/** AIR's own ports, shown before anything is typed. */
const AIR_PORTS = { primary: '443', alternate: '8443' };
const RESOLVER_LIMIT = 16;

/** The form before anything is typed. */
export const EMPTY_SITE: SiteForm = {
  name: '',
  address: '',
  vantage: 'workstation',
  primaryPort: AIR_PORTS.primary,
  usesAlternatePort: true,
  alternatePort: AIR_PORTS.alternate,
  resolvers: '',
  caPem: '',
  base: null,
};

/**
 * What is wrong with one field. `missing` and `port` have their texts in the catalogue; `host` brings the contract's own
 * sentence.
 */
export type FieldProblem =
  | { readonly code: 'missing' | 'port' | 'same-port' | 'too-many-resolvers' | 'name-too-long' }
  | { readonly code: 'host'; readonly why: string }
  | { readonly code: 'resolver'; readonly text: string };
type SiteField = 'name' | 'address' | 'primaryPort' | 'alternatePort' | 'resolvers';
/** What is wrong, by field. */
export type SiteProblems = Partial<Record<SiteField, FieldProblem>>;

/** A port from 1 to 65535 as digits; undefined for everything else. */
export function parsePort(text: string): number | undefined {
  if (!/^\d{1,5}$/.test(text.trim())) return undefined;
  const port = Number(text);
  return port >= 1 && port <= 65_535 ? port : undefined;
}

/** Everything that keeps the form from being run; an empty object when nothing does. */
export function siteProblems(form: SiteForm): SiteProblems {
  const problems: SiteProblems = {};
  const address = form.address.trim();
  const why = takeApart(address) === undefined ? whyNotHost(address) : undefined;
  if (address === '') problems.address = { code: 'missing' };
  else if (why !== undefined) problems.address = { code: 'host', why };
  if (form.name.trim().length > 120) problems.name = { code: 'name-too-long' };
  const primary = parsePort(form.primaryPort);
  if (primary === undefined) problems.primaryPort = { code: 'port' };
  if (form.usesAlternatePort) {
    const alternate = parsePort(form.alternatePort);
    if (alternate === undefined) problems.alternatePort = { code: 'port' };
    else if (alternate === primary) problems.alternatePort = { code: 'same-port' };
  }
  const resolvers = resolverList(form.resolvers);
  const odd = resolvers.find((resolver) => parseResolver(resolver) === undefined);
  if (odd !== undefined) problems.resolvers = { code: 'resolver', text: odd.slice(0, 80) };
  else if (resolvers.length > RESOLVER_LIMIT) problems.resolvers = { code: 'too-many-resolvers' };
  return problems;
}

/** True when the form can be run. */
export const isRunnable = (form: SiteForm): boolean => Object.keys(siteProblems(form)).length === 0;

function resolverList(text: string): string[] {
  return text.split(/[\s,;]+/).filter((part) => part !== '');
}

/** The profile that a filled form stands for: the profile file's values with what was typed over them. */
export function profileOf(form: SiteForm, hasTypedToken: boolean): Profile {
  const address = takeApart(form.address)?.host ?? form.address.trim();
  const { resolvers: _resolvers, ...base } = form.base ?? {};
  const resolvers = resolverList(form.resolvers);
  return {
    ...base,
    schema: PROFILE_SCHEMA,
    name: form.name.trim() === '' ? address : form.name.trim(),
    vantage: form.vantage,
    console: {
      ...form.base?.console,
      address,
      ports: {
        ...form.base?.console?.ports,
        primary: parsePort(form.primaryPort),
        alternate: form.usesAlternatePort ? (parsePort(form.alternatePort) ?? null) : null,
      },
      ...(hasTypedToken ? { apiToken: { ask: true } } : {}),
    },
    ...(resolvers.length === 0 ? {} : { resolvers }),
  };
}

/** What the host is asked to run. The token is in here and in memory, and nowhere else. */
export function siteRequest(form: SiteForm, apiToken: string, sendsSyslogTest: boolean): RunRequest {
  const token = apiToken.trim();
  return {
    site: {
      profile: profileOf(form, token !== ''),
      secrets: token === '' ? {} : { apiToken: token },
      ...(form.caPem === '' ? {} : { caPem: form.caPem }),
    },
    ...(sendsSyslogTest && form.base?.syslog !== undefined ? { sendSyslogTest: true } : {}),
  };
}

/** The form that a profile fills; certificates that were chosen by hand stay. */
export function formOf(profile: Profile, form: SiteForm): SiteForm {
  const { primary, alternate } = consolePorts(profile);
  return {
    ...form,
    name: profile.name,
    address: profile.console?.address ?? form.address,
    vantage: profile.vantage,
    primaryPort: String(primary),
    usesAlternatePort: alternate !== null,
    alternatePort: alternate === null ? AIR_PORTS.alternate : String(alternate),
    resolvers: (profile.resolvers ?? []).join('\n'),
    base: profile,
  };
}
