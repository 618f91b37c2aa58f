import { syslogNgCommand } from '../../../electron/probes/testing/syslog-ng.ts';
import { ADDRESS } from '../ground.ts';
import type { ServerRoom } from '../lab-site.ts';
import type { SyslogOptions } from '../site-options.ts';

/** Starts rsyslog as the site's receiver on 514 (UDP and TCP unless said) and, where wanted, by TLS on 6514. */
export async function startSyslog(room: ServerRoom, options: SyslogOptions): Promise<void> {
  const { udp = true, tcp = true, tls = false, maxSessions, stand } = options;
  if (stand !== undefined) return room.stand('syslog', stand, [ADDRESS.syslog], [514]);
  if (options.server === 'syslog-ng') return startSyslogNg(room, options);
  const file = (name: string): string => `${room.ground.folder}/${name}`;
  const certificate = room.authorities.make({}, ['syslog.lab.test'], [ADDRESS.syslog]);
  room.ground.file('syslog.pem', certificate.fullChainPem);
  room.ground.file('syslog.key', certificate.privateKeyPem, 0o600);
  room.ground.file('syslog-ca.pem', room.authorities.root.certificatePem);
  const at = `address="${ADDRESS.syslog}"`;
  const lines = [
    `global(workDirectory="${room.ground.folder}" defaultNetstreamDriver="gtls" defaultNetstreamDriverCAFile="${file('syslog-ca.pem')}" defaultNetstreamDriverCertFile="${file('syslog.pem')}" defaultNetstreamDriverKeyFile="${file('syslog.key')}")`,
    `action(type="omfile" file="${file('stored.log')}")`,
    ...(udp ? [`module(load="imudp")`, `input(type="imudp" ${at} port="514")`] : []),
    ...(tcp && maxSessions === undefined && !tls
      ? [`module(load="imtcp")`, `input(type="imtcp" ${at} port="514")`]
      : []),
    ...(tcp && maxSessions !== undefined
      ? [
          `module(load="imptcp" threads="1")`,
          `input(type="imptcp" ${at} port="514" maxSessions="${maxSessions}")`,
        ]
      : []),
    ...(tls
      ? [
          `module(load="imtcp" streamDriver.name="gtls" streamDriver.mode="1" streamDriver.authMode="anon")`,
          `input(type="imtcp" ${at} port="6514")`,
        ]
      : []),
  ];
  const config = room.ground.file('rsyslog.conf', `${lines.join('\n')}\n`);
  await room.serve(
    'syslog',
    [
      ...(udp ? [`udp ${ADDRESS.syslog}:514`] : []),
      ...(tcp && !tls ? [`tcp ${ADDRESS.syslog}:514`] : []),
      ...(tls ? [`tcp ${ADDRESS.syslog}:6514`] : []),
    ],
    '/usr/sbin/rsyslogd',
    ['-n', '-f', config, '-i', file('rsyslog.pid')],
  );
}

/** syslog-ng by TCP on 514, with one source line as the scenario wants it. */
async function startSyslogNg(room: ServerRoom, { source = 'syslog' }: SyslogOptions): Promise<void> {
  const file = (name: string): string => `${room.ground.folder}/${name}`;
  const certificate = room.authorities.make({}, ['syslog.lab.test'], [ADDRESS.syslog]);
  room.ground.file('syslog.pem', certificate.fullChainPem);
  room.ground.file('syslog.key', certificate.privateKeyPem, 0o600);
  const lines: Readonly<Record<typeof source, string>> = {
    syslog: `syslog(ip("${ADDRESS.syslog}") port(514) transport("tcp"))`,
    network: `network(ip("${ADDRESS.syslog}") port(514) transport("tcp"))`,
    tls: `syslog(ip("${ADDRESS.syslog}") port(514) transport("tls") tls(key-file("${file('syslog.key')}") cert-file("${file('syslog.pem')}") peer-verify(optional-untrusted)))`,
    'one-at-a-time': `syslog(ip("${ADDRESS.syslog}") port(514) transport("tcp") max-connections(1))`,
  };
  room.ground.file(
    'syslog-ng.conf',
    `@version: 3.38
     options { stats-freq(0); use-dns(no); keep-hostname(yes); };
     source kept { ${lines[source]}; };
     destination stored { file("${file('stored.log')}"); };
     log { source(kept); destination(stored); };
`,
  );
  const { program, args, environment } = syslogNgCommand(file);
  await room.serve('syslog', [`tcp ${ADDRESS.syslog}:514`], program, args, environment);
}
