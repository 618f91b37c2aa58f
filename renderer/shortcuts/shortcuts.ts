/** What a key does. `leave-out` and the like stay with the mouse and Tab: only what is done often has a key. */
export const SHORTCUT_IDS = [
  'help',
  'next-step',
  'previous-step',
  'run-all',
  'run-step',
  'check-again',
  'watch',
  'cancel',
  'focus-findings',
  'focus-checks',
  'copy-message',
  'history',
] as const;
/** One of them. */
export type ShortcutId = (typeof SHORTCUT_IDS)[number];

/**
 * The character of each, as the keyboard in use gives it: `?` is elsewhere on every layout. One character without a modifier is
 * never a key of a browser's or a system's own.
 */
export const SHORTCUT_KEYS: Readonly<Record<ShortcutId, string>> = {
  help: '?',
  'next-step': 'n',
  'previous-step': 'p',
  'run-all': 'r',
  'run-step': 's',
  'check-again': 'a',
  watch: 'w',
  cancel: 'x',
  'focus-findings': 'f',
  'focus-checks': 'c',
  'copy-message': 'm',
  history: 'h',
};

/** The part of a keyboard event that decides. */
export type KeyPress = Pick<
  KeyboardEvent,
  'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'isComposing' | 'repeat' | 'defaultPrevented'
>;

/** What a press asks for; undefined for anything with a modifier, a key held down, and input that is being composed. */
export function shortcutOf(press: KeyPress): ShortcutId | undefined {
  if (press.ctrlKey || press.metaKey || press.altKey) return undefined;
  if (press.isComposing || press.repeat || press.defaultPrevented) return undefined;
  const key = press.key.toLowerCase();
  return SHORTCUT_IDS.find((id) => SHORTCUT_KEYS[id] === key);
}

/** Where a letter is text, or looks for an entry that begins with it. */
const TYPED_INTO =
  'input:not([type=checkbox]):not([type=radio]):not([type=file]), textarea, select, [contenteditable]:not([contenteditable=false]), [role=textbox], [role=searchbox], [role=combobox], [role=listbox], [role=menu], [role=grid]';

/** Whether what has the focus takes letters itself. */
export const takesLetters = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest(TYPED_INTO) !== null;
