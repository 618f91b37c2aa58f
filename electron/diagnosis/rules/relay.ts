import type { Rule, Sighting } from '../rule.ts';

/** The relay's name; which resolver is to blame shows where the Console's name fails too. */
const nameNotFound: Rule = {
  cause: 'name-not-found',
  explains: [],
  see: ({ relayLookups }) =>
    relayLookups.flatMap(({ id, outcome }): Sighting[] =>
      outcome.code === 'not-found' || outcome.code === 'no-address'
        ? [
            {
              subject: 'dns',
              detail: `This machine's own lookup says that ${outcome.hostname}, the relay, ${outcome.code === 'no-address' ? 'has no address' : 'does not exist'}.`,
              evidence: [id],
              confidence: 0.75,
              fill: { NAME: outcome.hostname, HOST: outcome.hostname },
            },
          ]
        : [],
    ),
};

/** What only the relay can show; its port has the rules of every HTTPS port. */
export const RELAY_RULES: readonly Rule[] = [nameNotFound];
