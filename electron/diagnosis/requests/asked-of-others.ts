import type { CAUSE_IDS_BY_GROUP } from '../../contract/cause-ids.ts';
import { type AskedFor, flow, setting } from './asked.ts';

const RECEIVER = 'syslog receiver HOST (ADDRESS) port PORT';
const CONSOLE_SYSLOG = 'syslog settings of the Console';

/** What is asked for because of causes between the Console and its syslog receiver. */
export const ASKED_FOR_SYSLOG = {
  'syslog-udp-closed': [setting('Input for UDP', RECEIVER, 'listens and admits the Console')],
  'syslog-udp-unconfirmed': [],
  'syslog-wants-octet-counting': [
    setting('Framing of TCP messages', RECEIVER, 'line feeds as well as octet counting (RFC 6587 §3.4)'),
  ],
  'syslog-framing-unconfirmed': [],
  'syslog-wants-newline': [
    setting('Framing of TCP messages', RECEIVER, 'octet counting understood (RFC 6587 §3.4.1)'),
  ],
  'syslog-message-not-arrived': [
    setting('Rules and store of the receiver', RECEIVER, 'a message with the token TOKEN is stored'),
  ],
  'syslog-wants-tls': [
    setting('Transport', CONSOLE_SYSLOG, 'TLS, or a plain input of the receiver for the Console alone'),
  ],
  'syslog-no-tls': [
    setting('TLS of the input', RECEIVER, 'offered (RFC 5425, usually port 6514), or plain TCP agreed'),
  ],
  'syslog-connection-limit': [
    setting('Limit of connections and allowed senders', RECEIVER, 'the Console is admitted'),
  ],
  'syslog-other-transport': [setting('Transport', CONSOLE_SYSLOG, 'the one that the receiver serves')],
  'syslog-lost-on-restart': [
    setting('Connection after a message', RECEIVER, 'kept open; reason of the close found'),
  ],
} satisfies AskedFor<(typeof CAUSE_IDS_BY_GROUP)['syslog'][number]>;

const DNS_AT_RESOLVER = { destination: 'RESOLVER', address: 'RESOLVER', port: '53' } as const;

/** What is asked for because of names that lead nowhere or elsewhere. */
export const ASKED_FOR_DNS = {
  'name-not-found': [
    setting('Record of type A or AAAA: NAME', 'the DNS zone of this name', 'the address of the service'),
  ],
  'resolver-failing': [setting('Resolution of NAME', 'resolver RESOLVER', 'an answer in place of SERVFAIL')],
  'resolver-refuses': [setting('Clients that may ask', 'resolver RESOLVER', 'the network of this machine')],
  'resolver-silent': [
    flow('allow', { ...DNS_AT_RESOLVER, protocol: 'UDP' }),
    flow('allow', { ...DNS_AT_RESOLVER, protocol: 'TCP' }),
  ],
  'resolver-down': [
    setting(
      'DNS service',
      'resolver RESOLVER',
      'listens on UDP and TCP 53, or the address is taken out of use',
    ),
  ],
  'dns-tcp-blocked': [flow('allow', { ...DNS_AT_RESOLVER, protocol: 'TCP' })],
  'resolvers-disagree': [
    setting('Records of NAME', 'all resolvers of this machine', 'the same answer, right for this network'),
  ],
  'hosts-file-override': [
    setting('Line for NAME', 'hosts file of this machine', 'removed, or the address that DNS gives'),
  ],
  'dns-wildcard': [
    setting(
      'Record of type A or AAAA: NAME',
      'the DNS zone of this name',
      'one of its own, not the wildcard',
    ),
  ],
  'dns-sinkhole': [
    setting('Exemption for NAME', 'DNS filter or protective DNS', 'the real address is answered'),
  ],
  'synthetic-address': [],
} satisfies AskedFor<(typeof CAUSE_IDS_BY_GROUP)['dns'][number]>;

/** What is asked for because of this machine. */
export const ASKED_FOR_HOST = {
  'network-down': [
    setting('Network', 'this machine', 'an interface that is up, with an address and a gateway'),
  ],
  'clock-wrong': [setting('Clock and its time source', 'this machine', 'right to the minute, in UTC too')],
  'blocked-on-this-machine': [
    setting('Outgoing rule of firewall or endpoint protection', 'this machine', 'admits ADDRESS port PORT'),
  ],
  'vpn-route': [
    flow('route through the VPN, or around it, as the site needs', { protocol: 'any', port: '' }),
  ],
  'sockets-exhausted': [
    setting('Program that holds most connections', 'this machine', 'closes them, or is restarted'),
  ],
  'bundle-not-writable': [],
} satisfies AskedFor<(typeof CAUSE_IDS_BY_GROUP)['host'][number]>;
