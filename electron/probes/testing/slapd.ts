import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePorts } from './free-ports.ts';

const BINARY = '/usr/sbin/slapd';
const SCHEMAS = ['core', 'cosine', 'inetorgperson'];

const execute = promisify(execFile);

/** True when a test must be skipped because slapd is missing. Under CI never, so that the test fails. */
export const isSlapdMissing = (): boolean => !existsSync(BINARY) && process.env['CI'] === undefined;

export interface SlapdConfig {
  /** Serves LDAPS on the second port and StartTLS on the first. */
  readonly tls?: { readonly certificatePem: string; readonly privateKeyPem: string };
  /** `security simple_bind=128`: logins in clear are refused with result 13. */
  readonly mustEncryptLogins?: boolean;
  /** Where `SLAPD.referralDn` leads. */
  readonly referral?: string;
  /** Wrong passwords after which the account is locked, by the ppolicy overlay. */
  readonly lockAfter?: number;
}

/** The directory that the server serves. */
export const SLAPD = {
  baseDn: 'dc=lab,dc=test',
  userDn: 'uid=reader,ou=people,dc=lab,dc=test',
  password: 'reader-Passw0rd',
  /** An entry that only says where to ask instead. */
  referralDn: 'ou=elsewhere,dc=lab,dc=test',
} as const;

/** A running slapd; end it with `await slapd.stop()`. */
export interface Slapd {
  readonly port: number;
  /** The LDAPS port; nobody listens there without `tls`. */
  readonly tlsPort: number;
  stop(): Promise<void>;
}

/** Starts Debian's slapd in a temporary folder and resolves when its port accepts. One process, no daemon. */
export async function startSlapd(config: SlapdConfig = {}): Promise<Slapd> {
  if (!existsSync(BINARY)) throw new Error(`${BINARY} is not installed`);
  const directory = await mkdtemp(join(tmpdir(), 'airway-slapd-'));
  const [port = 0, tlsPort = 0] = await freePorts(2);
  const file = (name: string): string => join(directory, name);
  const { tls } = config;
  await mkdir(file('data'));
  await Promise.all([
    writeFile(file('slapd.conf'), slapdConfig(config, file)),
    writeFile(file('entries.ldif'), slapdEntries(config)),
    ...(tls === undefined
      ? []
      : [
          writeFile(file('certificate.pem'), tls.certificatePem),
          writeFile(file('key.pem'), tls.privateKeyPem),
        ]),
  ]);
  // The same program under another name reads entries into an empty directory (slapadd(8)).
  await execute(BINARY, ['-T', 'add', '-f', file('slapd.conf'), '-l', file('entries.ldif')]);
  const urls = [`ldap://127.0.0.1:${port}/`, ...(tls === undefined ? [] : [`ldaps://127.0.0.1:${tlsPort}/`])];
  const child = spawn(BINARY, ['-f', file('slapd.conf'), '-h', urls.join(' '), '-d', '0'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let log = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    log = (log + text).slice(-64_000);
  });
  const exited = new Promise<void>((resolve) => {
    child.once('close', () => resolve());
    child.once('error', () => resolve());
  });
  const stop = async (): Promise<void> => {
    child.kill('SIGKILL');
    await exited;
    await rm(directory, { recursive: true, force: true });
  };
  if (!(await untilAccepting(port, child))) {
    await stop();
    throw new Error(`slapd ended before it listened\n${log}`);
  }
  return { port, tlsPort, stop };
}

/** Its slapd.conf; `file` gives the path of a name in its folder, where `data` and the certificate are. */
export function slapdConfig(
  { tls, mustEncryptLogins, lockAfter }: SlapdConfig,
  file: (name: string) => string,
): string {
  const lines = [
    ...SCHEMAS.map((name) => `include /etc/ldap/schema/${name}.schema`),
    'modulepath /usr/lib/ldap',
    'moduleload back_mdb',
    'moduleload ppolicy',
    `pidfile ${file('pid')}`,
    ...(tls === undefined
      ? []
      : [`TLSCertificateFile ${file('certificate.pem')}`, `TLSCertificateKeyFile ${file('key.pem')}`]),
    ...(mustEncryptLogins === true ? ['security simple_bind=128'] : []),
    'database mdb',
    `suffix "${SLAPD.baseDn}"`,
    // In its name the policy overlay counts wrong passwords; without one it counts nothing.
    `rootdn "cn=root,${SLAPD.baseDn}"`,
    `directory ${file('data')}`,
    'maxsize 10485760',
    ...(lockAfter === undefined
      ? []
      : ['overlay ppolicy', `ppolicy_default "cn=policy,${SLAPD.baseDn}"`, 'ppolicy_use_lockout']),
  ];
  return `${lines.join('\n')}\n`;
}

/** What its directory holds, as LDIF. */
export function slapdEntries({ referral, lockAfter }: SlapdConfig): string {
  const all = [
    `dn: ${SLAPD.baseDn}\nobjectClass: dcObject\nobjectClass: organization\no: Lab\ndc: lab`,
    `dn: ou=people,${SLAPD.baseDn}\nobjectClass: organizationalUnit\nou: people`,
    `dn: ${SLAPD.userDn}\nobjectClass: inetOrgPerson\nuid: reader\ncn: reader\nsn: reader\nuserPassword: ${SLAPD.password}`,
  ];
  if (referral !== undefined)
    all.push(
      `dn: ${SLAPD.referralDn}\nobjectClass: referral\nobjectClass: extensibleObject\nou: elsewhere\nref: ${referral}`,
    );
  if (lockAfter !== undefined)
    all.push(
      `dn: cn=policy,${SLAPD.baseDn}\nobjectClass: organizationalRole\nobjectClass: pwdPolicy\ncn: policy\n` +
        `pwdAttribute: userPassword\npwdLockout: TRUE\npwdMaxFailure: ${lockAfter}`,
    );
  return `${all.join('\n\n')}\n`;
}

/** Tries to connect until the port accepts; false when the process has ended. */
async function untilAccepting(port: number, child: ChildProcess): Promise<boolean> {
  while (child.exitCode === null && child.signalCode === null) {
    const isAccepting = await new Promise<boolean>((resolve) => {
      const socket = connect({ port, host: '127.0.0.1' });
      socket.once('error', () => resolve(false));
      socket.once('connect', () => {
        socket.destroy();
        resolve(true);
      });
    });
    if (isAccepting) return true;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return false;
}
