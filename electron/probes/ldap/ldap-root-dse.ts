import type { RootDse } from '../../contract/outcomes/ldap.ts';
import { START_TLS } from './ldap-requests.ts';
import { printable } from './ldap-result.ts';

/** What is asked for: all of it is there for strangers, [MS-ADTS] §3.1.1.3.2. */
export const ROOT_DSE_ATTRIBUTES = [
  'defaultNamingContext',
  'rootDomainNamingContext',
  'namingContexts',
  'dnsHostName',
  'serverName',
  'ldapServiceName',
  'currentTime',
  'supportedCapabilities',
  'supportedSASLMechanisms',
  'supportedLDAPVersion',
  'supportedExtension',
  'domainFunctionality',
  'isGlobalCatalogReady',
  'vendorName',
] as const;

/** Reads the attributes of the root entry, whose names are in lower case. */
export function readRootDse(attributes: ReadonlyMap<string, readonly Buffer[]>): RootDse {
  const all = (name: (typeof ROOT_DSE_ATTRIBUTES)[number], most: number, limit: number): string[] =>
    (attributes.get(name.toLowerCase()) ?? []).slice(0, most).map((value) => printable(value, limit));
  const one = (name: (typeof ROOT_DSE_ATTRIBUTES)[number], limit: number): string | undefined =>
    all(name, 1, limit)[0];
  const isGlobalCatalogReady = one('isGlobalCatalogReady', 5);
  const time = readGeneralizedTime(one('currentTime', 40) ?? '');
  const texts = {
    defaultNamingContext: one('defaultNamingContext', 1024),
    rootDomainNamingContext: one('rootDomainNamingContext', 1024),
    dnsHostName: one('dnsHostName', 255),
    serverName: one('serverName', 1024),
    ldapServiceName: one('ldapServiceName', 500),
    currentTime: time === undefined ? undefined : new Date(time).toISOString(),
    domainFunctionality: one('domainFunctionality', 10),
    vendorName: one('vendorName', 200),
  };
  return {
    ...known(texts),
    namingContexts: all('namingContexts', 64, 1024),
    supportedCapabilities: all('supportedCapabilities', 64, 100),
    supportedSaslMechanisms: all('supportedSASLMechanisms', 32, 60),
    supportedLdapVersions: all('supportedLDAPVersion', 8, 10),
    offersStartTls: all('supportedExtension', 500, 100).includes(START_TLS),
    ...(isGlobalCatalogReady === undefined ? {} : { isGlobalCatalogReady: isGlobalCatalogReady === 'TRUE' }),
  };
}

/** A record without the fields that have no value. */
export function known<K extends string>(
  texts: Readonly<Record<K, string | undefined>>,
): { [P in K]?: string } {
  const found: { [P in K]?: string } = {};
  for (const name in texts) {
    const text = texts[name];
    if (text !== undefined) found[name] = text;
  }
  return found;
}

/** Milliseconds since 1970 of a GeneralizedTime in UTC (RFC 4517 §3.3.13), as in `20260131120000.0Z`. */
export function readGeneralizedTime(text: string): number | undefined {
  const parts = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(?:(\d\d)(?:[.,](\d{1,9}))?)?Z$/.exec(text);
  if (parts === null) return undefined;
  const [, year, month, day, hour, minute, second = '00', fraction = '0'] = parts;
  const iso = `${year}-${month}-${day}T${hour}:${minute}:${second}.${fraction.padEnd(3, '0').slice(0, 3)}Z`;
  const time = Date.parse(iso);
  return Number.isNaN(time) ? undefined : time;
}
