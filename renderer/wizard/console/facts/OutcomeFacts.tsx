import type { Outcome } from '../../../../electron/contract/outcomes/outcome.ts';
import { ExclusionFacts, ResponderAssetFacts } from './AssetFacts.tsx';
import { ResolverFacts, SystemLookupFacts } from './DnsFacts.tsx';
import { HostFacts } from './HostFacts.tsx';
import { HttpFacts } from './HttpFacts.tsx';
import { DiskSpaceFacts, FirewallFacts, FolderAccessFacts, SiteRoutesFacts } from './MachineFacts.tsx';
import { NtpFacts } from './NtpFacts.tsx';
import { TcpFacts } from './TcpFacts.tsx';
import { TlsFacts } from './TlsFacts.tsx';

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
    case 'http':
    case 'api-token':
      return <HttpFacts outcome={outcome} />;
    case 'host':
      return <HostFacts outcome={outcome} />;
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
    default:
      return null;
  }
}
