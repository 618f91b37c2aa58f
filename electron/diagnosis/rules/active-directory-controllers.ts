import type { CauseId } from '../../contract/cause-ids.ts';
import type { LdapOutcome } from '../../contract/outcomes/ldap.ts';
import { listed, said } from '../../contract/spoken.ts';
import {
  type Controller,
  directoryPorts,
  isActiveDirectory,
  resultOf,
  rootDseOf,
  tellingControllers,
} from '../active-directory-view.ts';
import type { Rule, Sighting } from '../rule.ts';
import type { Seen } from '../site-view.ts';
import { pathIsClear, portRule, where } from './port-rule.ts';
import { tlsOf } from './tls-rows.ts';

/** A connection with a domain controller by the security of the profile. */
type Look = Seen<'ldap'> & { readonly controller: Controller };

/** One cause that shows in how a domain controller answered by the security that the profile names. */
function lookRule(
  cause: CauseId,
  explains: readonly CauseId[],
  matches: (outcome: LdapOutcome, look: Look) => boolean,
  tell: (
    looks: readonly Look[],
    first: Look,
  ) => Pick<Sighting, 'detail' | 'confidence'> & Partial<Pick<Sighting, 'ruledOut'>>,
): Rule {
  return {
    cause,
    explains,
    see: ({ directory }) => {
      const looks = tellingControllers(directory).flatMap((controller): Look[] =>
        controller.wanted === undefined ? [] : [{ ...controller.wanted, controller }],
      );
      const hits = looks.filter((look) => matches(look.outcome, look));
      const [first] = hits;
      if (first === undefined) return [];
      return [
        {
          subject: first.subject,
          ruledOut: [pathIsClear(hits)],
          ...tell(hits, first),
          evidence: hits.flatMap(({ id, controller }) => [
            id,
            // The same server in clear: what failed there is no other fault.
            ...(controller.clear === undefined || controller.clear.id === id ? [] : [controller.clear.id]),
          ]),
          fill: {
            ADDRESS: first.outcome.address,
            PORT: String(first.outcome.port),
            HOST: first.controller.name,
            NAME: first.controller.name,
            DC: rootDseOf(first.controller)?.dnsHostName ?? first.controller.name,
            ...(directory?.domain === undefined ? {} : { DOMAIN: directory.domain }),
          },
        },
      ];
    },
  };
}

const quoted = (text: string): string => (text === '' ? '' : ` ("${text.slice(0, 200)}")`);

/** A domain controller without a certificate takes the connection and resets it at the ClientHello. */
const ldapsNoCertificate: Rule = portRule('ldaps-no-certificate', [], {
  ports: ({ directory }) => (directory?.security === 'ldaps' ? directoryPorts(directory) : []),
  rows: tlsOf,
  matches: ({ outcome: { code, bytesReceived, closedBeforeHello } }) =>
    (code === 'reset' || code === 'closed') && bytesReceived === 0 && closedBeforeHello !== true,
  tell: (hits, { directory }) => {
    const [{ outcome }] = hits;
    const inClear = directory?.controllers.filter(
      ({ address, clear }) =>
        clear?.outcome.code === 'ready' && hits.some((hit) => hit.outcome.address === address),
    );
    const beside =
      inClear === undefined || inClear.length === 0
        ? ''
        : ` In clear ${listed(inClear.map(({ clear }) => where(clear === undefined ? [] : [clear])))} answers, so the service runs.`;
    return {
      detail: `${where(hits)} accepted the connection, received the ClientHello and ${outcome.code === 'reset' ? 'reset' : 'closed'} it without a byte, after ${said(outcome.elapsedMs)}.${beside}`,
      confidence: (outcome.code === 'reset' ? 0.8 : 0.7) + (beside === '' ? 0 : 0.1),
    };
  },
  ruledOut: pathIsClear,
});

const closedBeforeHello: Rule = portRule('closed-on-accept', [], {
  ports: ({ directory }) => (directory?.security === 'ldaps' ? directoryPorts(directory) : []),
  rows: tlsOf,
  matches: ({ outcome: { code, bytesReceived, closedBeforeHello } }) =>
    (code === 'reset' || code === 'closed') && bytesReceived === 0 && closedBeforeHello === true,
  tell: (hits) => ({
    detail: `${where(hits)} accepted and then ${hits[0].outcome.code === 'reset' ? 'reset' : 'closed'} the connection before anything was said, after ${said(hits[0].outcome.elapsedMs)}.`,
    confidence: 0.85,
  }),
  ruledOut: pathIsClear,
});

