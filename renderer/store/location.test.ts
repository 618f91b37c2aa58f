import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fakeApi } from '../testing/fake-api.ts';
import { healthyRun, SCRIPTED_PROFILE } from '../testing/scripted-runs.ts';
import { bindLocation, parsePlace, placeHash } from './location.ts';
import { WIZARD_STEPS } from './navigation-slice.ts';
import { createWizardStore } from './wizard-store.ts';

/** A window that tells of each new fragment, as a browser does. */
function fakePage(hash = '') {
  const listeners: (() => void)[] = [];
  const location = { hash };
  return {
    location,
    history: {
      replaceState: (_data: null, _unused: string, url: string) => {
        location.hash = url;
      },
    },
    addEventListener: (_type: 'hashchange', listener: () => void) => void listeners.push(listener),
    turnTo: (to: string) => {
      location.hash = to;
      for (const listener of listeners) listener();
    },
  };
}

const RUN = { runId: 'run-1', startedAt: '2026-06-01T12:00:00.000Z', profile: SCRIPTED_PROFILE };

describe('a place', () => {
  it('survives the address bar', () => {
    const place = fc.record({
      step: fc.constantFrom(...WIZARD_STEPS),
      runId: fc.option(fc.stringMatching(/^[a-z0-9-]{1,80}$/)),
    });
    fc.assert(
      fc.property(place, (each) => {
        expect(parsePlace(placeHash(each))).toEqual(each);
      }),
    );
  });

  it.each(['', '#', '#/nowhere', '#/console/RUN', '#/console/a/b', '#console', `#/site/${'a'.repeat(81)}`])(
    'is not read out of %j',
    (hash) => {
      expect(parsePlace(hash)).toBeUndefined();
    },
  );
});

describe('bindLocation', () => {
  it('comes back to screen and run after a reload', async () => {
    const api = fakeApi();
    api.keep(RUN, healthyRun(RUN));
    const store = createWizardStore(api);
    bindLocation(store, fakePage('#/review/run-1'));
    await api.settled();
    expect(store.getState()).toMatchObject({ step: 'review', runId: 'run-1', run: { phase: 'finished' } });
  });

  it('writes where the engineer goes, and follows Back', async () => {
    const api = fakeApi();
    const page = fakePage();
    const store = createWizardStore(api);
    bindLocation(store, page);
    store.getState().goTo('console');
    expect(page.location.hash).toBe('#/console');
    page.turnTo('#/site');
    expect(store.getState().step).toBe('site');
    page.turnTo('#/elsewhere');
    expect(store.getState().step).toBe('site');
  });

  it('puts another run in the place of the one before, so that Back leads to a screen', async () => {
    const api = fakeApi();
    api.keep(RUN, healthyRun(RUN));
    const page = fakePage();
    const entries: string[] = [];
    Object.defineProperty(page.location, 'hash', {
      get: () => entries.at(-1) ?? '',
      set: (hash: string) => void entries.push(hash),
    });
    page.history.replaceState = (_data, _unused, url) => void entries.splice(-1, 1, url);
    const store = createWizardStore(api);
    bindLocation(store, page);
    store.getState().goTo('console');
    await store.getState().openRun('run-1', 'chosen');
    store.getState().goTo('review');
    expect(entries).toEqual(['#/console/run-1', '#/review/run-1']);
  });

  it('says so when the run is no longer there', async () => {
    const api = fakeApi();
    const store = createWizardStore(api);
    bindLocation(store, fakePage('#/console/run-9'));
    await api.settled();
    expect(store.getState()).toMatchObject({ step: 'console', runId: null, runProblem: { code: 'no-run' } });
  });
});
