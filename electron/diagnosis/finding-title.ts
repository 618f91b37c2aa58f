import type { CauseId } from '../contract/cause-ids.ts';
import type { Placeholder } from '../contract/placeholders.ts';
import { endpoint, listed } from '../contract/spoken.ts';
import type { Cause } from './cause.ts';
import type { Fill, Sighting } from './rule.ts';

/** One sighting, as far as a title quotes it. */
type Quoted = Pick<Sighting, 'fill' | 'more' | 'quote'>;

const TITLE_LIMIT = 200;

/** Causes that are about something else than an address and a port. */
const ABOUT: Readonly<Partial<Record<CauseId, Placeholder>>> = {
  'resolver-failing': 'RESOLVER',
  'resolver-refuses': 'RESOLVER',
  'resolver-silent': 'RESOLVER',
  'resolver-down': 'RESOLVER',
  'dns-tcp-blocked': 'RESOLVER',
  'host-filtered': 'ADDRESS',
  'host-unreachable': 'ADDRESS',
  'base-dn-missing': 'BASE_DN',
  'domain-name-wrong': 'DC',
  'srv-records-missing': 'DOMAIN',
  'domain-clock-skew': 'DOMAIN',
  'domain-controller-dead': 'DC',
  'pac-unusable': 'PAC_URL',
  'bundle-not-writable': 'FOLDER',
  'console-address-mismatch': 'NAME',
  'responder-address-mismatch': 'NAME',
};

/** The title of a cause with what it was seen on, and the number that says most, such as `10.0.0.5:443, no answer in 4.0 s`. */
export function findingTitle({ id, group, title }: Cause, parts: readonly Quoted[]): string {
  const places = [
    ...new Set(
      parts.flatMap(({ fill = {}, more = [] }) =>
        [fill, ...more].flatMap((one) => placeIn(id, group, one) ?? []),
      ),
    ),
  ];
  const quotes = [...new Set(parts.flatMap(({ quote }) => quote ?? []))];
  const seen = [...(places.length === 0 ? [] : [listed(places)]), ...quotes.slice(0, 1)].join(', ');
  const whole = `${title}: ${seen}`;
  return seen === '' || whole.length > TITLE_LIMIT ? title : whole;
}

function placeIn(id: CauseId, group: Cause['group'], fill: Fill): string | undefined {
  const about = ABOUT[id];
  if (about !== undefined) return fill[about] === '' ? undefined : fill[about];
  if (id.startsWith('bind-')) return fill.ACCOUNT;
  if (group === 'dns') return fill.NAME;
  if (group === 'proxy') return fill.PROXY_URL;
  const { HOST, ADDRESS, PORT } = fill;
  const at = [ADDRESS, HOST].find((one) => one !== undefined && one !== '');
  if (at === undefined) return undefined;
  return PORT === undefined || PORT === '' ? at : endpoint(at, Number(PORT));
}
