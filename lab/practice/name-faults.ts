import type { PracticeFault, SitePart } from './fault.ts';

/** RFC 1035 §4.1.1. */
const SERVFAIL = 2;
const REFUSED = 5;

/** A name under `test` (RFC 6761 §6.2) that no hosts file gives: names under `localhost` are never asked of a resolver. */
const NAME_FOR_RESOLVER = 'console.practice.test';

/** What cannot be seen of a Console whose name has no address. */
const BEHIND_THE_NAME: readonly SitePart[] = [
  'connection',
  'certificate-dates',
  'certificate-names',
  'certificate-issuer',
  'certificate-key',
  'client-certificate',
  'answer',
  'token',
  'alternate',
  'real-time',
];

/** Further away than any certificate that a public authority issues is valid: no certificate explains the gap. */
const CLOCK_GAP_DAYS = 400;

/** Faults of the name, of the resolver and of the clock: no server of the site is broken by them. */
export const NAME_FAULTS: readonly PracticeFault[] = [
  {
    id: 'name-not-found',
    title: 'The name of the Console does not exist',
    breaks: 'The profile names console.practice.invalid, which no resolver knows.',
    port: null,
    part: 'address',
    hides: ['resolver', ...BEHIND_THE_NAME],
    change: (plan) => ({ ...plan, consoleAddress: 'console.practice.invalid' }),
  },
  {
    id: 'resolver-failing',
    title: 'The resolver fails',
    breaks: `The profile names ${NAME_FOR_RESOLVER}, and its resolver answers SERVFAIL.`,
    port: null,
    part: 'resolver',
    hides: [...BEHIND_THE_NAME, 'directory'],
    change: (plan) => ({ ...plan, consoleAddress: NAME_FOR_RESOLVER, resolverRcode: SERVFAIL }),
  },
  {
    id: 'resolver-refuses',
    title: 'The resolver refuses to answer',
    breaks: `The profile names ${NAME_FOR_RESOLVER}, and its resolver answers REFUSED.`,
    port: null,
    part: 'resolver',
    hides: [...BEHIND_THE_NAME, 'directory'],
    change: (plan) => ({ ...plan, consoleAddress: NAME_FOR_RESOLVER, resolverRcode: REFUSED }),
  },
  {
    id: 'clock-wrong',
    title: 'The clock of this machine is wrong',
    breaks: `The site's certificates, HTTP dates and LDAP time agree on a day ${CLOCK_GAP_DAYS} days ahead of this machine.`,
    port: 'both',
    part: 'certificate-dates',
    // Who cannot prove who he is gets no password.
    hides: ['directory'],
    change: (plan) => ({ ...plan, clockOffsetMs: CLOCK_GAP_DAYS * 86_400_000 }),
  },
];
