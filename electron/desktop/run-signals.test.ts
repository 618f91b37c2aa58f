import { beforeEach, describe, expect, it } from 'vitest';
import { SAMPLE_FINDINGS } from '../bundle/testing/sample-findings.ts';
import { eventsOf, sampleReport } from '../bundle/testing/sample-report.ts';
import type { Notice } from '../contract/desktop-words.ts';
import type { RunEvent } from '../contract/events.ts';
import { RunSignals, type TaskBarProgress } from './run-signals.ts';

const EVENTS = eventsOf(sampleReport());
let isLooking: boolean;
let progress: TaskBarProgress[];
let notices: Notice[];
let signals: RunSignals;
beforeEach(() => {
  isLooking = false;
  progress = [];
  notices = [];
  signals = new RunSignals({
    setProgress: (part) => void progress.push(part),
    isLooking: () => isLooking,
    notify: (notice) => void notices.push(notice),
  });
});
const hear = (events: readonly RunEvent[], runId = 'a') => signals.hear('run-events', { runId, events });
const conclude = (runId = 'a', findings = SAMPLE_FINDINGS) =>
  signals.hear('run-findings', { runId, findings });

describe('a run', () => {
  it('fills the bar without ever going back, and empties it at the end', () => {
    for (const event of EVENTS) hear([event]);
    const parts = progress.slice(0, -1).map(Number);
    expect(parts.length).toBeGreaterThan(5);
    expect(parts).toEqual([...parts].sort((one, other) => one - other));
    expect(Math.max(...parts)).toBeLessThan(1);
    expect(progress.at(-1)).toBe('none');
    expect(progress.filter((part) => part === 'none')).toHaveLength(1);
  });

  it('is told of once, with what to fix first, to somebody who looks elsewhere', () => {
    hear(EVENTS);
    conclude();
    conclude();
    expect(notices).toHaveLength(1);
    expect(notices[0]?.title).toBe('Example Corp, Rotterdam plant');
    expect(notices[0]?.body).toContain(SAMPLE_FINDINGS[0]?.title);
    expect(notices[0]?.body).toMatch(/And \d+ more\.$/);
  });

  it('without a fault is told of as one', () => {
    hear(EVENTS);
    conclude('a', []);
    expect(notices[0]?.body).toBe('No fault found.');
  });

  it('says nothing to somebody who looks on', () => {
    isLooking = true;
    hear(EVENTS);
    conclude();
    isLooking = false;
    conclude();
    expect(notices).toEqual([]);
  });

  it('says nothing while it goes on, nor for another run', () => {
    hear(EVENTS.slice(0, -1));
    conclude();
    hear(EVENTS.slice(-1));
    conclude('b');
    expect(notices).toEqual([]);
  });

  it('says nothing when it was cancelled, nor for each round of a watch', () => {
    const cancelled = EVENTS.map(
      (event): RunEvent => (event.type === 'run-finished' ? { ...event, ended: 'cancelled' } : event),
    );
    hear(cancelled);
    conclude();
    const shown = progress.length;
    hear(EVENTS.map((event) => (event.type === 'run-started' ? { ...event, watchRound: 3 } : event)));
    conclude();
    expect(notices).toEqual([]);
    // Nor does its bar fill again and again.
    expect(progress).toHaveLength(shown);
  });
});
