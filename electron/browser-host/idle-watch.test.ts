import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { IdleWatch } from './idle-watch.ts';

describe('IdleWatch', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('speaks once, when nobody came at all', () => {
    const onIdle = vi.fn();
    new IdleWatch(1000, onIdle);
    vi.advanceTimersByTime(999);
    expect(onIdle).not.toHaveBeenCalled();
    vi.advanceTimersByTime(5000);
    expect(onIdle).toHaveBeenCalledTimes(1);
  });

  it('keeps silent while somebody is there, and counts again from when the last one left', () => {
    const onIdle = vi.fn();
    const watch = new IdleWatch(1000, onIdle);
    watch.enter();
    watch.enter();
    watch.leave();
    vi.advanceTimersByTime(100_000);
    expect(onIdle).not.toHaveBeenCalled();
    watch.leave();
    vi.advanceTimersByTime(999);
    expect(onIdle).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(onIdle).toHaveBeenCalledTimes(1);
  });

  it('says nothing after it was stopped, whoever leaves then', () => {
    const onIdle = vi.fn();
    const watch = new IdleWatch(1000, onIdle);
    watch.enter();
    watch.stop();
    watch.leave();
    vi.advanceTimersByTime(100_000);
    expect(onIdle).not.toHaveBeenCalled();
  });
});
