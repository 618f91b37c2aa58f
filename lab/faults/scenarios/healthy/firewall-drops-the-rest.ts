import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'A firewall that drops everything but the ports that AIR needs',
  expects: [],
  breaks: (lab) =>
    lab.filters(
      'tcp dport { 443, 8443, 4222 } accept',
      'udp dport 53 accept',
      'ct state established,related accept',
      'drop',
    ),
};
