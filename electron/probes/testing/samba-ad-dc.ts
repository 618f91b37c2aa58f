import { execFile } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { NamespaceLab } from './namespace-lab.ts';
import { issue, makeAuthority } from './test-certificates.ts';

const SAMBA = '/usr/sbin/samba';
const SAMBA_TOOL = '/usr/bin/samba-tool';
const PROVISION_FILES = '/usr/share/samba/setup';
/** Debian's own, because Samba's modules are installed for it alone. */
const PYTHON = '/usr/bin/python3';
const ACCOUNTS_SCRIPT = new URL('samba-accounts.py', import.meta.url).pathname;
const CACHE = new URL('../../../node_modules/.cache/airway-servers', import.meta.url).pathname;

const execute = promisify(execFile);

/** True when a test must be skipped because Samba is missing. Under CI never, so that the test fails. */
export const isSambaMissing = (): boolean =>
  process.env['CI'] === undefined && ![SAMBA, SAMBA_TOOL, PROVISION_FILES].every((path) => existsSync(path));

/** The domain that the controller serves, and its accounts, which all have the same password. */
export const SAMBA_DOMAIN = {
  domain: 'airlab.test',
  netbiosDomain: 'AIRLAB',
  baseDn: 'DC=airlab,DC=test',
  /** Holds three computers, all that there are besides the controller. */
  organizationalUnit: 'OU=Assets,DC=airlab,DC=test',
  host: 'dc1.airlab.test',
  address: '127.0.0.60',
  site: 'Default-First-Site-Name',
  password: 'Passw0rd!Lab',
  /** By the sub-code that a login with the right password is refused with; `good` is let in. */
  accounts: {
    good: 'good',
    '530': 'hours',
    '531': 'workstation',
    '532': 'old-password',
    '533': 'disabled',
    '701': 'expired',
    '773': 'must-change',
    '775': 'locked',
  },
} as const;

export interface SambaConfig {
  /** Where it listens, with the length of the network's prefix; `SAMBA_DOMAIN.address` on loopback unless said. */
  readonly addresses?: readonly string[];
  /** Its certificate and authority; one for `SAMBA_DOMAIN.host` is made unless said. `none`: it serves no TLS. */
  readonly certificate?:
    | { readonly fullChainPem: string; readonly privateKeyPem: string; readonly caPem: string }
    | 'none';
  /** Lets simple binds in clear through; Samba refuses them with result 8 unless it is told otherwise. */
  readonly allowPlainBinds?: boolean;
}

/** Where programs are run and started inside a namespace. */
type Room = Pick<NamespaceLab, 'run' | 'start'>;

/** A running domain controller; it ends with its namespace lab, and `remove` then takes its files away. */
export interface SambaAdDc {
  /** The authority of its certificate, which is for `SAMBA_DOMAIN.host`. */
  readonly caPem: string;
  remove(): Promise<void>;
}

/**
 * Starts Samba as an Active Directory domain controller on 127.0.0.60 of a namespace that has nothing but loopback, with its usual
 * ports (389, 636, 3268, 3269, 88, 464 and 53), and resolves when they answer. The domain is provisioned once and kept for later
 * starts, below node_modules/.cache; each start works on a copy.
 */
export async function startSambaAdDc(
  lab: Room,
  namespace: string,
  config: SambaConfig = {},
): Promise<SambaAdDc> {
  const provisioned = await provisionedDomain(lab, namespace);
  const directory = await mkdtemp(join(tmpdir(), 'airway-samba-'));
  const file = (name: string): string => join(directory, name);
  const remove = (): Promise<void> => rm(directory, { recursive: true, force: true });
  try {
    await cp(provisioned, directory, { recursive: true });
    const given = config.certificate === 'none' ? undefined : config.certificate;
    const certificate = given ?? ownCertificate();
    await Promise.all([
      mkdir(file('run'), { recursive: true }),
      writeFile(file('ca.pem'), certificate.caPem),
      writeFile(file('certificate.pem'), certificate.fullChainPem),
      writeFile(file('key.pem'), certificate.privateKeyPem, { mode: 0o600 }),
      writeFile(file('smb.conf'), wholeConfig(config, file)),
    ]);
    const [first = SAMBA_DOMAIN.address] = config.addresses ?? [];
    const ports = [389, 3268, 53, 88, ...(config.certificate === 'none' ? [] : [636])];
    const waiting = untilAnswering(first.replace(/\/.*/, ''), ports);
    const answering = lab.run(namespace, process.execPath, '--input-type=module', '--eval', waiting);
    // Into a pipe Samba writes nothing until its buffer is full: its first word is not waited for, only its end.
    await Promise.race([
      answering,
      lab
        .start(namespace, SAMBA, '-F', '--no-process-group', '-M', 'single', '-s', file('smb.conf'))
        .then(() => answering),
    ]);
    return { caPem: certificate.caPem, remove };
  } catch (error) {
    const log = await readFile(file('log'), 'utf8').catch(() => '');
    await remove();
    throw new Error(`Samba did not start\n${log.slice(-4000)}`, { cause: error });
  }
}

