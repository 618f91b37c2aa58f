import type { Planted } from './find-planted.ts';

/** All secrets that were planted; the name of each says where. */
export class Garden {
  readonly #planted: Planted[] = [];

  get planted(): readonly Planted[] {
    return this.#planted;
  }

  /** A new secret as a person would have it made: letters of both cases and digits. `marks` are such as escapes are needed for. */
  plant(where: string, marks = ''): string {
    const number = this.#planted.length + 1;
    const value = `Kq${String(number).padStart(2, '0')}Vx${marks}${scrambled(number)}`;
    this.#planted.push({ value, where });
    return value;
  }

  /** One with a form of its own. */
  plantAs(where: string, value: string): string {
    this.#planted.push({ value, where });
    return value;
  }
}

const LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789';

/** Letters that follow from a number and look as if they did not. */
function scrambled(number: number): string {
  let state = number * 2654435761;
  return Array.from({ length: 12 }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return LETTERS[(state >>> 8) % LETTERS.length] ?? 'A';
  }).join('');
}
