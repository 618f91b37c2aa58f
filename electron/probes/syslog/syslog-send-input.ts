import type { Profile } from '../../contract/profile.ts';
import type { SyslogInput } from './syslog-input.ts';

/** One test message to one receiver. To have this is to have the consent of whoever started the run. */
export interface SyslogSendInput extends SyslogInput {
  readonly format: NonNullable<Profile['syslog']>['format'];
  /** Of a stream; a datagram has no frame. */
  readonly framing: NonNullable<Profile['syslog']>['framing'];
  readonly token: string;
  readonly runId: string;
  /** The name of this machine, as the message's header gives it. */
  readonly hostname: string;
  /** Airway's own version, for CEF. */
  readonly version: string;
}
