import type { CheckStatus } from '../contract/checks.ts';
import { consolePorts, type Profile } from '../contract/profile.ts';
import type { Report } from '../contract/report.ts';
import { severityMark, statusMark } from './html-report-marks.ts';
import { html, type Markup, type MarkupPart, when } from './html-report-markup.ts';
import { counted, durationWords, timeWords, VANTAGE_WORDS } from './html-report-words.ts';
import { syslogTestSentence } from './syslog-test-words.ts';
import { statusCounts, verdict } from './verdict.ts';

/** Said at the foot of every report, because it is often passed on. */
export const BUNDLE_NOTE =
  'Passwords and tokens are never recorded; host names and addresses stand as they were seen.';

/** Site and vantage, the verdict, the counts, and the way to the sections. */
export function reportHeader(report: Report): Markup {
  const { run, profile, host, practice } = report;
  const { tone, sentence } = verdict(report);
  return html`<header class="page">
<p class="brand">Airway report</p>
<h1>${profile.name}</h1>
${
  practice === undefined
    ? html``
    : html`<p class="practice"><strong>Practice run</strong> Not a real site. ${practiceWords(practice.faults)}</p>`
}
<dl class="site">
${fact('Seen from', `${VANTAGE_WORDS[report.vantage]}: ${host.name} (${host.platform})`)}
${fact('Started', `${timeWords(run.startedAt)}, took ${durationWords(run.durationMs)}`)}
${fact('Run', html`<code>${run.id}</code>`)}
${asked(profile).map(([name, value]) => fact(name, value))}
${when(report.syslogTest !== undefined, () => fact('Syslog test message', report.syslogTest === undefined ? '' : syslogTestSentence(report.syslogTest)))}
</dl>
<section class="verdict v-${tone}" aria-label="Verdict"><p>${sentence}</p>${counts(report)}</section>
<nav aria-label="Sections of this report"><a href="#findings">Findings</a><a href="#map">Map</a><a href="#checks">All checks</a><a href="#host">The machine that checked</a><a href="#details">What each check returned</a></nav>
</header>`;
}

const fact = (name: string, value: MarkupPart): Markup => html`<div><dt>${name}</dt><dd>${value}</dd></div>`;

function practiceWords(faults: readonly string[]): string {
  if (faults.length === 0) return 'It was set up healthy.';
  return `It was set up with ${counted(faults.length, 'fault')}: ${faults.join(', ')}.`;
}

function counts(report: Report): Markup {
  const byStatus = statusCounts(report);
  const statuses: readonly CheckStatus[] = ['failed', 'warned', 'passed', 'error', 'skipped'];
  const severities = (['error', 'warning', 'info'] as const).map((severity) => ({
    severity,
    count: report.findings.filter((finding) => finding.severity === severity).length,
  }));
  return html`<div class="counts"><ul aria-label="Findings by severity">${severities
    .filter(({ count }) => count > 0)
    .map(({ severity, count }) => html`<li>${severityMark(severity)} <b>${count}</b></li>`)}${when(
    report.findings.length === 0,
    () => html`<li class="quiet">No findings</li>`,
  )}</ul><ul aria-label="Checks by status"><li class="quiet">${counted(report.checks.length, 'check')}</li>${statuses
    .filter((status) => byStatus[status] > 0)
    .map((status) => html`<li>${statusMark(status)} <b>${byStatus[status]}</b></li>`)}</ul></div>`;
}

/** What the profile asked for; an absent section says so, because it was not checked. */
function asked(profile: Profile): (readonly [string, string])[] {
  const { activeDirectory, syslog, responder } = profile;
  return [
    ['Console', consoleWords(profile)],
    ...(responder?.relay === undefined ? [] : [['Relay', responder.relay] as const]),
    [
      'Active Directory',
      activeDirectory === undefined
        ? 'not in the profile'
        : [activeDirectory.domain ?? '', ...(activeDirectory.servers ?? [])].filter(Boolean).join(', '),
    ],
    [
      'Syslog',
      syslog === undefined
        ? 'not in the profile'
        : `${syslog.address}, port ${syslog.port} over ${syslog.transport}`,
    ],
  ];
}

function consoleWords(profile: Profile): string {
  if (profile.console === undefined) return 'not in the profile';
  const { primary, alternate, tasks } = consolePorts(profile);
  const ports = [primary, alternate, tasks].filter((port) => port !== null);
  return `${profile.console.address}, ${ports.length === 1 ? 'port' : 'ports'} ${ports.join(', ')}`;
}
