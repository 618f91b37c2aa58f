import { httpsPorts, type PortView, type SiteView } from '../site-view.ts';
import { syslogTlsPort } from '../syslog-test-view.ts';

/** Every port whose certificate is judged: the Console's and the relay's, and that of a syslog receiver by TLS. */
export function certifiedPorts(view: SiteView): readonly PortView[] {
  const syslog = syslogTlsPort(view.profile, view.tls);
  return syslog === undefined ? httpsPorts(view) : [...httpsPorts(view), syslog];
}
