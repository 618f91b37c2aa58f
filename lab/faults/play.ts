import type { RunEvent } from '../../electron/contract/events.ts';
import type { Finding } from '../../electron/contract/findings.ts';
import { runAirway } from './airway-run.ts';
import { LabSite } from './lab-site.ts';
import { type NamedScenario, problemOf, type Score } from './score.ts';

/** How a scenario went, with the events of its run for the recordings. */
export interface Played {
  readonly score: Score;
  readonly events: readonly RunEvent[];
  readonly findings: readonly Finding[];
}

/** Builds the site of a scenario, breaks it, lets Airway look at it, and takes it down whatever happens. */
export async function play(scenario: NamedScenario, onSite: (site: LabSite) => () => void): Promise<Played> {
  const startedAt = performance.now();
  const { name, group, about, expects } = scenario;
  const site = new LabSite();
  const forget = onSite(site);
  const scoreOf = (found: readonly string[], problem: string | undefined): Score => ({
    name,
    group,
    about,
    expects,
    found,
    isRight: problem === undefined,
    ...(problem === undefined ? {} : { problem }),
    elapsedMs: Math.round(performance.now() - startedAt),
  });
  try {
    await site.start(scenario.site ?? {});
    await scenario.breaks?.(site);
    const { findings, events, exitCode, complaint } = await runAirway(site, scenario);
    const found = findings.map(({ cause, severity }) => (severity === 'info' ? `(${cause})` : cause));
    const problem =
      exitCode === 0 || exitCode === 3 || exitCode === 4
        ? problemOf(scenario, findings)
        : `airway ended with ${String(exitCode)}: ${complaint.trim()}`;
    return { score: scoreOf(found, problem), events, findings };
  } catch (error) {
    return {
      score: scoreOf([], `the site did not come up: ${String(error).slice(0, 600)}`),
      events: [],
      findings: [],
    };
  } finally {
    await site.remove();
    forget();
  }
}
