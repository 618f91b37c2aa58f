import type { CauseId } from '../../electron/contract/cause-ids.ts';
import type { CertificatePlan, ConsolePortPlan, SitePlan } from './site-plan.ts';

/** The parts of the site that a fault can take; two faults that take the same part cannot be had together. */
export type SitePart =
  | 'address'
  | 'resolver'
  | 'connection'
  | 'certificate-dates'
  | 'certificate-names'
  | 'certificate-issuer'
  | 'certificate-key'
  | 'client-certificate'
  | 'answer'
  | 'token'
  | 'alternate'
  | 'syslog'
  | 'real-time'
  | 'proxy'
  | 'directory'
  | 'responder-service'
  | 'responder-address'
  | 'exclusions'
  | 'way';

/** Each part as a sentence names it, after `both change`. */
export const SITE_PART_PHRASES: Readonly<Record<SitePart, string>> = {
  address: 'the address of the Console',
  resolver: 'what the resolver answers',
  connection: 'what the primary port does with a connection',
  'certificate-dates': 'the dates of the certificate',
  'certificate-names': 'the names in the certificate',
  'certificate-issuer': 'who signed the certificate',
  'certificate-key': 'the key of the certificate',
  'client-certificate': 'whether a client certificate is asked for',
  answer: 'what the Console answers to a request',
  token: 'what the Console says of the API token',
  alternate: 'the alternate port',
  syslog: 'the syslog receiver',
  'real-time': 'the port for real-time tasks',
  proxy: 'the proxy',
  directory: 'the directory',
  'responder-service': "the Responder's service",
  'responder-address': "the Console in the Responder's configuration",
  exclusions: 'the exclusions on the asset',
  way: 'what is on the way to the Console',
};

/** One thing that the practice site can do wrong. */
export interface PracticeFault {
  readonly id: CauseId;
  readonly title: string;
  /** One sentence: what the site does wrong. */
  readonly breaks: string;
  /** The Console port that shows it; `null` where it is the name, the resolver or another service that is broken. */
  readonly port: 'primary' | 'alternate' | 'both' | null;
  /** The part that is changed. */
  readonly part: SitePart;
  /** Parts that nobody can see while this fault is there. */
  readonly hides: readonly SitePart[];
  readonly change: (plan: SitePlan) => SitePlan;
}

type ConsoleFault = Omit<PracticeFault, 'change' | 'port'> & {
  readonly port: 'primary' | 'alternate' | 'both';
  readonly onPort: (port: ConsolePortPlan) => Partial<ConsolePortPlan>;
};

/** A fault that changes one port of the Console, or both alike. */
export function consoleFault({ onPort, ...fault }: ConsoleFault): PracticeFault {
  const changed = (port: ConsolePortPlan): ConsolePortPlan => ({ ...port, ...onPort(port) });
  return {
    ...fault,
    change: (plan) => ({
      ...plan,
      primary: fault.port === 'alternate' ? plan.primary : changed(plan.primary),
      alternate: fault.port === 'primary' ? plan.alternate : changed(plan.alternate),
    }),
  };
}

/** A fault of the certificate that the primary port shows. */
export function certificateFault(
  fault: Pick<PracticeFault, 'id' | 'title' | 'breaks' | 'part'>,
  certificate: Partial<CertificatePlan>,
): PracticeFault {
  return consoleFault({
    ...fault,
    port: 'primary',
    hides: [],
    onPort: (port) => ({ certificate: { ...port.certificate, ...certificate } }),
  });
}
