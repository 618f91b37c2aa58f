import type { PlainHttpOutcome } from '../../contract/outcomes/plain-http.ts';
import { endpoint, said } from '../../contract/spoken.ts';
import type { Verdict } from '../probe.ts';

/** A Console need not answer in clear text at all: only what is not its own answer stands out. */
export function judgePlainHttp(outcome: PlainHttpOutcome): Verdict {
  const { code, proxyMarks } = outcome;
  const status =
    code === 'login-wanted' ? 'failed' : code === 'elsewhere' || proxyMarks.length > 0 ? 'warned' : 'passed';
  const marks = proxyMarks.length === 0 ? '' : `, with the mark of a proxy ("${proxyMarks[0]}")`;
  return { status, reason: `${sentence(outcome)}${marks}` };
}

function sentence({
  code,
  role,
  url,
  address,
  port,
  status,
  location,
  error,
  elapsedMs,
  title,
}: PlainHttpOutcome): string {
  const at = address === '' ? url : endpoint(address, port);
  const isOwn = role === 'console';
  switch (code) {
    case 'to-https':
      return `${at} answered HTTP ${status ?? ''} and sends to https on the same host`;
    case 'answered':
      return `${at} answered HTTP ${status ?? ''} in clear text${title === undefined ? '' : `, a page titled "${title}"`}`;
    case 'elsewhere':
      return `${at} answered HTTP ${status ?? ''} and sends to another host: ${location ?? ''}`;
    case 'login-wanted':
      return `${at} answered HTTP ${status ?? ''} with a demand to sign in`;
    case 'closed':
      return `${at} is closed${isOwn ? '; a Console needs no clear text, so this is no fault' : ''}`;
    case 'no-answer':
      return `${at} gave no answer in clear text (${error?.errno ?? 'silence'} after ${said(elapsedMs)})${isOwn ? '; a Console needs none, so this is no fault' : ''}`;
    case 'not-http':
      return `${at} does not speak HTTP in clear text (${error?.errno ?? 'the connection ended'})`;
  }
}
