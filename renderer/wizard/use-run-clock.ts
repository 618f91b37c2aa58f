import { useEffect, useState } from 'react';
import { useWizard } from '../store/store-context.tsx';

/** Often enough that tenths of a second are seen to pass. */
const TICK_MS = 100;

/** Milliseconds since the run started, going on between events while it runs. */
export function useRunClock(isRunning: boolean): number {
  const lastMs = useWizard((state) => state.run.lastMs);
  const [nowMs, setNowMs] = useState(lastMs);
  useEffect(() => {
    if (!isRunning) return undefined;
    const since = performance.now();
    const timer = setInterval(() => setNowMs(lastMs + performance.now() - since), TICK_MS);
    return () => clearInterval(timer);
  }, [isRunning, lastMs]);
  return isRunning ? Math.max(nowMs, lastMs) : lastMs;
}
