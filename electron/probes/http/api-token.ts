import type { HttpOutcome } from '../../contract/outcomes/http.ts';
import { endpoint } from '../../contract/spoken.ts';
import { defineProbe, type ProbeContext, type Verdict } from '../probe.ts';
import { answerOf, whyNoAnswer } from './http-verdict.ts';

/** Which Console to ask about the run's API token. */
export interface ApiTokenInput {
  readonly address: string;
  readonly port: number;
  readonly host: string;
  readonly caPem?: string;
}

/** The call with which the vendor's own clients test a token; it changes nothing. */
const PATH = '/api/public/auth/check';

/**
 * Asks the Console whether it accepts the API token of this run. The token is sent only after the certificate and the name were
 * verified, never to where a redirect leads, and stands nowhere in the outcome even if the server repeats it.
 */
export const apiTokenCheck = defineProbe<ApiTokenInput, HttpOutcome>({
  id: 'api-token',
  deadlineMs: 5000,
  awaiting: ({ address, port }) => `what ${endpoint(address, port)} says of the API token`,
  run,
  judge,
});

async function run(input: ApiTokenInput, context: ProbeContext): Promise<HttpOutcome> {
  const token = context.secrets.apiToken?.trim();
  if (token === undefined) throw new TypeError('the token check was planned for a run without an API token');
  const [{ observeHttp }, { withoutSecret }, { readTokenAnswer }] = await Promise.all([
    import('./http-observation.ts'),
    import('./http-scrub.ts'),
    import('./api-token-answer.ts'),
  ]);
  const isSendable = /^[\x21-\x7e]+$/.test(token);
  const { outcome, text } = await observeHttp(
    {
      ...input,
      kind: 'api-token',
      path: PATH,
      mustVerify: true,
      redirectLimit: 0,
      // Without the header the server says what it says to a stranger, which tells nothing of the token.
      ...(isSendable ? { secretHeader: ['Authorization', `Bearer ${token}`] as const } : {}),
    },
    context,
  );
  const answer = isSendable
    ? readTokenAnswer(outcome.status, outcome.signature.code, text)
    : {
        code: 'cannot-tell' as const,
        message: 'the token was not sent: it holds characters that cannot stand in an HTTP header',
      };
  return withoutSecret(outcome.code === 'answered' ? { ...outcome, token: answer } : outcome, token);
}

function judge(outcome: HttpOutcome): Verdict {
  const { token } = outcome;
  if (outcome.code !== 'answered' || token === undefined)
    return { status: 'failed', reason: `The token was not checked: ${whyNoAnswer(outcome)}.` };
  const said = `${answerOf(outcome)}${token.message === undefined ? '' : `: "${token.message}"`}`;
  switch (token.code) {
    case 'accepted':
      return { status: 'passed', reason: `The Console accepts the token; ${said}.` };
    case 'rejected':
      return { status: 'failed', reason: `The Console rejects the token; ${said}.` };
    case 'cannot-tell':
      return { status: 'warned', reason: `The answer does not say whether the token is good; ${said}.` };
  }
}
