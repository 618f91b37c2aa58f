/** A certificate of the site. What is not said is as it should be. */
export interface CertificateOptions {
  readonly names?: readonly string[];
  readonly addresses?: readonly string[];
  readonly notBeforeDays?: number;
  readonly notAfterDays?: number;
  readonly key?: 'ec-p256' | 'rsa-2048' | 'rsa-1024';
  readonly digest?: 'sha256' | 'sha1';
  /** `site` the authority in the profile · `unknown` one that nobody knows · `inspection` a firewall's · `itself` none. */
  readonly issuer?: 'site' | 'unknown' | 'inspection' | 'itself';
  /** False: the leaf alone is sent. */
  readonly sendsChain?: boolean;
}

/** A little hostile server in the place of a real one. */
export type Stand =
  /** Accepts and says nothing, ever. */
  | 'holds'
  /** Accepts and closes at once. */
  | 'closes'
  /** Accepts and resets at once. */
  | 'resets'
  /** Resets at the first octets that it gets. */
  | 'resets-on-data'
  /** Sends the banner of an SSH server. */
  | 'ssh'
  /** Answers every request with HTTP 400. */
  | 'http'
  /** Sends an INFO line of NATS and resets when the client speaks. */
  | 'nats-cut'
  /** Listens with a queue of one and never accepts. */
  | 'full'
  /** A proxy that grants every CONNECT and resets the tunnel unless the client speaks TLS first. */
  /** NATS that wants TLS and resets at the ClientHello. */
  | 'nats-tls-cut'
  /** NATS that greets and refuses whoever introduces himself, in words of its own. */
  | 'nats-refuses'
  | 'proxy-tls-only'
  /** A device that resets connections whose ClientHello has the Console's name, and passes on the others. */
  | 'name-filter';

/** The Console: nginx on the ports of the site, at each of its addresses. */
export interface ConsoleOptions {
  readonly certificate?: CertificateOptions;
  /** Ports that are listened on; 443 and 8443 unless said. */
  readonly ports?: readonly number[];
  /** `ssl_protocols`: `TLSv1.2 TLSv1.3` unless said. */
  readonly protocols?: string;
  readonly ciphers?: string;
  /** What stands in `location /`; the Console's own page unless said. */
  readonly answer?: string;
  /** More lines of the server block. */
  readonly server?: string;
  /** More server blocks, after the Console's. */
  readonly http?: string;
  /** A hostile server on 443, and one on 8443, in the place of nginx. */
  readonly stand?: Stand;
  /** The web server's clock beside this machine's, as faketime takes it: `+10m`. */
  readonly clock?: string;
  /** The API token that is taken; any, unless said. */
  readonly token?: string;
  /** Listens in clear. */
  readonly isPlain?: boolean;
}

/** NATS: nats-server on 4222. */
export interface NatsOptions {
  /** The configuration after `port`; a user with a password unless said. `CERT`, `KEY` and `CA` are replaced by paths. */
  readonly config?: string;
  readonly port?: number;
  /** Where it listens; everywhere unless said. A server of a cluster advertises each address that it listens on. */
  readonly host?: string;
  readonly stand?: Stand;
}

/** The syslog receiver at 10.99.2.14: rsyslog on 514 by UDP and TCP. */
export interface SyslogOptions {
  readonly server?: 'rsyslog' | 'syslog-ng';
  readonly udp?: boolean;
  readonly tcp?: boolean;
  /** TLS on 6514. */
  readonly tls?: boolean;
  readonly maxSessions?: number;
  /** syslog-ng only, by TCP on 514: `syslog` counts octets, `network` wants line feeds. */
  readonly source?: 'syslog' | 'network' | 'tls' | 'one-at-a-time';
  readonly stand?: Stand;
}

/** The directory: Samba as domain controllers of `airlab.test`, or slapd as `ldap.lab.test`; on 389 and 636. */
export interface DirectoryOptions {
  readonly server?: 'samba' | 'slapd';
  /** Samba: the controllers that DNS names, 10.99.2.10 and 10.99.2.11. */
  readonly controllers?: readonly ('dc1' | 'dc2')[];
  /** Samba: takes logins in clear. */
  readonly allowPlainBinds?: boolean;
  readonly certificate?: CertificateOptions | 'none';
  /** slapd: logins in clear are refused with result 13. */
  readonly mustEncryptLogins?: boolean;
  /** slapd: where `ou=elsewhere` leads. */
  readonly referral?: string;
  /** False: DNS knows nothing of the domain's services. */
  readonly hasSrvRecords?: boolean;
}

/** squid at 10.99.2.28:3128. */
export interface ProxyOptions {
  /** Lines before the last `http_access`. */
  readonly config?: string;
  /** The resolver that it asks; the site's unless said. */
  readonly resolver?: string;
  /** The only login that it knows, as `name:password`. */
  readonly login?: string;
  readonly stand?: Stand;
}

/** The resolver: dnsmasq at 10.99.2.53. */
export interface DnsOptions {
  /** Addresses of `console.lab.test`. */
  readonly console?: readonly string[];
  /** More arguments of dnsmasq. */
  readonly arguments?: readonly string[];
  /** False: nobody listens. */
  readonly isRunning?: boolean;
}

/** What is started. A server that is `null` is not there; those that a scenario does not name are as on a healthy site. */
export interface SiteOptions {
  readonly console?: ConsoleOptions | null;
  readonly nats?: NatsOptions | null;
  readonly dns?: DnsOptions;
  /** Not there unless said. */
  readonly syslog?: SyslogOptions;
  readonly directory?: DirectoryOptions;
  readonly proxy?: ProxyOptions;
}
