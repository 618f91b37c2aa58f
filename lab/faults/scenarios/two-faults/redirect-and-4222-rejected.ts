import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'The Console’s address sends everybody to a portal, and a firewall rejects 4222',
  expects: ['redirected-elsewhere', 'real-time-port-blocked'],
  site: { console: { answer: 'return 302 https://portal.example.test/login;' } },
  breaks: (lab) => lab.filters('tcp dport 4222 reject with icmp type admin-prohibited'),
};
