import type { Certificate, CertificateFault, TlsOutcome } from '../outcomes/tls.ts';
import { certificateNotes, type NotedFault } from './chain-faults.ts';
import { at, PICTURE_WIDTH, type Picture, type Shape } from './picture.ts';
import { cleaned, label } from './picture-text.ts';
import { statusMark } from './status-mark.ts';

/** A chain as some handshake showed it, and what was found of it. */
export type ShownChain = Pick<TlsOutcome, 'chain' | 'faults' | 'trust' | 'expectedName'>;

/** What a certificate is in its chain. */
type ChainRole = 'server' | 'authority' | 'root';

/** What the chain says, in the language of whoever reads it. */
export interface ChainWords {
  readonly title: string;
  /** Certificates that were sent, and the faults in words. */
  description(sent: number, faults: readonly string[]): string;
  role(role: ChainRole): string;
  fault(fault: CertificateFault): string;
  issuedBy(issuer: string): string;
  /** A root that a server need not send, and which store has it; undefined where none has. */
  notSent(isTrusted: boolean): string;
  /** An authority between that should have been sent. */
  readonly missing: string;
  readonly itself: string;
  /** A day of an ISO time. */
  day(iso: string): string;
  readonly now: string;
  readonly columns: {
    readonly certificate: string;
    readonly issuer: string;
    readonly valid: string;
    readonly wrong: string;
  };
}

const CARD_WIDTH = 326;
const CARD = 62;
const GAP = 26;
const HEAD = 30;
const AXIS = 392;
const AXIS_END = PICTURE_WIDTH - 8;
const NOTE = 17;

/**
 * A certificate chain from the server's own to the root or to where it breaks off, each with its time of validity beside the time
 * of the check, and what is wrong with it in words. At most twelve certificates, which is what an outcome holds. Undefined where
 * none was sent. `checkIds` are the checks that saw it; `nowIso` is when.
 */
export function chainPicture(
  shown: ShownChain,
  { nowIso, checkIds }: { readonly nowIso: string; readonly checkIds: readonly string[] },
  words: ChainWords,
): Picture | undefined {
  const chain = shown.chain.slice(0, 12);
  const [leaf] = chain;
  const last = chain.at(-1);
  if (leaf === undefined || last === undefined) return undefined;
  const nowMs = Date.parse(nowIso);
  const notes = certificateNotes(chain, shown.faults, nowMs);
  const time = timeOf(leaf, nowMs);
  const shapes: Shape[] = [];
  let y = HEAD;
  for (const [index, certificate] of chain.entries()) {
    const own = notes.of[index] ?? [];
    const height = CARD + own.length * NOTE;
    shapes.push({
      kind: 'place',
      name: cleaned(
        [nameOf(certificate), roleWords(chain, index, words), ...own.map((fault) => words.fault(fault))].join(
          '. ',
        ),
      ),
      checkIds,
      shapes: [
        ...certificateCard(certificate, { y, height, role: roleWords(chain, index, words), own, words }),
        ...validityBar(certificate, y + 22, time, words),
      ],
    });
    const next = chain[index + 1];
    y += height;
    if (next !== undefined) {
      const follows = next.subject === certificate.issuer;
      shapes.push(...joint(y, follows));
      y += GAP;
    }
  }
  if (!last.isSelfSigned) {
    shapes.push(...joint(y, !notes.isBroken));
    y += GAP;
    shapes.push(
      ...missingCard(
        last,
        { y, height: CARD + notes.ofGap.length * NOTE, isBroken: notes.isBroken },
        shown,
        words,
      ),
    );
    y += CARD + notes.ofGap.length * NOTE;
    shapes.push(
      ...notes.ofGap.map((fault, index) => noteText(fault, y - (notes.ofGap.length - index) * NOTE, words)),
    );
  }
  return {
    width: PICTURE_WIDTH,
    height: at(y + 2),
    title: words.title,
    description: words.description(
      chain.length,
      shown.faults.map((fault) => words.fault(fault)),
    ),
    shapes: [...nowMark(time, words), ...shapes],
    table: {
      columns: [words.columns.certificate, words.columns.issuer, words.columns.valid, words.columns.wrong],
      rows: chain.map((certificate, index) => [
        cleaned(nameOf(certificate)),
        cleaned(certificate.isSelfSigned ? words.itself : issuerOf(certificate)),
        `${words.day(certificate.notBefore)} – ${words.day(certificate.notAfter)}`,
        (notes.of[index] ?? []).map((fault) => words.fault(fault)).join(', '),
      ]),
    },
  };
}

const nameOf = ({ commonName, subject }: Certificate): string => commonName ?? subject;
const issuerOf = ({ issuerCommonName, issuer }: Certificate): string => issuerCommonName ?? issuer;

function roleWords(chain: readonly Certificate[], index: number, words: ChainWords): string {
  if (index === 0) return words.role('server');
  return words.role(chain[index]?.isSelfSigned === true ? 'root' : 'authority');
}

interface CardParts {
  readonly y: number;
  readonly height: number;
  readonly role: string;
  readonly own: readonly NotedFault[];
  readonly words: ChainWords;
}

