import type { LinkId } from '../contract/desktop-words.ts';

interface Link {
  readonly url: string;
  readonly title: string;
}

/** The only addresses that Airway ever hands to a browser: the vendor's public pages. */
const LINKS: Readonly<Record<LinkId, Link>> = {
  'air-ports': {
    title: 'Ports that AIR uses',
    url: 'https://kb.binalyze.com/air/faqs/what-ports-are-used-by-air',
  },
  'air-exceptions': {
    title: 'Exceptions that the Responder needs',
    url: 'https://kb.binalyze.com/air/setup/responder-deployment/responder-exception-rules',
  },
  'air-relay': {
    title: 'What a relay server has to reach',
    url: 'https://kb.binalyze.com/air/setup/air-relay-server/whitelisting-for-relay-server',
  },
  'air-certificates': {
    title: 'Certificates of the Console',
    url: 'https://kb.binalyze.com/self-hosted/setup/security/ssl-enforcement',
  },
};

/** What an id leads to. */
export const linkOf = (id: LinkId): Link => LINKS[id];
