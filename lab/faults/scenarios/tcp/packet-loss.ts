import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'A third of all packets to the Console is lost',
  expects: ['packet-loss'],
  breaks: (lab) =>
    lab.filters('ip daddr 10.99.2.2 tcp flags syn / fin,syn,rst,ack numgen inc mod 2 == 0 drop'),
};
