import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { attemptsPicture } from './attempts-picture.ts';
import { chainPicture } from './chain-picture.ts';
import { latencyPicture } from './latency-picture.ts';
import { runTimeline } from './run-timeline.ts';
import { siteMap } from './site-map.ts';
import { aRun, CHAIN_FAULTS, hostileText } from './testing/hostile.ts';
import { certificateOf, checkOf, runOf } from './testing/sample-run.ts';
import {
  allShapes,
  CHAIN_WORDS,
  faultsOf,
  LATENCY_WORDS,
  MAP_WORDS,
  TIMELINE_WORDS,
  textsOf,
} from './testing/sample-words.ts';
import { axisMarks } from './time-axis.ts';

describe('any picture of anything', () => {
  it('stands within its frame, has clean lines of bounded length, and does not throw', () => {
    fc.assert(
      fc.property(aRun, (run) => {
        for (const picture of [siteMap(run, MAP_WORDS), runTimeline(run, TIMELINE_WORDS)])
          if (picture !== undefined) expect(faultsOf(picture)).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it('holds of chains too, whatever is in the certificates', () => {
    const anIso = fc.oneof(
      fc.constantFrom('', 'no date', '2026-06-01T00:00:00.000Z', '0001-01-01T00:00:00.000Z'),
      fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
    );
    const aCertificate = fc
      .record({ name: hostileText, issuer: hostileText, notBefore: anIso, notAfter: anIso })
      .map(({ name, issuer, ...more }) => certificateOf(name, issuer, more));
    fc.assert(
      fc.property(
        fc.array(aCertificate, { maxLength: 14 }),
        fc.subarray([...CHAIN_FAULTS]),
        anIso,
        (chain, faults, nowIso) => {
          const picture = chainPicture(
            { chain, faults, trust: [], expectedName: 'x' },
            { nowIso, checkIds: [] },
            CHAIN_WORDS,
          );
          expect(picture === undefined).toBe(chain.length === 0);
          if (picture !== undefined) expect(faultsOf(picture)).toEqual([]);
        },
      ),
      { numRuns: 100 },
    );
  });

  it('stays small for five hundred checks', () => {
    const checks = Array.from({ length: 500 }, (_, index) =>
      checkOf(
        `c${index}`,
        'tcp',
        `console:${index % 40}`,
        `10.0.${index}.5:443`,
        index === 499 ? 'failed' : 'passed',
      ),
    );
    const picture = runTimeline(runOf(checks), TIMELINE_WORDS);
    if (picture === undefined) throw new Error('there are checks');
    expect(JSON.stringify(picture).length).toBeLessThan(250_000);
    expect(picture.shapes.filter(({ kind }) => kind === 'place').length).toBeLessThanOrEqual(120);
    // What failed is never among what is only counted.
    expect(picture.table.rows).toContainEqual(['tcp at 10.0.499.5:443', 'failed', '10 ms', '25 ms']);
    expect(textsOf(picture).some((text) => text.startsWith('and '))).toBe(true);
    expect(JSON.stringify(siteMap(runOf(checks), MAP_WORDS)).length).toBeLessThan(60_000);
  });
});

describe('the time line', () => {
  it('shows when a check was made, and that it waited until its deadline', () => {
    const picture = runTimeline(
      runOf([
        checkOf('a', 'tcp', 'console:443', 'a', 'passed', { startedMs: 0, elapsedMs: 50 }),
        checkOf('b', 'tcp', 'console:8443', 'b', 'failed', { startedMs: 1000, elapsedMs: 4000 }),
        checkOf('c', 'tls', 'console:8443', 'b', 'skipped'),
        checkOf('d', 'tcp', 'console:8443', 'd', 'passed', { seenAt: '2026-06-01T11:00:00.000Z' }),
      ]),
      TIMELINE_WORDS,
    );
    if (picture === undefined) throw new Error('there are checks');
    expect(picture.description).toBe('2 in 5000 ms, 1 late');
    const bars = allShapes(picture.shapes).flatMap((shape) =>
      shape.kind === 'box' && shape.look.startsWith('bar-') && shape.height === 10 && shape.y > 20
        ? [shape]
        : [],
    );
    expect(bars).toHaveLength(2);
    const [early, late] = bars;
    expect(late?.x).toBeGreaterThan(early?.x ?? 0);
    expect((late?.width ?? 0) / (early?.width ?? 1)).toBeGreaterThan(50);
    expect(allShapes(picture.shapes).filter(({ look }) => look === 'deadline-met')).toHaveLength(2);
  });

  it('has an axis of few marks that holds the whole run', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1e7, noNaN: true }), (lastMs) => {
        const marks = axisMarks(lastMs);
        expect(marks[0]).toBe(0);
        expect(marks.at(-1)).toBeGreaterThanOrEqual(lastMs - 1e-3 * lastMs);
        expect(marks.length).toBeLessThanOrEqual(7);
      }),
    );
  });
});

