import { createHash } from 'node:crypto';
import type { Report } from '../contract/report.ts';
import { checksSection } from './html-report-checks.ts';
import { detailsSection, hostOutcomeOf, hostSection } from './html-report-details.ts';
import { checkAnchors, findingsSection } from './html-report-findings.ts';
import { handOversSection } from './html-report-hand-overs.ts';
import { BUNDLE_NOTE, reportHeader } from './html-report-header.ts';
import { html, type Markup, styleElement } from './html-report-markup.ts';
import { mapSection } from './html-report-pictures.ts';
import { reportCss } from './html-report-style.ts';
import { timeWords } from './html-report-words.ts';

/**
 * A run as one self-contained HTML page: no script, nothing loaded from anywhere, its only style sheet allowed by hash. Every text
 * of the report is escaped. Reads on screens in light and dark, and prints on A4 with the run's id on every page.
 */
export function renderHtmlReport(report: Report): string {
  const css = reportCss(report);
  const styleHash = createHash('sha256').update(css, 'utf8').digest('base64');
  const policy = `default-src 'none'; style-src 'sha256-${styleHash}'; img-src data:; base-uri 'none'; form-action 'none'`;
  const anchors = checkAnchors(report);
  const page = html`<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>Airway report: ${report.profile.name}</title>
${styleElement(css)}
</head>
<body>
${reportHeader(report)}
<main>
${findingsSection(report, anchors)}
${mapSection(report, anchors)}
${handOversSection(report)}
${checksSection(report, anchors)}
${hostSection(report)}
${detailsSection(report, anchors)}
</main>
${footer(report)}
</body>
</html>
`;
  return `<!doctype html>\n${page.text}`;
}

function footer(report: Report): Markup {
  const { runtime } = hostOutcomeOf(report) ?? {};
  const versions = [
    `Airway ${report.tool.version}`,
    report.schema,
    report.profile.schema,
    ...(runtime === undefined
      ? []
      : [
          ...(runtime.electron === undefined ? [] : [`Electron ${runtime.electron}`]),
          `Node ${runtime.node}`,
          `${runtime.isBoringssl ? 'BoringSSL' : 'OpenSSL'} ${runtime.openssl}`,
        ]),
  ];
  return html`<footer><p>${versions.join(' · ')}</p><p>Run <code>${report.run.id}</code>, started ${timeWords(report.run.startedAt)}. ${BUNDLE_NOTE}</p></footer>`;
}
