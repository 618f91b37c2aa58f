import { durationWords, SEVERITY_WORDS } from '../bundle/html-report-words.ts';
import type { SetChange } from '../contract/comparison/compare-addresses.ts';
import type { CertificateChange, SeenCertificate } from '../contract/comparison/compare-certificates.ts';
import type { FindingChange, FindingSide } from '../contract/comparison/compare-findings.ts';
import type {
  CheckChange,
  CheckSide,
  RunComparison,
  TimingChange,
} from '../contract/comparison/compare-runs.ts';
import type { ValueChange } from '../contract/comparison/compare-sites.ts';
import { STATUS_MARKS } from './terminal.ts';

/** One line of a comparison: something came, went, or is another. */
export interface ChangeLine {
  readonly mark: '+' | '-' | '~';
  readonly text: string;
}

/** The changes of one kind, under its heading. */
export interface ChangeGroup {
  readonly title: string;
  readonly lines: readonly ChangeLine[];
}

/** A comparison in words; groups without a change are left out. */
export function comparisonWords(comparison: RunComparison): ChangeGroup[] {
  const groups: ChangeGroup[] = [
    { title: 'Causes', lines: comparison.findings.map(findingLine) },
    { title: 'Checks', lines: comparison.checks.map(checkLine) },
    { title: 'Addresses', lines: comparison.addresses.map(addressLine) },
    { title: 'Certificates', lines: comparison.certificates.map(certificateLine) },
    { title: 'Times', lines: comparison.timings.map(timingLine) },
    { title: 'What was checked, and from where', lines: comparison.site.map(siteLine) },
  ];
  return groups.filter(({ lines }) => lines.length > 0);
}

const markOf = ({ before, after }: { before?: unknown; after?: unknown }): ChangeLine['mark'] => {
  if (before === undefined) return '+';
  return after === undefined ? '-' : '~';
};

/** One finding that is new, gone or named otherwise. */
export function findingLine(change: FindingChange): ChangeLine {
  const { before, after, cause, subject } = change;
  const title = (after ?? before)?.title ?? cause;
  const named = `${title} [${cause}, ${subject}]`;
  if (before === undefined || after === undefined) {
    const side = after ?? before;
    return {
      mark: markOf(change),
      text: side === undefined ? named : `${SEVERITY_WORDS[side.severity]}: ${named}`,
    };
  }
  return { mark: '~', text: `${named}: ${sideWords(before)} → ${sideWords(after)}` };
}

const sideWords = ({ severity, confidence, isFirst }: FindingSide): string =>
  [
    SEVERITY_WORDS[severity].toLowerCase(),
    ...(isFirst ? ['first'] : []),
    `${Math.round(confidence * 100)} % sure`,
  ].join(', ');

function checkLine(change: CheckChange): ChangeLine {
  const { before, after } = change;
  const title = (after ?? before)?.title ?? change.key;
  const reason = after?.reason === undefined ? '' : `: ${after.reason}`;
  if (before === undefined || after === undefined) {
    const side = after ?? before;
    return {
      mark: markOf(change),
      text: `${title}: ${side === undefined ? '' : statusWords(side)}${reason}`,
    };
  }
  return { mark: '~', text: `${title}: ${statusWords(before)} → ${statusWords(after)}${reason}` };
}

const statusWords = ({ status, code }: CheckSide): string => {
  const word = status === 'running' ? 'running' : STATUS_MARKS[status].word;
  return code === undefined ? word : `${word} (${code})`;
};

const SOURCE_WORDS: Readonly<Record<SetChange['source'], (change: SetChange) => string>> = {
  'this-machine': ({ name }) => `${name}, looked up by the machine`,
  resolver: ({ name, resolver = '' }) => `${name}, asked of ${resolver}`,
  'domain-controllers': ({ name }) => `domain controllers by ${name}`,
  interfaces: ({ name }) => `addresses of ${name} itself`,
  resolvers: ({ name }) => `resolvers of ${name}`,
};

function addressLine(change: SetChange): ChangeLine {
  const { gone, added } = change;
  const parts = [
    ...(gone.length === 0 ? [] : [`gone ${gone.join(', ')}`]),
    ...(added.length === 0 ? [] : [`new ${added.join(', ')}`]),
  ];
  return { mark: '~', text: `${SOURCE_WORDS[change.source](change)}: ${parts.join('; ')}` };
}

const certificateWords = ({ subject, issuer, notAfter, fingerprint256 }: SeenCertificate): string =>
  `${firstPart(subject)} by ${firstPart(issuer)}, until ${notAfter.slice(0, 10)} (${fingerprint256.slice(0, 23)}…)`;

/** The part of a distinguished name that people call it by. */
const firstPart = (name: string): string => name.split(', ', 1)[0] ?? name;

const certificateLine = ({ endpoint, before, after }: CertificateChange): ChangeLine => ({
  mark: '~',
  text: `${endpoint}: ${before.map(certificateWords).join(' and ')} → ${after.map(certificateWords).join(' and ')}`,
});

const timingLine = ({ before, after }: TimingChange): ChangeLine => ({
  mark: '~',
  text: `${after.title}: ${durationWords(before.elapsedMs)} → ${durationWords(after.elapsedMs)}`,
});

function siteLine(change: ValueChange): ChangeLine {
  const { what, before, after } = change;
  const shown = (value: string): string => (value === '' ? 'none' : value);
  if (before === undefined) return { mark: '+', text: `${what}: ${shown(after ?? '')}` };
  if (after === undefined) return { mark: '-', text: `${what}: ${shown(before)}` };
  return { mark: '~', text: `${what}: ${shown(before)} → ${shown(after)}` };
}
