import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { SAMBA_DOMAIN, startSambaAdDc } from '../../../electron/probes/testing/samba-ad-dc.ts';
import { SLAPD, slapdConfig, slapdEntries } from '../../../electron/probes/testing/slapd.ts';
import { ADDRESS } from '../ground.ts';
import type { ServerRoom } from '../lab-site.ts';
import type { DirectoryOptions } from '../site-options.ts';

/** Starts the directory of the site. */
export async function startDirectory(room: ServerRoom, options: DirectoryOptions): Promise<void> {
  await (options.server === 'slapd' ? startSlapd(room, options) : startSamba(room, options));
}

const names = ({ controllers = ['dc1'] }: DirectoryOptions): string[] =>
  controllers.map((name) => `${name}.${SAMBA_DOMAIN.domain}`);

async function startSamba(room: ServerRoom, options: DirectoryOptions): Promise<void> {
  const { certificate = {}, allowPlainBinds, controllers = ['dc1'] } = options;
  const made = certificate === 'none' ? undefined : room.authorities.make(certificate, names(options), []);
  const samba = await startSambaAdDc(room.ground, room.ground.server, {
    addresses: controllers.map((name) => `${ADDRESS[name]}/24`),
    certificate: made === undefined ? 'none' : { ...made, caPem: room.authorities.root.certificatePem },
    ...(allowPlainBinds === undefined ? {} : { allowPlainBinds }),
  });
  room.ground.whenRemoved(() => samba.remove());
}

async function startSlapd(room: ServerRoom, options: DirectoryOptions): Promise<void> {
  const { certificate = {}, mustEncryptLogins, referral } = options;
  const folder = join(room.ground.folder, 'slapd');
  mkdirSync(join(folder, 'data'), { recursive: true });
  const made = certificate === 'none' ? undefined : room.authorities.make(certificate, ['ldap.lab.test'], []);
  const config = {
    ...(made === undefined
      ? {}
      : { tls: { certificatePem: made.fullChainPem, privateKeyPem: made.privateKeyPem } }),
    ...(mustEncryptLogins === undefined ? {} : { mustEncryptLogins }),
    ...(referral === undefined ? {} : { referral }),
  };
  if (made !== undefined) {
    room.ground.file('slapd/certificate.pem', made.fullChainPem);
    room.ground.file('slapd/key.pem', made.privateKeyPem, 0o600);
  }
  const conf = room.ground.file(
    'slapd/slapd.conf',
    slapdConfig(config, (name) => join(folder, name)),
  );
  const ldif = room.ground.file('slapd/entries.ldif', slapdEntries(config));
  await room.ground.run(room.ground.server, '/usr/sbin/slapd', '-T', 'add', '-f', conf, '-l', ldif);
  const at = ADDRESS.dc1;
  const urls = [`ldap://${at}/`, ...(made === undefined ? [] : [`ldaps://${at}/`])];
  const listens = [`tcp ${at}:389`, ...(made === undefined ? [] : [`tcp ${at}:636`])];
  await room.serve('directory', listens, '/usr/sbin/slapd', ['-f', conf, '-h', urls.join(' '), '-d', '0']);
}

/** What DNS says of the directory, as arguments of dnsmasq. */
export function directoryRecords(options: DirectoryOptions): string[] {
  const { domain } = SAMBA_DOMAIN;
  if (options.server === 'slapd') return [`--host-record=ldap.lab.test,${ADDRESS.dc1}`];
  const { controllers = ['dc1'], hasSrvRecords = true } = options;
  const site = `${SAMBA_DOMAIN.site}._sites`;
  const services = [
    `_ldap._tcp.dc._msdcs.${domain}`,
    `_ldap._tcp.${site}.dc._msdcs.${domain}`,
    `_ldap._tcp.${domain}`,
  ];
  return [
    `--local=/${domain}/`,
    ...controllers.map((name) => `--host-record=${name}.${domain},${ADDRESS[name]}`),
    ...(hasSrvRecords
      ? controllers.flatMap((name) =>
          services.map((service) => `--srv-host=${service},${name}.${domain},389`),
        )
      : []),
  ];
}

/** The section of the profile: an account that may log in, over LDAPS. */
export function directoryProfile({ server }: DirectoryOptions) {
  const common = { security: 'ldaps' as const, password: { env: 'LAB_PASSWORD' } };
  return server === 'slapd'
    ? { ...common, servers: ['ldap.lab.test'], username: SLAPD.userDn, baseDn: SLAPD.baseDn }
    : { ...common, domain: SAMBA_DOMAIN.domain, username: `good@${SAMBA_DOMAIN.domain}` };
}

/** The password of the account in the profile. */
export const directoryPassword = (options: DirectoryOptions | undefined): string =>
  options?.server === 'slapd' ? SLAPD.password : SAMBA_DOMAIN.password;
