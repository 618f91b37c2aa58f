import { type CauseId, isCauseId } from '../../electron/contract/cause-ids.ts';
import {
  type OfferedFault,
  PRACTICE_GROUPS,
  type PracticeGroup,
} from '../../electron/contract/practice-faults.ts';
import { ok, type Result, refused } from '../../electron/contract/result.ts';
import { ANSWER_FAULTS } from './answer-faults.ts';
import { ASSET_FAULTS } from './asset-faults.ts';
import { CERTIFICATE_FAULTS } from './certificate-faults.ts';
import { CONNECTION_FAULTS } from './connection-faults.ts';
import { DIRECTORY_FAULTS } from './directory-faults.ts';
import { type PracticeFault, SITE_PART_PHRASES } from './fault.ts';
import { GREETING_FAULTS } from './greeting-faults.ts';
import { NAME_FAULTS } from './name-faults.ts';
import { PROXY_FAULTS } from './proxy-faults.ts';
import { REAL_TIME_FAULTS } from './real-time-faults.ts';
import { SYSLOG_FAULTS } from './syslog-faults.ts';
import { WAY_FAULTS } from './way-faults.ts';

/** A fault is one entry in its family's file. */
const FAMILIES: Readonly<Record<PracticeGroup, readonly PracticeFault[]>> = {
  name: NAME_FAULTS,
  connection: [...CONNECTION_FAULTS, ...GREETING_FAULTS],
  certificate: CERTIFICATE_FAULTS,
  answer: ANSWER_FAULTS,
  'active-directory': DIRECTORY_FAULTS,
  syslog: SYSLOG_FAULTS,
  'real-time': REAL_TIME_FAULTS,
  proxy: PROXY_FAULTS,
  asset: ASSET_FAULTS,
  way: WAY_FAULTS,
};

/** Everything that the practice site can do wrong, in the order in which it is listed. */
export const PRACTICE_FAULTS: readonly PracticeFault[] = PRACTICE_GROUPS.flatMap((group) => FAMILIES[group]);

/** The same as the wizard is told of it. */
export const OFFERED_FAULTS: readonly OfferedFault[] = PRACTICE_GROUPS.flatMap((group) =>
  FAMILIES[group].map(({ id, title, breaks, part, hides }) => ({ id, title, breaks, group, part, hides })),
);

/** Longer than every fault's name written twice over; a longer text is no list of faults. */
const TEXT_LIMIT = 2000;

/**
 * Reads the faults of `--practice`: ids with commas between them, any case, spaces and empty places ignored, each kept once.
 * Refusals: `unknown-fault` with the nearest name, `faults-exclude-each-other`, `faults-too-long`.
 */
export function parseFaults(text: string): Result<CauseId[]> {
  if (text.length > TEXT_LIMIT)
    return refused(
      'faults-too-long',
      `expected names of faults with commas between them, found ${text.length} characters`,
    );
  const names = text.split(',').map((name) => name.trim().toLowerCase());
  return checkFaults(names.filter((name) => name !== ''));
}

/** The same rules for names that are already apart, such as those of a request of the wizard. */
export function checkFaults(names: readonly string[]): Result<CauseId[]> {
  const faults: PracticeFault[] = [];
  for (const name of new Set(names)) {
    const fault = PRACTICE_FAULTS.find(({ id }) => id === name);
    if (fault === undefined) return refused('unknown-fault', unknownFault(name));
    faults.push(fault);
  }
  for (const [index, fault] of faults.entries()) {
    for (const earlier of faults.slice(0, index)) {
      const reason = whyNotTogether(earlier, fault);
      if (reason !== undefined)
        return refused(
          'faults-exclude-each-other',
          `${earlier.id} and ${fault.id} cannot be had together: ${reason}`,
        );
    }
  }
  return ok(faults.map(({ id }) => id));
}

function whyNotTogether(one: PracticeFault, other: PracticeFault): string | undefined {
  if (one.part === other.part) return `both change ${SITE_PART_PHRASES[one.part]}`;
  if (one.hides.includes(other.part)) return `with ${one.id} nobody can see ${SITE_PART_PHRASES[other.part]}`;
  if (other.hides.includes(one.part)) return `with ${other.id} nobody can see ${SITE_PART_PHRASES[one.part]}`;
  return undefined;
}

function unknownFault(name: string): string {
  const shown = name.length > 60 ? `${name.slice(0, 60)}...` : name;
  if (isCauseId(name))
    return `the practice site cannot show ${shown}; "airway practice --list" names the faults that it can`;
  const nearest = nearestFault(name.slice(0, 60));
  return `unknown fault "${shown}"; the nearest is ${nearest}, and "airway practice --list" names them all`;
}

function nearestFault(name: string): CauseId {
  return PRACTICE_FAULTS.map(({ id }) => ({ id, distance: editDistance(name, id) })).reduce(
    (nearest, fault) => (fault.distance < nearest.distance ? fault : nearest),
  ).id;
}

/** Levenshtein distance: how many letters have to be put in, taken out or changed. */
function editDistance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let i = 1; i <= one.length; i++) {
    const next = [i];
    for (let j = 1; j <= other.length; j++) {
      const changed = (row[j - 1] ?? 0) + (one[i - 1] === other[j - 1] ? 0 : 1);
      next.push(Math.min(changed, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