describe('a chain', () => {
  const leaf = certificateOf('air.example.com', 'Issuing CA', { notAfter: '2026-05-01T00:00:00.000Z' });
  const issuing = certificateOf('Issuing CA', 'Root CA', { notAfter: '2036-01-01T00:00:00.000Z' });
  const root = certificateOf('Root CA', 'Root CA', { notAfter: '2040-01-01T00:00:00.000Z' });
  const draw = (
    chain: readonly (typeof leaf)[],
    faults: readonly (typeof CHAIN_FAULTS)[number][],
    isTrusted = true,
  ) => {
    const trust = [{ store: 'os' as const, code: isTrusted ? ('trusted' as const) : ('untrusted' as const) }];
    const picture = chainPicture(
      { chain: [...chain], faults: [...faults], trust, expectedName: 'air.example.com' },
      { nowIso: '2026-06-01T12:00:00.000Z', checkIds: ['c'] },
      CHAIN_WORDS,
    );
    if (picture === undefined) throw new Error('there is a chain');
    return { ...picture, texts: textsOf(picture), looks: allShapes(picture.shapes).map(({ look }) => look) };
  };

  it('writes beside the certificate what is wrong with it, and says that the root need not be sent', () => {
    const { texts, looks, table } = draw([leaf, issuing], ['expired']);
    expect(texts).toEqual(expect.arrayContaining(['server', 'authority', 'root', 'Root CA', 'trusted here']));
    expect(texts.indexOf('expired')).toBeLessThan(texts.indexOf('Issuing CA'));
    expect(looks.filter((look) => look === 'validity-bad')).toHaveLength(1);
    expect(looks.filter((look) => look === 'validity-good')).toHaveLength(1);
    expect(table.rows.map((row) => row[3])).toEqual(['expired', '']);
  });

  it('breaks off where an authority is missing', () => {
    const { texts, looks } = draw([leaf], ['incomplete-chain'], false);
    expect(texts).toContain('missing');
    expect(looks).toContain('link-broken');
    expect(looks).toContain('card-missing');
  });

  it('ends with a root that was sent, which carries that nobody trusts it', () => {
    const { texts, looks, table } = draw([leaf, issuing, root], ['untrusted-authority'], false);
    expect(looks).not.toContain('card-missing');
    expect(table.rows.at(-1)?.[3]).toBe('untrusted-authority');
    expect(texts).toContain('untrusted-authority');
  });
});

describe('times by round', () => {
  const measured = (values: readonly number[]) =>
    values.map((ms, index) => ({ when: `round ${index + 1}`, ms, status: 'passed' as const }));

  it('has a line for each check, the gravest first, and nothing below two rounds', () => {
    const picture = latencyPicture(
      [
        { title: 'good', checkIds: ['g'], measured: measured([10, 12, 11]) },
        {
          title: 'bad',
          checkIds: ['b'],
          measured: [...measured([10, 12]), { when: 'round 3', ms: undefined, status: 'failed' }],
        },
      ],
      LATENCY_WORDS,
    );
    expect(picture?.table.columns).toEqual(['check', 'round 1', 'round 2', 'round 3']);
    expect(picture?.table.rows.map(([title]) => title)).toEqual(['bad', 'good']);
    expect(picture === undefined ? ['none'] : faultsOf(picture)).toEqual([]);
    expect(
      latencyPicture([{ title: 'one', checkIds: [], measured: measured([1]) }], LATENCY_WORDS),
    ).toBeUndefined();
  });

  it('keeps the latest of many rounds and counts what has no line', () => {
    const series = Array.from({ length: 12 }, (_, index) => ({
      title: `check ${index}`,
      checkIds: [String(index)],
      measured: measured(Array.from({ length: 100 }, (_each, round) => round)),
    }));
    const picture = latencyPicture(series, LATENCY_WORDS);
    expect(picture?.table.columns.at(-1)).toBe('round 100');
    expect(picture?.table.columns.length).toBeLessThanOrEqual(25);
    expect(picture === undefined ? [] : textsOf(picture)).toContain('and 6 more');
  });

  it('shows the attempts of a check beside each other', () => {
    const outcome = {
      kind: 'tcp' as const,
      code: 'filtered' as const,
      address: '10.0.0.5',
      port: 443,
      family: 4 as const,
      hasRetransmitSignature: false,
      elapsedMs: 4000,
      further: [{ code: 'open' as const, elapsedMs: 12 }],
    };
    const check = checkOf('a', 'tcp', 'console:443', '10.0.0.5:443', 'failed', { outcome });
    expect(attemptsPicture(check, LATENCY_WORDS)?.table.rows).toEqual([
      ['tcp at 10.0.0.5:443', '4000 ms, failed', '12 ms, passed'],
    ]);
    expect(attemptsPicture(checkOf('b', 'tcp', 'console:443', 'x', 'passed'), LATENCY_WORDS)).toBeUndefined();
  });
});
