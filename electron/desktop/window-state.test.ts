import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { placeWindow, type WindowState } from './window-state.ts';

const LAPTOP = { x: 0, y: 0, width: 1920, height: 1040 };
const LEFT = { x: -2560, y: 0, width: 2560, height: 1400 };
const kept = (x: number, y: number, width = 1300, height = 900): WindowState => ({
  bounds: { x, y, width, height },
  isMaximized: false,
});

describe('the window', () => {
  it('is centred in its first size when nothing was kept', () => {
    expect(placeWindow(undefined, [LAPTOP])).toEqual({ width: 1280, height: 860, isMaximized: false });
  });

  it('comes back where it was, on whichever display', () => {
    expect(placeWindow(kept(100, 50), [LAPTOP, LEFT])).toMatchObject({ x: 100, y: 50, width: 1300 });
    expect(placeWindow(kept(-2000, 50), [LAPTOP, LEFT])).toMatchObject({ x: -2000, y: 50 });
  });

  it('comes to the first display when its own is gone', () => {
    const placed = placeWindow(kept(-2400, 50), [LAPTOP]);
    expect(placed).toEqual({ width: 1300, height: 900, isMaximized: false });
  });

  it('is pulled in where a part of it would be outside', () => {
    expect(placeWindow(kept(1500, 900), [LAPTOP])).toMatchObject({ x: 620, y: 140 });
    expect(placeWindow(kept(-300, -200), [LAPTOP])).toMatchObject({ x: 0, y: 0 });
  });

  it('shrinks with the display, and no further than it is usable', () => {
    const small = { x: 0, y: 0, width: 1280, height: 720 };
    expect(placeWindow(kept(0, 0, 1900, 1000), [small])).toMatchObject({ width: 1280, height: 720 });
    expect(placeWindow(kept(0, 0, 10, 10), [LAPTOP])).toMatchObject({ width: 1024, height: 700 });
    const tiny = { x: 0, y: 0, width: 800, height: 600 };
    expect(placeWindow(undefined, [tiny])).toMatchObject({ width: 800, height: 600 });
  });

  it('is maximised again, also where it cannot be placed', () => {
    const state = { ...kept(9000, 9000), isMaximized: true };
    expect(placeWindow(state, [LAPTOP]).isMaximized).toBe(true);
    expect(placeWindow(state, [])).toEqual({ width: 1300, height: 900, isMaximized: true });
  });

  const bounds = fc.record({
    x: fc.integer({ min: -9000, max: 9000 }),
    y: fc.integer({ min: -9000, max: 9000 }),
    width: fc.integer({ min: 1, max: 9000 }),
    height: fc.integer({ min: 1, max: 9000 }),
  });
  it('never reaches out of every display', () => {
    fc.assert(
      fc.property(bounds, fc.array(bounds, { minLength: 1, maxLength: 4 }), (was, areas) => {
        const { x, y, width, height } = placeWindow({ bounds: was, isMaximized: false }, areas);
        const isWithin = ({ x: left, y: top, width: wide, height: high }: typeof was) =>
          width <= wide &&
          height <= high &&
          (x === undefined || (x >= left && x + width <= left + wide)) &&
          (y === undefined || (y >= top && y + height <= top + high));
        expect(areas.some(isWithin)).toBe(true);
      }),
    );
  });
});
