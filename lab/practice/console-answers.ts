import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';
import type { ConsoleAnswer, ConsoleState } from './site-plan.ts';

/** How long the web server waits for a hung application: long enough to be told from 502, short enough for a practice run. */
const BACKEND_PATIENCE_MS = 1000;

const HTML = 'text/html; charset=utf-8';
const JSON_TYPE = 'application/json; charset=utf-8';

function send(
  response: ServerResponse,
  state: ConsoleState,
  status: number,
  body: string,
  headers: OutgoingHttpHeaders,
): void {
  response.sendDate = false;
  response.writeHead(status, {
    date: new Date(state.now()).toUTCString(),
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
    ...headers,
  });
  response.end(body);
}

function sendJson(response: ServerResponse, state: ConsoleState, status: number, body: object): void {
  send(response, state, status, JSON.stringify(body), { 'content-type': JSON_TYPE });
}

/** The envelope of the Console's API: `success`, `result`, `statusCode`, `errors`. */
function sendEnvelope(
  response: ServerResponse,
  state: ConsoleState,
  status: number,
  result: object | null,
  errors: readonly string[],
): void {
  sendJson(response, state, status, { success: status < 400, result, statusCode: status, errors });
}

function sendErrorPage(response: ServerResponse, state: ConsoleState, status: number, title: string): void {
  const page = `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n`;
  send(response, state, status, page, { server: 'nginx', 'content-type': HTML });
}

const CONSOLE_PAGE = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>AIR Console</title></head>
<body>
<h1>Binalyze AIR Console</h1>
<p>This is Airway's practice site, not a real Console.</p>
</body>
</html>
`;

const DEFAULT_PAGE = `<!DOCTYPE html>
<html>
<head><title>Welcome to nginx!</title></head>
<body>
<h1>Welcome to nginx!</h1>
<p>If you see this page, the nginx web server is successfully installed and working. Further configuration is required.</p>
</body>
</html>
`;

const WEB_FILTER_PAGE = `<!DOCTYPE html>
<html>
<head><meta charset="utf-8"><title>Web Filter Violation</title></head>
<body>
<h1>FortiGuard Intrusion Prevention - Access Blocked</h1>
<h2>Web Page Blocked!</h2>
<p>You have tried to access a web page that is in violation of your internet usage policy.</p>
</body>
</html>
`;

/** The Console when it works: its page on every path, and the token check of its API. */
export const answerAsConsole: ConsoleAnswer = (request, response, state) => {
  const path = (request.url ?? '/').split('?', 1)[0] ?? '/';
  if (path === '/api/public/auth/check') {
    const isAccepted = state.acceptsToken && request.headers.authorization === `Bearer ${state.apiToken}`;
    if (isAccepted)
      sendEnvelope(
        response,
        state,
        200,
        { authenticated: true, user: { username: 'practice', organizationId: 0 } },
        [],
      );
    else sendEnvelope(response, state, 401, null, ['Unauthorized']);
  } else if (path.startsWith('/api/')) {
    sendEnvelope(response, state, 404, null, [`Cannot ${request.method ?? 'GET'} this path`]);
  } else send(response, state, 200, CONSOLE_PAGE, { 'content-type': HTML });
};

/** A reverse proxy whose application refuses connections. */
export const answerBackendDown: ConsoleAnswer = (_request, response, state) =>
  sendErrorPage(response, state, 502, '502 Bad Gateway');

/** A reverse proxy whose application accepts the request and never answers. */
export const answerBackendHung: ConsoleAnswer = (_request, response, state) => {
  const patience = setTimeout(
    () => sendErrorPage(response, state, 504, '504 Gateway Time-out'),
    BACKEND_PATIENCE_MS,
  );
  response.once('close', () => clearTimeout(patience));
};

/** A web filter on the way that blocks the address. */
export const answerWebFilter: ConsoleAnswer = (_request, response, state) =>
  send(response, state, 403, WEB_FILTER_PAGE, { 'content-type': HTML, 'x-frame-options': 'SAMEORIGIN' });

/** A portal that wants its own login first. */
export const answerRedirect: ConsoleAnswer = (_request, response, state) =>
  send(response, state, 302, '', { location: 'https://portal.practice.invalid/login' });

/** The Console when the Host header is not the Console Address that it is configured with. */
export const answerInvalidHostHeader: ConsoleAnswer = (_request, response, state) =>
  sendJson(response, state, 400, {
    statusCode: 400,
    message: 'Invalid Host Header. Host must be the Console Address',
    error: 'Bad Request',
  });

/** A web server that nobody configured. */
export const answerDefaultPage: ConsoleAnswer = (_request, response, state) =>
  send(response, state, 200, DEFAULT_PAGE, { server: 'nginx', 'content-type': HTML });
