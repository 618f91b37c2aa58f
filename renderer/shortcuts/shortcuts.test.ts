import { describe, expect, it } from 'vitest';
import { type KeyPress, SHORTCUT_IDS, SHORTCUT_KEYS, shortcutOf } from './shortcuts.ts';

const press = (key: string, more: Partial<KeyPress> = {}): KeyPress => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  isComposing: false,
  repeat: false,
  defaultPrevented: false,
  ...more,
});

describe('the keys', () => {
  it('are one character each, and no two alike', () => {
    const keys = SHORTCUT_IDS.map((id) => SHORTCUT_KEYS[id]);
    expect(new Set(keys).size).toBe(keys.length);
    for (const key of keys) expect([...key]).toHaveLength(1);
  });

  it.each(SHORTCUT_IDS)('do what is listed: %s, with Caps Lock as well', (id) => {
    expect(shortcutOf(press(SHORTCUT_KEYS[id]))).toBe(id);
    expect(shortcutOf(press(SHORTCUT_KEYS[id].toUpperCase()))).toBe(id);
  });

  it.each(['ctrlKey', 'metaKey', 'altKey', 'isComposing', 'repeat', 'defaultPrevented'] as const)(
    'leave the browser and the system their own: %s',
    (which) => {
      for (const id of SHORTCUT_IDS)
        expect(shortcutOf(press(SHORTCUT_KEYS[id], { [which]: true }))).toBeUndefined();
    },
  );

  it.each(['Enter', ' ', 'Tab', 'Escape', 'ArrowDown', 'F5', "'", '/', 'z'])('leave %s alone', (key) => {
    expect(shortcutOf(press(key))).toBeUndefined();
  });
});
