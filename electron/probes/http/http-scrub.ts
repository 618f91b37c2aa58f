import type { HttpOutcome } from '../../contract/outcomes/http.ts';

/** Shortest beginning of a secret that is cut off at the end of a text: fewer characters give nothing away. */
const SHORTEST_PART = 4;

/** What is put in the place of a secret. */
const PLACEHOLDER = '(secret)';

/** Takes a secret out of everything in an outcome that the server could have written. */
export function withoutSecret(outcome: HttpOutcome, secret: string): HttpOutcome {
  const scrub = scrubber(secret);
  const { statusText, title, signature, token, error } = outcome;
  return {
    ...outcome,
    ...(statusText === undefined ? {} : { statusText: scrub(statusText).slice(0, 200) }),
    headers: Object.fromEntries(
      Object.entries(outcome.headers).map(([name, value]) => [name, scrub(value).slice(0, 1000)]),
    ),
    redirects: outcome.redirects.map(({ location, ...hop }) => ({
      ...hop,
      ...(location === undefined ? {} : { location: scrub(location).slice(0, 2048) }),
    })),
    ...(title === undefined ? {} : { title: scrub(title).slice(0, 300) }),
    signature: {
      ...signature,
      ...(signature.quote === undefined ? {} : { quote: scrub(signature.quote).slice(0, 300) }),
    },
    bodyStart: scrub(outcome.bodyStart).slice(0, 2048),
    ...(token === undefined
      ? {}
      : {
          token: {
            ...token,
            ...(token.message === undefined ? {} : { message: scrub(token.message).slice(0, 300) }),
          },
        }),
    ...(error === undefined
      ? {}
      : {
          error: {
            ...error,
            ...(error.message === undefined ? {} : { message: scrub(error.message).slice(0, 500) }),
          },
        }),
  };
}

/**
 * Makes a scrubber for a secret that a server may repeat: as it is, in any case, in Base64, percent-encoded, or escaped in JSON
 * or HTML; and its beginning where the text was cut in the middle of it.
 */
export function scrubber(secret: string): (text: string) => string {
  const bytes = Buffer.from(secret);
  const forms = [
    ...new Set([
      secret,
      encodeURIComponent(secret),
      JSON.stringify(secret).slice(1, -1),
      secret
        .replaceAll('&', '&amp;')
        .replaceAll('<', '&lt;')
        .replaceAll('>', '&gt;')
        .replaceAll('"', '&quot;'),
      bytes.toString('base64').replace(/=+$/, ''),
      bytes.toString('base64url'),
      bytes.toString('hex'),
    ]),
  ].sort((a, b) => b.length - a.length);
  const whole = new RegExp(forms.map(escapePattern).join('|'), 'gi');
  return (text) => withoutBeginning(text.replaceAll(whole, PLACEHOLDER), forms);
}

function withoutBeginning(text: string, forms: readonly string[]): string {
  const end = text.toLowerCase();
  for (const form of forms) {
    const wanted = form.toLowerCase();
    for (let length = Math.min(form.length - 1, text.length); length >= SHORTEST_PART; length -= 1)
      if (end.endsWith(wanted.slice(0, length))) return text.slice(0, -length) + PLACEHOLDER;
  }
  return text;
}

const escapePattern = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