/** Without the file server and what only it needs: one process, 60 MB. Nothing is read from or written to the system's folders. */
function wholeConfig(
  { allowPlainBinds, addresses, certificate }: SambaConfig,
  file: (name: string) => string,
): string {
  return `[global]
    netbios name = DC1
    realm = ${SAMBA_DOMAIN.domain.toUpperCase()}
    workgroup = ${SAMBA_DOMAIN.netbiosDomain}
    server role = active directory domain controller
    server services = ldap, cldap, kdc, dns
    dcerpc endpoint servers =
    interfaces = ${(addresses ?? [`${SAMBA_DOMAIN.address}/8`]).join(' ')}
    bind interfaces only = yes
    disable netbios = yes
    ldap server require strong auth = ${allowPlainBinds === true ? 'no' : 'yes'}
    tls enabled = ${certificate === 'none' ? 'no' : 'yes'}
    tls keyfile = ${file('key.pem')}
    tls certfile = ${file('certificate.pem')}
    tls cafile = ${file('ca.pem')}
    private dir = ${file('private')}
    lock directory = ${file('.')}
    state directory = ${file('state')}
    cache directory = ${file('run')}
    binddns dir = ${file('bind-dns')}
    pid directory = ${file('run')}
    ncalrpc dir = ${file('run/ncalrpc')}
    winbindd socket directory = ${file('run/winbindd')}
    ntp signd socket directory = ${file('run/ntp')}
    log file = ${file('log')}
    logging = file
    [sysvol]
    path = ${file('state/sysvol')}
    [netlogon]
    path = ${file(`state/sysvol/${SAMBA_DOMAIN.domain}/scripts`)}
    `;
}

function ownCertificate(): { fullChainPem: string; privateKeyPem: string; caPem: string } {
  const authority = makeAuthority({ commonName: 'Airlab Root' });
  const certificate = issue(authority, { dnsNames: [SAMBA_DOMAIN.host, SAMBA_DOMAIN.domain] });
  return { ...certificate, caPem: authority.certificatePem };
}

/** Tries each port until it accepts, in the namespace. */
const untilAnswering = (address: string, ports: readonly number[]): string => `
  import { connect } from 'node:net';
  const accepts = (port) => new Promise((resolve) => {
    const socket = connect({ host: '${address}', port });
    socket.once('error', () => resolve(false));
    socket.once('connect', () => { socket.destroy(); resolve(true); });
  });
  for (const port of ${JSON.stringify(ports)})
    while (!(await accepts(port))) await new Promise((resolve) => setTimeout(resolve, 20));
`;

/** The folder of a provisioned domain, which is made when there is none for this version of Samba and this recipe. */
async function provisionedDomain(lab: Room, namespace: string): Promise<string> {
  const [{ stdout: version }, script, recipe] = await Promise.all([
    execute(SAMBA, ['--version']),
    readFile(ACCOUNTS_SCRIPT),
    readFile(new URL(import.meta.url)),
  ]);
  const key = createHash('sha256').update(version).update(script).update(recipe).digest('hex').slice(0, 16);
  const kept = join(CACHE, `samba-${key}`);
  if (existsSync(kept)) return kept;
  const fresh = `${kept}.${randomBytes(4).toString('hex')}`;
  await mkdir(CACHE, { recursive: true });
  try {
    await lab.run(
      namespace,
      SAMBA_TOOL,
      ...['domain', 'provision', `--targetdir=${fresh}`, '--quiet'],
      ...[`--realm=${SAMBA_DOMAIN.domain.toUpperCase()}`, `--domain=${SAMBA_DOMAIN.netbiosDomain}`],
      ...['--server-role=dc', '--dns-backend=SAMBA_INTERNAL', `--adminpass=${SAMBA_DOMAIN.password}`],
      ...['--host-name=dc1', `--host-ip=${SAMBA_DOMAIN.address}`],
      ...[`--option=interfaces=${SAMBA_DOMAIN.address}/8`, '--option=bind interfaces only=yes'],
    );
    const provisionedConfig = join(fresh, 'etc/smb.conf');
    await lab.run(namespace, PYTHON, ACCOUNTS_SCRIPT, provisionedConfig, SAMBA_DOMAIN.password);
    // Another worker may have been faster: then its folder stays.
    await rename(fresh, kept).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
    });
    return kept;
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
}
