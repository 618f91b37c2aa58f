import { z } from 'zod';
import type { HttpOutcome } from '../../contract/outcomes/http.ts';

type TokenAnswer = NonNullable<HttpOutcome['token']>;

/**
 * The two shapes in which a Console answers: its own envelope, and the body that its web framework makes of an error. A field
 * of another type than expected is treated as absent.
 */
const answerSchema = z.object({
  result: z
    .object({ authenticated: z.boolean().optional().catch(undefined) })
    .nullish()
    .catch(undefined),
  errors: z.array(z.unknown()).nullish().catch(undefined),
  message: z
    .union([z.string(), z.array(z.unknown())])
    .nullish()
    .catch(undefined),
});

/** Pages of something that stands before the Console: whatever their status is, it says nothing of the token. */
const NOT_OF_THE_CONSOLE: ReadonlySet<HttpOutcome['signature']['code']> = new Set([
  'web-filter',
  'login-portal',
  'invalid-host-header',
  'client-certificate',
  'plain-on-tls-port',
]);

/** What an answer of `GET api/public/auth/check` says of the token. Only the Console's own `authenticated` accepts it. */
export function readTokenAnswer(
  status: number | undefined,
  signature: HttpOutcome['signature']['code'],
  body: string,
): TokenAnswer {
  const { result, errors, message } = parse(body);
  const said = [...(errors ?? []), ...(Array.isArray(message) ? message : [message])]
    .filter((text) => typeof text === 'string' && text !== '')
    .join('; ')
    .slice(0, 300)
    .toWellFormed();
  return {
    code: NOT_OF_THE_CONSOLE.has(signature) ? 'cannot-tell' : codeOf(status, result?.authenticated),
    ...(said === '' ? {} : { message: said }),
  };
}

function codeOf(status: number | undefined, authenticated: boolean | undefined): TokenAnswer['code'] {
  if (status === 401 || status === 403 || authenticated === false) return 'rejected';
  return status === 200 && authenticated === true ? 'accepted' : 'cannot-tell';
}

function parse(body: string): z.infer<typeof answerSchema> {
  try {
    return answerSchema.catch({}).parse(JSON.parse(body));
  } catch {
    // HTML of a proxy, or JSON that nests too deep: it says nothing of the token.
    return {};
  }
}
