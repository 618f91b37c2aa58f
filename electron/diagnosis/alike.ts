import { listed } from '../contract/spoken.ts';

/** A place as details name it: `10.0.0.5:443`, `[fd00::5]:443`, `host:443`, with the proxy that it was seen through. */
const PLACE =
  /(?:\[[0-9a-f:.]+\]|(?<![\w:.-])[A-Za-z0-9][\w.-]*):\d{1,5}(?!\w|:\w)(?: \(through the proxy [^()]+\))?/g;
const DURATION = /less than 1 ms|\b\d+(?:\.\d+)? (?:ms|s)\b/g;

const placesOf = (text: string): string[] => text.match(PLACE) ?? [];
const shapeOf = (text: string): string => text.replace(PLACE, '⌖').replace(DURATION, '⌛');

/**
 * The details of one cause on several ports as one text: where they differ in nothing but places and times, the first is told
 * whole and the others as places that show the same.
 */
export function joinAlike(details: readonly string[]): string {
  const shapes = Map.groupBy(details, shapeOf);
  return [...shapes.values()]
    .map(([first = '', ...others]) => {
      const known = new Set(placesOf(first));
      const places = new Set(others.flatMap(placesOf).filter((place) => !known.has(place)));
      if (places.size === 0) return [...new Set([first, ...others])].join(' ');
      const where = inShort([...places], [...known]);
      return `${first} ${where} the same${times(first, others)}.`;
    })
    .join(' ');
}

/** `Port 8443 shows`, or the places where they are at another host. */
function inShort(places: readonly string[], known: readonly string[]): string {
  const cut = (place: string): readonly [string, string] => {
    const bare = place.replace(/ \(through .*$/, '');
    const at = bare.lastIndexOf(':');
    return [bare.slice(0, at), bare.slice(at + 1)];
  };
  const hosts = new Set(known.map((place) => cut(place)[0]));
  const ports = [...new Set(places.map((place) => cut(place)[1]))];
  if (places.every((place) => hosts.has(cut(place)[0])))
    return `${ports.length === 1 ? 'Port' : 'Ports'} ${listed(ports)} ${ports.length === 1 ? 'shows' : 'show'}`;
  const bare = places.map((place) => cut(place).join(':'));
  return `${listed(bare)} ${bare.length === 1 ? 'shows' : 'show'}`;
}

/** Other times than those that were told, in parentheses. */
function times(first: string, others: readonly string[]): string {
  const known = new Set(first.match(DURATION) ?? []);
  const own = new Set(
    others.flatMap((text) => text.match(DURATION) ?? []).filter((time) => !known.has(time)),
  );
  return own.size === 0 ? '' : ` (${listed([...own])})`;
}

/** Sentences on what was ruled out, each kind once: those that differ in their place alone name all places. */
export function joinRuledOut(sentences: readonly string[]): string[] {
  const shapes = Map.groupBy(sentences, shapeOf);
  return [...shapes.values()].map(([first = '', ...others]) => {
    const places = [...new Set([first, ...others].flatMap(placesOf))];
    const [own, ...more] = placesOf(first);
    // A time belongs to one place, so that of the first stands for all.
    const isPlain = own !== undefined && more.length === 0 && !DURATION_IN.test(first);
    return isPlain && places.length > 1 ? first.replace(own, listed(places)) : first;
  });
}

const DURATION_IN = new RegExp(DURATION.source);
