import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Report } from '../contract/report.ts';
import { renderJunit } from './junit.ts';
import { isMissing } from './testing/needed-program.ts';
import { healthyPracticeReport, sampleReport } from './testing/sample-report.ts';

/** Throws where a document is not well-formed: tags that do not nest, stray marks, characters or entities that XML does not know. */
function assertWellFormed(xml: string): void {
  const body = xml.replace(/^<\?xml version="1\.0" encoding="UTF-8"\?>\n/, '');
  if (/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u.test(body))
    throw new Error('not an XML character');
  if (/&(?!(?:amp|lt|gt|quot|apos|#\d+);)/.test(body)) throw new Error('a stray ampersand');
  const open: string[] = [];
  const rest = body.replace(
    /<(\/?)([a-z-]+)((?: [a-z]+="[^"<]*")*)(\/?)>/g,
    (_tag, closes: string, name: string, _attributes, empty: string) => {
      if (closes === '/' && open.pop() !== name) throw new Error(`</${name}> closes another element`);
      if (closes === '' && empty === '') open.push(name);
      return '';
    },
  );
  if (/[<>]/.test(rest)) throw new Error('a stray angle bracket');
  if (open.length > 0) throw new Error(`${open.join(', ')} stays open`);
}

const suiteOf = (xml: string, name: string): string =>
  new RegExp(`<testsuite name="${name}"[\\s\\S]*?</testsuite>`).exec(xml)?.[0] ?? '';

describe('the sample run as JUnit', () => {
  const xml = renderJunit(sampleReport());

  test('counts each kind', () => {
    expect(xml).toContain(
      '<testsuites name="Airway: Example Corp, Rotterdam plant" tests="17" failures="5" errors="1" skipped="2" time="3.020">',
    );
    expect(suiteOf(xml, 'Console')).toMatch(
      /^<testsuite name="Console" tests="10" failures="3" errors="1" skipped="1" time="3\.002" /,
    );
    expect(suiteOf(xml, 'findings')).toMatch(
      /^<testsuite name="findings" tests="3" failures="1" errors="0" skipped="0" /,
    );
  });

  test('a failed check is a failure with its reason, and one that could not be made is an error with its crash', () => {
    expect(suiteOf(xml, 'Responder')).toContain(
      '<failure message="10.20.0.5:4222 answered none of 3 SYNs within 3 s." type="tcp/filtered">10.20.0.5:4222 answered none of 3 SYNs within 3 s.</failure>',
    );
    expect(suiteOf(xml, 'Console')).toMatch(
      /<error message="Airway could not carry out this check: a bug of Airway\." type="could-not-check">RangeError: offset/,
    );
  });

  test('a skipped check is skipped with its reason, and a warning passes and says so', () => {
    expect(suiteOf(xml, 'Console')).toContain('<skipped message="The profile names no API token."/>');
    expect(suiteOf(xml, 'Console')).toContain(
      '<system-out>Warning: air.example.com is 10.20.0.5, from line 21 of the hosts file.</system-out>',
    );
  });

  test('the finding of severity error fails and names its owner; warnings pass', () => {
    const findings = suiteOf(xml, 'findings');
    expect(findings.match(/<failure /g)).toHaveLength(1);
    expect(findings).toContain('type="certificate-expired"');
    expect(findings).toContain('To be fixed by the administrator of the Console:');
    expect(findings).toContain('name="real-time-port-blocked (responder:4222)"');
  });

  test('a healthy run has no failure', () => {
    expect(renderJunit(healthyPracticeReport())).toContain('tests="6" failures="0" errors="0" skipped="0"');
  });
});

function withHostileText(text: string): Report {
  const report = sampleReport();
  const hostile = { title: text, target: text, reason: text };
  return {
    ...report,
    profile: { ...report.profile, name: text },
    host: { ...report.host, name: text },
    practice: { faults: [text] },
    checks: report.checks.map((check) => ({
      ...check,
      ...hostile,
      ...(check.crash === undefined ? {} : { crash: text }),
    })),
    findings: report.findings.map((finding) => ({ ...finding, title: text, detail: text })),
  };
}

const hostile = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    '</failure>',
    ']]>',
    '"/><x a="',
    '&nbsp;&',
    '\0\u001b[31m',
    '\ud800',
    '\ufffe',
    '<!DOCTYPE x [<!ENTITY a "b">]>',
    'a\nb\tc',
  ),
);

test('any text gives well-formed XML', () => {
  fc.assert(
    fc.property(hostile, (text) => {
      assertWellFormed(renderJunit(withHostileText(text)));
    }),
    { numRuns: 200 },
  );
});

test.skipIf(isMissing('xmllint', '--version'))('xmllint reads the hostile and the plain one', () => {
  const lint = (xml: string): string =>
    execFileSync('xmllint', ['--noout', '--nonet', '-'], { input: xml, encoding: 'utf8', stdio: 'pipe' });
  expect(lint(renderJunit(sampleReport()))).toBe('');
  for (const text of ['<&">\'', ']]>', '\0\u0008\u001b', '\ud800x', '\uffff', 'é\u{1f600}', 'a\r\nb'])
    expect(lint(renderJunit(withHostileText(text)))).toBe('');
});

test('a failure of no consequence does not fail the build', () => {
  const report = { ...sampleReport(), findings: [], unexplained: [] };
  const xml = renderJunit(report);
  expect(xml).not.toContain('<failure');
  expect(xml).toContain('Of no consequence: ');
});
