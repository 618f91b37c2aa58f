import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runEventSchema } from './events.ts';
import { checksInOrder, EMPTY_RUN, reduceEvent, reduceRun } from './run-state.ts';
import { runEvents } from './testing/arbitraries.ts';

describe('the reducer', () => {
  it('takes any prefix of any legal list of events', () => {
    fc.assert(
      fc.property(runEvents, fc.nat(60), (events, cut) => {
        const prefix = events.slice(0, cut);
        const state = reduceRun(prefix);
        expect(state.order).toHaveLength(Object.keys(state.checks).length);
        expect(new Set(state.order).size).toBe(state.order.length);
        expect(checksInOrder(state)).toHaveLength(state.order.length);
        const finished = prefix.filter(({ type }) => type === 'check-finished').length;
        expect(
          checksInOrder(state).filter(({ phase }) => phase === 'finished').length,
        ).toBeGreaterThanOrEqual(finished);
      }),
    );
  });

  it('gives the same answer in two halves as at once', () => {
    fc.assert(
      fc.property(runEvents, fc.nat(60), (events, cut) => {
        const halves = reduceRun(events.slice(cut), reduceRun(events.slice(0, cut)));
        expect(halves).toEqual(reduceRun(events));
      }),
    );
  });

  it('never throws, whatever the order of the events', () => {
    fc.assert(
      fc.property(
        runEvents.chain((events) => fc.shuffledSubarray(events)),
        (events) => {
          for (const event of events) reduceEvent(EMPTY_RUN, event);
          reduceRun(events);
        },
      ),
    );
  });

  it('leaves no check running when the run is over, and calls none of them failed', () => {
    fc.assert(
      fc.property(runEvents, (events) => {
        fc.pre(events.at(-1)?.type === 'run-finished');
        const state = reduceRun(events);
        const ended = new Set(events.flatMap((event) => (event.type === 'check-finished' ? [event.id] : [])));
        for (const check of checksInOrder(state)) {
          expect(check.phase).toBe('finished');
          if (!ended.has(check.id) && check.phase === 'finished') expect(check.status).toBe('skipped');
        }
      }),
    );
  });

  it('makes legal events only', () => {
    fc.assert(
      fc.property(runEvents, (events) => {
        for (const event of events)
          expect(runEventSchema.parse(JSON.parse(JSON.stringify(event)))).toEqual(event);
      }),
    );
  });

  it('keeps a hostile id apart from the object it is kept in', () => {
    const [start] = fc.sample(runEvents, 1)[0] ?? [];
    if (start === undefined) throw new Error('no sample');
    const state = reduceRun([
      start,
      { type: 'check-finished', atMs: 1, id: '__proto__', status: 'failed', elapsedMs: 1 },
      { type: 'check-progressed', atMs: 1, id: 'constructor', awaiting: 'nothing' },
    ]);
    expect(state.order).toEqual([]);
  });

  it('folds a run of many checks in a time that grows with their number alone', () => {
    const [start] = fc.sample(runEvents, 1)[0] ?? [];
    if (start === undefined) throw new Error('no sample');
    const rows = Array.from({ length: 100_000 }, (_, index) => ({
      type: 'check-finished' as const,
      atMs: index,
      id: `c${index}`,
      check: {
        id: `c${index}`,
        step: 'console' as const,
        probe: 'tcp',
        title: 't',
        target: 't',
        subject: 'dns',
        deadlineMs: 1,
      },
      status: 'passed' as const,
      elapsedMs: 1,
    }));
    // Copied once an event, the table would take minutes, and the test its limit.
    expect(reduceRun([start, ...rows]).order).toHaveLength(100_000);
  });

  it('gives the very same state back for events that change nothing', () => {
    const state = reduceRun(fc.sample(runEvents, 1)[0] ?? []);
    expect(reduceEvent(state, { type: 'check-progressed', atMs: 1e9, id: 'none', awaiting: '' })).toBe(state);
  });
});
