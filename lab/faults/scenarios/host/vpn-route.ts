import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'A VPN takes the way to the Console and leads nowhere',
  expects: ['vpn-route'],
  breaks: async (lab) => {
    await lab.ip('client', 'tuntap add dev tun0 mode tun');
    await lab.ip('client', 'addr add 10.8.0.2/24 dev tun0');
    await lab.ip('client', 'link set tun0 up');
    await lab.ip('client', 'route add 10.99.2.2/32 dev tun0');
  },
};