const closedOnAccept = lookRule(
  'closed-on-accept',
  [],
  ({ code, bytesReceived }) => (code === 'closed' || code === 'reset') && bytesReceived === 0,
  (looks, { outcome: { code, elapsedMs } }) => ({
    detail: `${where(looks)} accepted the connection and ${code === 'reset' ? 'reset' : 'closed'} it without a byte, after ${said(elapsedMs)}.`,
    confidence: 0.75,
  }),
);

const wrongService = lookRule(
  'wrong-service',
  [],
  ({ code }) => code === 'not-ldap',
  (looks, { outcome: { foreign } }) => ({
    detail:
      foreign === undefined || foreign.protocol === 'other'
        ? `${where(looks)} answered with something that is no LDAP message${quoted(foreign?.firstLine ?? '')}.`
        : `${where(looks)} is no LDAP service but speaks ${foreign.protocol.toUpperCase()}${quoted(foreign.firstLine)}.`,
    confidence: foreign === undefined || foreign.protocol === 'other' ? 0.75 : 0.95,
  }),
);

/** RFC 4511 §4.14.2: 2 where the request is not known, 52 where TLS cannot be had now. */
const STARTTLS_CODES: ReadonlySet<number> = new Set([2, 52]);

const startTlsUnsupported = lookRule(
  'starttls-unsupported',
  [],
  (outcome) =>
    outcome.code === 'starttls-refused' ||
    (outcome.security === 'starttls' &&
      outcome.code === 'tls-failed' &&
      (outcome.tls?.code === 'reset' || outcome.tls?.code === 'closed')),
  (looks, { outcome }) => {
    const result = resultOf(outcome, 'starttls');
    if (outcome.code !== 'starttls-refused')
      return {
        detail: `${where(looks)} agreed to STARTTLS and then broke off the handshake without an alert, as a server does that has no certificate for it.`,
        confidence: 0.6,
      };
    return {
      detail: `${where(looks)} answered STARTTLS with result ${result?.code ?? ''} (${result?.name ?? 'unknown'})${quoted(result?.diagnosticMessage ?? '')}.${result?.code === 52 ? ' Active Directory says so where it has no certificate.' : ''}`,
      confidence: result !== undefined && STARTTLS_CODES.has(result.code) ? 0.95 : 0.7,
    };
  },
);

/** Of a server that is something else nothing is to be learned by its refusals. */
const ABOVE: readonly CauseId[] = [
  'bind-wrong-password',
  'bind-no-such-user',
  'bind-name-form',
  'anonymous-bind-only',
  'base-dn-missing',
];

const notActiveDirectory = lookRule(
  'not-active-directory',
  ABOVE,
  ({ code, results }, { controller }) =>
    (code === 'ready' && isActiveDirectory(controller) !== true) ||
    (code === 'root-dse-refused' && !results.some((result) => result.code === 8 || result.code === 13)),
  (looks, { outcome, controller }) => {
    const rootDse = rootDseOf(controller);
    if (rootDse === undefined) {
      const result = resultOf(outcome, 'root-dse');
      return {
        detail: `${where(looks)} does not show its root entry without a login${result === undefined ? '' : ` (result ${result.code}, ${result.name})`}, which every domain controller does.`,
        confidence: 0.6,
      };
    }
    const vendor = rootDse.vendorName === undefined ? '' : ` It calls itself ${rootDse.vendorName}.`;
    const lacks = [
      ...(rootDse.defaultNamingContext === undefined ? ['defaultNamingContext'] : []),
      ...(rootDse.dnsHostName === undefined ? ['dnsHostName'] : []),
      'the mark of Active Directory among its capabilities',
    ];
    return {
      detail: `${where(looks)} speaks LDAP, and its root entry lacks ${listed(lacks)}.${vendor}`,
      confidence: lacks.length === 3 ? 0.95 : 0.8,
    };
  },
);

/** Causes that a domain controller shows to anybody, without a login. */
export const CONTROLLER_RULES: readonly Rule[] = [
  closedBeforeHello,
  ldapsNoCertificate,
  closedOnAccept,
  wrongService,
  startTlsUnsupported,
  notActiveDirectory,
];
