import { z } from 'zod';

const coordinate = z.int().min(-100_000).max(100_000);
const extent = z.int().min(1).max(100_000);
const boundsSchema = z.object({ x: coordinate, y: coordinate, width: extent, height: extent });

/** A rectangle on the desktop, in device-independent pixels, as Electron measures it. */
export type Bounds = z.infer<typeof boundsSchema>;

/** Where the window stood last; `bounds` are those that it returns to when it is no longer maximised. */
export const windowStateSchema = z.object({ bounds: boundsSchema, isMaximized: z.boolean() });
export type WindowState = z.infer<typeof windowStateSchema>;

/** What the wizard is drawn for, and the least that it is usable at. */
const FIRST_SIZE = { width: 1280, height: 860 } as const;
export const LEAST_SIZE = { width: 1024, height: 700 } as const;

/** Where to put the window. Without x and y the system centres it on the first display. */
export interface Placement {
  readonly x?: number;
  readonly y?: number;
  readonly width: number;
  readonly height: number;
  readonly isMaximized: boolean;
}

/**
 * Puts the window back where it was, wholly within the display that shows most of it now. A window on a display that is gone,
 * such as that of the docking station in the office, comes back in its size at the centre of the first one.
 */
export function placeWindow(kept: WindowState | undefined, workAreas: readonly Bounds[]): Placement {
  const [first] = workAreas;
  const isMaximized = kept?.isMaximized ?? false;
  const size = kept?.bounds ?? FIRST_SIZE;
  if (first === undefined) return { width: size.width, height: size.height, isMaximized };
  const home = kept === undefined ? undefined : mostOverlapped(kept.bounds, workAreas);
  if (kept === undefined || home === undefined) return { ...sizeWithin(size, first), isMaximized };
  const { width, height } = sizeWithin(size, home);
  return {
    x: clamp(kept.bounds.x, home.x, home.x + home.width - width),
    y: clamp(kept.bounds.y, home.y, home.y + home.height - height),
    width,
    height,
    isMaximized,
  };
}

/** Never larger than the display, and never smaller than usable unless the display is. */
const sizeWithin = (size: Pick<Bounds, 'width' | 'height'>, area: Bounds) => ({
  width: clamp(size.width, Math.min(LEAST_SIZE.width, area.width), area.width),
  height: clamp(size.height, Math.min(LEAST_SIZE.height, area.height), area.height),
});

const clamp = (value: number, least: number, most: number): number => Math.min(Math.max(value, least), most);

function mostOverlapped(bounds: Bounds, workAreas: readonly Bounds[]): Bounds | undefined {
  let most = 0;
  let home: Bounds | undefined;
  for (const area of workAreas) {
    const overlap =
      span(bounds.x, bounds.width, area.x, area.width) * span(bounds.y, bounds.height, area.y, area.height);
    if (overlap > most) {
      most = overlap;
      home = area;
    }
  }
  return home;
}

/** Length that two stretches of a line have in common. */
const span = (one: number, oneLength: number, other: number, otherLength: number): number =>
  Math.max(0, Math.min(one + oneLength, other + otherLength) - Math.max(one, other));
