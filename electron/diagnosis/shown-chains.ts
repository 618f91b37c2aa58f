import type { Certificate, TlsOutcome } from '../contract/outcomes/tls.ts';
import type { SiteView } from './site-view.ts';

/** A certificate chain that a service of the site showed, whatever probe saw it. */
export interface ShownChain {
  /** Id of the row. */
  readonly id: string;
  readonly subject: string;
  /** The name or address of the service as the profile gives it. */
  readonly host: string;
  readonly address: string;
  readonly port: number;
  readonly leaf: Certificate;
  readonly chain: readonly Certificate[];
  readonly trust: TlsOutcome['trust'];
  /** The proxy through which it was shown. */
  readonly via?: string;
}

/** Every chain of a run: the Console, the relay and the syslog receiver, as far as they showed one. */
export function shownChains(view: SiteView): ShownChain[] {
  const throughProxy = view.ports.flatMap(({ ends }) =>
    ends.flatMap(({ tls }) => (tls?.via === undefined ? [] : [tls])),
  );
  const byTls = [...view.tls, ...throughProxy].map(({ id, subject, via, outcome }) => ({
    id,
    subject,
    host: outcome.expectedName,
    ...(via === undefined ? {} : { via }),
    ...outcome,
  }));
  const bySyslog = (view.syslog?.ends ?? []).flatMap(({ reach }) =>
    reach?.outcome.chain === undefined
      ? []
      : [
          {
            id: reach.id,
            subject: reach.subject,
            host: view.syslog?.host ?? reach.outcome.address,
            ...reach.outcome,
            chain: reach.outcome.chain,
            trust: reach.outcome.trust ?? [],
          },
        ],
  );
  return [...byTls, ...bySyslog].flatMap((row) => {
    const { id, subject, host, address, port, chain, trust } = row;
    const [leaf] = chain;
    const via = 'via' in row ? { via: row.via } : {};
    return leaf === undefined ? [] : [{ id, subject, host, address, port, leaf, chain, trust, ...via }];
  });
}

type Store = TlsOutcome['trust'][number]['store'];

/** Whether a store trusts the chain; undefined where that store was not asked. */
export function trustIn({ trust }: Pick<ShownChain, 'trust'>, store: Store): boolean | undefined {
  const found = trust.find((one) => one.store === store);
  return found === undefined || found.code === 'not-checked' ? undefined : found.code === 'trusted';
}

/** No device on the way can show such a chain: it leads to the authority of the profile, or to a public one. */
export const isBeyondDoubt = (shown: Pick<ShownChain, 'trust'>): boolean =>
  trustIn(shown, 'profile') === true || trustIn(shown, 'runtime') === true;

/** Only this machine's own store knows the root, and the list that programs bring along does not: somebody added it here. */
export const hasAddedRoot = (shown: Pick<ShownChain, 'trust'>): boolean =>
  trustIn(shown, 'os') === true && trustIn(shown, 'runtime') === false && trustIn(shown, 'profile') !== true;
