import type { PreviewPage, PreviewStretch } from '../../contract/bundle-preview.ts';
import type { Stretch } from '../redaction/marked-text.ts';

/** What a page shows of a file: all of its text, or what was replaced with some text around it. */
export type PageView = 'whole' | 'replaced';

/** Bounds of one page: what a screen takes at once, and what travels to it as one answer. */
export const PAGE_CHARACTERS = 12_000;
const PAGE_STRETCHES = 600;

/** Characters that stay around what was replaced, on either side. */
const AROUND_CHARACTERS = 240;

/** Of what stood there no more than this is shown: a certificate is recognized by its first lines. */
const BEFORE_CHARACTERS = 2_000;

/** A stretch on its way to a page: `before` as far as it is shown. */
type Shown = PreviewStretch;

/** Cuts the page with this number (from 0) out of a text; reads no further than its end. */
export async function cutPage(
  name: string,
  stretches: AsyncIterable<Stretch>,
  page: number,
  view: PageView,
): Promise<PreviewPage> {
  const shown = inShortPieces(view === 'whole' ? stretches : aroundReplaced(stretches));
  const taken: Shown[] = [];
  let number = 0;
  let characters = 0;
  let count = 0;
  let hasMore = false;
  for await (const stretch of shown) {
    const size = stretch.after.length + (stretch.before?.length ?? 0);
    if (count > 0 && (characters + size > PAGE_CHARACTERS || count === PAGE_STRETCHES)) {
      if (number === page) {
        hasMore = true;
        break;
      }
      number += 1;
      characters = 0;
      count = 0;
    }
    characters += size;
    count += 1;
    if (number === page) taken.push(stretch);
  }
  return { name, page, hasMore, stretches: taken };
}

/** No single stretch is longer than a fraction of a page, so that pages are of one size. */
async function* inShortPieces(stretches: AsyncIterable<Shown>): AsyncGenerator<Shown> {
  const most = PAGE_CHARACTERS / 4;
  for await (const { after, before, rule, gap } of stretches) {
    if (before !== undefined) {
      const cut = before.length > BEFORE_CHARACTERS ? `${before.slice(0, BEFORE_CHARACTERS)}…` : before;
      yield { after: after.slice(0, most), before: cut, ...(rule === undefined ? {} : { rule }) };
      continue;
    }
    for (let at = 0; at < after.length || at === 0; at += most) {
      const piece = after.slice(at, at + most);
      const isLast = at + most >= after.length;
      yield { after: piece, ...(isLast && gap !== undefined ? { gap } : {}) };
    }
  }
}

/** Leaves out text that is far from anything that was replaced, and says how much it was. Keeps no more than it shows. */
async function* aroundReplaced(stretches: AsyncIterable<Stretch>): AsyncGenerator<Shown> {
  let kept = new KeptText(true);
  for await (const stretch of stretches) {
    if (stretch.before === undefined) {
      kept.add(stretch.after);
      continue;
    }
    yield* kept.shown(false);
    kept = new KeptText(false);
    yield stretch;
  }
  yield* kept.shown(true);
}

/** Text between two replaced parts: its beginning and its end, and how much lay between. */
class KeptText {
  readonly #isFirst: boolean;
  #head = '';
  #tail = '';
  #between = 0;

  constructor(isFirst: boolean) {
    this.#isFirst = isFirst;
  }

  add(text: string): void {
    const room = this.#isFirst ? 0 : AROUND_CHARACTERS - this.#head.length;
    this.#head += text.slice(0, room);
    const tail = this.#tail + text.slice(room);
    const end = Math.max(0, tail.length - AROUND_CHARACTERS);
    this.#tail = tail.slice(end);
    this.#between += end;
  }

  *shown(isLast: boolean): Generator<Shown> {
    const gap = this.#between + (isLast ? this.#tail.length : 0);
    if (this.#head !== '' || gap > 0) yield { after: this.#head, ...(gap > 0 ? { gap } : {}) };
    if (!isLast && this.#tail !== '') yield { after: this.#tail };
  }
}
