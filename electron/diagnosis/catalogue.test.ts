import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { CAUSE_IDS, CAUSE_IDS_BY_GROUP, type CauseGroup, type CauseId } from '../contract/cause-ids.ts';
import { ownerSchema, type RemedyStep, remedyStepSchema, type Severity } from '../contract/findings.ts';
import { PLACEHOLDERS } from '../contract/placeholders.ts';
import { CATALOGUE, causeOf, remedyOf } from './catalogue.ts';
import type { Cause } from './cause.ts';

/** Severity, and the rows of the fault catalogue that have to be named, for each cause. */
const EXPECTED: Readonly<Record<CauseId, readonly [Severity, ...string[]]>> = {
  'port-closed': ['error', 'N01'],
  'port-filtered': ['error', 'N02'],
  'firewall-rejects': ['error', 'N03'],
  'host-unreachable': ['error', 'N05', 'N06'],
  'no-route': ['error', 'N07'],
  'host-filtered': ['error', 'N08'],
  'false-open': ['error', 'N09'],
  'service-overloaded': ['error', 'N10'],
  'packet-loss': ['warning', 'N11'],
  'ipv6-broken': ['warning', 'N12'],
  'address-dead': ['warning', 'N13'],
  'path-mtu-black-hole': ['error', 'C29', 'C30'],
  'closed-on-accept': ['error', 'C02'],
  'tls-no-answer': ['error', 'C01'],
  'tls-name-blocked': ['error', 'C03'],
  'plain-http-on-tls-port': ['error', 'C04'],
  'wrong-service': ['error', 'C06'],
  'tls-version-too-old': ['error', 'C07'],
  'tls-no-common-cipher': ['error', 'C08'],
  'tls-name-not-served': ['error', 'C09'],
  'certificate-expired': ['error', 'C10'],
  'certificate-expires-soon': ['warning'],
  'certificate-not-yet-valid': ['error', 'C11'],
  'certificate-name-mismatch': ['error', 'C12'],
  'certificate-authority-untrusted': ['error', 'C13'],
  'certificate-chain-incomplete': ['error', 'C14'],
  'certificate-self-signed': ['error', 'C15'],
  'certificate-trusted-by-os-only': ['warning', 'C16'],
  'certificate-without-san': ['error', 'C17'],
  'certificate-weak': ['warning'],
  'tls-inspected': ['error', 'C19', 'P10', 'H07'],
  'client-certificate-required': ['error', 'C20'],
  'console-backend-down': ['error', 'C22'],
  'console-backend-hung': ['error', 'C23'],
  'web-filter-page': ['error', 'C25'],
  'redirected-elsewhere': ['error', 'C26'],
  'invalid-host-header': ['error'],
  'not-the-console': ['error'],
  'api-token-rejected': ['error'],
  'alternate-port-blocked': ['warning'],
  'console-address-mismatch': ['warning'],
  'docker-subnet-conflict': ['error'],
  'real-time-port-blocked': ['warning', 'R01', 'R02'],
  'nats-no-info': ['error', 'R04'],
  'nats-tls-missing': ['error', 'R06'],
  'nats-tls-failed': ['error', 'R07'],
  'nats-refused': ['error', 'R09'],
  'nats-client-certificate-required': ['error', 'R08'],
  'nats-connection-limit': ['error', 'R11'],
  'nats-wrong-port': ['error', 'R12', 'R13'],
  'not-nats': ['error', 'R14'],
  'nats-cut-by-inspection': ['error', 'R15', 'R16'],
  'nats-advertises-unreachable': ['warning', 'R19'],
  'responder-service-stopped': ['error'],
  'responder-not-installed': ['info'],
  'responder-address-mismatch': ['error'],
  'asset-disk-full': ['error'],
  'exclusions-missing': ['info'],
  'ldaps-no-certificate': ['error', 'A02'],
  'starttls-unsupported': ['error', 'A05'],
  'ldap-signing-required': ['error', 'A06'],
  'ldap-encryption-required': ['error', 'A08'],
  'bind-wrong-password': ['error', 'A09'],
  'bind-no-such-user': ['error', 'A10'],
  'bind-outside-hours': ['error', 'A11'],
  'bind-workstation-denied': ['error', 'A12'],
  'bind-password-expired': ['error', 'A13'],
  'bind-account-disabled': ['error', 'A14'],
  'bind-account-expired': ['error', 'A15'],
  'bind-password-must-change': ['error', 'A16'],
  'bind-account-locked': ['error', 'A17'],
  'bind-name-form': ['error', 'A18'],
  'anonymous-bind-only': ['error', 'A19'],
  'base-dn-missing': ['error', 'A21'],
  'referral-elsewhere': ['error', 'A22'],
  'referral-dead': ['error', 'A23'],
  'cldap-blocked': ['warning', 'A24'],
  'domain-name-wrong': ['error', 'A25'],
  'srv-records-missing': ['error', 'A26'],
  'domain-controller-dead': ['warning', 'A27'],
  'domain-clock-skew': ['error', 'A29'],
  'not-active-directory': ['error', 'A32'],
  'distant-domain-controller': ['info', 'A33'],
  'syslog-udp-closed': ['error', 'S01'],
  'syslog-udp-unconfirmed': ['info', 'S02'],
  'syslog-wants-octet-counting': ['error', 'S07'],
  'syslog-framing-unconfirmed': ['info', 'S08'],
  'syslog-wants-newline': ['error', 'S08'],
  'syslog-message-not-arrived': ['error', 'S02', 'S03', 'S08'],
  'syslog-wants-tls': ['error', 'S09'],
  'syslog-no-tls': ['error', 'S10'],
  'syslog-connection-limit': ['error', 'S11'],
  'syslog-other-transport': ['error', 'S15'],
  'syslog-lost-on-restart': ['warning', 'S12'],
  'proxy-login-required': ['error', 'P01'],
  'proxy-forbids-port': ['error', 'P02'],
  'proxy-cannot-connect': ['error', 'P03'],
  'proxy-cannot-resolve': ['error', 'P04'],
  'proxy-down': ['error', 'P05'],
  'pac-unusable': ['error', 'P06'],
  'proxies-disagree': ['warning', 'P08'],
  'proxy-bypass-missing': ['warning', 'P09'],
  'transparent-proxy': ['warning', 'P11'],
  'proxy-cuts-tunnel': ['error', 'P12'],
  'captive-portal': ['error', 'P13'],
  'name-not-found': ['error', 'D01'],
  'resolver-failing': ['error', 'D03'],
  'resolver-refuses': ['error', 'D04'],
  'resolver-silent': ['error', 'D05'],
  'resolver-down': ['error', 'D06'],
  'dns-tcp-blocked': ['error', 'D07'],
  'resolvers-disagree': ['warning', 'D08'],
  'hosts-file-override': ['warning', 'D09'],
  'dns-wildcard': ['warning', 'D10'],
  'dns-sinkhole': ['error', 'D12'],
  'synthetic-address': ['warning', 'D13'],
  'network-down': ['error', 'H01'],
  'clock-wrong': ['error', 'H02'],
  'blocked-on-this-machine': ['error', 'H03', 'S05'],
  'vpn-route': ['warning', 'H04'],
  'sockets-exhausted': ['error', 'H06'],
  'bundle-not-writable': ['error', 'H08'],
};

