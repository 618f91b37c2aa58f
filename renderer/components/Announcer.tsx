import { createContext, type ReactNode, useCallback, useContext, useEffect, useRef, useState } from 'react';

/** A screen reader is left this long with one sentence before it gets the next. */
const PAUSE_MS = 2500;

type Announce = (text: string, when?: 'soon' | 'now') => void;

const AnnouncerContext = createContext<Announce>(() => undefined);

/** Says things in a polite live region. While one is being read only the newest of those that follow is kept. */
export function Announcer({ children }: { readonly children: ReactNode }) {
  const [said, setSaid] = useState('');
  const next = useRef<string | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);

  const speak = useCallback((text: string) => {
    // The same words twice are no change to a live region; a no-break space makes them one.
    setSaid((before) => (before === text ? `${text}\u00a0` : text));
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      timer.current = undefined;
      const waiting = next.current;
      next.current = null;
      if (waiting !== null) speak(waiting);
    }, PAUSE_MS);
  }, []);

  const announce = useCallback<Announce>(
    (text, when = 'soon') => {
      if (when === 'now' || timer.current === undefined) speak(text);
      else next.current = text;
    },
    [speak],
  );

  useEffect(() => () => clearTimeout(timer.current), []);

  return (
    <AnnouncerContext value={announce}>
      {children}
      <div className="visually-hidden" role="status" aria-live="polite">
        {said}
      </div>
    </AnnouncerContext>
  );
}

/** The function that says something aloud. */
export const useAnnounce = (): Announce => useContext(AnnouncerContext);
