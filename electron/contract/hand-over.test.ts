import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RemedyStep, RequestForm } from './findings.ts';
import { type HandOver, handOverOf, requestsByOwner } from './hand-over.ts';
import { handOverCsv } from './hand-over-csv.ts';
import { handOverMarkdown } from './hand-over-markdown.ts';
import { handOverText, requestText } from './hand-over-text.ts';

const form = (more: Partial<RequestForm> = {}): RequestForm => ({
  title: 'Firewall change request: Site',
  to: 'network-team',
  reason: 'Attempts vanish.',
  columns: ['Action', 'Destination', 'Port'],
  rows: [
    ['allow', 'console.example.com', '443'],
    ['allow', 'console.example.com', '8443'],
  ],
  evidence: ['10.0.0.5:443 did not answer in 4.0 s.', 'not DNS: console.example.com resolves to 10.0.0.5'],
  observed: 'Observed by Airway at noon.',
  ...more,
});

const STEPS: readonly RemedyStep[] = [
  { text: 'Try it.', command: 'Test-NetConnection 10.0.0.5 -Port 443', os: 'windows' },
  { text: 'Try it.', command: 'nc -vz 10.0.0.5 443', os: 'linux' },
  { text: 'Write it down.' },
];

const finding = (title: string, own: RequestForm | undefined, steps: readonly RemedyStep[] = STEPS) => ({
  title,
  remedy: {
    owner: own?.to ?? ('engineer' as const),
    steps: [...steps],
    ...(own === undefined ? {} : { form: own }),
  },
});

/** Fields and records of RFC 4180, read as strictly as it is written. */
function parseCsv(text: string): string[][] {
  const records: string[][] = [];
  let record: string[] = [];
  let rest = text;
  while (rest !== '') {
    const match = /^(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/.exec(rest);
    if (match === null) throw new Error(`no field of RFC 4180: ${rest.slice(0, 40)}`);
    record.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? '');
    if (match[3] === '\r\n') {
      records.push(record);
      record = [];
    }
    rest = rest.slice(match[0].length);
  }
  return records;
}

describe('requestsByOwner', () => {
  it('gives each team one hand-over, the team of the first finding first, and none to whom nothing is asked', () => {
    const ofConsole = form({
      to: 'console-administrator',
      title: 'Change request for the AIR Console: Site',
    });
    const handOvers = requestsByOwner({
      findings: [
        finding('Expired', ofConsole),
        finding('Dropped', form()),
        finding('Yours', undefined),
        finding('Rejected', form()),
      ],
    });
    expect(handOvers.map(({ to, title, matters }) => [to, title, matters.map((one) => one.title)])).toEqual([
      ['console-administrator', 'Change request for the AIR Console: Site', ['Expired']],
      ['network-team', '2 requests to the network team', ['Dropped', 'Rejected']],
    ]);
  });
});

