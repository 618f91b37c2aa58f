import type { Owner, RemedyStep } from './findings.ts';

/** Owners as the object of a sentence: "to be fixed by the network team". */
export const OWNER_WORDS: Readonly<Record<Owner, string>> = {
  'network-team': 'the network team',
  'proxy-team': 'the proxy team',
  'console-administrator': 'the administrator of the Console',
  'directory-administrator': 'the administrator of Active Directory',
  'siem-team': 'the SIEM team',
  'dns-administrator': 'the DNS administrator',
  'asset-owner': 'the owner of this asset',
  engineer: 'the engineer who runs this check',
};

/** Systems as commands are labelled. */
export const OS_WORDS: Readonly<Record<NonNullable<RemedyStep['os']>, string>> = {
  windows: 'Windows',
  linux: 'Linux',
  macos: 'macOS',
};
