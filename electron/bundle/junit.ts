import { STEP_IDS } from '../contract/checks.ts';
import { OWNER_WORDS } from '../contract/finding-words.ts';
import type { Finding } from '../contract/findings.ts';
import { failuresOfNoConsequence, type Report } from '../contract/report.ts';
import { type ReportCheck, STEP_TITLES } from './html-report-words.ts';
import { verdict } from './verdict.ts';

/** One test case: `body` is what stands inside it, `kind` how the suite counts it. */
interface TestCase {
  readonly kind: 'passed' | 'failure' | 'error' | 'skipped';
  readonly attributes: string;
  readonly body: string;
}

/**
 * A run as JUnit XML for build servers: one suite a step with one case a check (failed is a failure, a check that could not be made
 * an error, skipped is skipped with its reason, a warning passes and says so in system-out), and a suite `findings` in which each
 * finding of severity error fails. Times are seconds.
 */
export function renderJunit(report: Report): string {
  const harmless = failuresOfNoConsequence(report);
  const caseOf = (check: ReportCheck): TestCase => checkCase(check, harmless.has(check.id));
  const suites = STEP_IDS.map((step) => ({
    step,
    checks: report.checks.filter((check) => check.step === step),
  }))
    .filter(({ checks }) => checks.length > 0)
    .map(({ step, checks }) => suite(STEP_TITLES[step], report, checks.map(caseOf), longestSeconds(checks)));
  const all = [...report.checks.map(caseOf), ...report.findings.map(findingCase)];
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${attribute('name', `Airway: ${report.profile.name}`)}${counts(all)}${attribute('time', seconds(report.run.durationMs))}>`,
    ...suites,
    suite('findings', report, report.findings.map(findingCase), '0.000'),
    '</testsuites>',
    '',
  ].join('\n');
}

function suite(name: string, report: Report, cases: readonly TestCase[], time: string): string {
  const { run, host, tool, vantage } = report;
  const properties: readonly (readonly [string, string])[] = [
    ['run', run.id],
    ['ended', run.ended ?? 'running'],
    ['vantage', vantage],
    ['tool', `airway ${tool.version}`],
    ['verdict', verdict(report).sentence],
    ...(report.practice === undefined ? [] : [['practice', report.practice.faults.join(', ')] as const]),
  ];
  return [
    `  <testsuite${attribute('name', name)}${counts(cases)}${attribute('time', time)}${attribute('timestamp', run.startedAt)}${attribute('hostname', host.name)}>`,
    '    <properties>',
    ...properties.map(
      ([key, value]) => `      <property${attribute('name', key)}${attribute('value', value)}/>`,
    ),
    '    </properties>',
    ...cases.map(({ attributes, body }) =>
      body === ''
        ? `    <testcase${attributes}/>`
        : `    <testcase${attributes}>\n      ${body}\n    </testcase>`,
    ),
    '  </testsuite>',
  ].join('\n');
}

function counts(cases: readonly TestCase[]): string {
  const of = (kind: TestCase['kind']): string => String(cases.filter((one) => one.kind === kind).length);
  return `${attribute('tests', String(cases.length))}${attribute('failures', of('failure'))}${attribute('errors', of('error'))}${attribute('skipped', of('skipped'))}`;
}

function checkCase(check: ReportCheck, isHarmless: boolean): TestCase {
  const { step, title, target, status, elapsedMs, outcome } = check;
  const reason = check.reason ?? '';
  const attributes = `${attribute('classname', `airway.${step}`)}${attribute('name', `${title} (${target})`)}${attribute('time', seconds(elapsedMs))}`;
  switch (status) {
    case 'passed':
      return { kind: 'passed', attributes, body: '' };
    case 'warned':
      return { kind: 'passed', attributes, body: element('system-out', '', `Warning: ${reason}`) };
    case 'skipped':
      return { kind: 'skipped', attributes, body: `<skipped${attribute('message', reason)}/>` };
    case 'failed': {
      if (isHarmless)
        return {
          kind: 'passed',
          attributes,
          body: element('system-out', '', `Of no consequence: ${reason}`),
        };
      const type = outcome === undefined ? 'failed' : `${outcome.kind}/${outcome.code}`;
      const head = `${attribute('message', reason)}${attribute('type', type)}`;
      return { kind: 'failure', attributes, body: element('failure', head, reason) };
    }
    case 'error': {
      const head = `${attribute('message', reason)}${attribute('type', 'could-not-check')}`;
      return { kind: 'error', attributes, body: element('error', head, check.crash ?? reason) };
    }
  }
}

function findingCase(finding: Finding): TestCase {
  const { cause, severity, subject, title } = finding;
  const attributes = `${attribute('classname', 'airway.findings')}${attribute('name', `${cause} (${subject})`)}${attribute('time', '0.000')}`;
  const text = findingText(finding);
  if (severity !== 'error') return { kind: 'passed', attributes, body: element('system-out', '', text) };
  const head = `${attribute('message', title)}${attribute('type', cause)}`;
  return { kind: 'failure', attributes, body: element('failure', head, text) };
}

function findingText({ title, detail, remedy }: Finding): string {
  const steps = remedy.steps.map(({ text, command }, index) => {
    return `${index + 1}. ${text}${command === undefined ? '' : `\n   ${command}`}`;
  });
  return [title, detail, `To be fixed by ${OWNER_WORDS[remedy.owner]}:`, ...steps].join('\n');
}

/** Checks of a step run at once, so the suite took as long as its last check, not the sum. */
function longestSeconds(checks: readonly ReportCheck[]): string {
  const first = Math.min(...checks.map(({ startedMs }) => startedMs));
  return seconds(Math.max(...checks.map(({ startedMs, elapsedMs }) => startedMs + elapsedMs)) - first);
}

const seconds = (ms: number): string => (ms / 1000).toFixed(3);

const element = (name: string, attributes: string, text: string): string =>
  `<${name}${attributes}>${escapeXml(text)}</${name}>`;

/** With the space before it. Line breaks and tabs are written as references, or a parser would turn them into spaces. */
function attribute(name: string, value: string): string {
  const escaped = escapeXml(value).replace(/[\t\n\r]/g, (mark) => `&#${mark.charCodeAt(0)};`);
  return ` ${name}="${escaped}"`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** Escapes a text and drops what XML 1.0 §2.2 does not allow: control characters, lone surrogates, U+FFFE and U+FFFF. */
function escapeXml(text: string): string {
  return text
    .toWellFormed()
    .replace(/(?![\t\n\r])[\p{Cc}\ufffe\uffff]/gu, '')
    .replace(/[&<>"']/g, (mark) => ENTITIES[mark] ?? '');
}
