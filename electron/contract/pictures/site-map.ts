import { at, PICTURE_WIDTH, type Picture, type PictureStatus, type Shape } from './picture.ts';
import type { PictureRun } from './picture-run.ts';
import { cleaned, label, textWidth } from './picture-text.ts';
import { type MapGroup, type MapGroupId, type MapRow, mapGroups } from './site-map-places.ts';
import { statusMark } from './status-mark.ts';

/** What the map says, in the language of whoever reads it. */
export interface SiteMapWords {
  readonly title: string;
  /** Ways that work, all ways that were tried, and the names of those that do not, at most a few. */
  description(working: number, tried: number, failed: readonly string[]): string;
  /** Heads the card of the machine that checks: `This asset`. */
  readonly here: string;
  group(id: MapGroupId): string;
  status(status: PictureStatus): string;
  /** `2 of 3 ports failed`, for a host whose ports share a row. */
  portsFailed(troubled: number, ports: number): string;
  /** `and 12 more`. */
  more(count: number): string;
  readonly columns: { readonly place: string; readonly result: string; readonly seen: string };
}

const GAP = 14;
const HEAD = 30;
const ROW = 28;
const FOOT = 8;
const HERE_WIDTH = 158;
const HERE_HEIGHT = 84;

/** Where the columns stand; a proxy takes one of its own between this machine and what it leads to. */
const PLAIN = { bus: 186, cards: 308 } as const;
const WITH_PROXY = { bus: 180, proxy: 240, proxyWidth: 142, cards: 452 } as const;
const CORNER = 7;

/**
 * What this run reached and what it did not, from the machine that it was made on. Undefined where no way was tried. Height
 * follows the number of places; each group has at most twenty rows.
 */
export function siteMap(run: PictureRun, words: SiteMapWords): Picture | undefined {
  const groups = mapGroups(run.checks);
  if (groups.length === 0) return undefined;
  const proxied = groups.find(({ id }) => id === 'through-proxy');
  const proxy = groups.find(({ id }) => id === 'proxy');
  const hasOwnColumn = proxied !== undefined && proxy !== undefined;
  const cardsX = hasOwnColumn ? WITH_PROXY.cards : PLAIN.cards;
  const busX = hasOwnColumn ? WITH_PROXY.bus : PLAIN.bus;
  const cards: Card[] = [];
  let y = 0;
  for (const group of hasOwnColumn
    ? [proxied, ...groups.filter(({ id }) => id !== 'proxy' && id !== 'through-proxy')]
    : groups) {
    const height = HEAD + group.rows.length * ROW + FOOT;
    cards.push({ group, x: cardsX, y, width: PICTURE_WIDTH - cardsX, height });
    y += height + GAP;
  }
  const [first] = cards;
  let proxyCard: Card | undefined;
  if (hasOwnColumn && first !== undefined) {
    const height = HEAD + proxy.rows.length * ROW + FOOT;
    proxyCard = { group: proxy, x: WITH_PROXY.proxy, y: 0, width: WITH_PROXY.proxyWidth, height };
    // What goes straight to its end passes below the proxy.
    const down = Math.max(0, height - first.height);
    for (const card of cards.slice(1)) card.y += down;
    y += down;
  }
  const height = Math.max(HERE_HEIGHT, y - GAP);
  const fromHere = [...(proxyCard === undefined ? [] : [proxyCard]), ...cards.slice(hasOwnColumn ? 1 : 0)];
  const hereY = hubY(fromHere, height);
  const rows = groups.flatMap((group) => group.rows.map((row) => ({ group, row })));
  return {
    width: PICTURE_WIDTH,
    height: at(height),
    title: words.title,
    description: inWords(rows, words),
    shapes: [
      ...fan({ fromX: HERE_WIDTH, fromY: hereY, busX, cards: fromHere, words }),
      ...(proxyCard === undefined || first === undefined
        ? []
        : fan({
            fromX: proxyCard.x + proxyCard.width,
            fromY: proxyCard.y + HEAD + ROW / 2,
            busX: proxyCard.x + proxyCard.width + 16,
            cards: [first],
            words,
          })),
      ...hereShapes(run, words, hereY),
    ],
    table: {
      columns: [words.columns.place, words.columns.result, words.columns.seen],
      rows: rows.map(({ group, row }) => [
        placeName(group, row, words),
        resultWords(row, words),
        cleaned(row.reason),
      ]),
    },
  };
}

