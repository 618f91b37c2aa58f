import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Report } from '../contract/report.ts';
import { renderHtmlReport } from './html-report.ts';
import { healthyPracticeReport, sampleReport } from './testing/sample-report.ts';

/** The tags of a page in order, with the names of their attributes and without values: what a hostile text must not change. */
function skeleton(page: string): string[] {
  const withoutStyle = page.replace(/<style>[\s\S]*?<\/style>/, '<style></style>');
  return [...withoutStyle.matchAll(/<[^>]*>/g)].map(([tag]) => tag.replace(/"[^"]*"/g, '""'));
}

function styleOf(page: string): string {
  return /<style>([\s\S]*?)<\/style>/.exec(page)?.[1] ?? '';
}

/** Fields by whose value the page chooses its markup: words of the contract, and times that are compared. */
const CHOOSING =
  /(^|\.)(step|status|kind|severity|owner|os|store|vantage|ended|startedAt|notBefore|notAfter)$/;

/** The report with a text in the place of every other text, be the contract's form for it as narrow as it may; ids stay different. */
function withEveryText(report: Report, text: string): Report {
  const replace = (value: unknown, path: string): unknown => {
    if (typeof value === 'string') {
      if (/(^|\.)(id|evidence\.\d+|explainsChecks\.\d+)$/.test(path)) return `${value}${text}`;
      return CHOOSING.test(path) || /outcome\.faults\.\d+$/.test(path) ? value : text;
    }
    if (Array.isArray(value)) return value.map((item, index) => replace(item, `${path}.${index}`));
    if (typeof value !== 'object' || value === null) return value;
    const isRecord = path.endsWith('Variables') || path.endsWith('headers');
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [
        isRecord ? `${key}${text}` : key,
        replace(item, `${path}.${key}`),
      ]),
    );
  };
  return replace(report, '') as Report;
}

const hostile = fc.oneof(
  fc.constantFrom(
    '<script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    '</style><script>alert(1)</script>',
    '</pre></details><h1>forged</h1>',
    '<!-- ',
    ']]><a href="javascript:alert(1)">',
    '&lt;b&gt;&amp;&#60;i&#62;',
    '\\3c /style\\3e "; } * { display: none }',
    '\u202Egnp.exe',
    '`$1` $& $$',
    '\0\u0001\u001b[31m',
    '\ud800<b>',
  ),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 30 }),
);

test('no text of a report becomes markup', () => {
  const harmless = skeleton(renderHtmlReport(withEveryText(sampleReport(), 'x')));
  fc.assert(
    fc.property(hostile, (text) => {
      const page = renderHtmlReport(withEveryText(sampleReport(), text));
      expect(skeleton(page)).toEqual(harmless);
      expect(page).not.toMatch(/(?![\n\t])\p{Cc}|[\u202a-\u202e\u2066-\u2069]|\p{Surrogate}/u);
      expect(
        styleOf(page)
          .match(/[<>]/g)
          ?.every((mark) => mark === '>') ?? true,
      ).toBe(true);
    }),
    { numRuns: 80 },
  );
});

