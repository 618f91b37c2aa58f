import type { LdapOutcome } from '../../contract/outcomes/ldap.ts';
import type { ProbeContext } from '../probe.ts';
import { lawfulServername } from '../tls/tls.ts';
import { LdapExchange } from './ldap-exchange.ts';
import type { LdapBindInput, LdapInput } from './ldap-input.ts';
import { CANCELLED, NO_PASSWORD, notBegun, outcomeOf } from './ldap-outcome.ts';
import { withoutPassword } from './ldap-scrub.ts';

/** Connects, reads the rootDSE and leaves. A server that refuses StartTLS is still asked who it is, in clear. */
export async function observeLdap(given: LdapInput, context: ProbeContext): Promise<LdapOutcome> {
  const input = { ...given, servername: lawfulServername(given.servername) };
  if (context.signal.aborted) return notBegun('ldap', input, CANCELLED);
  const exchange = new LdapExchange(input, context);
  try {
    const opening = await exchange.open();
    if (opening === 'starttls-refused') {
      await exchange.readRootDse();
      exchange.phase = 'starttls';
    }
    const code = opening ?? (await exchange.readRootDse()) ?? 'ready';
    return outcomeOf('ldap', input, exchange, code);
  } finally {
    exchange.end();
  }
}

/** Connects, logs in once, and reads the base DN and the first page of its computers. */
export async function observeBind(given: LdapBindInput, context: ProbeContext): Promise<LdapOutcome> {
  const input = { ...given, servername: lawfulServername(given.servername) };
  const password = context.secrets.bindPassword ?? '';
  if (password === '') return { ...notBegun('ldap-bind', input, NO_PASSWORD), bindWithheld: 'no-password' };
  if (context.signal.aborted) return notBegun('ldap-bind', input, CANCELLED);
  const exchange = new LdapExchange(input, context);
  try {
    return withoutPassword(await logIn(input, password, exchange), password);
  } finally {
    exchange.end();
  }
}

async function logIn(input: LdapBindInput, password: string, exchange: LdapExchange): Promise<LdapOutcome> {
  const opening = await exchange.open();
  if (opening !== undefined) return outcomeOf('ldap-bind', input, exchange, opening);
  if (input.security !== 'plain' && !isProven(exchange.talk.tls()))
    return {
      ...outcomeOf('ldap-bind', input, exchange, 'tls-failed'),
      bindWithheld: 'unverified-certificate',
    };
  const bind = { nameForm: nameFormOf(input.username), isEncrypted: exchange.talk.isSecure };
  const refusal = await exchange.bind(input.username, password);
  if (refusal !== undefined) return { ...outcomeOf('ldap-bind', input, exchange, refusal), bind };
  const code = await readAsConsole(input, exchange);
  const base = baseOf(input, exchange);
  return {
    ...outcomeOf('ldap-bind', input, exchange, code ?? 'ready'),
    bind,
    ...(base === undefined ? {} : { base }),
  };
}

async function readAsConsole(
  input: LdapBindInput,
  exchange: LdapExchange,
): Promise<LdapOutcome['code'] | undefined> {
  if (input.baseDn === undefined) {
    const ending = await exchange.readRootDse();
    if (ending !== undefined) return ending;
  }
  const base = baseOf(input, exchange);
  if (base === undefined) return undefined;
  return (await exchange.readBase(base.dn)) ?? (await exchange.countComputers(base.dn));
}

/** A directory of another kind names no default: its first naming context stands in. */
function baseOf({ baseDn }: LdapBindInput, { rootDse }: LdapExchange): LdapOutcome['base'] {
  if (baseDn !== undefined) return { dn: baseDn, source: 'profile' };
  const dn = rootDse?.defaultNamingContext ?? rootDse?.namingContexts[0];
  return dn === undefined || dn === '' ? undefined : { dn, source: 'root-dse' };
}

/** Faults with which a password may still be sent: the name and the path to a trusted root are proven all the same. */
const HARMLESS: ReadonlySet<string> = new Set([
  'expires-soon',
  'trusted-by-os-only',
  'weak-key',
  'weak-signature',
]);

/** A secret goes to proven names only, by our own reading of the certificate and by the library's. */
const isProven = (tls: LdapOutcome['tls']): boolean =>
  tls?.code === 'established' &&
  tls.chain.length > 0 &&
  tls.libraryVerdict === undefined &&
  tls.faults.every((fault) => HARMLESS.has(fault));

/** [MS-ADTS] §5.1.1.1.1: how Active Directory tells the forms apart, those first that may hold the sign of another. */
function nameFormOf(username: string): NonNullable<LdapOutcome['bind']>['nameForm'] {
  if (/^\s*(?:[a-z][a-z0-9-]*|\d+(?:\.\d+)+)\s*=/i.test(username)) return 'dn';
  if (username.includes('\\')) return 'down-level';
  return username.includes('@') ? 'upn' : 'bare';
}