interface Card {
  readonly group: MapGroup;
  readonly x: number;
  y: number;
  readonly width: number;
  readonly height: number;
}

const rowY = (card: Card, index: number): number => card.y + HEAD + index * ROW + ROW / 2;

/** In the middle of what it leads to, but never over the edge. */
function hubY(cards: readonly Card[], height: number): number {
  const ends = cards.flatMap((card) => card.group.rows.map((_, index) => rowY(card, index)));
  const middle = (Math.min(...ends) + Math.max(...ends)) / 2;
  const y = Math.min(Math.max(middle, HERE_HEIGHT / 2), height - HERE_HEIGHT / 2);
  // A branch that is almost straight looks bent.
  const beside = ends.find((end) => Math.abs(end - y) <= CORNER * 2 && end >= HERE_HEIGHT / 2);
  return beside === undefined || beside > height - HERE_HEIGHT / 2 ? y : beside;
}

function hereShapes({ hostname }: PictureRun, words: SiteMapWords, y: number): Shape[] {
  const top = y - HERE_HEIGHT / 2;
  const room = HERE_WIDTH - 24;
  return [
    { kind: 'box', look: 'card-first', x: 0, y: at(top), width: HERE_WIDTH, height: HERE_HEIGHT, radius: 8 },
    {
      kind: 'path',
      look: 'icon',
      d: `M${HERE_WIDTH / 2 - 11} ${at(top + 13)}h22v14h-22zM${HERE_WIDTH / 2 - 6} ${at(top + 32)}h12M${HERE_WIDTH / 2} ${at(top + 27)}v5`,
    },
    label('quiet', words.here, { x: HERE_WIDTH / 2, y: at(top + 52), room, anchor: 'middle' }),
    label('title', hostname, { x: HERE_WIDTH / 2, y: at(top + 70), room, anchor: 'middle' }),
  ];
}

interface Fan {
  readonly fromX: number;
  readonly fromY: number;
  readonly busX: number;
  readonly cards: readonly Card[];
  readonly words: SiteMapWords;
}

/** Ways from one place to the rows of cards: a trunk that all share, and a branch for each with its result on it. */
function fan({ fromX, fromY, busX, cards, words }: Fan): Shape[] {
  const ends = cards.flatMap((card) => card.group.rows.map((_, index) => rowY(card, index)));
  const top = Math.min(fromY, ...ends);
  const bottom = Math.max(fromY, ...ends);
  const trunk = `M${fromX} ${at(fromY)}H${busX}${top < fromY - CORNER ? `V${at(top + CORNER)}` : ''}${
    bottom > fromY + CORNER ? `M${busX} ${at(fromY)}V${at(bottom - CORNER)}` : ''
  }`;
  return [
    { kind: 'path', look: 'trunk', d: trunk },
    ...cards.flatMap((card) => [
      ...cardShapes(card, words),
      ...card.group.rows.map((row, index): Shape => {
        const y = rowY(card, index);
        return {
          kind: 'place',
          name: [placeName(card.group, row, words), resultWords(row, words), cleaned(row.reason)]
            .filter((part) => part !== '')
            .join('. '),
          checkIds: row.checkIds,
          shapes: [
            {
              kind: 'box',
              look: 'hit',
              x: card.x + 3,
              y: at(y - ROW / 2 + 1),
              width: card.width - 6,
              height: ROW - 2,
              radius: 5,
            },
            ...branch({ busX, fromY, y, endX: card.x, status: row.status }),
            ...rowShapes(card, row, y, words),
          ],
        };
      }),
    ]),
  ];
}

interface Branch {
  readonly busX: number;
  readonly fromY: number;
  readonly y: number;
  readonly endX: number;
  readonly status: PictureStatus;
}

