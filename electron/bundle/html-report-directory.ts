import type { CldapOutcome } from '../contract/outcomes/cldap.ts';
import type { LdapOutcome } from '../contract/outcomes/ldap.ts';
import type { Outcome } from '../contract/outcomes/outcome.ts';
import type { SrvOutcome } from '../contract/outcomes/srv.ts';
import { endpoint } from '../contract/spoken.ts';
import { html, type Markup, type MarkupPart } from './html-report-markup.ts';

type Fact = readonly [name: string, value: string | readonly string[] | undefined];

/** What a directory said, in words above its record; nothing for outcomes of other kinds. */
export function directoryFacts(outcome: Outcome): Markup {
  const facts =
    outcome.kind === 'ldap' || outcome.kind === 'ldap-bind'
      ? ldapFacts(outcome)
      : outcome.kind === 'cldap'
        ? pingFacts(outcome)
        : outcome.kind === 'srv'
          ? recordFacts(outcome)
          : [];
  const rows = facts.flatMap(([name, value]) =>
    value === undefined || value.length === 0
      ? []
      : html`<div><dt>${name}</dt><dd>${typeof value === 'string' ? value : rowsOf(value)}</dd></div>`,
  );
  return rows.length === 0 ? html`` : html`<dl class="facts">${rows}</dl>`;
}

const rowsOf = (texts: readonly string[]): MarkupPart =>
  texts.map((text) => html`<span class="row">${text}</span>`);

function ldapFacts(outcome: LdapOutcome): readonly Fact[] {
  const { rootDse, base, computers, clockOffsetMs } = outcome;
  return [
    [
      'Results',
      outcome.results.map(
        ({ operation, code, name, diagnosticMessage }) =>
          `${operation}: ${code} ${name}${diagnosticMessage === '' ? '' : ` “${diagnosticMessage}”`}`,
      ),
    ],
    ['Calls itself', rootDse?.dnsHostName ?? rootDse?.vendorName],
    [
      'Default naming context',
      rootDse === undefined ? undefined : (rootDse.defaultNamingContext ?? 'none: no Active Directory'),
    ],
    [
      'Its clock minus this machine’s',
      clockOffsetMs === undefined ? undefined : `${(clockOffsetMs / 1000).toFixed(1)} s`,
    ],
    [
      'Base DN',
      base === undefined
        ? undefined
        : `${base.dn}, from the ${base.source === 'profile' ? 'profile' : 'server'}`,
    ],
    [
      'Computers below it',
      computers === undefined ? undefined : `${computers.count}${computers.hasMore ? ' and more' : ''}`,
    ],
    ['Refers to', outcome.referrals],
  ];
}

function pingFacts({ netlogon }: CldapOutcome): readonly Fact[] {
  if (netlogon === undefined) return [];
  const { clientSite } = netlogon;
  return [
    ['Calls itself', netlogon.hostName],
    ['Domain', netlogon.domain],
    ['Forest', netlogon.forest],
    ['Site of the server', netlogon.serverSite],
    ['Site of the machine that asked', clientSite === '' ? 'none: its address is in no subnet' : clientSite],
  ];
}

function recordFacts({ name, resolver, targets, targetCount }: SrvOutcome): readonly Fact[] {
  return [
    ['Question', `${name} SRV`],
    ['Resolver', endpoint(resolver.address, resolver.port)],
    [
      'Domain controllers',
      targets.map(({ target, port, priority, weight, addresses }) => {
        const where = addresses.length === 0 ? 'no address came along' : addresses.join(', ');
        return `${target}, port ${port}, priority ${priority}, weight ${weight}: ${where}`;
      }),
    ],
    ['In all', targetCount > targets.length ? String(targetCount) : undefined],
  ];
}
