import { type RefObject, useEffect } from 'react';

/**
 * Keeps the focus in a group of buttons that take each other's place: where the one that had it is gone after a change, the first
 * that can be used gets it.
 */
export function useFocusKept(group: RefObject<HTMLElement | null>, change: string): void {
  useEffect(() => {
    // What is taken away loses the focus without a word, so only where it went to can be heard.
    const listen = ({ target }: FocusEvent) => {
      isInside.set(group, target instanceof Node && group.current?.contains(target) === true);
    };
    document.addEventListener('focusin', listen);
    return () => document.removeEventListener('focusin', listen);
  }, [group]);
  useEffect(() => {
    if (change === '' || isInside.get(group) !== true) return;
    if (document.activeElement?.matches('body, :disabled') !== true) return;
    group.current?.querySelector<HTMLElement>('button:enabled')?.focus();
  }, [group, change]);
}

/** Groups by whether they had the focus last. */
const isInside = new WeakMap<RefObject<HTMLElement | null>, boolean>();
