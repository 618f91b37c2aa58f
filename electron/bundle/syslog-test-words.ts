import type { SyslogAnswer } from '../contract/outcomes/syslog-message.ts';
import type { Report } from '../contract/report.ts';

const ANSWERS: Readonly<Record<SyslogAnswer, string>> = {
  arrived: 'Somebody looked: it arrived.',
  'not-arrived': 'Somebody looked: it did not arrive.',
  altered: 'Somebody looked: it arrived with a number before its text.',
  'not-looked': 'Nobody has looked yet.',
};

/** What became of the test message as far as it is known, and how to look for it. */
export function syslogTestSentence({ token, answer }: NonNullable<Report['syslogTest']>): string {
  const said = answer === undefined || answer === 'not-looked' ? undefined : ANSWERS[answer];
  return `One syslog test message was sent. ${said ?? `Look for it at the receiver: grep -r ${token} /var/log, or search for ${token} in the SIEM.`}${said === undefined ? '' : ` Its token is ${token}.`}`;
}
