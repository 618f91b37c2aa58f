import { describe, expect, it } from 'vitest';
import type { Finding } from '../../electron/contract/findings.ts';
import { ok } from '../../electron/contract/result.ts';
import { createWizardStore } from '../store/wizard-store.ts';
import { fakeApi } from '../testing/fake-api.ts';
import { certificateExpired } from '../testing/scripted-findings.ts';
import { failingRun, SCRIPTED_PROFILE } from '../testing/scripted-runs.ts';
import { act } from './act.ts';
import type { ShortcutId } from './shortcuts.ts';

const FINDING: Finding = {
  ...certificateExpired,
  remedy: {
    ...certificateExpired.remedy,
    form: {
      to: 'console-administrator',
      title: 'Renew the certificate',
      reason: '',
      columns: ['Server'],
      rows: [['10.0.0.5:443']],
      evidence: [],
      observed: 'Seen from asset-7.',
    },
  },
};

/** A wizard with a site filled in; `opened` shows a finished run with a finding. */
async function setUp(opened: 'a run' | 'no run') {
  const api = fakeApi();
  const store = createWizardStore(api, {
    schedule: (flush) => queueMicrotask(flush),
    later: () => () => undefined,
  });
  const state = store.getState;
  const { events } = failingRun({
    runId: 'run-0',
    startedAt: '2026-06-01T12:00:00.000Z',
    profile: SCRIPTED_PROFILE,
  });
  api.handlers['run-open'] = async ({ runId }) => ok({ runId, events, findings: [FINDING], unexplained: [] });
  if (opened === 'a run') await state().openRun('run-0', 'chosen');
  const copied: string[] = [];
  const focused: string[] = [];
  const page = {
    copy: (text: string) => void copied.push(text),
    focus: (place: string) => focused.push(place) > 0,
  };
  const asked = (channel: string) =>
    api.asked.flatMap(({ channel: each, input }) => (each === channel ? [input] : []));
  return {
    state,
    copied,
    focused,
    asked,
    settled: api.settled,
    press: (id: ShortcutId) => act(id, state(), page),
  };
}

describe('a key', () => {
  it('turns to the next step and back, and stops at either end', async () => {
    const { state, press } = await setUp('no run');
    expect(press('previous-step')).toBe(false);
    expect(press('next-step')).toBe(true);
    expect(state().step).toBe('console');
    expect(press('previous-step')).toBe(true);
    state().goTo('bundle');
    expect(press('next-step')).toBe(false);
  });

  it('leads out of History to the step that was left', async () => {
    const { state, press } = await setUp('no run');
    state().goTo('syslog');
    expect(press('history')).toBe(true);
    expect(state().place).toBe('history');
    expect(press('next-step')).toBe(true);
    expect(state()).toMatchObject({ place: 'steps', step: 'syslog' });
  });

  it('starts nothing while nothing is filled in', async () => {
    const { press, asked } = await setUp('no run');
    for (const id of ['run-all', 'run-step', 'check-again', 'watch', 'cancel', 'copy-message'] as const)
      expect(press(id), id).toBe(false);
    expect(asked('run-start')).toEqual([]);
  });

  it('checks everything on the first screen of checks, and a step only where it stands', async () => {
    const { state, press, asked, settled } = await setUp('a run');
    state().goTo('site');
    expect(press('run-step')).toBe(false);
    expect(press('run-all')).toBe(true);
    expect(state().step).toBe('console');
    press('run-all');
    await settled();
    expect(asked('run-start')).toHaveLength(1);
  });

  it('checks the step alone that is on the screen', async () => {
    const { state, press, asked } = await setUp('a run');
    state().goTo('console');
    expect(press('run-step')).toBe(true);
    await Promise.resolve();
    await Promise.resolve();
    expect(asked('run-start')).toMatchObject([{ steps: ['console'] }]);
  });

  it('leaves alone what was left out', async () => {
    const { state, press } = await setUp('a run');
    state().goTo('console');
    state().skipStep('console', 'not today');
    expect(press('run-step')).toBe(false);
  });

  it('looks again at the first cause, watches it, and stops', async () => {
    const { state, press } = await setUp('a run');
    expect(press('watch')).toBe(true);
    await Promise.resolve();
    await Promise.resolve();
    expect(state().watch).toMatchObject({ isRepeated: true, phase: 'checking' });
    expect(press('check-again')).toBe(false);
    expect(press('cancel')).toBe(true);
    expect(state().watch).toBeNull();
    expect(press('cancel')).toBe(false);
  });

  it('copies what the owner of the first cause is asked for', async () => {
    const { press, copied } = await setUp('a run');
    expect(press('copy-message')).toBe(true);
    expect(copied).toEqual([expect.stringMatching(/^Renew the certificate\n/)]);
  });

  it('opens its list, and moves the focus', async () => {
    const { state, press, focused } = await setUp('no run');
    press('help');
    expect(state().isHelpOpen).toBe(true);
    press('focus-findings');
    press('focus-checks');
    expect(focused).toEqual(['findings', 'checks']);
  });
});
