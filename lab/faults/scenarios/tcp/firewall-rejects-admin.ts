import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'A firewall on the way answers SYNs to 443 with ICMP administratively prohibited',
  expects: ['firewall-rejects'],
  breaks: (lab) => lab.filters('tcp dport 443 reject with icmp type admin-prohibited'),
};
