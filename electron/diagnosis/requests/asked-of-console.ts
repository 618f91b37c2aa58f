import type { CAUSE_IDS_BY_GROUP } from '../../contract/cause-ids.ts';
import { type AskedFor, type AskedSetting, flow, proxyRule, setting } from './asked.ts';

const SERVER = 'HOST port PORT';

const certificate = (wanted: string): AskedSetting => setting('Server certificate', SERVER, wanted);

/** What is asked for because of causes that any TLS service can have. */
export const ASKED_FOR_TLS = {
  'tls-no-answer': [setting('Service behind the port', SERVER, 'answers a ClientHello within a second')],
  'tls-name-blocked': [flow('allow TLS that names HOST (servername)')],
  'plain-http-on-tls-port': [setting('Protocol of the listener', SERVER, 'HTTPS, with the full chain')],
  'wrong-service': [
    setting('Service, NAT rule or load balancer behind the port', SERVER, 'leads to the expected service'),
  ],
  'tls-version-too-old': [setting('TLS versions', SERVER, 'TLS 1.2 and 1.3')],
  'tls-no-common-cipher': [
    setting(
      'Cipher suites',
      SERVER,
      'TLS 1.3, and of TLS 1.2 at least one with ECDHE and AES-GCM that fits the key',
    ),
  ],
  'tls-name-not-served': [setting('Names that are served', SERVER, 'HOST, with a certificate for it')],
  'certificate-expired': [certificate('a renewed one for HOST, with its intermediates')],
  'certificate-expires-soon': [certificate('renewed before its end date, with its intermediates')],
  'certificate-not-yet-valid': [certificate('one whose start date has come, made by a clock that is right')],
  'certificate-name-mismatch': [certificate('one that lists HOST under Subject Alternative Name')],
  'certificate-authority-untrusted': [
    setting(
      'Trusted root authorities',
      'the machines that connect to HOST',
      'the root of its authority, checked by fingerprint',
    ),
  ],
  'certificate-chain-incomplete': [certificate('sent together with its intermediate certificates')],
  'certificate-self-signed': [certificate('one of an authority that clients trust')],
  'certificate-trusted-by-os-only': [],
  'certificate-without-san': [certificate('one that lists HOST under Subject Alternative Name')],
  'certificate-weak': [certificate('RSA 3072 bits or ECDSA P-256, signed with SHA-256')],
  'tls-inspected': [
    flow('exempt from TLS inspection'),
    proxyRule('do not decrypt: tunnel without inspection'),
  ],
  'client-certificate-required': [
    setting('Client certificate', SERVER, 'not demanded of the networks of Console and assets'),
  ],
} satisfies AskedFor<(typeof CAUSE_IDS_BY_GROUP)['tls'][number]>;

/** What is asked for because of what answers in the Console's place. */
export const ASKED_FOR_CONSOLE = {
  'console-backend-down': [setting('Application behind the web server', 'the Console HOST', 'running')],
  'console-backend-hung': [
    setting('Application behind the web server', 'the Console HOST', 'answers within its time-out'),
  ],
  'web-filter-page': [proxyRule('allow without content inspection and without a login')],
  'redirected-elsewhere': [
    setting('Redirect or login in front of the Console', SERVER, 'none for the networks of the assets'),
  ],
  'invalid-host-header': [
    setting('Console Address', 'settings of the Console', 'HOST, or everybody uses the one that is set'),
    setting('Host header', 'reverse proxy in front of the Console', 'passed on as it was received'),
  ],
  'not-the-console': [
    setting('Name, NAT rule or load balancer in front', SERVER, 'leads to the AIR Console'),
  ],
  'api-token-rejected': [
    setting(
      'API token',
      'Console, Integrations, API Tokens',
      'a valid one of this Console, with an end date ahead',
    ),
  ],
  'alternate-port-blocked': [flow('allow')],
  'console-address-mismatch': [
    setting('Console Address', 'settings of the Console', 'one name for everybody: HOST or NAME'),
  ],
  'docker-subnet-conflict': [
    setting(
      'Address pools of Docker',
      'daemon.json of this machine',
      'a private network that the site uses nowhere; ADDRESS lies in the present one',
    ),
  ],
} satisfies AskedFor<(typeof CAUSE_IDS_BY_GROUP)['console'][number]>;

const NATS_AT = 'NATS of the Console, HOST port PORT';

/** What is asked for because of causes of Responders and of their real-time port. */
export const ASKED_FOR_RESPONDER = {
  'real-time-port-blocked': [flow('allow; exempt from protocol and TLS inspection')],
  'nats-no-info': [flow('exempt from protocol detection, TLS inspection and transparent proxying')],
  'nats-tls-missing': [setting('TLS', NATS_AT, 'offered, as the site expects it')],
  'nats-tls-failed': [setting('TLS', NATS_AT, 'a handshake with current clients succeeds')],
  'nats-refused': [setting('Refusal of clients', NATS_AT, 'clients from this network are admitted')],
  'nats-client-certificate-required': [setting('Client certificate', NATS_AT, 'not demanded of Responders')],
  'nats-connection-limit': [
    setting('Limit of connections', NATS_AT, 'above the number of assets, with reserve'),
  ],
  'nats-wrong-port': [
    setting(
      'Port for real-time tasks',
      'profile, NAT rule or load balancer',
      'the client port of NATS, usually 4222',
    ),
  ],
  'not-nats': [setting('Service behind the port', SERVER, 'NATS of the Console, as plain TCP')],
  'nats-cut-by-inspection': [flow('exempt from application control and TLS inspection')],
  'nats-advertises-unreachable': [
    setting('Advertised addresses', NATS_AT, 'such as assets can reach, or none'),
  ],
  'responder-service-stopped': [
    setting('Service of the Responder', 'this asset', 'running, and started with the system'),
  ],
  'responder-not-installed': [],
  'responder-address-mismatch': [
    setting('Console of the Responder', 'this asset', 'the Console of the site; at present NAME'),
  ],
  'asset-disk-full': [
    setting('Free space', 'the volume that the Responder works on, on this asset', 'at least some gigabytes'),
  ],
  'exclusions-missing': [
    setting('Exclusion list', 'endpoint protection of this asset', 'the folders of the Responder'),
  ],
} satisfies AskedFor<(typeof CAUSE_IDS_BY_GROUP)['responder'][number]>;
