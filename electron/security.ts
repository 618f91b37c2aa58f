import { app, protocol, type Session, session, type WebContents } from 'electron';
import type { OnRefusal } from './session/refusal-log.ts';
import { pageHeaders, readStaticFiles, type StaticFile } from './session/static-files.ts';

const SCHEME = 'app';
const HOST = 'airway';
/** The only page that there is. */
export const PAGE_URL = `${SCHEME}://${HOST}/`;
/** The one page of a session that prints, which knows no other. */
export const PRINT_URL = `${SCHEME}://print/`;
const PAGE_HEADERS = pageHeaders("'none'");
/** A report has no script, and could not run one: it stands in a sandbox, in a session of its own. */
const PRINT_HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy':
    "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
};

/** Makes our scheme one with an origin, so that `'self'` means something. Must be called before the app is ready. */
export function registerPageScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: SCHEME, privileges: { standard: true, secure: true, codeCache: true } },
  ]);
}

/** Serves the built wizard under our scheme. Throws an Error in words when it is not built. */
export function servePage(rendererDir: string, onRefusal: OnRefusal): void {
  const files = readStaticFiles(rendererDir);
  protocol.handle(SCHEME, (request) => answerFile(files, request, onRefusal));
}

/** A path is looked up as it stands in a list of what is there; it never becomes a path of the file system. */
function answerFile(
  files: ReadonlyMap<string, StaticFile>,
  { method, url }: Request,
  onRefusal: OnRefusal,
): Response {
  const file = isPageUrl(url) ? files.get(new URL(url).pathname) : undefined;
  if (file === undefined || method !== 'GET') {
    onRefusal('missing-file', url);
    return new Response(null, { status: 404, headers: PAGE_HEADERS });
  }
  return new Response(file.bytes, { headers: { ...PAGE_HEADERS, 'content-type': file.contentType } });
}

/** A session in memory that can load one text as a page and nothing else, not even the wizard. */
export function printSession(name: string, html: string): Session {
  // Without `persist:` before the name nothing of it is written.
  const printing = session.fromPartition(name, { cache: false });
  printing.webRequest.onBeforeRequest(({ url, resourceType }, answer) =>
    answer({ cancel: url !== PRINT_URL && !isPicture(url, resourceType) }),
  );
  printing.protocol.handle(SCHEME, () => new Response(html, { headers: PRINT_HEADERS }));
  return printing;
}

/** Whether a URL is one of ours: parsed, never compared by its beginning. */
export function isPageUrl(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol: scheme, host, username, password } = new URL(url);
  return scheme === `${SCHEME}:` && host === HOST && username === '' && password === '';
}

/** Puts every session and every page, whoever makes it, under the rules below. Must be called before the app is ready. */
export function guardEverything(onRefusal: OnRefusal): void {
  app.on('session-created', (made) => guardSession(made, onRefusal));
  app.on('web-contents-created', (_event, contents) => guardContents(contents, onRefusal));
  // It is also given by launchers of AppImages where the system lets nobody make user namespaces.
  if (app.commandLine.hasSwitch('no-sandbox'))
    onRefusal(
      'no-sandbox',
      'Airway was started with --no-sandbox: its page runs without the system’s sandbox',
    );
}

const guardedSessions = new WeakSet<Session>();

/** Nothing is loaded from anywhere, no permission is had, no device is seen, no file is downloaded. */
export function guardSession(guarded: Session, onRefusal: OnRefusal): void {
  if (guardedSessions.has(guarded)) return;
  guardedSessions.add(guarded);
  guarded.webRequest.onBeforeRequest(({ url, resourceType }, answer) => {
    const isOurs = isOurRequest(url, resourceType);
    if (!isOurs) onRefusal('request', url);
    answer({ cancel: !isOurs });
  });
  // Electron's own answer to both is yes.
  guarded.setPermissionRequestHandler((_contents, permission, answer) => {
    notePermission(permission, onRefusal);
    answer(false);
  });
  guarded.setPermissionCheckHandler((_contents, permission) => {
    notePermission(permission, onRefusal);
    return false;
  });
  guarded.setDevicePermissionHandler(({ deviceType }) => {
    onRefusal('device', deviceType);
    return false;
  });
  guarded.on('will-download', (event, item) => {
    onRefusal('download', item.getURL());
    event.preventDefault();
  });
  // It would fetch its dictionaries from the Internet.
  guarded.setSpellCheckerEnabled(false);
}

/** The wizard's own copy buttons ask for this one, and copy the old way when it is refused. */
const ASKED_BY_COPY_BUTTONS = 'clipboard-sanitized-write';

function notePermission(permission: string, onRefusal: OnRefusal): void {
  if (permission !== ASKED_BY_COPY_BUTTONS) onRefusal('permission', permission);
}

function isOurRequest(url: string, resourceType: string): boolean {
  if (isPageUrl(url) || isPicture(url, resourceType)) return true;
  // The developer tools are a page of Chromium's own; a packaged app has none.
  return !app.isPackaged && url.startsWith('devtools://');
}

const isPicture = (url: string, resourceType: string): boolean =>
  url.startsWith('data:') && resourceType === 'image';

/** A page stays where it is: it goes nowhere, opens nothing and embeds nothing. */
function guardContents(contents: WebContents, onRefusal: OnRefusal): void {
  contents.on('will-navigate', (event) => event.preventDefault());
  // Comes for the main frame as well, so that this one is noted.
  contents.on('will-frame-navigate', (event) => {
    onRefusal('navigation', event.url);
    event.preventDefault();
  });
  contents.on('will-redirect', (event) => event.preventDefault());
  contents.on('will-attach-webview', (event, _preferences, params) => {
    onRefusal('webview', params['src'] ?? '');
    event.preventDefault();
  });
  contents.setWindowOpenHandler(({ url }) => {
    onRefusal('new-window', url);
    return { action: 'deny' };
  });
  // No policy of a page covers WebRTC, whose packets pass by the rules for requests.
  contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
}
