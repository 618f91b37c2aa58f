import { createContext, useContext } from 'react';

/** Milliseconds since the run started. One clock for all rows: three hundred of their own would be three hundred timers. */
export const RunClock = createContext(0);

/** Milliseconds since the run started, as the clock above tells them. */
export const useNowMs = (): number => useContext(RunClock);
