import type { HostOutcome } from '../contract/outcomes/host.ts';
import type { Report } from '../contract/report.ts';
import { directoryFacts } from './html-report-directory.ts';
import type { CheckAnchors } from './html-report-findings.ts';
import { machineFacts } from './html-report-machine.ts';
import { statusMark } from './html-report-marks.ts';
import { html, type Markup, type MarkupPart } from './html-report-markup.ts';
import { attemptsPart } from './html-report-pictures.ts';
import { wayFacts } from './html-report-way.ts';
import { durationWords, type ReportCheck } from './html-report-words.ts';

/** Longest outcome that is shown in full; the report's JSON has the rest. A page of many megabytes would not open on a laptop. */
const MOST_CHARACTERS = 60_000;
/** Most routes and interfaces that are listed: servers with containers have hundreds. */
const MOST_ROWS = 24;

/** What each check returned, folded: as JSON, with the crash of a check that could not be carried out. */
export function detailsSection(report: Report, anchors: CheckAnchors): Markup {
  return html`<section aria-labelledby="details" class="details"><h2 id="details">What each check returned</h2>${report.checks.map(
    (check) => checkDetails(check, anchors.get(check.id)?.anchor ?? ''),
  )}</section>`;
}

function checkDetails(check: ReportCheck, anchor: string): Markup {
  const { status, title, target, outcome, crash } = check;
  return html`<details><summary>${statusMark(status)} <span class="title">${title}</span> <span class="target">${target}</span></summary>
<div id="${anchor}-detail"><p class="quiet">Check <code>${check.id}</code>, about <code>${check.subject}</code>; started at ${durationWords(check.startedMs)}, took ${durationWords(check.elapsedMs)} of at most ${durationWords(check.deadlineMs)}.</p>
${crash === undefined ? html`` : html`<pre>${crash}</pre>`}${
  outcome === undefined
    ? html`<p class="quiet">There is no outcome.</p>`
    : html`${attemptsPart(check, anchor)}${directoryFacts(outcome)}${wayFacts(outcome)}<pre>${cutJson(outcome)}</pre>`
}</div></details>`;
}

function cutJson(value: unknown): string {
  const text = JSON.stringify(value, null, 2);
  if (text.length <= MOST_CHARACTERS) return text;
  return `${text.slice(0, MOST_CHARACTERS)}\n… ${text.length - MOST_CHARACTERS} more characters in report.json`;
}

/** The host outcome of a report, when the check that describes this machine has one. */
export function hostOutcomeOf(report: Report): HostOutcome | undefined {
  for (const { outcome } of report.checks) if (outcome?.kind === 'host') return outcome;
  return undefined;
}

/** Facts of the machine that the run was made from. */
export function hostSection(report: Report): Markup {
  const host = hostOutcomeOf(report);
  return html`<section aria-labelledby="host"><h2 id="host">The machine that checked</h2>${
    host === undefined
      ? html`<p class="quiet">${report.host.name} (${report.host.platform}). Nothing more was recorded in this run.</p>`
      : html`<dl class="facts">${hostFacts(host, report)}</dl>`
  }</section>`;
}

function hostFacts(host: HostOutcome, report: Report): Markup[] {
  const { os, clock } = host;
  const offset = `${clock.offsetMinutes < 0 ? '−' : '+'}${Math.abs(clock.offsetMinutes)} min`;
  const facts: readonly (readonly [string, MarkupPart])[] = [
    ['Name', host.hostname],
    ['System', `${os.version} (${os.platform} ${os.release}, ${os.arch})`],
    ['Clock', `${clock.utc}, time zone ${clock.timeZone} (${offset})`],
    ['Resolvers', lines(host.resolvers)],
    ['Search domains', lines(host.searchDomains)],
    ['Proxy variables', lines(Object.entries(host.proxyVariables).map((pair) => pair.join('=')))],
    ['Trust variables', lines(Object.entries(host.trustVariables).map((pair) => pair.join('=')))],
    [
      'Interfaces',
      lines(
        host.interfaces.map(({ name, kind, product, addresses }) => {
          const list = addresses.map(({ address, prefixLength }) => `${address}/${prefixLength}`).join(', ');
          const what = [kind, product].filter((word) => word !== undefined).join(', ');
          return `${name}${what === '' ? '' : ` (${what})`}: ${list === '' ? 'no address' : list}`;
        }),
      ),
    ],
    [
      'Routes',
      lines(
        host.routes.map(({ destination, gateway, interfaceName, metric }) => {
          const via = gateway === undefined ? '' : ` via ${gateway}`;
          return `${destination}${via} on ${interfaceName}${metric === undefined ? '' : `, metric ${metric}`}`;
        }),
      ),
    ],
    ...machineFacts(report).map(([name, texts]) => [name, lines(texts)] as const),
    ['Could not be read', lines(host.unreadable)],
  ];
  return facts.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`);
}

function lines(texts: readonly string[]): MarkupPart {
  if (texts.length === 0) return html`<span class="quiet">none</span>`;
  const shown = texts.slice(0, MOST_ROWS).map((text) => html`<span class="row">${text}</span>`);
  return texts.length > MOST_ROWS
    ? html`${shown}<span class="quiet">and ${texts.length - MOST_ROWS} more in report.json</span>`
    : shown;
}
