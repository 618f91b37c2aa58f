import { whyNotHost } from '../../electron/contract/host-name.ts';
import type { Profile, Vantage } from '../../electron/contract/profile.ts';
import { consolePorts, parseResolver } from '../../electron/contract/profile.ts';
import { takeApart } from './console-address.ts';
import { type FormProblems, listOf, parsePort } from './field-problem.ts';
import { EMPTY_PROXY, type ProxyForm, proxyFormOf, proxyProblem, withoutLogin } from './proxy-form.ts';

/** The Site screen as it is filled in: text as typed. */
export interface SiteForm extends ProxyForm {
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
  /** What a profile file said beyond the forms; it goes along unchanged. */
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
  ...EMPTY_PROXY,
};

/** What is wrong, by field. */
export type SiteProblems = FormProblems<SiteForm>;
/** Fields that belong to the Console alone; the others are everybody's. */
const CONSOLE_FIELDS = ['address', 'primaryPort', 'alternatePort'] as const;

/** Everything that is wrong with the form; an empty object when nothing is. */
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
  const resolvers = listOf(form.resolvers);
  const odd = resolvers.find((resolver) => parseResolver(resolver) === undefined);
  if (odd !== undefined) problems.resolvers = { code: 'resolver', text: odd.slice(0, 80) };
  else if (resolvers.length > RESOLVER_LIMIT) problems.resolvers = { code: 'too-many-resolvers' };
  const proxy = proxyProblem(form);
  if (proxy !== undefined) problems[form.proxyMode === 'pac' ? 'pacUrl' : 'proxyUrl'] = proxy;
  return problems;
}

/** True when the form says of everything that it holds what it has to. */
export const isRunnable = (form: SiteForm): boolean => Object.keys(siteProblems(form)).length === 0;

/** True when nothing is wrong with what every step depends on. */
export function isSiteUsable(form: SiteForm): boolean {
  const own: readonly string[] = CONSOLE_FIELDS;
  return Object.keys(siteProblems(form)).every((field) => own.includes(field));
}

/** What may be written down of the form: half an address may be half a login. */
export function withoutSecrets(form: SiteForm): SiteForm {
  const mayHoldLogin = (text: string): boolean => /[@/:]/.test(text) && whyNotHost(text) !== undefined;
  const { address, proxyUrl, pacUrl } = form;
  return {
    ...form,
    address: takeApart(address)?.host ?? (mayHoldLogin(address) ? '' : address),
    proxyUrl: proxyProblem({ ...form, proxyMode: 'url' }) === undefined ? withoutLogin(proxyUrl) : '',
    pacUrl: proxyProblem({ ...form, proxyMode: 'pac' }) === undefined ? pacUrl : '',
  };
}

/** The form that a profile fills; certificates that were chosen by hand stay. */
export function formOf(profile: Profile, form: SiteForm): SiteForm {
  const { primary, alternate } = consolePorts(profile);
  return {
    ...form,
    ...proxyFormOf(profile),
    name: profile.name,
    address: profile.console?.address ?? '',
    vantage: profile.vantage,
    primaryPort: String(primary),
    usesAlternatePort: alternate !== null,
    alternatePort: alternate === null ? AIR_PORTS.alternate : String(alternate),
    resolvers: (profile.resolvers ?? []).join('\n'),
    base: profile,
  };
}
