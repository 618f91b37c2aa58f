import type { CauseId } from '../../contract/cause-ids.ts';
import type { LdapOutcome, LdapResult } from '../../contract/outcomes/ldap.ts';
import { endpoint } from '../../contract/spoken.ts';
import { rootDseOf, tellingControllers, wantedTcp } from '../active-directory-view.ts';
import type { Rule, Sighting } from '../rule.ts';
import type { Seen, SiteView } from '../site-view.ts';
import { pathIsClear } from './port-rule.ts';

/** What a rule says of the one login, or that it has nothing to say. */
type Told = Pick<Sighting, 'detail' | 'confidence'> &
  Partial<Pick<Sighting, 'ruledOut' | 'evidence' | 'severity' | 'fill'>>;

/** One cause that shows in the one login of a run. */
export function loginRule(
  cause: CauseId,
  explains: readonly CauseId[],
  tell: (outcome: LdapOutcome, view: SiteView) => Told | undefined,
): Rule {
  return {
    cause,
    explains,
    see: (view) => {
      const bind = view.directory?.bind;
      const told = bind === undefined ? undefined : tell(bind.outcome, view);
      if (bind === undefined || told === undefined) return [];
      return [
        {
          subject: bind.subject,
          ruledOut: [pathIsClear([bind])],
          ...told,
          evidence: [bind.id, ...(told.evidence ?? [])],
          fill: { ...fillOf(view, bind), ...told.fill },
        },
      ];
    },
  };
}

function fillOf(
  { profile, directory }: SiteView,
  { outcome }: Seen<'ldap-bind'>,
): NonNullable<Sighting['fill']> {
  const controller = directory?.controllers.find(({ address }) => address === outcome.address);
  const rootDse = outcome.rootDse ?? (controller === undefined ? undefined : rootDseOf(controller));
  const account = profile.activeDirectory?.username;
  const baseDn = outcome.base?.dn ?? profile.activeDirectory?.baseDn ?? rootDse?.defaultNamingContext;
  return {
    ADDRESS: outcome.address,
    PORT: String(outcome.port),
    HOST: outcome.expectedName,
    DC: rootDse?.dnsHostName ?? outcome.expectedName,
    ...(account === undefined ? {} : { ACCOUNT: account }),
    ...(baseDn === undefined ? {} : { BASE_DN: baseDn }),
    ...(directory?.domain === undefined ? {} : { DOMAIN: directory.domain }),
  };
}

/** `10.0.0.5:636`, where the login was made. */
export const at = ({ address, port }: LdapOutcome): string => endpoint(address, port);

/** A result as one says it: its number, its name, and the server's own words. */
export const resultWords = ({ code, name, diagnosticMessage }: LdapResult): string =>
  `result ${code} (${name})${diagnosticMessage === '' ? '' : `, "${diagnosticMessage.slice(0, 200)}"`}`;

/** The result with which the login was refused. */
function refusal(outcome: LdapOutcome): LdapResult | undefined {
  if (outcome.code !== 'bind-refused') return undefined;
  return outcome.results.findLast(({ operation, code }) => operation === 'bind' && code !== 0);
}

const INVALID_CREDENTIALS = 49;
const INVALID_DN_SYNTAX = 34;
const NO_SUCH_OBJECT = 32;

/** What Active Directory writes after `data`: the Windows error in hexadecimal, [MS-ERREF] §2.2. */
const SUB_CODES: Readonly<Record<string, { readonly cause: CauseId; readonly means: string }>> = {
  '525': { cause: 'bind-no-such-user', means: 'there is no account of this name' },
  '530': { cause: 'bind-outside-hours', means: 'the account may not log in at this hour' },
  '531': { cause: 'bind-workstation-denied', means: 'the account may not log in from this computer' },
  '532': { cause: 'bind-password-expired', means: 'the password has expired' },
  '533': { cause: 'bind-account-disabled', means: 'the account is disabled' },
  '701': { cause: 'bind-account-expired', means: 'the account has expired' },
  '773': { cause: 'bind-password-must-change', means: 'the password has to be changed first' },
  '775': { cause: 'bind-account-locked', means: 'the account is locked' },
};
const WRONG_PASSWORD = '52e';

/** With these the directory has looked at the password first, and it was right. */
const AFTER_PASSWORD: ReadonlySet<string> = new Set(['530', '531', '532', '533', '701', '773']);

const subCodeRule = ([data, { cause, means }]: readonly [string, { cause: CauseId; means: string }]): Rule =>
  loginRule(cause, [], (outcome) => {
    const result = refusal(outcome);
    if (result?.code === NO_SUCH_OBJECT && cause === 'bind-no-such-user')
      return { detail: `${at(outcome)} refused the login with ${resultWords(result)}.`, confidence: 0.85 };
    if (result?.code !== INVALID_CREDENTIALS || result.adSubCode !== data) return undefined;
    return {
      detail: `${at(outcome)} refused the login with ${resultWords(result)}: data ${data} says that ${means}.`,
      confidence: 0.95,
      ...(AFTER_PASSWORD.has(data)
        ? {
            ruledOut: [
              'not the password: a domain controller gives this reason only after the right one',
              pathIsClear([{ id: '', outcome }]),
            ],
          }
        : {}),
    };
  });

const isBare = ({ bind }: LdapOutcome): boolean => bind?.nameForm === 'bare';

