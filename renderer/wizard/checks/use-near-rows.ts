import { useCallback, useEffect, useRef, useState } from 'react';

/** Rows that are always made in full: an ordinary site has no more, and they are there before anything is known of the screen. */
const ALWAYS = 60;
/** How far beyond the screen rows are made in full, so that scrolling and the Tab key always find them ready. */
const MARGIN = '150% 0px';

/** Tells which rows are on the screen or near it. */
export interface NearRows {
  isNear(id: string, index: number): boolean;
  /** The ref of a row's element; the element has to carry its check id as `data-row`. */
  readonly watch: (element: HTMLElement | null) => (() => void) | undefined;
}

/** Watches the rows of a list with one observer. Each change of what is near draws the list once. */
export function useNearRows(): NearRows {
  const [near, setNear] = useState<ReadonlyMap<string, boolean>>(new Map());
  const observer = useRef<IntersectionObserver | null>(null);
  const open = useCallback(() => {
    observer.current ??= new IntersectionObserver(
      (entries) =>
        setNear((before) => {
          const after = new Map(before);
          for (const { target, isIntersecting } of entries)
            if (target instanceof HTMLElement) after.set(target.dataset['row'] ?? '', isIntersecting);
          return after;
        }),
      { rootMargin: MARGIN },
    );
    return observer.current;
  }, []);
  useEffect(
    () => () => {
      observer.current?.disconnect();
      observer.current = null;
    },
    [],
  );
  const watch = useCallback(
    (element: HTMLElement | null) => {
      if (element === null) return undefined;
      const own = open();
      own.observe(element);
      return () => own.unobserve(element);
    },
    [open],
  );
  return { watch, isNear: (id, index) => index < ALWAYS || near.get(id) === true };
}