const causes: readonly Cause[] = Object.values(CATALOGUE);
const groups = Object.keys(CAUSE_IDS_BY_GROUP) as CauseGroup[];

/** All remedies of a cause, by the service that they are for. */
const remediesOf = (
  cause: Cause,
): readonly { readonly name: string; readonly steps: readonly RemedyStep[] }[] => [
  { name: cause.id, steps: cause.remedy },
  ...Object.entries(cause.elsewhere ?? {}).map(([service, { steps }]) => ({
    name: `${cause.id} at ${service}`,
    steps,
  })),
];
const remedies = causes.flatMap(remediesOf);
const steps = remedies.flatMap(({ name, steps: own }) => own.map((step) => ({ name, ...step })));
const commands = steps.flatMap(({ name, command, os }) =>
  command === undefined ? [] : [{ name, command, os }],
);

const placeholders = new Set(Object.keys(PLACEHOLDERS));
const capitals = (text: string): string[] =>
  text.match(/(?<![A-Za-z0-9_$@])[A-Z][A-Z0-9_]+(?![A-Za-z0-9_=])/g) ?? [];

describe('the catalogue', () => {
  test('has every id once, in its own group', () => {
    expect(Object.keys(CATALOGUE).sort()).toEqual([...CAUSE_IDS].sort());
    expect(new Set(CAUSE_IDS).size).toBe(CAUSE_IDS.length);
    for (const group of groups)
      for (const id of CAUSE_IDS_BY_GROUP[group]) expect(causeOf(id)).toMatchObject({ id, group });
  });

  test.each(Object.entries(EXPECTED))('%s has its severity and its rows', (id, [severity, ...rows]) => {
    const cause = causeOf(id as CauseId);
    expect(cause.severity).toBe(severity);
    expect(cause.catalogueRefs).toEqual(expect.arrayContaining(rows));
    for (const row of cause.catalogueRefs) expect(row).toMatch(/^[NCRASPDH]\d\d$/);
  });

  test('has titles that can be said aloud, each once', () => {
    expect(new Set(causes.map(({ title }) => title)).size).toBe(causes.length);
    for (const { title } of causes) {
      expect(title.length, title).toBeLessThanOrEqual(80);
      expect(title, title).toMatch(/^[A-Z].*[^.\s]$/);
      expect(
        capitals(title).filter((word) => placeholders.has(word)),
        title,
      ).toEqual([]);
    }
  });

  test.each(causes.map((cause) => [cause.id, cause] as const))(
    '%s says what it means in one or two sentences',
    (_id, cause) => {
      const sentences = cause.summary.split(/(?<=[.?!])\s+(?=[A-Z])/);
      expect(sentences.length).toBeLessThanOrEqual(2);
      expect(cause.summary).toMatch(/^[A-Z].*\.$/);
      expect(cause.summary.length).toBeLessThanOrEqual(360);
      expect(cause.source.length).toBeGreaterThan(20);
      expect(ownerSchema.safeParse(cause.owner).success).toBe(true);
    },
  );

  test.each(remedies.map(({ name, steps: own }) => [name, own] as const))(
    '%s has 1 to 8 steps that fit the contract',
    (_name, own) => {
      expect(own.length).toBeGreaterThanOrEqual(1);
      expect(own.length).toBeLessThanOrEqual(8);
      for (const step of own) {
        expect(remedyStepSchema.parse(step)).toEqual(step);
        expect(step.text).toMatch(/^\S.*[.?)]$/);
        expect(step.os === undefined || step.command !== undefined, step.text).toBe(true);
      }
    },
  );

  /** Where the machine's system is known, one is enough: containers and receivers are Linux, controllers Windows. */
  const mayBeOneSystem = (name: string, own: readonly RemedyStep[], os: string): boolean => {
    const isIn = (group: CauseGroup) =>
      causeOf(name.split(' ')[0] as CauseId).group === group || name.endsWith(`at ${group}`);
    if (isIn('active-directory')) return true;
    return (
      os === 'linux' && (isIn('syslog') || own.some(({ command }) => command?.includes('docker') === true))
    );
  };

  test.each(remedies.map(({ name, steps: own }) => [name, own] as const))(
    '%s leaves no system out',
    (name, own) => {
      const systems = [...new Set(own.flatMap(({ os }) => os ?? []))];
      const [only] = systems;
      if (only === undefined || (systems.length === 1 && mayBeOneSystem(name, own, only))) return;
      expect(systems).toEqual(expect.arrayContaining(['windows', 'linux']));
    },
  );

  test('gives each variant of a step to one system', () => {
    for (const { name, steps: own } of remedies) {
      const variants = own.map(({ text, os }) => `${os} ${text}`);
      expect(new Set(variants).size, name).toBe(variants.length);
    }
  });
});