describe('the page', () => {
  const page = renderHtmlReport(sampleReport());

  test('loads nothing and runs nothing: one style sheet, allowed by its hash', () => {
    const hash = createHash('sha256').update(styleOf(page)).digest('base64');
    expect(page).toContain(`default-src &#39;none&#39;; style-src &#39;sha256-${hash}&#39;; img-src data:;`);
    expect(page.match(/<style/g)).toHaveLength(1);
    expect(page).not.toMatch(/<(script|link|img|iframe|object|form|base)\b/i);
    expect(skeleton(page).filter((tag) => /\s(style|src|on\w+)=/.test(tag))).toEqual([]);
    expect([...page.matchAll(/href="([^"]*)"/g)].filter(([, href]) => !href?.startsWith('#'))).toEqual([]);
    expect(styleOf(page)).not.toMatch(/url\(|@import/);
  });

  test('every link leads to an id that is there once', () => {
    const ids = [...page.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [, target] of page.matchAll(/href="#([^"]*)"/g)) expect(ids).toContain(target);
    for (const [, target] of page.matchAll(/aria-labelledby="([^"]*)"/g)) expect(ids).toContain(target);
  });

  test('says site, vantage, verdict, causes, owners and remedies', () => {
    for (const text of [
      'Example Corp, Rotterdam plant',
      'an asset: ws-0417 (win32)',
      '3 findings; fix this first: The certificate of the Console has expired (console:443).',
      'almost certain',
      'certificate-authority-untrusted',
      'To be fixed by the network team',
      'Test-NetConnection 10.20.0.5 -Port 4222',
      'Please allow TCP 4222 from 10.40.2.17',
      'A wrong clock on this machine',
      'Windows 11 Enterprise',
      'BoringSSL',
      'airway.report/1',
    ])
      expect(page).toContain(text);
    expect(page).not.toContain('Practice run');
  });

  test('puts the root cause before everything else, and warnings after problems', () => {
    const at = (text: string): number => page.indexOf(text);
    const order = [
      'class="verdict',
      'id="finding-1"',
      'id="finding-2"',
      'id="step-console"',
      'id="host"',
      'id="details"',
      '<footer',
    ];
    expect(order.map(at)).toEqual(order.map(at).toSorted((one, other) => one - other));
    expect(order.map(at)).not.toContain(-1);
  });

  test('not checked, could not check, and failed look and read differently', () => {
    for (const [look, words] of [
      ['s-skipped', 'Not checked'],
      ['s-error', 'Could not check'],
      ['s-failed', 'Failed'],
    ])
      expect(page).toMatch(new RegExp(`class="status ${look}"><svg[^>]*>(?:(?!</svg>).)*</svg>${words}`));
    const skippedRow = /<tr id="check-11" class="r-skipped">.*?<\/tr>/s.exec(page)?.[0] ?? '';
    expect(skippedRow).toContain('–');
    expect(skippedRow).not.toContain('<rect');
  });

  test('shows a chain once for the checks that saw the same one, with what is wrong with it', () => {
    expect(page.match(/<table class="certificates">/g)).toHaveLength(1);
    expect(page).toContain('Certificates of 10.20.0.5:443, 10.20.0.5:8443');
    expect(page).toContain('<strong class="bad">2026-02-10 23:59:59</strong>');
    expect(page).toContain('<li class="chip bad">expired</li>');
  });

  test('prints the site and the run on every page', () => {
    expect(styleOf(page)).toContain('@top-right{content:"run\\20 20260302\\2d 091407\\2d 7f3a"');
  });
});

test('a practice run carries its badge and its faults', () => {
  const page = renderHtmlReport({
    ...healthyPracticeReport(),
    practice: { faults: ['certificate-expired'] },
  });
  expect(page).toContain(
    '<strong>Practice run</strong> Not a real site. It was set up with 1 fault: certificate-expired.',
  );
});

test('a run without any check is a page as well', () => {
  const page = renderHtmlReport({ ...sampleReport(), checks: [], findings: [] });
  expect(page).toContain('No check was made.');
  expect(page).toContain('Nothing can be said: no check was carried out.');
});

test('a very large outcome is cut in the page, and the page says where the rest is', () => {
  const report = sampleReport();
  const tls = report.checks.find(({ outcome }) => outcome?.kind === 'tls')?.outcome;
  if (tls?.kind !== 'tls') throw new Error('the sample has a TLS outcome');
  for (const certificate of tls.chain) certificate.pem = 'M'.repeat(40_000);
  expect(renderHtmlReport(report)).toMatch(/… \d+ more characters in report\.json/);
});

test('says that a syslog test message was sent, how to find it, and what was said of it', () => {
  const report: Report = { ...sampleReport(), syslogTest: { token: 'airway-7f3kabcdef' } };
  expect(renderHtmlReport(sampleReport())).not.toContain('Syslog test message');
  expect(renderHtmlReport(report)).toContain('grep -r airway-7f3kabcdef /var/log');
  const answeredAt = '2026-03-02T09:20:00.000Z';
  const answers = (['arrived', 'not-arrived', 'altered', 'not-looked'] as const).map((answer) =>
    renderHtmlReport({ ...report, syslogTest: { token: 'airway-7f3kabcdef', answer, answeredAt } }),
  );
  expect(answers[0]).toContain('Somebody looked: it arrived. Its token is airway-7f3kabcdef.');
  expect(answers[1]).toContain('it did not arrive');
  expect(answers[2]).toContain('with a number before its text');
  expect(answers[3]).toContain('Look for it at the receiver');
});
