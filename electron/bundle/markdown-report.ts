import { OWNER_WORDS } from '../contract/finding-words.ts';
import { type Finding, spokenSteps } from '../contract/findings.ts';
import { escapedMarkdown } from '../contract/hand-over-markdown.ts';
import { failuresOfNoConsequence, type Report } from '../contract/report.ts';

const STATUS_WORDS = {
  passed: 'passed',
  warned: 'warned',
  failed: 'failed',
  skipped: 'not checked',
  error: 'could not check',
} as const;

/** The report as Markdown, to be pasted into a ticket: findings first, then every check in a table. */
export function renderMarkdownReport(report: Report): string {
  const { run, host, vantage, profile, findings } = report;
  const harmless = failuresOfNoConsequence(report);
  return [
    `# ${escapedMarkdown(profile.name)}`,
    '',
    `Run ${run.id}, ${run.startedAt}, from ${escapedMarkdown(host.name)} (${vantage}), Airway ${report.tool.version}.`,
    '',
    ...(findings.length === 0
      ? ['No fault was found in what was checked.', '']
      : findings.flatMap(findingLines)),
    '## Checks',
    '',
    '| status | check | target | what was seen |',
    '| --- | --- | --- | --- |',
    ...report.checks.map(({ id, status, title, target, reason = '' }) => {
      const word = harmless.has(id) ? 'failed, of no consequence' : STATUS_WORDS[status];
      return `| ${word} | ${escapedMarkdown(title)} | ${escapedMarkdown(target)} | ${escapedMarkdown(reason)} |`;
    }),
    '',
  ].join('\n');
}

function findingLines({ title, severity, subject, detail, remedy }: Finding, index: number): string[] {
  return [
    `## ${index + 1}. ${escapedMarkdown(title)}`,
    '',
    `${severity}, ${subject}. To be fixed by: ${OWNER_WORDS[remedy.owner]}.`,
    '',
    escapedMarkdown(detail),
    '',
    ...spokenSteps(remedy.steps).flatMap(({ text, variants }, step) => [
      `${step + 1}. ${escapedMarkdown(text)}`,
      ...variants.flatMap(({ command }) => (command === undefined ? [] : ['', ...fenced(command)])),
      '',
    ]),
    ...(remedy.request === undefined ? [] : ['Request:', '', ...fenced(remedy.request), '']),
  ];
}

/** A fence longer than any in the text, so that what a server said ends no block. */
function fenced(text: string): string[] {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return [`${fence}text`, text, fence];
}
