import { beforeEach, describe, expect, it, vi } from 'vitest';
import { ok, refused } from '../../electron/contract/result.ts';
import { fakeApi } from '../testing/fake-api.ts';
import { healthyRun, SCRIPTED_PROFILE } from '../testing/scripted-runs.ts';
import { bindHost } from './bind-host.ts';
import { createWizardStore } from './wizard-store.ts';

const HEAD = { runId: 'run-7', startedAt: '2026-06-01T12:00:00.000Z', profile: SCRIPTED_PROFILE };
const PEM = '-----BEGIN CERTIFICATE-----\nMAo=\n-----END CERTIFICATE-----\n';

function setUp(api = fakeApi()) {
  const store = createWizardStore(api, { schedule: (flush) => queueMicrotask(flush) });
  const listeners = new Map<string, (event: DragEvent) => void>();
  bindHost(store, api, { addEventListener: (type, listener) => void listeners.set(type, listener) });
  const preventDefault = vi.fn();
  const drop = (...files: unknown[]) => {
    listeners.get('dragover')?.({ preventDefault } as unknown as DragEvent);
    listeners.get('drop')?.({ preventDefault, dataTransfer: { files } } as unknown as DragEvent);
  };
  return { api, store, state: store.getState, drop, preventDefault };
}

describe('a file that somebody opened', () => {
  it('fills the form when it is a profile, with the authority that it brought', async () => {
    const { api, state } = setUp();
    api.handlers['profile-read'] = async () =>
      ok({ profile: SCRIPTED_PROFILE, warnings: [], secretsGiven: [], secretsToAsk: [] });
    state().goTo('bundle');
    api.tell('file-opened', {
      kind: 'profile',
      name: 'site.airway.yaml',
      text: 'schema: airway.profile/1',
      ca: { name: 'root.pem', pem: PEM },
    });
    await vi.waitFor(() => expect(state().caFile).toMatchObject({ kind: 'read', name: 'root.pem' }));
    expect(state()).toMatchObject({ step: 'site', aim: { kind: 'site' } });
    expect(state().profileFile).toMatchObject({ kind: 'read', name: 'site.airway.yaml' });
    expect(state().form.address).toBe(SCRIPTED_PROFILE.console?.address);
  });

  it('is shown as a run when it was a bundle', async () => {
    const { api, state } = setUp();
    api.keep(HEAD, healthyRun(HEAD));
    api.tell('file-opened', { kind: 'run', name: 'case.zip', runId: 'run-7' });
    await vi.waitFor(() => expect(state().run.run?.runId).toBe('run-7'));
    expect(state().step).toBe('console');
  });

  it('is refused in words otherwise', () => {
    const { api, state } = setUp();
    api.tell('file-opened', { kind: 'refused', name: 'a.zip', code: 'damaged', message: 'It is no zip.' });
    expect(state().profileFile).toEqual({
      kind: 'refused',
      name: 'a.zip',
      refusal: { code: 'damaged', message: 'It is no zip.' },
    });
  });
});

describe('a file that is dropped', () => {
  it('is opened by the desktop host, by whatever path it has', () => {
    const openDropped = vi.fn();
    const { drop, preventDefault } = setUp(Object.assign(fakeApi(), { openDropped }));
    const file = new File(['a'], 'case.zip');
    drop(file, new File(['b'], 'other.zip'));
    expect(openDropped).toHaveBeenCalledExactlyOnceWith(file);
    expect(preventDefault).toHaveBeenCalledTimes(2);
  });

  it('is read as a profile in a browser', async () => {
    const { api, state, drop } = setUp();
    drop(new File(['schema: x'], 'site.yaml'));
    await vi.waitFor(() => expect(state().profileFile).toMatchObject({ kind: 'refused', name: 'site.yaml' }));
    expect(api.asked).toContainEqual({
      channel: 'profile-read',
      input: { name: 'site.yaml', text: 'schema: x' },
    });
    drop(new File(['x'.repeat(400_000)], 'large.yaml'));
    await vi.waitFor(() => expect(state().profileFile).toEqual({ kind: 'too-large', name: 'large.yaml' }));
    drop();
  });
});

describe('a bundle that is dropped', () => {
  it('is handed to the host in a browser, wherever the wizard is, and shown', async () => {
    const { api, state, drop } = setUp();
    api.keep({ ...HEAD, runId: 'bundle-1' }, healthyRun(HEAD));
    state().goTo('syslog');
    drop(new File(['PK\u0003\u0004 and more'], 'case.zip'));
    await vi.waitFor(() =>
      expect(api.asked).toContainEqual({ channel: 'bundle-open', input: { fileName: 'case.zip' } }),
    );
    expect(state().place).toBe('history');
  });

  it('says so where it is encrypted', async () => {
    const { api, state, drop } = setUp();
    api.handlers['bundle-open'] = async () => refused('encrypted', 'case.zip.age is encrypted.');
    drop(new File(['age-encryption.org/v1\n'], 'case.zip.age'));
    await vi.waitFor(() =>
      expect(state().opening).toMatchObject({ kind: 'refused', refusal: { code: 'encrypted' } }),
    );
    expect(state().step).toBe('site');
  });
});

describe('the menu', () => {
  let host: ReturnType<typeof setUp>;
  beforeEach(() => {
    host = setUp();
    host.api.keep(HEAD, healthyRun(HEAD));
  });
  const asked = () => host.api.asked.map(({ channel }) => channel);

  it('starts a run of what the form names', async () => {
    host.state().editSite({ address: 'air.example.com' });
    host.api.tell('menu-command', { command: 'run-start' });
    await vi.waitFor(() => expect(asked()).toContain('run-start'));
    expect(host.state().step).toBe('console');
  });

  it('saves the bundle of the run on the screen, and none where there is none', async () => {
    host.api.tell('menu-command', { command: 'bundle-save' });
    await host.api.settled();
    expect(asked()).not.toContain('bundle-save');
    await host.state().openRun('run-7', 'chosen');
    host.api.tell('menu-command', { command: 'bundle-save' });
    await vi.waitFor(() => expect(asked()).toContain('bundle-save'));
    expect(host.state().step).toBe('bundle');
  });

  it('cancels nothing where nothing runs', async () => {
    host.api.tell('menu-command', { command: 'run-cancel' });
    await host.api.settled();
    expect(asked()).not.toContain('run-cancel');
  });
});