/** Solid where it works, cut where it does not, dashed and dotted for what lies between; the mark says the same as a shape. */
function branch({ busX, fromY, y, endX, status }: Branch): Shape[] {
  const isStraight = Math.abs(y - fromY) <= CORNER;
  const from = y < fromY ? CORNER : -CORNER;
  const start = isStraight
    ? `M${busX} ${at(fromY)}${y === fromY ? '' : `L${busX + CORNER} ${at(y)}`}`
    : `M${busX} ${at(y + from)}Q${busX} ${at(y)} ${busX + CORNER} ${at(y)}`;
  const markX = (busX + CORNER + endX) / 2;
  const isCut = status === 'failed';
  const arrives = status === 'passed' || status === 'warned';
  return [
    { kind: 'path', look: `edge-${status}`, d: `${start}H${at(isCut ? markX - 6 : endX - 5)}` },
    ...(isCut
      ? [
          {
            kind: 'path' as const,
            look: 'edge-beyond' as const,
            d: `M${at(markX + 12)} ${at(y)}H${endX - 5}`,
          },
        ]
      : []),
    ...(arrives
      ? [
          {
            kind: 'path' as const,
            look: `edge-${status}` as const,
            d: `M${endX - 9} ${at(y - 4)}L${endX - 4} ${at(y)}L${endX - 9} ${at(y + 4)}`,
          },
        ]
      : []),
    ...statusMark(status, markX, y),
  ];
}

/** Of a name that is cut to less than this nothing is to be learnt. */
const LEAST_HOST = 90;

function cardShapes({ group, x, y, width, height }: Card, words: SiteMapWords): Shape[] {
  const hosts = new Set(group.rows.map(({ host }) => host));
  const title = words.group(group.id);
  const [host = ''] = hosts;
  const room = width - 28 - textWidth(title, 'title') - 14;
  return [
    { kind: 'box', look: 'card', x, y: at(y), width, height, radius: 8 },
    label('title', title, { x: x + 14, y: at(y + 20), room: width - 28 }),
    // The one host of a group is said once, in its head.
    ...(hosts.size === 1 && room >= LEAST_HOST && group.rows.some(({ port }) => port !== '')
      ? [label('quiet', host, { x: x + width - 14, y: at(y + 20), room, anchor: 'end' })]
      : []),
  ];
}

function rowShapes({ group, x, width }: Card, row: MapRow, y: number, words: SiteMapWords): Shape[] {
  const isOneHost = new Set(group.rows.map(({ host }) => host)).size === 1;
  const word = resultWords(row, words);
  const wordWidth = Math.min(textWidth(word, 'strong') + 6, width * 0.55);
  const room = width - 28 - wordWidth - 8;
  const base = at(y + 4.5);
  const result = label(`word-${row.status}`, word, {
    x: x + width - 14,
    y: base,
    room: wordWidth + 6,
    anchor: 'end',
  });
  if (row.more > 0) return [label('quiet', words.more(row.more), { x: x + 14, y: base, room }), result];
  if (row.port === '' || isOneHost || width < 200)
    return [
      label('label', (row.port !== '' && isOneHost) || row.host === '' ? row.port : row.host, {
        x: x + 14,
        y: base,
        room,
      }),
      result,
    ];
  return [
    label('label', row.port, { x: x + 14, y: base, room: 66 }),
    label('quiet', row.host, { x: x + 84, y: base, room: room - 70 }),
    result,
  ];
}

function placeName({ id }: MapGroup, { port, host, more }: MapRow, words: SiteMapWords): string {
  const end = port === '' ? host : host === '' ? port : `${host.includes(':') ? `[${host}]` : host}:${port}`;
  return cleaned(`${words.group(id)}: ${more > 0 ? words.more(more) : end}`);
}

function resultWords({ status, layer, ports, troubled }: MapRow, words: SiteMapWords): string {
  if (ports > 1 && troubled > 0 && troubled < ports) return words.portsFailed(troubled, ports);
  return layer === '' ? words.status(status) : `${layer}: ${words.status(status)}`;
}

const MOST_NAMED = 4;

function inWords(
  rows: readonly { readonly group: MapGroup; readonly row: MapRow }[],
  words: SiteMapWords,
): string {
  const tried = rows.filter(({ row }) => row.status !== 'skipped');
  const failed = tried.filter(({ row }) => row.status === 'failed' || row.status === 'error');
  const working = tried.filter(({ row }) => row.status === 'passed' || row.status === 'warned').length;
  return words.description(
    working,
    tried.length,
    failed.slice(0, MOST_NAMED).map(({ group, row }) => placeName(group, row, words)),
  );
}
