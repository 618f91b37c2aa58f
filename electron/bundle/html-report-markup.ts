/** Text that is markup already. Only this module makes it, so that nothing else can stand unescaped in a page. */
export type Markup = SafeMarkup;

/** What may stand in a template: markup as it is, anything else escaped. */
export type MarkupPart = Markup | string | number | undefined | readonly MarkupPart[];

class SafeMarkup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** A template whose values are escaped for element text and double-quoted attributes. Attributes must be quoted in the template. */
export function html(strings: TemplateStringsArray, ...values: readonly MarkupPart[]): Markup {
  let text = strings[0] ?? '';
  for (const [index, value] of values.entries()) text += partText(value) + (strings[index + 1] ?? '');
  return new SafeMarkup(text);
}

/** A style sheet as a `style` element. `css` is ours; text from a run gets into it through `cssString` only. */
export function styleElement(css: string): Markup {
  return new SafeMarkup(`<style>${css}</style>`);
}

/** Markup when there is something to show, else nothing. */
export const when = (condition: boolean, markup: () => Markup): Markup => (condition ? markup() : html``);

function partText(part: MarkupPart): string {
  if (part === undefined) return '';
  if (part instanceof SafeMarkup) return part.text;
  if (typeof part === 'string') return escapeHtml(part);
  if (typeof part === 'number') return String(part);
  return part.map(partText).join('');
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
};

/**
 * Control characters and those that turn the reading direction would be invisible, and could make a hostile text read as another
 * one; they are shown by their code point instead. Line breaks and tabs stay.
 */
const UNSEEN = /[\p{Cc}\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\uffff]/gu;

/** Escapes a text of any origin for HTML. */
function escapeHtml(text: string): string {
  return visibly(text).replace(/[&<>"'`]/g, (mark) => ENTITIES[mark] ?? '');
}

function visibly(text: string): string {
  return text.toWellFormed().replace(UNSEEN, (mark) => {
    if (mark === '\n' || mark === '\t') return mark;
    const code = mark.codePointAt(0) ?? 0;
    return `⟨U+${code.toString(16).toUpperCase().padStart(4, '0')}⟩`;
  });
}

/** A text as a quoted CSS string in which every character but ASCII letters and digits is escaped (CSS Syntax §4.3.7). */
export function cssString(text: string): string {
  const escaped = visibly(text).replace(
    /[^A-Za-z0-9]/gu,
    (mark) => `\\${(mark.codePointAt(0) ?? 0).toString(16)} `,
  );
  return `"${escaped}"`;
}
