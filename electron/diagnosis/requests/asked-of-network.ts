import type { CAUSE_IDS_BY_GROUP } from '../../contract/cause-ids.ts';
import { type AskedFor, flow, proxyRule, setting } from './asked.ts';

const RUNNING = 'a service that listens there, reachable from the networks that use it';

/** What is asked for because of causes that any TCP service can have. */
export const ASKED_FOR_TCP = {
  'port-closed': [setting('Service that listens on the port', 'HOST port PORT', RUNNING)],
  'port-filtered': [flow('allow')],
  'firewall-rejects': [flow('allow')],
  'host-unreachable': [
    setting('Network of the server', 'HOST (ADDRESS)', 'on, connected, and with the address ADDRESS'),
    setting('DNS record or setting that leads to ADDRESS', 'HOST', 'the address that the server has'),
  ],
  'no-route': [setting('Routing table', 'this machine', 'a default route, or a route to ADDRESS')],
  'host-filtered': [flow('allow')],
  'false-open': [flow('exempt from whatever completes TCP in place of the server')],
  'service-overloaded': [
    setting('Capacity of the service', 'HOST port PORT', 'every connection is accepted within a second'),
  ],
  'packet-loss': [flow('find and end the packet loss on the way')],
  'ipv6-broken': [flow('allow, as the same service is allowed over IPv4')],
  'address-dead': [
    setting('Server at ADDRESS', 'port PORT', 'answers'),
    setting('Or the DNS record of HOST', 'its DNS zone', 'without ADDRESS'),
  ],
  'path-mtu-black-hole': [
    flow('allow ICMP type 3 code 4 (fragmentation needed) and ICMPv6 type 2 (packet too big)', {
      protocol: 'ICMP',
      port: '',
      direction: 'from every router on the way to source and to destination',
    }),
    flow('where that cannot be done, clamp the MSS to the path MTU'),
  ],
  'closed-on-accept': [
    setting(
      'Allowed sources',
      'HOST port PORT and the load balancer before it',
      'this machine and the networks of the assets',
    ),
    setting('Health check of the load balancer', 'HOST port PORT', 'at least one healthy server'),
  ],
} satisfies AskedFor<(typeof CAUSE_IDS_BY_GROUP)['tcp'][number]>;

/** What a proxy team is asked for, and who else is concerned by the way through a proxy. */
export const ASKED_FOR_PROXY = {
  'proxy-login-required': [
    proxyRule('allow CONNECT without a login from the networks of Console and assets'),
  ],
  'proxy-forbids-port': [proxyRule('allow CONNECT to this host and port')],
  'proxy-cannot-connect': [proxyRule('give the proxy a way to this host and port, firewall included')],
  'proxy-cannot-resolve': [proxyRule('let the resolver of the proxy know this name')],
  'proxy-down': [proxyRule('have the proxy accept connections again', { destination: '', port: '' })],
  'pac-unusable': [
    proxyRule('serve a configuration file at PAC_URL that names a proxy or DIRECT for this host'),
  ],
  'proxies-disagree': [
    setting('Proxy settings', 'this machine', 'one and the same proxy in environment, system and profile'),
  ],
  'proxy-bypass-missing': [proxyRule('bypass: reach this host directly')],
  'transparent-proxy': [flow('exempt from interception by the transparent proxy')],
  'proxy-cuts-tunnel': [proxyRule('tunnel without inspection, whatever protocol is inside')],
  'captive-portal': [],
} satisfies AskedFor<(typeof CAUSE_IDS_BY_GROUP)['proxy'][number]>;
