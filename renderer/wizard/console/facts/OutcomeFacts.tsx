import type { Outcome } from '../../../../electron/contract/outcomes/outcome.ts';
import { ExclusionFacts, ResponderAssetFacts } from './AssetFacts.tsx';
import { CldapFacts } from './CldapFacts.tsx';
import { ResolverFacts, SystemLookupFacts } from './DnsFacts.tsx';
import { HostFacts } from './HostFacts.tsx';
import { HttpFacts } from './HttpFacts.tsx';
import { LdapFacts } from './LdapFacts.tsx';
import { DiskSpaceFacts, FirewallFacts, FolderAccessFacts, SiteRoutesFacts } from './MachineFacts.tsx';
import { NtpFacts } from './NtpFacts.tsx';
import { PacFacts } from './PacFacts.tsx';
import { PlainHttpFacts } from './PlainHttpFacts.tsx';
import { ProxyFacts } from './ProxyFacts.tsx';
import { ProxySettingsFacts } from './ProxySettingsFacts.tsx';
import { SrvFacts } from './SrvFacts.tsx';
import { SyslogFacts, SyslogMessageFacts } from './SyslogFacts.tsx';
import { TcpFacts } from './TcpFacts.tsx';
import { TlsFacts } from './TlsFacts.tsx';
import { TlsHelloFacts } from './TlsHelloFacts.tsx';

/** The key facts of one outcome. A kind without facts of its own has its record below. */
export function OutcomeFacts({ outcome }: { readonly outcome: Outcome }) {
  switch (outcome.kind) {
    case 'system-lookup':
      return <SystemLookupFacts outcome={outcome} />;
    case 'resolver':
      return <ResolverFacts outcome={outcome} />;
    case 'tcp':
      return <TcpFacts outcome={outcome} />;
    case 'tls':
      return <TlsFacts outcome={outcome} />;
    case 'tls-hello':
      return <TlsHelloFacts outcome={outcome} />;
    case 'http':
    case 'api-token':
      return <HttpFacts outcome={outcome} />;
    case 'ldap':
    case 'ldap-bind':
      return <LdapFacts outcome={outcome} />;
    case 'cldap':
      return <CldapFacts outcome={outcome} />;
    case 'srv':
      return <SrvFacts outcome={outcome} />;
    case 'host':
      return <HostFacts outcome={outcome} />;
    case 'syslog':
      return <SyslogFacts outcome={outcome} />;
    case 'syslog-message':
      return <SyslogMessageFacts outcome={outcome} />;
    case 'proxy':
      return <ProxyFacts outcome={outcome} />;
    case 'site-routes':
      return <SiteRoutesFacts outcome={outcome} />;
    case 'firewall-state':
      return <FirewallFacts outcome={outcome} />;
    case 'disk-space':
      return <DiskSpaceFacts outcome={outcome} />;
    case 'folder-access':
      return <FolderAccessFacts outcome={outcome} />;
    case 'ntp':
      return <NtpFacts outcome={outcome} />;
    case 'responder-asset':
      return <ResponderAssetFacts outcome={outcome} />;
    case 'exclusion-list':
      return <ExclusionFacts outcome={outcome} />;
    case 'proxy-settings':
      return <ProxySettingsFacts outcome={outcome} />;
    case 'pac':
      return <PacFacts outcome={outcome} />;
    case 'plain-http':
      return <PlainHttpFacts outcome={outcome} />;
    default:
      return null;
  }
}
