import type { CauseId } from '../../electron/contract/cause-ids.ts';
import type { ProfileDocument } from '../../electron/contract/profile.ts';

/** What one command said: its exit code, and both of its outputs. */
export interface ToolAnswer {
  readonly exitCode: number | null;
  readonly text: string;
}

/** A reading: the text or code by which an engineer who knows the tool would name the cause. */
interface Reading {
  readonly cause: CauseId;
  readonly when: (answer: ToolAnswer) => boolean;
}

/** A command line of today, and how its answer is read. */
export interface BaselineTool {
  readonly name: 'nc' | 'nmap' | 'openssl' | 'curl' | 'ldapsearch' | 'logger';
  /** Command lines for a profile; none where it has nothing that the tool could ask. */
  readonly commands: (profile: ProfileDocument, caFile: string) => readonly (readonly string[])[];
  readonly isFailure: (answer: ToolAnswer) => boolean;
  readonly readings: readonly Reading[];
}

const says =
  (pattern: RegExp) =>
  ({ text }: ToolAnswer): boolean =>
    pattern.test(text);
const ends =
  (code: number, pattern = /^/) =>
  ({ exitCode, text }: ToolAnswer): boolean =>
    exitCode === code && pattern.test(text);

const consoleOf = ({ console: section }: ProfileDocument) => ({
  host: section?.address ?? '',
  port: String(section?.ports?.primary ?? 443),
  others: [section?.ports?.alternate ?? 8443, section?.ports?.tasks ?? 4222]
    .filter((port) => port !== null)
    .map(String),
});

/** The file with the password of the bind account, in the folder where the tools run. */
export const PASSWORD_FILE = 'bind-password';

/** The servers of the profile; where only a domain is named, its first domain controller, which an engineer asks DNS or a colleague for. */
const controllersOf = (directory: ProfileDocument['activeDirectory']): readonly string[] =>
  directory?.servers ?? (directory?.domain === undefined ? [] : [`dc1.${directory.domain}`]);

const baseDnOf = (domain = ''): string =>
  domain
    .split('.')
    .map((label) => `DC=${label}`)
    .join(',');

