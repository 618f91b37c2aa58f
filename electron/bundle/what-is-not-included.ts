import type { LeftOut } from './manifest.ts';
import type { RedactionChoices } from './redaction/redactor.ts';

/** Always said: nobody should have to wonder whether these are in a bundle. */
export function whatIsNotIncluded({
  identities,
  keepsPrivateAddresses,
}: RedactionChoices): readonly LeftOut[] {
  return [
    {
      what: 'passwords and tokens',
      why: 'Airway never records them, and where a log holds one [secret] stands in its place',
    },
    {
      what: 'evidence and private keys',
      why: 'they are never collected: folders of cases, .ppc files, archives and keys are refused by name and by content',
    },
    identities
      ? {
          what: `host names, ${keepsPrivateAddresses ? 'public addresses' : 'addresses'}, users, e-mail, hardware addresses, serial numbers and domains`,
          why: 'names such as host-1 stand in their place, the same in all files; the key stayed with whoever made this bundle',
        }
      : {
          what: 'redaction of host names, addresses and user names',
          why: 'it was turned off for this bundle; they stand in the files as they were seen',
        },
    ...(identities
      ? [
          {
            what: 'certificates as PEM, and exchanges that are no text',
            why: 'names in them cannot be replaced; what was read from them is in the report',
          },
        ]
      : []),
  ];
}
