/** Shell wildcards `*` and `?` over a whole text, without going back further than to the last star. */
export function matchesGlob(
  text: string,
  pattern: string,
  charge: (steps: number) => void = () => undefined,
): boolean {
  let [at, wanted, starAt, textAtStar] = [0, 0, -1, 0];
  let steps = 0;
  while (at < text.length) {
    steps += 1;
    if ((steps & 63) === 0) charge(16);
    const next = pattern[wanted];
    if (next === '*') {
      starAt = wanted;
      textAtStar = at;
      wanted += 1;
    } else if (next !== undefined && (next === '?' || next === text[at])) {
      at += 1;
      wanted += 1;
    } else if (starAt !== -1) {
      textAtStar += 1;
      at = textAtStar;
      wanted = starAt + 1;
    } else return false;
  }
  return /^\**$/.test(pattern.slice(wanted));
}
