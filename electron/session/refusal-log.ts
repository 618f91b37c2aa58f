import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Result } from '../contract/result.ts';

/**
 * What was refused. From a page: `foreign-sender` a frame that is not ours asked · `unknown-channel` · `bad-input` · `missing-file`
 * the page asked its host for a file that is not there · `request` a request to anywhere else · `navigation` · `new-window` ·
 * `webview` · `permission` · `device` · `download` · `page-policy` the browser enforced the content security policy ·
 * `opened-file` a file that is neither profile nor bundle. Of a browser: `turned-away` foreign host name, origin or form ·
 * `not-admitted` no cookie, or a link that was used before. Of the process: `no-sandbox` it was started without the sandbox.
 */
type RefusalKind =
  | 'foreign-sender'
  | 'unknown-channel'
  | 'bad-input'
  | 'missing-file'
  | 'request'
  | 'navigation'
  | 'new-window'
  | 'webview'
  | 'permission'
  | 'device'
  | 'download'
  | 'page-policy'
  | 'opened-file'
  | 'turned-away'
  | 'not-admitted'
  | 'no-sandbox';

/** Told of everything that was refused for the sake of security. `detail` may come from an attacker. */
export type OnRefusal = (kind: RefusalKind, detail: string) => void;

/** Notes what an answer says of the question: a channel that there is none of, or an input that no channel takes. */
export function noteAnswer(answer: Result<unknown>, channel: string, onRefusal: OnRefusal): void {
  if (answer.ok) return;
  const { code, message } = answer.error;
  if (code === 'unknown-channel') onRefusal('unknown-channel', channel);
  if (code === 'bad-input') onRefusal('bad-input', message);
}

/** A page that tries in a loop fills neither the disk nor the terminal. */
const LINES_A_KIND = 40;
const DETAIL_LIMIT = 200;
const READ_LIMIT = 4000;
const FILE_LIMIT_BYTES = 256 * 1024;
/** Name of the log in the folder where runs are kept; the file before it is kept as `.1`. */
export const REFUSAL_LOG = 'refusals.ndjson';

/** An address without what may be secret in it: login, query and fragment. Undefined when a text is no address. */
function bareUrl(text: string): string | undefined {
  if (!/^(?:[a-z][a-z0-9+.-]*:\/\/|(?:data|blob|javascript):)/i.test(text) || !URL.canParse(text))
    return undefined;
  const { protocol, host, pathname } = new URL(text);
  // The content of such addresses says nothing, and is long.
  return host === '' && protocol !== 'file:' ? protocol : `${protocol}//${host}${pathname}`;
}

/** One line without control characters, from wherever it came. Addresses lose login, query and fragment. */
export function plainDetail(detail: string): string {
  const text = detail
    .slice(0, READ_LIMIT)
    .split(/\s/)
    .map((word) => bareUrl(word) ?? word)
    .join(' ');
  return text.slice(0, DETAIL_LIMIT).replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '?');
}

export interface RefusalLogOptions {
  readonly host: 'desktop' | 'browser';
  /** Folder of the log; made when it is not there. */
  readonly directory: string;
  /** Where the first refusal of each kind is said; standard error unless told. */
  readonly say?: (line: string) => void;
  /** Clock; replaced in tests. */
  readonly now?: () => Date;
}

/**
 * Writes each refusal as one line of JSON, `{at, host, kind, detail}`, into the folder where runs are kept, and says the first of
 * each kind aloud. After forty of a kind one line says that more are not written. Never throws: a disk that is full must not turn
 * a refusal into a crash.
 */
export function openRefusalLog(options: RefusalLogOptions): OnRefusal {
  const { host, directory, now = () => new Date() } = options;
  const say = options.say ?? ((line: string) => void process.stderr.write(`airway: ${line}\n`));
  const path = join(directory, REFUSAL_LOG);
  const counts = new Map<RefusalKind, number>();
  const write = (entry: object) => {
    try {
      mkdirSync(directory, { recursive: true, mode: 0o700 });
      const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
      if (size > FILE_LIMIT_BYTES) renameSync(path, `${path}.1`);
      appendFileSync(path, `${JSON.stringify(entry)}\n`, { mode: 0o600 });
    } catch {
      // What cannot be written has been said, or is one more of its kind.
    }
  };
  return (kind, detail) => {
    const count = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, count);
    const at = now().toISOString();
    const plain = plainDetail(detail);
    if (count === 1) say(`refused (${kind}): ${plain}`);
    if (count <= LINES_A_KIND) write({ at, host, kind, detail: plain });
    else if (count === LINES_A_KIND + 1)
      write({ at, host, kind, detail: 'more of this kind are not written' });
  };
}
