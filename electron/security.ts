import { app, protocol, type Session, type WebContents } from 'electron';
import { pageHeaders, readStaticFiles, type StaticFile } from './session/static-files.ts';

const SCHEME = 'app';
const HOST = 'airway';
/** The only page that there is. */
export const PAGE_URL = `${SCHEME}://${HOST}/`;
const PAGE_HEADERS = pageHeaders("'none'");

/** Makes our scheme one with an origin, so that `'self'` means something. Must be called before the app is ready. */
export function registerPageScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: SCHEME, privileges: { standard: true, secure: true, codeCache: true } },
  ]);
}

/** Serves the built wizard under our scheme. Throws an Error in words when it is not built. */
export function servePage(rendererDir: string): void {
  const files = readStaticFiles(rendererDir);
  protocol.handle(SCHEME, (request) => answerFile(files, request));
}

/** A path is looked up as it stands in a list of what is there; it never becomes a path of the file system. */
function answerFile(files: ReadonlyMap<string, StaticFile>, { method, url }: Request): Response {
  const file = isPageUrl(url) ? files.get(new URL(url).pathname) : undefined;
  if (file === undefined || method !== 'GET')
    return new Response(null, { status: 404, headers: PAGE_HEADERS });
  return new Response(file.bytes, { headers: { ...PAGE_HEADERS, 'content-type': file.contentType } });
}

/** Whether a URL is one of ours: parsed, never compared by its beginning. */
export function isPageUrl(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol: scheme, host, username, password } = new URL(url);
  return scheme === `${SCHEME}:` && host === HOST && username === '' && password === '';
}

/** Puts every session and every page, whoever makes it, under the rules below. Must be called before the app is ready. */
export function guardEverything(): void {
  app.on('session-created', guardSession);
  app.on('web-contents-created', (_event, contents) => guardContents(contents));
}

/** Nothing is loaded from anywhere, no permission is had, no device is seen, no file is downloaded. */
export function guardSession(session: Session): void {
  session.webRequest.onBeforeRequest(({ url, resourceType }, answer) =>
    answer({ cancel: !isOurRequest(url, resourceType) }),
  );
  // Electron's own answer to both is yes.
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.on('will-download', (event) => event.preventDefault());
  // It would fetch its dictionaries from the Internet.
  session.setSpellCheckerEnabled(false);
}

function isOurRequest(url: string, resourceType: string): boolean {
  if (isPageUrl(url)) return true;
  if (url.startsWith('data:')) return resourceType === 'image';
  // The developer tools are a page of Chromium's own; a packaged app has none.
  return !app.isPackaged && url.startsWith('devtools://');
}

/** A page stays where it is: it goes nowhere, opens nothing and embeds nothing. */
function guardContents(contents: WebContents): void {
  contents.on('will-navigate', (event) => event.preventDefault());
  contents.on('will-frame-navigate', (event) => event.preventDefault());
  contents.on('will-redirect', (event) => event.preventDefault());
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
}
