import type { LdapOutcome, RootDse } from '../../contract/outcomes/ldap.ts';
import { scrubber } from '../http/http-scrub.ts';
import { printable } from './ldap-result.ts';
import { known } from './ldap-root-dse.ts';

/**
 * Sub-codes that are kept whatever the password is, [MS-ADTS] §3.1.1.3.1.9 and Windows error codes: no password is learned from them.
 */
const SUB_CODES: ReadonlySet<string> = new Set([
  '525',
  '52e',
  '52f',
  '530',
  '531',
  '532',
  '533',
  '568',
  '701',
  '773',
  '775',
  '80090346',
]);

/** Takes the password out of everything in an outcome that the server could have written after it got it. */
export function withoutPassword(outcome: LdapOutcome, password: string): LdapOutcome {
  const asSent = scrubber(password);
  const asShown = scrubber(printable(Buffer.from(password), 4 * password.length));
  const scrub = (text: string, limit: number): string => asShown(asSent(text)).slice(0, limit);
  const scrubAll = (texts: readonly string[], limit: number): string[] =>
    texts.map((text) => scrub(text, limit));
  const { results, rootDse, base, foreign, error } = outcome;
  return {
    ...outcome,
    results: results.map(({ adSubCode, windowsError, ...result }) => ({
      ...result,
      matchedDn: scrub(result.matchedDn, 1024),
      diagnosticMessage: scrub(result.diagnosticMessage, 1000),
      ...(adSubCode === undefined
        ? {}
        : { adSubCode: SUB_CODES.has(adSubCode) ? adSubCode : scrub(adSubCode, 12) }),
      ...(windowsError === undefined ? {} : { windowsError: scrub(windowsError, 12) }),
      referrals: scrubAll(result.referrals, 500),
    })),
    ...(rootDse === undefined ? {} : { rootDse: withoutPasswordIn(rootDse, scrub) }),
    ...(base?.source === 'root-dse' ? { base: { ...base, dn: scrub(base.dn, 1024) } } : {}),
    ...(foreign === undefined ? {} : { foreign: { ...foreign, firstLine: scrub(foreign.firstLine, 300) } }),
    referrals: scrubAll(outcome.referrals, 500),
    ...(error?.message === undefined ? {} : { error: { ...error, message: scrub(error.message, 500) } }),
  };
}

function withoutPasswordIn(rootDse: RootDse, scrub: (text: string, limit: number) => string): RootDse {
  const one = (text: string | undefined, limit: number): string | undefined =>
    text === undefined ? undefined : scrub(text, limit);
  const all = (texts: readonly string[], limit: number): string[] => texts.map((text) => scrub(text, limit));
  return {
    ...known({
      defaultNamingContext: one(rootDse.defaultNamingContext, 1024),
      rootDomainNamingContext: one(rootDse.rootDomainNamingContext, 1024),
      dnsHostName: one(rootDse.dnsHostName, 255),
      serverName: one(rootDse.serverName, 1024),
      ldapServiceName: one(rootDse.ldapServiceName, 500),
      currentTime: one(rootDse.currentTime, 40),
      domainFunctionality: one(rootDse.domainFunctionality, 10),
      vendorName: one(rootDse.vendorName, 200),
    }),
    namingContexts: all(rootDse.namingContexts, 1024),
    supportedCapabilities: all(rootDse.supportedCapabilities, 100),
    supportedSaslMechanisms: all(rootDse.supportedSaslMechanisms, 60),
    supportedLdapVersions: all(rootDse.supportedLdapVersions, 10),
    offersStartTls: rootDse.offersStartTls,
    ...(rootDse.isGlobalCatalogReady === undefined
      ? {}
      : { isGlobalCatalogReady: rootDse.isGlobalCatalogReady }),
  };
}
