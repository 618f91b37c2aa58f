/** Steps between the marks of an axis, in ms. */
const STEPS_MS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 30_000, 60_000];
const MOST_MARKS = 6;

/** Marks on an axis from 0 to its end, in ms, five or fewer apart from the zero; the end is a mark too. */
export function axisMarks(lastMs: number): readonly number[] {
  const longestMs = Number.isFinite(lastMs) ? Math.max(1, lastMs) : 1;
  const stepMs = STEPS_MS.find((step) => longestMs / step <= MOST_MARKS - 1) ?? longestMs / (MOST_MARKS - 1);
  const count = Math.max(1, Math.ceil(longestMs / stepMs - 1e-9));
  return Array.from({ length: count + 1 }, (_, index) => index * stepMs);
}
