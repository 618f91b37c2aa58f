import { isAccepted } from '../contract/greeting-words.ts';
import type { Greeting, HelloVariant } from '../contract/outcomes/tls-hello.ts';
import type { Seen, SiteView } from './site-view.ts';

/** What the greetings of one address and port came to. */
export interface Compared {
  readonly row: Seen<'tls-hello'>;
  readonly of: (variant: HelloVariant) => Greeting | undefined;
}

/** The greetings that were compared about a handshake; undefined where none were. */
export function comparedFor(
  { hellos }: SiteView,
  tls: { readonly subject: string; readonly outcome: { readonly address: string } },
): Compared | undefined {
  const row = hellos.find(
    ({ subject, outcome }) => subject === tls.subject && outcome.address === tls.outcome.address,
  );
  if (row === undefined || row.outcome.code === 'failed') return undefined;
  return { row, of: (variant) => row.outcome.greetings.find((greeting) => greeting.variant === variant) };
}

/** True for a greeting under the site's own name; of a block by name only these and the other two together tell. */
export const namesTheSite = ({ variant }: Greeting): boolean =>
  variant !== 'no-name' && variant !== 'other-name';

/** True when the connection was cut or nothing came, without a word of the server. */
export const isCut = (greeting: Greeting | undefined): greeting is Greeting =>
  greeting !== undefined &&
  (greeting.code === 'reset' || greeting.code === 'closed' || greeting.code === 'silent');

/** Greetings with which the server went on. */
export const acceptedIn = ({ row }: Compared): Greeting[] => row.outcome.greetings.filter(isAccepted);

/** Versions that the server chose, oldest first. */
export function versionsIn(compared: Compared): string[] {
  const found = acceptedIn(compared).flatMap(({ version }) => (version === undefined ? [] : [version]));
  return [...new Set(found)].sort();
}