function certificateCard(certificate: Certificate, { y, height, role, own, words }: CardParts): Shape[] {
  const room = CARD_WIDTH - 28;
  return [
    { kind: 'box', look: 'card', x: 0.5, y: at(y), width: CARD_WIDTH, height, radius: 8 },
    label('small', role, { x: 14, y: at(y + 17), room }),
    label('title', nameOf(certificate), { x: 14, y: at(y + 34), room }),
    label('quiet', words.issuedBy(certificate.isSelfSigned ? words.itself : issuerOf(certificate)), {
      x: 14,
      y: at(y + 51),
      room,
    }),
    ...own.map((fault, index) => noteText(fault, y + CARD - 3 + index * NOTE, words)),
    ...own.flatMap((_, index) => (index === 0 ? statusMark('failed', CARD_WIDTH - 16, y + 17) : [])),
  ];
}

const noteText = (fault: NotedFault, y: number, words: ChainWords): Shape =>
  label('bad-text', words.fault(fault), { x: 14, y: at(y + 9), room: CARD_WIDTH - 28 });

/** The authority that follows the last certificate, which the server did not send: the root as it may, or one that it should. */
function missingCard(
  last: Certificate,
  { y, height, isBroken }: { readonly y: number; readonly height: number; readonly isBroken: boolean },
  { trust }: ShownChain,
  words: ChainWords,
): Shape[] {
  const room = CARD_WIDTH - 28;
  const isTrusted = trust.some(({ code }) => code === 'trusted');
  return [
    {
      kind: 'box',
      look: 'card-missing',
      x: 0.5,
      y: at(y),
      width: CARD_WIDTH,
      height,
      radius: 8,
    },
    label('small', words.role(isBroken ? 'authority' : 'root'), { x: 14, y: at(y + 17), room }),
    label('title', issuerOf(last), { x: 14, y: at(y + 34), room }),
    label(isBroken ? 'bad-text' : 'quiet', isBroken ? words.missing : words.notSent(isTrusted), {
      x: 14,
      y: at(y + 51),
      room,
    }),
  ];
}

function joint(y: number, holds: boolean): Shape[] {
  const x = 26;
  return holds
    ? [{ kind: 'path', look: 'link', d: `M${x} ${at(y)}v${GAP}M${x - 5} ${at(y + GAP - 6)}l5 5l5-5` }]
    : [
        { kind: 'path', look: 'link-broken', d: `M${x} ${at(y)}v${GAP}` },
        ...statusMark('failed', x, y + GAP / 2),
      ];
}

interface Time {
  readonly fromMs: number;
  readonly perMs: number;
  readonly nowX: number;
}

/** The server's own certificate and the moment of the check fill the axis; authorities live longer and go over its ends. */
function timeOf(leaf: Certificate, nowMs: number): Time {
  const known = [Date.parse(leaf.notBefore), Date.parse(leaf.notAfter), nowMs].filter(Number.isFinite);
  const first = Math.min(...known, Number.isFinite(nowMs) ? nowMs : 0);
  const last = Math.max(...known, first + 86_400_000);
  const pad = (last - first) * 0.12;
  const perMs = (AXIS_END - AXIS) / (last - first + 2 * pad);
  const fromMs = first - pad;
  return { fromMs, perMs, nowX: AXIS + ((Number.isFinite(nowMs) ? nowMs : first) - fromMs) * perMs };
}

function validityBar(
  { notBefore, notAfter }: Certificate,
  y: number,
  { fromMs, perMs, nowX }: Time,
  words: ChainWords,
): Shape[] {
  const place = (iso: string, otherwise: number): number => {
    const ms = Date.parse(iso);
    return Number.isFinite(ms) ? Math.min(Math.max(AXIS + (ms - fromMs) * perMs, AXIS), AXIS_END) : otherwise;
  };
  const start = place(notBefore, AXIS);
  const end = Math.max(place(notAfter, AXIS_END), start + 3);
  const isGood = start <= nowX && nowX <= end;
  const arrow = (x: number, by: number): string => `M${at(x)} ${at(y - 1)}l${by} 6l${-by} 6`;
  return [
    { kind: 'box', look: 'track', x: AXIS, y: at(y), width: AXIS_END - AXIS, height: 10, radius: 2 },
    {
      kind: 'box',
      look: isGood ? 'validity-good' : 'validity-bad',
      x: at(start),
      y: at(y),
      width: at(Math.min(end, AXIS_END) - start),
      height: 10,
      radius: 2,
    },
    { kind: 'path', look: 'now', d: `M${at(nowX)} ${at(y - 8)}v24` },
    // It began before the axis or ends after it.
    ...(start <= AXIS ? [{ kind: 'path' as const, look: 'link' as const, d: arrow(AXIS - 2, -5) }] : []),
    ...(end >= AXIS_END ? [{ kind: 'path' as const, look: 'link' as const, d: arrow(AXIS_END + 2, 5) }] : []),
    label('small', words.day(notBefore), { x: AXIS, y: at(y + 25), room: 150 }),
    label('small', words.day(notAfter), { x: AXIS_END, y: at(y + 25), room: 150, anchor: 'end' }),
  ];
}

function nowMark({ nowX }: Time, words: ChainWords): Shape[] {
  const x = at(Math.min(Math.max(nowX, AXIS + 1), AXIS_END - 1));
  const anchor = x < AXIS + 60 ? 'start' : x > AXIS_END - 60 ? 'end' : 'middle';
  return [
    { kind: 'path', look: 'now', d: `M${x} ${HEAD - 10}v${18}` },
    label('small', words.now, { x, y: HEAD - 15, room: 160, anchor }),
  ];
}
