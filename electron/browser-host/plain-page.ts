import { createHash } from 'node:crypto';
import type { ServerResponse } from 'node:http';

const STYLE = `:root{color-scheme:light dark;font:16px/1.55 system-ui,sans-serif}
body{margin:0;min-height:100vh;display:grid;place-items:center;background:light-dark(#f4f6f8,#11151b);color:light-dark(#161b22,#e8ecf2)}
main{max-width:34rem;padding:2rem}
h1{font-size:1.25rem;margin:0 0 .5rem}
p{margin:0 0 .75rem;color:light-dark(#525c6a,#a6b0be)}
code{font-family:ui-monospace,monospace;color:light-dark(#161b22,#e8ecf2)}`;
const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64');

/** The headers of a page that nothing may be loaded into, and that nothing keeps. */
const HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cache-control': 'no-store',
};

/** What whoever has no cookie, or a link that was used before, is told. */
export const HOW_TO_ENTER = {
  title: 'Open Airway with the link from the terminal',
  lines: [
    'Airway shows this wizard only to the browser that opened the link which the terminal printed.',
    'The link works once, and within ten minutes. Was it used already? End <code>airway serve</code> with Ctrl-C, start it again and open the new link.',
  ],
} as const;

/** Answers a request with one heading and some lines, which are our own HTML and never hold anything of a request. */
export function sendPlainPage(
  response: ServerResponse,
  status: number,
  { title, lines }: { readonly title: string; readonly lines: readonly string[] },
): void {
  const body = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${title}</h1>
${lines.map((line) => `<p>${line}</p>`).join('\n')}
</main>
</body>
</html>
`;
  response.writeHead(status, { ...HEADERS, 'content-length': Buffer.byteLength(body) });
  response.end(response.req.method === 'HEAD' ? undefined : body);
}
