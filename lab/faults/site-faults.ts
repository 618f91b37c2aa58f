import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CauseId } from '../../electron/contract/cause-ids.ts';
import { SAMBA_DOMAIN } from '../../electron/probes/testing/samba-ad-dc.ts';
import { ADDRESS } from './ground.ts';
import type { LabSite } from './lab-site.ts';

const server = (name: string): string => join(import.meta.dirname, 'servers', name);

/** Whatever port of an address is tried, somebody accepts, and says nothing. */
export async function acceptEverything(lab: LabSite, address: string): Promise<void> {
  // Redirected connections arrive at the first address of the link.
  await lab.standsToo('holds', ADDRESS.console, 9000);
  await lab.runs(
    'server',
    'nft',
    `table ip accepting { chain arriving { type nat hook prerouting priority -100; policy accept;
       ip daddr ${address} meta l4proto tcp redirect to :9000
     }
     }`,
  );
}

/**
 * A link on the way carries 1300 octets towards one side. A smaller MTU of the link itself would also drop what comes back from
 * there, without a word.
 */
export async function narrowLink(lab: LabSite, towards: 'server' | 'client'): Promise<void> {
  const [network, link] = towards === 'server' ? ['10.99.2.0/24', 'rs'] : ['10.99.1.0/24', 'rc'];
  await lab.ip('router', `route change ${network} dev ${link} mtu lock 1300`);
}

/**
 * A link on the way carries 1300 octets, and nobody learns of it: the router's ICMP "fragmentation needed" is dropped. The ends keep
 * their 1500, or they would agree on smaller segments by themselves.
 */
export async function narrowTheWay(lab: LabSite, towards: 'server' | 'client'): Promise<void> {
  await narrowLink(lab, towards);
  await lab.runs(
    'router',
    'nft',
    `table inet silence { chain leaving { type filter hook output priority 0; policy accept;
       icmp type destination-unreachable icmp code frag-needed drop
     }
     }`,
  );
  for (const end of ['client', 'server'] as const) await lab.ip(end, 'route flush cache');
}

/** A device before the web server reads ClientHellos, and resets those that name the Console. */
export async function filterName(lab: LabSite): Promise<void> {
  for (const port of [443, 8443]) {
    await lab.standsToo('name-filter', ADDRESS.console, port + 1000);
    await lab.runs(
      'server',
      'nft',
      `table ip filtering${port} { chain arriving { type nat hook prerouting priority -100; policy accept;
         ip daddr ${ADDRESS.console} tcp dport ${port} redirect to :${port + 1000}
       }
       }`,
    );
  }
}

/** A resolver that has more to say than a datagram holds, and whose TCP port is dropped on the way. */
export async function truncateAnswers(lab: LabSite): Promise<void> {
  const { resolver } = ADDRESS;
  await lab.serves(
    'server',
    [`udp ${resolver}:53`],
    process.execPath,
    server('dns-rcode.ts'),
    '0',
    resolver,
    'truncated',
  );
  await lab.filters(`ip daddr ${resolver} tcp dport 53 drop`);
}

/** The client may use one port of its own for connections, and something holds it towards each port of the Console. */
export async function useUpPorts(lab: LabSite): Promise<void> {
  await lab.runs('client', 'sysctl', '-qw', 'net.ipv4.ip_local_port_range=61000 61000');
  for (const port of [443, 8443, 4222])
    await lab.ground.start(
      lab.ground.client,
      process.execPath,
      server('hold-connection.ts'),
      ADDRESS.console,
      String(port),
      'quiet',
    );
}

/** Active Directory then says by the address of this machine that another site's controllers are nearer. */
export async function moveClientToOtherSite(lab: LabSite): Promise<void> {
  const sites = `CN=Sites,CN=Configuration,${SAMBA_DOMAIN.baseDn}`;
  const entries = [
    `dn: CN=Branch,${sites}\nobjectClass: site`,
    `dn: CN=10.99.1.0/24,CN=Subnets,${sites}\nobjectClass: subnet\nsiteObject: CN=Branch,${sites}`,
  ];
  const ldif = lab.ground.file('sites.ldif', `${entries.join('\n\n')}\n`);
  const password = lab.ground.file('sites-password', SAMBA_DOMAIN.password);
  await lab.runs(
    'server',
    'env',
    'LDAPTLS_REQCERT=never',
    ...['ldapadd', '-x', '-H', `ldaps://${ADDRESS.dc1}`, '-D', `Administrator@${SAMBA_DOMAIN.domain}`],
    ...['-y', password, '-f', ldif],
  );
}

/** The directory of the practice site in the place of a real one, for what neither Samba nor slapd does; in clear on 389. */
export async function playDirectory(lab: LabSite, fault: CauseId): Promise<void> {
  const { dc1 } = ADDRESS;
  const password = lab.ground.file('practice-password', '');
  const script = server('practice-directory.ts');
  await lab.serves('server', [`tcp ${dc1}:389`], process.execPath, script, fault, dc1, password);
  lab.environment['LAB_PASSWORD'] = readFileSync(password, 'utf8');
}