/** Capitals in commands that are not for the reader to fill in. */
const WORDS_OF_COMMANDS = new Set(
  `AAAA AESGCM AIR AIR_TOKEN ASCII BEGIN CA CERTIFICATE CONNECT DHCP DNS ECDHE ESTABLISHED HKCU HKLM HUP IO IPAM LLL N1 NTDS NUL OUTPUT
   SCHANNEL SRV SYSTEM TCP`.split(/\s+/),
);

/** Capitals in texts that are not for the reader to fill in. */
const WORDS_OF_TEXTS = new Set(
  `AAAA AIR API BIND CA CONFIG CONNECT DHCP DN DNS DNSSEC ECDHE ECDSA FAILED FAQ FILES GCM HTTP HTTPS ICMP IIS INCOMPLETE INFO IP
   LDAP LDAPS LISTEN MAC MSS MTU NAT NATS NTDS PAC PDC PEM PONG PROXY RFC RHEL RSA SERVFAIL SHA SIEM SOCKS5 STARTTLS SYN TCP TLS
   TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256 TTL UDP UNCONN URL UTC VLAN VPN WAN`.split(/\s+/),
);

describe('the words to fill in', () => {
  test('are all declared', () => {
    for (const { name, command } of commands)
      for (const word of capitals(command))
        expect(placeholders.has(word) || WORDS_OF_COMMANDS.has(word), `${name}: ${word} in ${command}`).toBe(
          true,
        );
    for (const { name, text } of steps)
      for (const word of capitals(text))
        expect(placeholders.has(word) || WORDS_OF_TEXTS.has(word), `${name}: ${word} in ${text}`).toBe(true);
  });

  test('are all used', () => {
    const all = steps.map(({ text, command = '' }) => `${text} ${command}`).join('\n');
    for (const word of placeholders) expect(capitals(all)).toContain(word);
  });

  test('that may hold spaces stand in quotes in every command', () => {
    for (const { name, command } of commands)
      for (const word of ['ACCOUNT', 'BASE_DN', 'FOLDER'])
        for (const match of command.matchAll(new RegExp(`(.)\\b${word}\\b(.)`, 'g')))
          expect(`${match[1]}${match[2]}`, `${name}: ${command}`).toBe("''");
  });
});

