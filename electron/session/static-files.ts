import { readdirSync, readFileSync, statSync } from 'node:fs';
import { extname, join } from 'node:path';

/** Types by ending. A file of any other kind is not served: the wizard has no use for it. */
const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml; charset=utf-8',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};
/** The wizard is some dozen files of some megabytes; a folder beyond this is not the wizard. */
const MOST_FILES = 500;
const MOST_BYTES = 32 * 1024 * 1024;

/** One file of the built wizard, in memory. */
export interface StaticFile {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly contentType: string;
  /** The bundler names everything but the page itself by its content, so that only the page can change. */
  readonly isNamedByContent: boolean;
}

/**
 * Reads the built wizard into a map from URL path to file; `/` is the page. What is not in the map cannot be asked for, whatever
 * dots, slashes or escapes a path has. Symbolic links and unknown kinds of file are left out. Throws an Error that names the
 * folder when it does not hold a wizard.
 */
export function readStaticFiles(rendererDir: string): ReadonlyMap<string, StaticFile> {
  return collectStaticFiles(rendererDir, walk(rendererDir));
}

/** A file before it is read. */
export interface StaticSource {
  /** Path as the browser asks for it: `/assets/index-AbC1.js`. */
  readonly urlPath: string;
  readonly sizeBytes: () => number;
  readonly read: () => Uint8Array<ArrayBuffer>;
}

/** The same map from files that lie elsewhere than in a folder; `place` names it in what is thrown. */
export function collectStaticFiles(
  place: string,
  sources: Iterable<StaticSource>,
): ReadonlyMap<string, StaticFile> {
  const files = new Map<string, StaticFile>();
  let totalBytes = 0;
  for (const { urlPath, sizeBytes, read } of sources) {
    const contentType = CONTENT_TYPES[extname(urlPath)];
    if (contentType === undefined) continue;
    totalBytes += sizeBytes();
    if (files.size >= MOST_FILES || totalBytes > MOST_BYTES)
      throw new Error(`${place} holds more than the wizard: it is not served`);
    files.set(urlPath, { bytes: read(), contentType, isNamedByContent: urlPath.startsWith('/assets/') });
  }
  const page = files.get('/index.html');
  if (page === undefined) throw new Error(`The wizard is not built: there is no index.html in ${place}`);
  return files.set('/', page);
}

function* walk(folder: string, urlFolder = '/'): Generator<StaticSource> {
  const entries = readEntries(folder);
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* walk(path, `${urlFolder}${entry.name}/`);
    else if (entry.isFile())
      yield {
        urlPath: urlFolder + entry.name,
        sizeBytes: () => statSync(path).size,
        read: () => new Uint8Array(readFileSync(path)),
      };
  }
}

function readEntries(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    // No such folder, or no right to read it: the missing page is then reported by the caller.
    return [];
  }
}

/**
 * The headers that every page of the wizard is served with, by either host. Nothing inline, nothing from elsewhere, no frames;
 * only where the transport is HTTP may the page connect to where it came from.
 */
export function pageHeaders(connectSource: "'none'" | "'self'"): Readonly<Record<string, string>> {
  return {
    'content-security-policy': [
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      "img-src 'self' data:",
      "font-src 'self'",
      `connect-src ${connectSource}`,
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
    ].join('; '),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    // A page that was taken over could otherwise tell a name server what it knows, in names that are looked up ahead.
    'x-dns-prefetch-control': 'off',
    'cross-origin-opener-policy': 'same-origin',
  };
}
