import type { SyslogAnswer } from '../contract/outcomes/syslog-message.ts';
import type { Profile } from '../contract/profile.ts';
import type { RunState } from '../contract/run-state.ts';
import type { PortView, Seen, SiteView } from './site-view.ts';

/** The one test message that was agreed to, and what is known of it. */
export interface SyslogTestView {
  readonly message: Seen<'syslog-message'>;
  /** A TLS greeting to the same port, where the receiver hung up at a plain message. */
  readonly controlTls?: Seen<'tls'>;
  /** What somebody said who looked at the receiver; absent while nobody has. */
  readonly answer?: Exclude<SyslogAnswer, 'not-looked'>;
}

/** Arranges what was seen of the test message; undefined where none was to be sent. */
export function viewSyslogTest(
  state: RunState,
  messages: readonly Seen<'syslog-message'>[],
  handshakes: readonly Seen<'tls'>[],
): SyslogTestView | undefined {
  const [message] = messages;
  if (message === undefined) return undefined;
  const answer = state.syslogAnswer?.answer;
  const controlTls =
    message.outcome.transport === 'tcp'
      ? handshakes.find(
          ({ check, outcome }) => check.step === 'syslog' && outcome.address === message.outcome.address,
        )
      : undefined;
  return {
    message,
    ...(controlTls === undefined ? {} : { controlTls }),
    ...(answer === undefined || answer === 'not-looked' ? {} : { answer }),
  };
}

/** The receiver as a port whose certificate is judged; undefined unless the profile names TLS. */
export function syslogTlsPort({ syslog }: Profile, handshakes: SiteView['tls']): PortView | undefined {
  if (syslog === undefined || syslog.transport !== 'tls') return undefined;
  const { address: host, port } = syslog;
  return {
    subject: `syslog:${port}`,
    host,
    port,
    role: 'syslog',
    ends: handshakes.flatMap((tls) =>
      tls.check.step === 'syslog' ? [{ address: tls.outcome.address, port, tls }] : [],
    ),
  };
}