const nameForm = loginRule('bind-name-form', ['bind-wrong-password', 'bind-no-such-user'], (outcome) => {
  const result = refusal(outcome);
  if (result === undefined) return undefined;
  if (result.code === INVALID_DN_SYNTAX)
    return {
      detail: `${at(outcome)} refused the name of the account with ${resultWords(result)}: it takes a name that is written as a DN.`,
      confidence: 0.9,
    };
  const { adSubCode } = result;
  if (!isBare(outcome) || result.code !== INVALID_CREDENTIALS) return undefined;
  if (adSubCode !== undefined && adSubCode !== WRONG_PASSWORD && adSubCode !== '525') return undefined;
  return {
    detail: `${at(outcome)} refused the login with ${resultWords(result)}. The account is given as a bare name, and a simple bind takes name@domain, DOMAIN\\name or a DN; a bare one is refused in the same words as a wrong password. The password may be wrong as well: that shows only when the name is written out.`,
    confidence: 0.75,
  };
});

const wrongPassword = loginRule('bind-wrong-password', [], (outcome) => {
  const result = refusal(outcome);
  if (result?.code !== INVALID_CREDENTIALS) return undefined;
  const { adSubCode } = result;
  if (adSubCode !== undefined && SUB_CODES[adSubCode] !== undefined) return undefined;
  const refused = `${at(outcome)} refused the login with ${resultWords(result)}`;
  if (adSubCode === WRONG_PASSWORD)
    return {
      detail: `${refused}: data 52e stands for a wrong password. Samba and some other servers answer an unknown account with it too.`,
      confidence: 0.85,
    };
  if (adSubCode === undefined)
    return {
      detail: `${refused}. The server gives no reason beside it: a wrong password, an unknown account and one that is locked look alike.`,
      confidence: 0.7,
    };
  return {
    detail: `${refused}. Data ${adSubCode} is none of the reasons that are known; the login was refused, and why has to be read in the log of the domain controller.`,
    confidence: 0.4,
  };
});

const STRONGER_AUTH_REQUIRED = 8;
const CONFIDENTIALITY_REQUIRED = 13;

/** A demand for protection shows at the login, or, where the server makes it of everybody, at the rootDSE. */
function protectionRule(cause: CauseId, code: number, say: string): Rule {
  const atLogin = loginRule(cause, [], (outcome, view) => {
    const result = outcome.results.findLast((one) => one.code === code);
    if (result === undefined || outcome.code === 'ready') return undefined;
    const tls = tlsBeside(view);
    return {
      detail: `${at(outcome)} answered with ${resultWords(result)} on a connection ${outcome.security === 'plain' ? 'in clear' : 'over TLS'}: ${say}${tls}`,
      confidence: 0.95,
    };
  });
  return {
    ...atLogin,
    see: (view) => {
      const atOnce = tellingControllers(view.directory).flatMap(({ wanted }): Sighting[] => {
        const result = wanted?.outcome.results.find((one) => one.code === code);
        if (wanted === undefined || result === undefined || wanted.outcome.code === 'ready') return [];
        return [
          {
            subject: wanted.subject,
            detail: `${at(wanted.outcome)} answered even the question for its root entry with ${resultWords(result)}: ${say}${tlsBeside(view)}`,
            evidence: [wanted.id],
            confidence: 0.9,
            ruledOut: [pathIsClear([wanted])],
            fill: {
              ADDRESS: wanted.outcome.address,
              PORT: String(wanted.outcome.port),
              DC: wanted.outcome.expectedName,
            },
          },
        ];
      });
      return [...atLogin.see(view), ...atOnce];
    },
  };
}

/** Whether the port of LDAPS is open where the profile does not use it. */
function tlsBeside({ directory }: SiteView): string {
  if (directory === undefined || directory.security === 'ldaps') return '';
  const open = directory.controllers.find(
    (controller) =>
      controller.tcpTls?.outcome.code === 'open' && controller.tcpTls !== wantedTcp(directory, controller),
  );
  return open?.tcpTls === undefined
    ? ''
    : ` ${endpoint(open.address, open.tcpTls.outcome.port)}, the port of LDAPS, is open.`;
}

const anonymousOnly = loginRule('anonymous-bind-only', [], (outcome) =>
  outcome.code === 'anonymous-only'
    ? {
        detail: `${at(outcome)} answered the login with success, and then as if nobody were logged in${anonymousWords(outcome)}: it took the login as anonymous and did not look at the password.`,
        confidence: 0.9,
      }
    : undefined,
);

function anonymousWords({ results }: LdapOutcome): string {
  const last = results.findLast(({ code }) => code !== 0);
  return last === undefined ? '' : `: ${resultWords(last)}`;
}

/** Causes for which a directory refuses the login. */
export const BIND_RULES: readonly Rule[] = [
  protectionRule(
    'ldap-signing-required',
    STRONGER_AUTH_REQUIRED,
    'it wants logins signed or over TLS. Whether the password is right was not looked at, or is not said.',
  ),
  protectionRule(
    'ldap-encryption-required',
    CONFIDENTIALITY_REQUIRED,
    'it wants the connection encrypted first.',
  ),
  nameForm,
  ...Object.entries(SUB_CODES).map(subCodeRule),
  wrongPassword,
  anonymousOnly,
];
