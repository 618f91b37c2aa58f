import { describe, expect, it } from 'vitest';
import { said } from '../../contract/spoken.ts';
import { elapsedBetween, isRetransmitTime } from './tcp-timing.ts';

describe('the time at which a connection opened', () => {
  it.each([
    [0.3, false],
    [200, false],
    [999, false],
    [1000, true],
    [1052, true],
    [1300, true],
    [1301, false],
    [1700, false],
    [2003, true],
    [2401, false],
    [3100, true],
    [3600, false],
    [7010, true],
  ])('%d ms looks like a repeated SYN: %s', (elapsedMs, expected) => {
    expect(isRetransmitTime(elapsedMs)).toBe(expected);
  });

  it.each([
    [0.2, 'less than 1 ms'],
    [3.4, '3 ms'],
    [949, '949 ms'],
    [950, '0.9 s'],
    [3999.7, '4.0 s'],
  ])('%d ms is said as "%s"', (milliseconds, text) => {
    expect(said(milliseconds)).toBe(text);
  });

  it('is never negative and has no more than hundredths', () => {
    expect(elapsedBetween(5, 4)).toBe(0);
    expect(elapsedBetween(0.1, 3.456789)).toBe(3.36);
  });
});
