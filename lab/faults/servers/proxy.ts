import { execFileSync } from 'node:child_process';
import { chmodSync } from 'node:fs';
import { ADDRESS } from '../ground.ts';
import type { ServerRoom } from '../lab-site.ts';
import type { ProxyOptions } from '../site-options.ts';

/** Starts squid, which forwards to every port of the site unless the scenario says otherwise. */
export async function startProxy(room: ServerRoom, options: ProxyOptions): Promise<void> {
  if (options.stand !== undefined) return room.stand('proxy', options.stand, [ADDRESS.proxy], [3128]);
  const { login } = options;
  // squid gives up being root before it starts the program that reads the passwords.
  chmodSync(room.ground.folder, 0o755);
  const passwords = room.ground.file(
    'proxy-passwords',
    login === undefined ? '' : `${hashed(login)}\n`,
    0o644,
  );
  const lines = [
    ...(login === undefined
      ? []
      : [
          `auth_param basic program /usr/lib/squid/basic_ncsa_auth ${passwords}`,
          'acl known proxy_auth REQUIRED',
          'http_access deny !known',
        ]),
    options.config ?? '',
  ];
  const config = room.ground.file(
    'squid.conf',
    `http_port ${ADDRESS.proxy}:3128
visible_hostname proxy.lab.test
pid_filename none
cache deny all
cache_log /dev/stderr
access_log none
coredump_dir ${room.ground.folder}
dns_nameservers ${options.resolver ?? ADDRESS.resolver}
dns_timeout 3 seconds
connect_timeout 2 seconds
forward_timeout 3 seconds
shutdown_lifetime 0 seconds
acl CONNECT method CONNECT
acl allowed_ports port 443 8443 4222
${lines.join('\n')}
http_access allow all
`,
  );
  await room.serve('proxy', [`tcp ${ADDRESS.proxy}:3128`], '/usr/sbin/squid', ['-N', '-f', config]);
}

/** A line of a password file as basic_ncsa_auth reads it. */
function hashed(login: string): string {
  const [name = '', password = ''] = login.split(':');
  const hash = execFileSync('openssl', ['passwd', '-apr1', '-stdin'], { input: password, encoding: 'utf8' });
  return `${name}:${hash.trim()}`;
}
