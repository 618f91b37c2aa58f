import { isDnsName, isIpAddress } from '../../contract/host-name.ts';
import type { Report } from '../../contract/report.ts';
import { PLAIN_HOSTS } from './data/plain-names.ts';
import { asLatin1 } from './latin1.ts';
import type { Redactor } from './redactor.ts';

/** Deepest value of a report that is walked; the contract's own shapes end far above. */
const DEEPEST = 24;

type Kind = 'host' | 'domain' | 'user' | 'name' | 'serial';

/** Fields of profiles and outcomes whose texts name something, and what they name. */
const FIELDS: Readonly<Record<string, Kind>> = {
  hostname: 'host',
  hostName: 'host',
  host: 'host',
  serverName: 'host',
  servername: 'host',
  expectedName: 'host',
  hostHeader: 'host',
  dnsHostName: 'host',
  dnsNames: 'host',
  connectUrls: 'host',
  servers: 'host',
  target: 'host',
  relay: 'host',
  netbiosComputer: 'host',
  domain: 'domain',
  forest: 'domain',
  netbiosDomain: 'domain',
  searchDomains: 'domain',
  username: 'user',
  commonName: 'name',
  issuerCommonName: 'name',
  issuerOrganization: 'name',
  site: 'name',
  clientSite: 'name',
  serverSite: 'name',
  serial: 'serial',
};

interface Named {
  readonly kind: Kind;
  readonly text: string;
}

/**
 * Makes everything known that a run names: its domains first, so that names are cut there, then hosts, users and names of
 * certificates. What is known is found wherever it stands, also where nothing beside it tells what it is.
 */
export function learnFromReport(redactor: Redactor, report: Report): void {
  if (!redactor.choices.identities) return;
  const { console, syslog, activeDirectory, name } = report.profile;
  const found: Named[] = [];
  for (const text of [report.host.name, console?.address, syslog?.address])
    if (text !== undefined) found.push({ kind: 'host', text });
  collect(report.profile, undefined, found, 0);
  for (const { outcome } of report.checks) collect(outcome, undefined, found, 0);
  if (activeDirectory?.domain !== undefined) redactor.addDomain(activeDirectory.domain);
  for (const { kind, text } of found) if (kind === 'domain' && isDnsName(text)) redactor.addDomain(text);
  if (report.practice === undefined)
    redactor.addName(name, redactor.placeholders.nameOf('site', asLatin1(name)), 'name');
  for (const { kind, text } of found) learn(redactor, kind, text);
}

function collect(value: unknown, kind: Kind | undefined, into: Named[], depth: number): void {
  if (depth > DEEPEST) return;
  if (typeof value === 'string') {
    if (kind !== undefined && value.trim() !== '') into.push({ kind, text: value.trim() });
  } else if (Array.isArray(value)) for (const item of value) collect(item, kind, into, depth + 1);
  else if (typeof value === 'object' && value !== null)
    for (const [key, item] of Object.entries(value)) collect(item, FIELDS[key], into, depth + 1);
}

function learn(redactor: Redactor, kind: Kind, text: string): void {
  const { namer, placeholders } = redactor;
  const written = asLatin1(text);
  if (kind === 'host' || kind === 'domain') learnName(redactor, text, kind);
  else if (kind === 'user') learnAccount(redactor, text);
  else if (kind === 'serial') redactor.addName(text, placeholders.nameOf('serial', written), 'serial');
  else if (isDnsName(text) && text.includes('.')) learnName(redactor, text, 'host');
  else redactor.addName(text, namer.objectName(written), 'name');
}

/** `user`, `DOMAIN\user` or `user@domain`; a distinguished name is found by its attributes. */
function learnAccount(redactor: Redactor, text: string): void {
  const { namer } = redactor;
  const [, short, user, domain] = /^(?:([^\\@]+)\\)?([^\\@]+)(?:@(.+))?$/.exec(text) ?? [];
  if (domain !== undefined && isDnsName(domain)) redactor.addDomain(domain);
  if (short !== undefined) redactor.addName(short, namer.domain(asLatin1(short)), 'domain');
  if (user !== undefined && !user.includes('=')) redactor.addName(user, namer.user(asLatin1(user)), 'user');
}

function learnName(redactor: Redactor, text: string, kind: 'host' | 'domain'): void {
  const name = text.replace(/^\*\./, '').replace(/:\d+$/, '').replace(/\.$/, '').toLowerCase();
  if (isIpAddress(name) || !isDnsName(name)) return;
  const { namer } = redactor;
  if (!name.includes('.')) {
    redactor.addName(name, kind === 'domain' ? namer.domain(name) : namer.host(name), kind);
    return;
  }
  redactor.addLastLabel(name);
  redactor.addName(name, namer.fullName(name), kind);
  const first = name.split('.')[0] ?? '';
  // The first label alone is known too where it is no common word: logs call hosts by it.
  if (kind === 'host' && first.length >= 3 && !PLAIN_HOSTS.has(first) && !/^[a-z]{1,5}$/.test(first))
    redactor.addName(first, namer.host(first), 'host');
}
