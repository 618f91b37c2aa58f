import { directoryPorts } from './active-directory-view.ts';
import { httpsPorts, isOpen, type PortView, type Seen, type SiteView } from './site-view.ts';

/** The ports on which a connection goes on in TLS: Console, relay, and one view for each domain controller of the directory. */
export const connectedPorts = (view: SiteView): readonly PortView[] => [
  ...httpsPorts(view),
  ...directoryPorts(view.directory),
];

/** True for a port of the Console's own machine. */
export const isOfConsole = ({ role }: PortView): boolean =>
  role !== 'syslog' && role !== 'directory' && role !== 'relay';

/** The lookups of the name that a port is behind. */
export function lookupsBehind(view: SiteView, { role }: PortView): readonly Seen<'system-lookup'>[] {
  if (role === 'syslog') return view.syslog?.lookups ?? [];
  if (role === 'relay') return view.relayLookups;
  return role === 'directory' ? (view.directory?.lookups ?? []) : view.lookups;
}

/** True for one of several domain controllers while another one is open: the Console can read from that. */
export const isSpare = ({ directory }: SiteView, { role }: PortView): boolean =>
  role === 'directory' && directoryPorts(directory).some(isOpen);
