import { describe, expect, it } from 'vitest';
import { readCheckTitle } from '../../electron/contract/check-titles.ts';
import { EMPTY_RUN, reduceEvent } from '../../electron/contract/run-state.ts';
import { diagnose } from '../../electron/diagnosis/diagnose.ts';
import { recordedNames, recordingOf } from './recordings.ts';
import { allScenarios } from './scenarios.ts';
import { problemOf, scoreLine } from './score.ts';

const scenarios = await allScenarios();
const recorded = new Set(recordedNames());

/** The findings that this version concludes from what was recorded. */
function findingsOf(name: string) {
  const events = recordingOf(name);
  if (events === undefined) throw new Error(`${name} was not recorded: npm run lab -- --record ${name}`);
  return diagnose(events.reduce(reduceEvent, EMPTY_RUN));
}

describe('what was recorded in the fault lab', () => {
  it('has one recording for each scenario, and none for what is no scenario', () => {
    const names = scenarios.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names.filter((name) => !recorded.has(name))).toEqual([]);
    expect([...recorded].filter((name) => !names.includes(name))).toEqual([]);
  });

  it.each(scenarios.filter(({ name }) => recorded.has(name)))('$group/$name: $about', (scenario) => {
    expect(problemOf(scenario, findingsOf(scenario.name))).toBeUndefined();
  });

  it('is told as it always was: a changed rule shows here which sites it reads otherwise', async () => {
    const verdicts = scenarios
      .filter(({ name }) => recorded.has(name))
      .map(({ group, name }) => {
        const found = findingsOf(name).map(
          ({ cause, subject, severity }) => `${severity} ${cause} (${subject})`,
        );
        return `${group}/${name}: ${found.join(', ') || 'no finding'}`;
      });
    await expect(`${verdicts.join('\n')}\n`).toMatchFileSnapshot('recordings/verdicts.txt');
  });
});

it('names no check in words that cannot be said in another language', () => {
  const titles = [...recorded].flatMap((name) =>
    Object.values((recordingOf(name) ?? []).reduce(reduceEvent, EMPTY_RUN).checks).map(({ title }) => title),
  );
  expect(titles.length).toBeGreaterThan(1000);
  expect([...new Set(titles)].filter((title) => readCheckTitle(title) === undefined)).toEqual([]);
});

describe('the score', () => {
  it('is right only when the expected causes come first, in order, with nothing beside them that is not allowed', () => {
    const finding = (
      cause: 'port-closed' | 'packet-loss' | 'syslog-udp-unconfirmed',
      severity: 'error' | 'warning' | 'info',
    ) => ({ cause, severity });
    const closed = finding('port-closed', 'error');
    expect(problemOf({ expects: ['port-closed'] }, [closed])).toBeUndefined();
    expect(problemOf({ expects: ['port-closed'] }, [])).toContain('expected port-closed');
    expect(
      problemOf({ expects: ['packet-loss', 'port-closed'] }, [closed, finding('packet-loss', 'warning')]),
    ).toContain('first');
    expect(problemOf({ expects: [] }, [closed])).toContain('false alarm: port-closed');
    expect(problemOf({ expects: ['port-closed'] }, [closed, finding('packet-loss', 'warning')])).toContain(
      'false alarm',
    );
    expect(
      problemOf({ expects: ['port-closed'], allows: ['packet-loss'] }, [
        closed,
        finding('packet-loss', 'warning'),
      ]),
    ).toBeUndefined();
    expect(problemOf({ expects: [] }, [finding('syslog-udp-unconfirmed', 'info')])).toBeUndefined();
  });

  it('counts causes and false alarms apart', () => {
    const one = { name: 'a', group: 'g', about: '', found: [], elapsedMs: 1 };
    expect(
      scoreLine([
        { ...one, expects: ['port-closed'], isRight: true },
        { ...one, expects: ['port-closed'], isRight: false },
        { ...one, expects: [], isRight: false },
      ]),
    ).toBe('1 of 2 causes named first, 1 false alarms on 1 healthy sites');
  });
});