/** Commands, and the plainest honest reading of each. Where two causes look alike, the one that is likelier is read. */
export const BASELINE_TOOLS: readonly BaselineTool[] = [
  {
    name: 'nc',
    commands: (profile) => {
      const { host, port, others } = consoleOf(profile);
      const syslog = profile.syslog;
      return [
        ...(host === '' ? [] : [port, ...others].map((each) => ['nc', '-v', '-z', '-w', '4', host, each])),
        ...(syslog === undefined
          ? []
          : [
              [
                'nc',
                '-v',
                '-z',
                '-w',
                '4',
                ...(syslog.transport === 'udp' ? ['-u'] : []),
                syslog.address,
                String(syslog.port),
              ],
            ]),
      ];
    },
    isFailure: ({ exitCode }) => exitCode !== 0,
    readings: [
      { cause: 'name-not-found', when: says(/Name or service not known|No address associated/) },
      { cause: 'resolver-silent', when: says(/Temporary failure in name resolution/) },
      { cause: 'port-closed', when: says(/443 port .*Connection refused/s) },
      {
        cause: 'real-time-port-blocked',
        when: says(/4222 port .*(timed out|Connection refused|No route to host)/s),
      },
      {
        cause: 'alternate-port-blocked',
        when: says(/8443 port .*(timed out|Connection refused|No route to host)/s),
      },
      { cause: 'port-filtered', when: says(/timed out/) },
      { cause: 'host-unreachable', when: says(/No route to host/) },
      { cause: 'no-route', when: says(/Network is unreachable/) },
    ],
  },
  {
    name: 'nmap',
    commands: (profile) => {
      const { host, port, others } = consoleOf(profile);
      return host === ''
        ? []
        : [
            [
              'nmap',
              '-Pn',
              ...(host.includes(':') ? ['-6'] : []),
              '--reason',
              '-p',
              [port, ...others].join(','),
              host,
            ],
          ];
    },
    isFailure: says(/filtered|closed|Failed to resolve|0 hosts up/),
    readings: [
      { cause: 'name-not-found', when: says(/Failed to resolve/) },
      { cause: 'firewall-rejects', when: says(/443\/tcp +filtered .*(admin-prohibited|net-prohibited)/) },
      { cause: 'host-unreachable', when: says(/443\/tcp +filtered .*host-unreach/) },
      {
        cause: 'host-filtered',
        when: says(/443\/tcp +filtered .*no-response[\s\S]*8443\/tcp +filtered .*no-response/),
      },
      { cause: 'port-closed', when: says(/\b443\/tcp +closed/) },
      { cause: 'port-filtered', when: says(/\b443\/tcp +filtered/) },
      { cause: 'real-time-port-blocked', when: says(/4222\/tcp +(filtered|closed)/) },
      { cause: 'alternate-port-blocked', when: says(/8443\/tcp +(filtered|closed)/) },
    ],
  },
  {
    name: 'openssl',
    commands: (profile, caFile) => {
      const { host, port } = consoleOf(profile);
      if (host === '') return [];
      const at = host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
      return [
        [
          'openssl',
          's_client',
          '-connect',
          at,
          '-servername',
          host,
          '-CAfile',
          caFile,
          '-verify_hostname',
          host,
          '-verify_return_error',
          '-brief',
        ],
      ];
    },
    isFailure: ({ exitCode }) => exitCode !== 0,
    readings: [
      { cause: 'certificate-expired', when: says(/certificate has expired/) },
      { cause: 'certificate-not-yet-valid', when: says(/certificate is not yet valid/) },
      { cause: 'certificate-self-signed', when: says(/verify error:num=18/) },
      { cause: 'certificate-authority-untrusted', when: says(/verify error:num=(19|20)/) },
      { cause: 'certificate-chain-incomplete', when: says(/verify error:num=21/) },
      { cause: 'certificate-name-mismatch', when: says(/hostname mismatch|IP address mismatch/i) },
      { cause: 'certificate-weak', when: says(/ee key too small|ca md too weak/i) },
      { cause: 'tls-version-too-old', when: says(/alert protocol version|unsupported protocol/) },
      { cause: 'tls-no-common-cipher', when: says(/alert handshake failure/) },
      { cause: 'tls-name-not-served', when: says(/unrecognized name/) },
      { cause: 'plain-http-on-tls-port', when: says(/wrong version number|packet length too long/) },
      { cause: 'closed-on-accept', when: says(/unexpected eof|Connection reset by peer|errno=104/) },
      { cause: 'port-closed', when: says(/Connection refused/) },
      { cause: 'name-not-found', when: says(/Name or service not known/) },
    ],
  },
  {
    name: 'curl',
    commands: (profile, caFile) => {
      const { host, port } = consoleOf(profile);
      if (host === '') return [];
      const at = host.includes(':') ? `[${host}]` : host;
      const proxy =
        profile.proxy !== undefined && 'url' in profile.proxy ? ['--proxy', profile.proxy.url] : [];
      return [
        ['curl', '-sS', '-D', '-', '--max-time', '6', '--cacert', caFile, ...proxy, `https://${at}:${port}/`],
      ];
    },
    isFailure: ({ exitCode, text }) => exitCode !== 0 || /^HTTP\/[\d.]+ [345]/m.test(text),
    readings: [
      { cause: 'proxy-login-required', when: says(/HTTP\/[\d.]+ 407|response 407/) },
      { cause: 'proxy-down', when: ends(5) },
      { cause: 'name-not-found', when: ends(6) },
      { cause: 'port-closed', when: ends(7, /Connection refused|Couldn't connect/) },
      { cause: 'port-filtered', when: ends(28) },
      { cause: 'certificate-expired', when: ends(60, /expired/) },
      { cause: 'certificate-not-yet-valid', when: ends(60, /not yet valid/) },
      { cause: 'certificate-self-signed', when: ends(60, /self-signed certificate$/m) },
      { cause: 'certificate-authority-untrusted', when: ends(60, /unable to get local issuer/) },
      { cause: 'certificate-name-mismatch', when: ends(60, /no alternative certificate subject name/) },
      { cause: 'plain-http-on-tls-port', when: ends(35, /wrong version number/) },
      { cause: 'tls-version-too-old', when: ends(35, /protocol version|unsupported protocol/) },
      { cause: 'tls-no-common-cipher', when: ends(35, /handshake failure/) },
      { cause: 'tls-name-not-served', when: ends(35, /unrecognized name/) },
      { cause: 'closed-on-accept', when: ends(35, /reset by peer|SSL_ERROR_SYSCALL/) },
      { cause: 'console-backend-down', when: says(/^HTTP\/[\d.]+ 502/m) },
      { cause: 'console-backend-hung', when: says(/^HTTP\/[\d.]+ 504/m) },
      { cause: 'redirected-elsewhere', when: says(/^HTTP\/[\d.]+ 30[1278]/m) },
      { cause: 'web-filter-page', when: says(/FortiGuard|Access Denied|blocked by/i) },
      { cause: 'invalid-host-header', when: says(/invalid host header/i) },
      { cause: 'client-certificate-required', when: says(/No required SSL certificate/) },
      { cause: 'not-the-console', when: says(/Welcome to nginx/) },
    ],
  },
  {
    name: 'ldapsearch',
    commands: ({ activeDirectory: directory }) =>
      controllersOf(directory).flatMap((server) => {
        const anonymous = ['ldapsearch', '-x', '-LLL', '-o', 'nettimeout=4', '-s', 'base', '-b', ''];
        const bound =
          directory?.username === undefined ? [] : ['-D', directory.username, '-y', PASSWORD_FILE];
        const url = directory?.security === 'ldaps' ? `ldaps://${server}` : `ldap://${server}`;
        const security = directory?.security === 'starttls' ? ['-ZZ'] : [];
        return [
          [...anonymous, ...security, '-H', url, 'defaultNamingContext'],
          ...(bound.length === 0
            ? []
            : [
                [
                  'ldapsearch',
                  '-x',
                  '-LLL',
                  '-o',
                  'nettimeout=4',
                  ...security,
                  ...bound,
                  '-H',
                  url,
                  '-s',
                  'base',
                  '-b',
                  directory?.baseDn ?? baseDnOf(directory?.domain),
                  'dn',
                ],
              ]),
        ];
      }),
    isFailure: ({ exitCode }) => exitCode !== 0,
    readings: [
      { cause: 'bind-account-disabled', when: says(/data 533/) },
      { cause: 'bind-account-expired', when: says(/data 701/) },
      { cause: 'bind-password-must-change', when: says(/data 773/) },
      { cause: 'bind-account-locked', when: says(/data 775/) },
      { cause: 'bind-password-expired', when: says(/data 532/) },
      { cause: 'bind-outside-hours', when: says(/data 530/) },
      { cause: 'bind-workstation-denied', when: says(/data 531/) },
      { cause: 'bind-no-such-user', when: says(/data 525/) },
      { cause: 'bind-wrong-password', when: says(/data 52e|Invalid credentials \(49\)/) },
      { cause: 'ldap-signing-required', when: says(/Strong\(er\) authentication required|\(8\)/) },
      { cause: 'ldap-encryption-required', when: says(/Confidentiality required/) },
      { cause: 'starttls-unsupported', when: says(/unsupported extended operation|Protocol error \(2\)/) },
      { cause: 'base-dn-missing', when: says(/No such object \(32\)/) },
      { cause: 'referral-elsewhere', when: says(/Referral \(10\)/) },
    ],
  },
  {
    name: 'logger',
    commands: ({ syslog }) =>
      syslog === undefined || syslog.transport === 'tls'
        ? []
        : [
            [
              'logger',
              '-n',
              syslog.address,
              '-P',
              String(syslog.port),
              syslog.transport === 'udp' ? '-d' : '-T',
              'baseline test message',
            ],
          ],
    isFailure: ({ exitCode }) => exitCode !== 0,
    readings: [
      { cause: 'name-not-found', when: says(/Name or service not known|failed to resolve/i) },
      { cause: 'port-closed', when: says(/Connection refused/) },
    ],
  },
];
