import type { PacMachine } from './pac-machine.ts';
import type { Value } from './pac-values.ts';

/** One function of Airway's, with the machine that carries the file out. */
type Method = (machine: PacMachine, self: Value, given: readonly Value[]) => Value;

/** Functions of Airway by the names that a file calls them by. */
export type Methods = Readonly<Record<string, Method>>;

/** Gives the type to those whose names every object has. */
export const method = (does: Method): Method => does;
