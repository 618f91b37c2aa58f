import { createSocket } from 'node:dgram';
import { writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { checkFaults } from '../../practice/faults.ts';
import { startPracticeSite } from '../../practice/practice-site.ts';

// The directory of the practice site on 389 of a machine of the lab: `node practice-directory.ts FAULT ADDRESS FILE`.
// The password of its account is written into the file.
const [fault = '', address = '', passwordFile = ''] = process.argv.slice(2);
const faults = checkFaults([fault]);
if (!faults.ok) throw new Error(faults.error.message);
const site = await startPracticeSite(faults.value);
const port = site.profile.activeDirectory?.ports?.ldap ?? 389;

writeFileSync(passwordFile, site.secrets.bindPassword ?? '');

createServer((client) => {
  const directory = connect({ host: '127.0.0.1', port });
  client.on('error', () => directory.destroy());
  directory.on('error', () => client.destroy());
  client.pipe(directory).pipe(client);
}).listen({ host: address, port: 389 });

const pings = createSocket('udp4');
pings.on('message', (ping, from) => {
  const way = createSocket('udp4');
  way.once('message', (answer) => {
    pings.send(answer, from.port, from.address);
    way.close();
  });
  way.send(ping, port, '127.0.0.1');
});
pings.bind(389, address);
