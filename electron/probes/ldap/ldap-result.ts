import type { LdapResult } from '../../contract/outcomes/ldap.ts';
import type { WireResult } from './ldap-message.ts';

/** Result codes that the probe itself acts on, RFC 4511 appendix A. */
export const LDAP_RESULT = { success: 0, operationsError: 1, sizeLimitExceeded: 4 } as const;

/** RFC 4511 appendix A. */
const NAMES: Readonly<Record<number, string>> = {
  0: 'success',
  1: 'operationsError',
  2: 'protocolError',
  3: 'timeLimitExceeded',
  4: 'sizeLimitExceeded',
  5: 'compareFalse',
  6: 'compareTrue',
  7: 'authMethodNotSupported',
  8: 'strongerAuthRequired',
  10: 'referral',
  11: 'adminLimitExceeded',
  12: 'unavailableCriticalExtension',
  13: 'confidentialityRequired',
  14: 'saslBindInProgress',
  16: 'noSuchAttribute',
  17: 'undefinedAttributeType',
  18: 'inappropriateMatching',
  19: 'constraintViolation',
  20: 'attributeOrValueExists',
  21: 'invalidAttributeSyntax',
  32: 'noSuchObject',
  33: 'aliasProblem',
  34: 'invalidDNSyntax',
  36: 'aliasDereferencingProblem',
  48: 'inappropriateAuthentication',
  49: 'invalidCredentials',
  50: 'insufficientAccessRights',
  51: 'busy',
  52: 'unavailable',
  53: 'unwillingToPerform',
  54: 'loopDetect',
  64: 'namingViolation',
  65: 'objectClassViolation',
  66: 'notAllowedOnNonLeaf',
  67: 'notAllowedOnRDN',
  68: 'entryAlreadyExists',
  69: 'objectClassModsProhibited',
  71: 'affectsMultipleDSAs',
  80: 'other',
};

/** Most URLs of one result that are kept. */
const REFERRALS_LIMIT = 16;

/** The name of a result code; `code-N` where RFC 4511 lists none. */
export const resultName = (code: number): string => NAMES[code] ?? `code-${code}`;

/**
 * Lays out a result as it was sent. Active Directory writes the Windows error and a sub-code into the text, in a form that has not
 * changed since Windows 2000: `80090308: LdapErr: DSID-0C09..., comment: AcceptSecurityContext error, data 52e, v4563`. A sub-code of 0
 * says nothing.
 */
export function ldapResultOf(operation: LdapResult['operation'], wire: WireResult): LdapResult {
  const text = printable(wire.diagnosticMessage, 1000);
  const windowsError = /^([0-9a-f]{8}): /i.exec(text)?.[1]?.toLowerCase();
  const adSubCode = /, data ([0-9a-f]{1,8})(?:,|$)/i.exec(text)?.[1]?.toLowerCase();
  return {
    operation,
    code: wire.code,
    name: resultName(wire.code),
    matchedDn: printable(wire.matchedDn, 1024),
    diagnosticMessage: text,
    ...(adSubCode === undefined || /^0+$/.test(adSubCode) ? {} : { adSubCode }),
    ...(windowsError === undefined ? {} : { windowsError }),
    referrals: printableUrls(wire.referrals),
  };
}

/** URLs as text, at most 16 of them. */
export const printableUrls = (urls: readonly Buffer[]): string[] =>
  urls.slice(0, REFERRALS_LIMIT).map((url) => printable(url, 500));

/**
 * Text of a server, without the zeros and spaces that Active Directory ends it with, its control characters as `\xNN`, cut to a
 * number of characters. Octets that are no UTF-8 become U+FFFD.
 */
export function printable(bytes: Buffer, limit: number): string {
  // Four octets make one character at most, so what is behind them cannot be within the limit.
  const text = bytes.toString('utf8', 0, 4 * limit).replace(/[\0\s]+$/, '');
  return text
    .replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, (one) => `\\x${one.charCodeAt(0).toString(16).padStart(2, '0')}`)
    .slice(0, limit);
}
