import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'NATS tells its clients of a second server, at an address that does not answer',
  expects: ['nats-advertises-unreachable'],
  site: { nats: { host: '10.99.2.2', config: 'cluster { name: lab, listen: "10.99.2.2:6222" }' } },
  breaks: async (lab) => {
    const config = lab.ground.file(
      'second.conf',
      'host: "10.99.2.2"\nport: 4223\nclient_advertise: "10.99.2.3:4222"\ncluster { name: lab, listen: "10.99.2.2:6223", routes: ["nats-route://10.99.2.2:6222"] }\n',
    );
    await lab.serves('server', ['tcp 10.99.2.2:4223'], '/usr/sbin/nats-server', '-c', config);
    await lab.untilSays('10.99.2.2', 4222, '10.99.2.3:4222');
  },
};
