import { Tally } from '../bundle/redaction/ledger.ts';
import { redactDocument } from '../bundle/redaction/redact-document.ts';
import { DEFAULT_CHOICES, Redactor } from '../bundle/redaction/redactor.ts';
import { type RunEvent, runEventSchema } from '../contract/events.ts';

/**
 * Takes secrets out of the events of a run before anybody sees them: those that the run was given, in any written form, and what can
 * be told to be one in the answers of servers, which may say whatever they like. Names and addresses stay. An event without any comes
 * back as it is.
 */
export function eventGuard(secrets: readonly string[]): (event: RunEvent) => RunEvent {
  const redactor = new Redactor({ ...DEFAULT_CHOICES, identities: false }, secrets);
  return (event) => redactDocument<RunEvent>(redactor, runEventSchema, event, new Tally());
}
