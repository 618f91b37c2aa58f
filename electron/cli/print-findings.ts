import {
  confidenceWords,
  counted,
  durationWords,
  SEVERITY_WORDS,
  VANTAGE_WORDS,
} from '../bundle/html-report-words.ts';
import { syslogTestSentence } from '../bundle/syslog-test-words.ts';
import { statusCounts, verdict } from '../bundle/verdict.ts';
import { OS_WORDS, OWNER_WORDS } from '../contract/finding-words.ts';
import { type Finding, type Severity, spokenSteps } from '../contract/findings.ts';
import type { Report } from '../contract/report.ts';
import type { CheckState } from '../contract/run-state.ts';
import { printable, type Terminal, wrap } from './terminal.ts';

const SEVERITY_MARKS: Readonly<Record<Severity, { mark: string; style: 'red' | 'yellow' | 'cyan' }>> = {
  error: { mark: '✗', style: 'red' },
  warning: { mark: '!', style: 'yellow' },
  info: { mark: 'i', style: 'cyan' },
};

const LABEL_COLUMNS = 16;

/** Prints what a run came to: the root cause first, each finding with evidence, owner and remedy. */
export function printFindings(terminal: Terminal, report: Report, unexplained: readonly CheckState[]): void {
  const { findings } = report;
  terminal.line();
  for (const [index, finding] of findings.entries()) printFinding(terminal, finding, index, findings.length);
  for (const check of unexplained) {
    const reason =
      check.phase === 'finished' && check.reason !== undefined ? `: ${printable(check.reason)}` : '';
    terminal.line(
      `${terminal.style('magenta', '? No cause could be told')} for ${printable(check.title)}${reason}`,
    );
  }
  if (unexplained.length > 0) terminal.line();
  if (report.syslogTest !== undefined) {
    terminal.line(wrap(syslogTestSentence(report.syslogTest), terminal.columns));
    terminal.line();
  }
  terminal.line(
    wrap(`${terminal.style('bold', verdict(report).sentence)} ${extent(report)}`, terminal.columns),
  );
}

/** How much was checked, how long it took, and from where. */
function extent(report: Report): string {
  const { skipped } = statusCounts(report);
  const ran = report.checks.length - skipped;
  return `${counted(ran, 'check')} in ${durationWords(report.run.durationMs)}, seen from ${report.host.name} (${VANTAGE_WORDS[report.vantage]}).`;
}

function printFinding(terminal: Terminal, finding: Finding, index: number, total: number): void {
  const { mark, style } = SEVERITY_MARKS[finding.severity];
  const word = SEVERITY_WORDS[finding.severity];
  const place = total > 1 ? ` ${index + 1} of ${total}` : '';
  terminal.line(
    `${terminal.style([style, 'bold'], `${mark} ${word}${place}: ${finding.title}`)} ${terminal.style('dim', `[${finding.cause}, ${finding.subject}]`)}`,
  );
  const field = (label: string, text: string) =>
    terminal.line(
      `  ${terminal.style('dim', label.padEnd(LABEL_COLUMNS - 2))}${wrap(printable(text), terminal.columns, ' '.repeat(LABEL_COLUMNS))}`,
    );
  field('Seen', finding.detail);
  field('How sure', confidenceWords(finding.confidence));
  field('Evidence', finding.evidence.join(', '));
  if (finding.explains.length > 0 || finding.explainsChecks.length > 0)
    field('Explains', [...finding.explains, ...finding.explainsChecks].join(', '));
  for (const text of finding.ruledOut) field('Ruled out', text);
  field('Who fixes it', OWNER_WORDS[finding.remedy.owner]);
  for (const [index, { text, variants }] of spokenSteps(finding.remedy.steps).entries()) {
    const [{ os: onlyOs }] = variants;
    const lead = variants.length === 1 && onlyOs !== undefined ? `${OS_WORDS[onlyOs]}: ` : '';
    field(index === 0 ? 'What to do' : '', `${index + 1}. ${lead}${text}`);
    for (const { command = '', os } of variants) {
      const where = variants.length === 1 || os === undefined ? '' : `${OS_WORDS[os]}:`.padEnd(9);
      // A command is never wrapped: it has to be copied in one piece.
      for (const line of command.split('\n'))
        if (line !== '')
          terminal.line(`${' '.repeat(LABEL_COLUMNS)}   ${where}${terminal.style('cyan', printable(line))}`);
    }
  }
  if (finding.remedy.request !== undefined) {
    field('What to send', 'this text:');
    for (const line of finding.remedy.request.split('\n'))
      terminal.line(`${' '.repeat(LABEL_COLUMNS)}| ${printable(line)}`);
  }
  terminal.line();
}
