import { ADDRESS } from '../ground.ts';
import type { ServerRoom } from '../lab-site.ts';
import type { ProxyOptions } from '../site-options.ts';

/** Starts squid, which forwards to every port of the site unless the scenario says otherwise. */
export async function startProxy(room: ServerRoom, options: ProxyOptions): Promise<void> {
  if (options.stand !== undefined) return room.stand('proxy', options.stand, [ADDRESS.proxy], [3128]);
  const config = room.ground.file(
    'squid.conf',
    `http_port ${ADDRESS.proxy}:3128
visible_hostname proxy.lab.test
pid_filename none
cache deny all
cache_log /dev/stderr
access_log none
coredump_dir ${room.ground.folder}
dns_nameservers ${ADDRESS.resolver}
dns_timeout 3 seconds
connect_timeout 2 seconds
forward_timeout 3 seconds
shutdown_lifetime 0 seconds
acl CONNECT method CONNECT
acl allowed_ports port 443 8443 4222
${options.config ?? ''}
http_access allow all
`,
  );
  await room.serve('proxy', [`tcp ${ADDRESS.proxy}:3128`], '/usr/sbin/squid', ['-N', '-f', config]);
}
