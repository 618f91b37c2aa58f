import { useEffect, useState } from 'react';
import type { Theme } from './store/preferences-slice.ts';

const MORE_CONTRAST = '(prefers-contrast: more)';

/** Puts the chosen colours on the page. High contrast comes with its own choice, or from the system with any of the others. */
export function useTheme(theme: Theme): void {
  const [isAsked, setIsAsked] = useState(() => matchMedia(MORE_CONTRAST).matches);
  useEffect(() => {
    const query = matchMedia(MORE_CONTRAST);
    const follow = () => setIsAsked(query.matches);
    query.addEventListener('change', follow);
    return () => query.removeEventListener('change', follow);
  }, []);
  useEffect(() => {
    const { dataset } = document.documentElement;
    if (theme === 'light' || theme === 'dark') dataset['theme'] = theme;
    else delete dataset['theme'];
    if (theme === 'contrast' || isAsked) dataset['contrast'] = 'more';
    else delete dataset['contrast'];
  }, [theme, isAsked]);
}
