import { connectedPorts } from '../port-roles.ts';
import type { PortView, SiteView } from '../site-view.ts';
import { syslogTlsPort } from '../syslog-test-view.ts';

/** Every port whose certificate is judged: the Console's and the relay's, that of the directory, and that of a syslog receiver by TLS. */
export function certifiedPorts(view: SiteView): readonly PortView[] {
  const syslog = syslogTlsPort(view.profile, view.tls);
  return syslog === undefined ? connectedPorts(view) : [...connectedPorts(view), syslog];
}