describe('a hand-over', () => {
  const [two] = requestsByOwner({ findings: [finding('Dropped: 443', form()), finding('Late', form(), [])] });

  it('says as text once what all rows have in common, and then how it is done', () => {
    expect(two === undefined ? '' : handOverText(two)).toMatchInlineSnapshot(`
      "2 requests to the network team
      ==============================

      1. Dropped: 443

      Firewall change request: Site

      Action:      allow
      Destination: console.example.com

      1 of 2
      Port:        443

      2 of 2
      Port:        8443

      Why: Attempts vanish.

      Seen:
      - 10.0.0.5:443 did not answer in 4.0 s.
      - not DNS: console.example.com resolves to 10.0.0.5

      Observed by Airway at noon.

      How it is done and checked:
      1. Try it.
         Windows: Test-NetConnection 10.0.0.5 -Port 443
         Linux: nc -vz 10.0.0.5 443
      2. Write it down.

      2. Late

      Firewall change request: Site

      Action:      allow
      Destination: console.example.com

      1 of 2
      Port:        443

      2 of 2
      Port:        8443

      Why: Attempts vanish.

      Seen:
      - 10.0.0.5:443 did not answer in 4.0 s.
      - not DNS: console.example.com resolves to 10.0.0.5

      Observed by Airway at noon.
      "
    `);
  });

  it('is Markdown with a table, and code that can be copied', () => {
    expect(
      handOverMarkdown({
        ...handOverOf(form()),
        matters: [{ title: 'Dropped', form: form(), steps: STEPS }],
      }),
    ).toMatchInlineSnapshot(`
        "# Firewall change request: Site

        **Why:** Attempts vanish.

        | Action | Destination | Port |
        | --- | --- | --- |
        | allow | console.example.com | 443 |
        | allow | console.example.com | 8443 |

        **Seen**

        - 10.0.0.5:443 did not answer in 4.0 s.
        - not DNS: console.example.com resolves to 10.0.0.5

        **How it is done and checked**

        1. Try it.

           Windows:

           \`\`\`
           Test-NetConnection 10.0.0.5 -Port 443
           \`\`\`

           Linux:

           \`\`\`
           nc -vz 10.0.0.5 443
           \`\`\`

        2. Write it down.

        Observed by Airway at noon.
        "
      `);
  });

  it('is one table of all its rows as CSV', () => {
    expect(two === undefined ? '' : handOverCsv(two)).toBe(
      [
        'Action,Destination,Port',
        ...[443, 8443, 443, 8443].map((port) => `allow,console.example.com,${port}`),
        '',
      ].join('\r\n'),
    );
  });

  it('puts columns of different forms side by side', () => {
    const other = form({ columns: ['Port', 'Wanted'], rows: [['22', 'closed']] });
    const [both] = requestsByOwner({
      findings: [finding('a', form({ rows: [['allow', 'x', '1']] })), finding('b', other)],
    });
    expect(both === undefined ? [] : parseCsv(handOverCsv(both))).toEqual([
      ['Action', 'Destination', 'Port', 'Wanted'],
      ['allow', 'x', '1', ''],
      ['', '', '22', 'closed'],
    ]);
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', ' =HYPERLINK("http://x")', '＝1', '\r\n=cmd'])(
    'gives spreadsheets no formula: %j',
    (cell) => {
      const [, record] = parseCsv(handOverCsv(handOverOf(form({ columns: ['a'], rows: [[cell]] }))));
      expect(record?.[0]).toMatch(/^'[=+\-@＝]/);
    },
  );
});

describe('whatever a server said', () => {
  const text = fc.string({ unit: 'binary', maxLength: 40 });
  const nasty = fc.oneof(
    text,
    fc.constantFrom(
      'a|b',
      '`x`',
      '```',
      '# head',
      '1. item',
      '<b>',
      '[a](b)',
      'a\nb',
      '\\',
      '=1',
      '\u202eabc',
      '"',
      ',',
    ),
  );
  const anyForm: fc.Arbitrary<RequestForm> = fc
    .tuple(
      fc.uniqueArray(fc.string({ minLength: 1, maxLength: 8 }), { minLength: 1, maxLength: 5 }),
      nasty,
      nasty,
      nasty,
    )
    .chain(([columns, title, reason, observed]) =>
      fc.record({
        title: fc.constant(title),
        to: fc.constant('network-team' as const),
        reason: fc.constant(reason),
        columns: fc.constant(columns),
        rows: fc.array(fc.array(nasty, { maxLength: 6 }), { minLength: 1, maxLength: 4 }),
        evidence: fc.array(nasty, { maxLength: 3 }),
        observed: fc.constant(observed),
      }),
    );
  const anyStep: fc.Arbitrary<RemedyStep> = fc.record({ text: nasty, command: nasty });
  const anyHandOver: fc.Arbitrary<HandOver> = fc
    .tuple(
      nasty,
      fc.array(fc.tuple(nasty, anyForm, fc.array(anyStep, { maxLength: 3 })), { minLength: 1, maxLength: 3 }),
    )
    .map(([title, matters]) => {
      const [first, ...others] = matters.map(([name, one, steps]) => ({ title: name, form: one, steps }));
      return { to: 'network-team', title, matters: [first ?? { title, form: form(), steps: [] }, ...others] };
    });
  const unseen = /[^\P{Cc}\n]|[\p{Cf}\u2028\u2029]/u;

  it('is written without an exception and without characters that are not seen', () => {
    fc.assert(
      fc.property(anyHandOver, (handOver) => {
        for (const written of [handOverText(handOver), handOverMarkdown(handOver)])
          expect(written).not.toMatch(unseen);
        expect(handOverCsv(handOver).replaceAll('\r\n', '')).not.toMatch(unseen);
        for (const { form: one } of handOver.matters) expect(requestText(one)).not.toMatch(unseen);
      }),
    );
  });

  it('keeps one record a row in CSV, whose fields are the cells', () => {
    fc.assert(
      fc.property(anyHandOver, (handOver) => {
        const [head, ...records] = parseCsv(handOverCsv(handOver));
        expect(records.length).toBe(handOver.matters.flatMap(({ form: one }) => one.rows).length);
        for (const record of records) {
          expect(record.length).toBe(head?.length);
          for (const cell of record) expect(cell).not.toMatch(/^[=+\-@＝＋－＠]/);
        }
      }),
    );
  });

  it('stays in its cell in Markdown', () => {
    fc.assert(
      fc.property(anyForm, (one) => {
        const lines = handOverMarkdown(handOverOf(one)).split('\n');
        const table = lines.filter((line) => line.startsWith('| '));
        expect(table.length).toBe(one.rows.length + 2);
        for (const line of table) {
          const bare = line.replace(/\\[\s\S]/gu, '');
          expect(bare.split('|').length).toBe(one.columns.length + 2);
          expect(bare).not.toMatch(/[`<]/);
        }
      }),
    );
  });

  it('cannot end a block of code', () => {
    const command = 'a\n```\n# not a heading\n`````';
    const written = handOverMarkdown({
      ...handOverOf(form()),
      matters: [{ title: 'x', form: form(), steps: [{ text: 'Run it.', command }] }],
    });
    expect(written).toContain('   ``````\n   a\n   ```\n   # not a heading\n   `````\n   ``````\n');
  });
});
