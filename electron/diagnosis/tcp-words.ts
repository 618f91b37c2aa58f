import type { TcpOutcome } from '../contract/outcomes/tcp.ts';
import { said } from '../contract/spoken.ts';

type Did = Pick<TcpOutcome, 'code' | 'elapsedMs' | 'error'>;

const errnoOf = ({ error }: Did): string => (error === undefined ? '' : ` (${error.errno})`);

/**
 * What an address did to a connection, after its name in a sentence: `did not answer in 4.0 s`. How many SYNs the system sent in
 * that time is its own affair and not known.
 */
export function connectWords(outcome: Did): string {
  const time = said(outcome.elapsedMs);
  switch (outcome.code) {
    case 'open':
      return `opened in ${time}`;
    case 'filtered':
      return `did not answer in ${time}`;
    case 'refused':
      return `refused the connection after ${time}${errnoOf(outcome)}`;
    case 'cannot-tell':
      return `could not be tried${errnoOf(outcome)}`;
    default:
      return `was ${outcome.code} after ${time}${errnoOf(outcome)}`;
  }
}

/** The same in a title: `no answer in 4.0 s`. */
export function connectQuote({ code, elapsedMs }: Did): string {
  const time = said(elapsedMs);
  if (code === 'open') return `open in ${time}`;
  return code === 'filtered' ? `no answer in ${time}` : `${code} after ${time}`;
}
