import { type Profile, profileSchema, type Secrets } from '../../electron/contract/profile.ts';
import { proxyUrl, readProxyUrl } from '../../electron/contract/proxy-url.ts';
import type { FieldProblem } from './field-problem.ts';

/** `system` as this machine is set up · `direct` none · `url` one that is named · `pac` as a file says. */
export const PROXY_MODES = ['system', 'direct', 'url', 'pac'] as const;

/** The proxy as it is filled in: text as typed. A login in it is taken out and held in memory only. */
export interface ProxyForm {
  readonly proxyMode: (typeof PROXY_MODES)[number];
  readonly proxyUrl: string;
  readonly pacUrl: string;
}

/** Before anything is typed. */
export const EMPTY_PROXY: ProxyForm = { proxyMode: 'system', proxyUrl: '', pacUrl: '' };

const schema = profileSchema.shape.proxy;

/** What is wrong with the address that the chosen way needs. */
export function proxyProblem(form: ProxyForm): FieldProblem | undefined {
  if (form.proxyMode === 'system' || form.proxyMode === 'direct') return undefined;
  return proxySection(form, undefined) === undefined ? { code: 'proxy' } : undefined;
}

/** The profile's section, without any login; undefined where the machine's own setting goes or what was typed is no address. */
export function proxySection(form: ProxyForm, base: Profile['proxy']): Profile['proxy'] {
  switch (form.proxyMode) {
    case 'system':
      return base !== undefined && 'mode' in base && base.mode === 'system' ? base : undefined;
    case 'direct':
      return { mode: 'direct' };
    case 'url':
      return schema.safeParse({ url: withoutLogin(form.proxyUrl) }).data;
    case 'pac':
      return isWebAddress(form.pacUrl) ? schema.safeParse({ pacUrl: form.pacUrl.trim() }).data : undefined;
  }
}

/** The login in a proxy's address, as people paste it. */
export const loginIn = (text: string): Secrets['proxyLogin'] => readProxyUrl(withScheme(text))?.login;

/** The address without its login; what is no address of a proxy stays as it is. */
export function withoutLogin(text: string): string {
  const server = readProxyUrl(withScheme(text))?.server;
  return server === undefined ? text.trim() : proxyUrl(server);
}

/** `proxy.example.com:3128` is what people write for `http://proxy.example.com:3128`. */
function withScheme(text: string): string {
  const trimmed = text.trim();
  return trimmed === '' || /^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed) ? trimmed : `http://${trimmed}`;
}

/** A file on the web, and no login in its address: that would stand in the report. */
function isWebAddress(text: string): boolean {
  if (!URL.canParse(text.trim())) return false;
  const { protocol, username, password } = new URL(text.trim());
  return (protocol === 'http:' || protocol === 'https:') && username === '' && password === '';
}

/** The form that a profile fills. */
export function proxyFormOf({ proxy }: Profile): ProxyForm {
  if (proxy === undefined) return EMPTY_PROXY;
  if ('url' in proxy) return { ...EMPTY_PROXY, proxyMode: 'url', proxyUrl: proxy.url };
  if ('pacUrl' in proxy) return { ...EMPTY_PROXY, proxyMode: 'pac', pacUrl: proxy.pacUrl };
  return { ...EMPTY_PROXY, proxyMode: proxy.mode };
}
