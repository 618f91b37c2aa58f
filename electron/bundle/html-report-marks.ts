import type { CheckStatus } from '../contract/checks.ts';
import type { Severity } from '../contract/findings.ts';
import { html, type Markup } from './html-report-markup.ts';
import { SEVERITY_WORDS, STATUS_WORDS } from './html-report-words.ts';

/** Shapes that differ without colour: tick, triangle, cross, dash, question mark, letter i. */
const ICON_PATHS: Readonly<Record<CheckStatus | Severity, Markup>> = {
  passed: html`<circle cx="8" cy="8" r="7"/><path class="mark" d="M4.7 8.3l2.2 2.2 4.4-4.8"/>`,
  warned: html`<path d="M8 1.2L15.2 14.4H.8z"/><path class="mark" d="M8 5.8v4M8 12.1v.3"/>`,
  failed: html`<path d="M5.1 1h5.8L15 5.1v5.8L10.9 15H5.1L1 10.9V5.1z"/><path class="mark" d="M5.4 5.4l5.2 5.2M10.6 5.4l-5.2 5.2"/>`,
  skipped: html`<circle class="hollow" cx="8" cy="8" r="6.4"/><path class="hollow" d="M5 8h6"/>`,
  error: html`<rect x="1" y="1" width="14" height="14" rx="3"/><path class="mark" d="M5.9 6.2a2.1 2.1 0 1 1 3.1 1.9c-.7.4-1 .7-1 1.5M8 12v.3"/>`,
  warning: html`<path d="M8 1.2L15.2 14.4H.8z"/><path class="mark" d="M8 5.8v4M8 12.1v.3"/>`,
  info: html`<circle cx="8" cy="8" r="7"/><path class="mark" d="M8 7.4v4M8 4.5v.3"/>`,
};

function icon(kind: CheckStatus | Severity): Markup {
  return html`<svg class="icon" viewBox="0 0 16 16" aria-hidden="true">${ICON_PATHS[kind]}</svg>`;
}

/** A status as icon, word and colour. */
export function statusMark(status: CheckStatus): Markup {
  return html`<span class="status s-${status}">${icon(status)}${STATUS_WORDS[status]}</span>`;
}

/** A severity as icon, word and colour. The icon of an error is the one of a failed check. */
export function severityMark(severity: Severity): Markup {
  const look = severity === 'error' ? 'failed' : severity === 'warning' ? 'warned' : 'info';
  return html`<span class="status s-${look}">${icon(severity === 'error' ? 'failed' : severity)}${SEVERITY_WORDS[severity]}</span>`;
}
