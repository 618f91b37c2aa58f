import { describe, expect, it } from 'vitest';
import { diagnose, unexplainedFailures } from '../electron/diagnosis/diagnose.ts';
import { startRun } from '../electron/session/start-run.ts';
import { TOOL } from '../electron/session/tool.ts';
import { RUNNABLE_STEPS } from '../electron/steps/steps.ts';
import { PRACTICE_FAULTS } from './practice/faults.ts';
import { startPracticeSite } from './practice/practice-site.ts';
import type { SitePlan } from './practice/site-plan.ts';

type Faults = Parameters<typeof startPracticeSite>[0];

/** The whole way in one process: practice site, real probes, real diagnosis. */
async function causesOf(
  faults: Faults,
  options: Parameters<typeof startPracticeSite>[1] = {},
): Promise<{ causes: string[]; unexplained: string[] }> {
  const site = await startPracticeSite(faults, options);
  try {
    const run = await startRun(site, {
      tool: TOOL,
      steps: RUNNABLE_STEPS,
      stateDirectory: null,
      practice: { faults },
    });
    await run.done;
    const findings = diagnose(run.state());
    return {
      causes: findings.map(({ cause }) => cause),
      unexplained: unexplainedFailures(run.state(), findings).map(({ id }) => id),
    };
  } finally {
    await site.stop();
  }
}

describe('the practice site', () => {
  it('is found healthy without faults', async () => {
    expect(await causesOf([])).toEqual({ causes: [], unexplained: [] });
  });

  it.each(['http', 'socks5'] as const)('is found healthy through a proxy of kind %s', async (scheme) => {
    const change = (plan: SitePlan): SitePlan => ({ ...plan, proxy: { scheme, behaviour: 'works' } });
    expect(await causesOf([], { change })).toEqual({ causes: [], unexplained: [] });
  });

  it('with one fault of its own has it named once, though a proxy shows it too', async () => {
    const change = (plan: SitePlan): SitePlan => ({ ...plan, proxy: { scheme: 'http', behaviour: 'works' } });
    for (const id of ['certificate-expired', 'port-closed', 'tls-no-answer', 'nats-no-info'] as const)
      expect(await causesOf([id], { change })).toEqual({ causes: [id], unexplained: [] });
  });

  it.each(PRACTICE_FAULTS.map(({ id }) => id))('with %s has that cause named first', async (id) => {
    expect(await causesOf([id])).toEqual({ causes: [id], unexplained: [] });
  });

  it('with a fault on the Console and one on the real-time port has both named', async () => {
    expect(await causesOf(['certificate-expired', 'not-nats'])).toEqual({
      causes: ['certificate-expired', 'not-nats'],
      unexplained: [],
    });
    expect(await causesOf(['alternate-port-blocked', 'real-time-port-blocked'])).toEqual({
      causes: ['alternate-port-blocked', 'real-time-port-blocked'],
      unexplained: [],
    });
  });

  it('with three faults has them all named, errors first', async () => {
    const { causes } = await causesOf([
      'alternate-port-blocked',
      'certificate-expired',
      'invalid-host-header',
    ]);
    expect(causes).toEqual(['certificate-expired', 'invalid-host-header', 'alternate-port-blocked']);
  });
});
