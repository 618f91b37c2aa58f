import { directoryPorts } from './active-directory-view.ts';
import { httpsPorts, isOpen, type PortView, type SiteView } from './site-view.ts';

/** The ports on which a connection goes on in TLS: Console, relay, and one view for each domain controller of the directory. */
export const connectedPorts = (view: SiteView): readonly PortView[] => [
  ...httpsPorts(view),
  ...directoryPorts(view.directory),
];

/** True for a port of the Console's own machine. */
export const isOfConsole = ({ role }: PortView): boolean =>
  role !== 'syslog' && role !== 'directory' && role !== 'relay';

/** True for one of several domain controllers while another one is open: the Console can read from that. */
export const isSpare = ({ directory }: SiteView, { role }: PortView): boolean =>
  role === 'directory' && directoryPorts(directory).some(isOpen);
