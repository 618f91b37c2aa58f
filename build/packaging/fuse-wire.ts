import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import config from '../../electron-builder.config.ts';

/** Octets of the wire (electron/electron docs/tutorial/fuses.md). */
export const FUSE_STATES = { off: 0x30, on: 0x31, removed: 0x72 } as const;

/** Names of the fuses that Electron's own tool knows, each with its place in the wire. */
const FUSES = Object.entries(FuseV1Options).filter(
  (entry): entry is [keyof typeof FuseV1Options, FuseV1Options] => typeof entry[1] === 'number',
);

/** What the wire of a binary says, by the names of `@electron/fuses`; what it has beyond these has its number for a name. */
export async function readFuses(binary: string): Promise<ReadonlyMap<string, 'on' | 'off' | 'removed'>> {
  const wire = await getCurrentFuseWire(binary);
  const states = new Map<string, 'on' | 'off' | 'removed'>();
  for (const [place, state] of Object.entries(wire)) {
    if (typeof state !== 'number') continue;
    const name = FUSES.find(([, number]) => String(number) === place)?.[0] ?? place;
    states.set(name, state === FUSE_STATES.on ? 'on' : state === FUSE_STATES.off ? 'off' : 'removed');
  }
  return states;
}

/**
 * Compares the wire of a packed binary with what the configuration decided. `problems` are fuses that stand otherwise or are missing;
 * `undecided` are those that this Electron has and the pinned tool does not know yet: they are as Electron ships them.
 */
export async function judgeFuses(binary: string): Promise<{ problems: string[]; undecided: string[] }> {
  const states = await readFuses(binary);
  const problems = FUSES.flatMap(([name]) => {
    const wanted = config.electronFuses[uncapitalized(name)] ? 'on' : 'off';
    const state = states.get(name) ?? 'missing';
    return state === wanted ? [] : [`the fuse ${name} is ${state}, and should be ${wanted}`];
  });
  const known = new Set<string>(FUSES.map(([name]) => name));
  const undecided = [...states]
    .filter(([name]) => !known.has(name))
    .map(([name, state]) => `${name} (${state})`);
  return { problems, undecided };
}

function uncapitalized<Name extends string>(name: Name): Uncapitalize<Name> {
  return `${name.charAt(0).toLowerCase()}${name.slice(1)}` as Uncapitalize<Name>;
}