describe('commands', () => {
  const posix = commands.filter(({ os }) => os === 'linux' || os === 'macos');

  const bash = spawnSync('bash', ['-c', 'exit 0']).status === 0;
  test.skipIf(!bash && process.env['CI'] === undefined)(
    'of Linux and macOS are read by a shell without an error',
    () => {
      for (const { name, command } of posix) {
        const { status, stderr } = spawnSync('bash', ['-n', '-c', command], { encoding: 'utf8' });
        expect(`${status} ${stderr}`, `${name}: ${command}`).toBe('0 ');
      }
    },
  );

  test('of Windows close what they open', () => {
    for (const { name, command } of commands.filter(({ os }) => os === 'windows')) {
      const bare = command
        .replace(/'[^']*'/g, '')
        .replace(/"[^"]*"/g, (text) => text.replace(/[^(){}]/g, ''));
      expect(bare, name).not.toMatch(/['"]/);
      for (const [open, close] of ['()', '{}', '[]'].map((pair) => [...pair]))
        expect(bare.split(open ?? '').length, `${name}: ${command}`).toBe(bare.split(close ?? '').length);
      expect(command, name).not.toMatch(/&&|\|\||\/dev\/null|(^|[^.\w-])curl /);
    }
  });

  test('never switch a protection off, and never delete data', () => {
    const forbidden =
      /--insecure|--no-check-certificate|SkipCertificateCheck|NODE_TLS_REJECT|DisableRealtimeMonitoring|-Enabled False|ufw disable|setenforce|systemctl (?:stop|disable|mask)|iptables -F|flush ruleset|Stop-Service|rm -|Remove-Item|(?:down|rm) (?:-v|--volumes)|volume prune|system prune|tls_reqcert/i;
    for (const { name, command, os } of commands) {
      expect(command, `${name} ${os}`).not.toMatch(forbidden);
      expect(command, `${name} ${os}`).not.toMatch(/\bcurl\S* (?:[^|]* )?-[A-Za-z]*k\b/);
    }
    for (const { name, text } of steps)
      expect(text, name).not.toMatch(
        /(?:turn|switch) off (?:the )?(?:firewall|antivirus|endpoint|certificate)|disable (?:the )?(?:firewall|antivirus|endpoint|certificate)/i,
      );
  });
});

describe('remedyOf', () => {
  test('sends a fault of any service to whoever runs it', () => {
    const closed = causeOf('port-closed');
    expect(remedyOf(closed, 'console:443')).toEqual({ owner: 'console-administrator', steps: closed.remedy });
    expect(remedyOf(closed, 'active-directory:636').owner).toBe('directory-administrator');
    expect(remedyOf(closed, 'syslog:514').owner).toBe('siem-team');
    expect(remedyOf(causeOf('wrong-service'), 'active-directory:636')).toEqual({
      owner: 'directory-administrator',
      steps: causeOf('wrong-service').remedy,
    });
    expect(remedyOf(causeOf('port-filtered'), 'syslog:514').owner).toBe('network-team');
    expect(remedyOf(causeOf('console-backend-down'), 'console:443').owner).toBe('console-administrator');
  });

  test('never tells a domain controller or a receiver about containers of the Console', () => {
    for (const cause of causes.filter(({ elsewhere }) => elsewhere !== undefined))
      for (const service of ['active-directory', 'syslog'] as const) {
        const remedy = cause.elsewhere?.[service];
        if (remedy !== undefined)
          expect(JSON.stringify(remedyOf(cause, `${service}:1`))).not.toMatch(/docker/);
      }
  });

  test('keeps to the remedy of the Console for a subject that it does not know', () => {
    const cause = causeOf('certificate-expired');
    for (const subject of ['host', '', 'toString', '__proto__', 'constructor:443'])
      expect(remedyOf(cause, subject)).toEqual({ owner: 'console-administrator', steps: cause.remedy });
  });
});
