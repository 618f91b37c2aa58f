import { describe, expect, it, vi } from 'vitest';
import { DEFAULT_BUNDLE_CHOICES } from '../../electron/contract/bundle-preview.ts';
import { ok, refused } from '../../electron/contract/result.ts';
import { reduceRun } from '../../electron/contract/run-state.ts';
import { fakeApi } from '../testing/fake-api.ts';
import { cutOffRun, failingRun, healthyRun, SCRIPTED_PROFILE } from '../testing/scripted-runs.ts';
import { memoryKeeper } from './keeper.ts';
import { createWizardStore } from './wizard-store.ts';

const HEAD = { runId: 'run-1', startedAt: '2026-06-01T12:00:00.000Z', profile: SCRIPTED_PROFILE };
const PRACTICE = { ...HEAD, practice: { faults: ['certificate-expired', 'no-such-fault'] } };
const FAILING = failingRun(HEAD);

/** A store whose events are folded at once. */
function setUp() {
  const api = fakeApi();
  const session = memoryKeeper();
  const store = createWizardStore(api, { session, schedule: (flush) => queueMicrotask(flush) });
  return { api, store, session, state: store.getState };
}

const channelsAsked = (api: ReturnType<typeof fakeApi>) => api.asked.map(({ channel }) => channel);

describe('a run', () => {
  it('is the shared reducer over the events, however they come', async () => {
    const { api, store, state } = setUp();
    state().editSite({ address: 'console.example.com' });
    api.handlers['run-open'] = async ({ runId }) =>
      ok({ runId, events: FAILING.events.slice(0, 3), findings: [] });
    await state().startRun();
    for (const event of FAILING.events.slice(2)) api.tell('run-events', { runId: 'run-1', events: [event] });
    await api.settled();
    expect(state().run).toEqual(reduceRun(FAILING.events));
    expect(JSON.parse(JSON.stringify(store.getState().run))).toEqual(reduceRun(FAILING.events));
  });

  it('loses no news that comes before the answer to the start', async () => {
    const { api, state } = setUp();
    const [conclusion] = FAILING.findings;
    api.handlers['run-start'] = async () => {
      api.tell('run-events', { runId: 'run-1', events: FAILING.events });
      api.tell('run-findings', { runId: 'run-1', findings: conclusion?.findings ?? [] });
      return ok({ runId: 'run-1' });
    };
    api.handlers['run-open'] = async ({ runId }) =>
      ok({ runId, events: FAILING.events.slice(0, 1), findings: [] });
    state().editSite({ address: 'console.example.com' });
    await state().startRun();
    expect(state().run).toEqual(reduceRun(FAILING.events));
    expect(state().findings).toEqual(conclusion?.findings);
  });

  it('takes no notice of another run', async () => {
    const { api, state } = setUp();
    api.keep(HEAD, healthyRun(HEAD));
    await state().openRun('run-1', 'chosen');
    const before = state().run;
    api.tell('run-events', { runId: 'run-2', events: FAILING.events });
    api.tell('run-findings', { runId: 'run-2', findings: FAILING.findings[0]?.findings ?? [] });
    await api.settled();
    expect(state().run).toBe(before);
    expect(state().findings).toEqual([]);
  });

  it('is read anew when the connection is back', async () => {
    const { api, state } = setUp();
    api.handlers['run-open'] = async ({ runId }) =>
      ok({ runId, events: FAILING.events.slice(0, 4), findings: [] });
    await state().openRun('run-1', 'restored');
    expect(state().run.phase).toBe('running');
    api.connection('lost');
    expect(state().connection).toBe('lost');
    api.keep(HEAD, FAILING);
    api.handlers['run-open'] = async ({ runId }) =>
      ok({ runId, events: FAILING.events, findings: [], unexplained: ['x'] });
    api.connection('connected');
    await api.settled();
    expect(state()).toMatchObject({
      connection: 'connected',
      run: { phase: 'finished' },
      unexplained: ['x'],
    });
  });

  it('shows the one that was asked for last when answers overtake each other', async () => {
    const { api, state } = setUp();
    const slow = Promise.withResolvers<void>();
    const other = { ...HEAD, runId: 'run-2' };
    api.handlers['run-open'] = async ({ runId }) => {
      if (runId === 'run-1') await slow.promise;
      return ok({ runId, events: healthyRun(runId === 'run-1' ? HEAD : other).events, findings: [] });
    };
    const first = state().openRun('run-1', 'chosen');
    await state().openRun('run-2', 'chosen');
    slow.resolve();
    await first;
    expect(state().runId).toBe('run-2');
    expect(state().run.run?.runId).toBe('run-2');
  });

  it('keeps what was there when a start is refused', async () => {
    const { api, state } = setUp();
    api.keep(HEAD, healthyRun(HEAD));
    await state().openRun('run-1', 'chosen');
    api.handlers['run-start'] = async () => refused('busy', 'A run is under way.');
    await state().startRun();
    expect(state()).toMatchObject({ runId: 'run-1', isStarting: false, runProblem: { code: 'busy' } });
  });

  it('says so when the host cannot be reached', async () => {
    const { api, state } = setUp();
    api.handlers['run-start'] = async () => Promise.reject(new Error('lost'));
    state().editSite({ address: 'console.example.com' });
    await state().startRun();
    expect(state()).toMatchObject({ isStarting: false, runProblem: { code: 'host-unreachable' } });
  });

  it('is cancelled once, and no longer cancelling when it has ended', async () => {
    const { api, state } = setUp();
    api.handlers['run-open'] = async ({ runId }) =>
      ok({ runId, events: FAILING.events.slice(0, 4), findings: [] });
    await state().openRun('run-1', 'chosen');
    await state().cancelRun();
    expect(state().isCancelling).toBe(true);
    api.tell('run-events', { runId: 'run-1', events: cutOffRun(HEAD).events.slice(-1) });
    await api.settled();
    expect(state()).toMatchObject({ isCancelling: false, run: { phase: 'finished' } });
    await state().cancelRun();
    expect(channelsAsked(api).filter((channel) => channel === 'run-cancel')).toHaveLength(1);
  });
});

describe('what is repeated', () => {
  it('is the practice site after a practice run, without faults that are not known', async () => {
    const { api, state } = setUp();
    api.keep(PRACTICE, failingRun(PRACTICE));
    await state().openRun('run-1', 'restored');
    await state().startRun();
    expect(api.asked.at(-2)).toEqual({
      channel: 'run-start',
      input: {
        practice: { faults: ['certificate-expired'] },
        steps: ['console', 'responder', 'active-directory', 'syslog'],
      },
    });
  });

  it('is the site of a run that was chosen, whatever the form said', async () => {
    const { api, state } = setUp();
    api.keep(HEAD, healthyRun(HEAD));
    state().editSite({ address: 'other.example.com' });
    await state().openRun('run-1', 'chosen');
    expect(state().form.address).toBe('console.example.com');
  });

  it('is what was typed after a reload', async () => {
    const { api, state } = setUp();
    api.keep(HEAD, healthyRun(HEAD));
    state().editSite({ address: 'other.example.com' });
    await state().openRun('run-1', 'restored');
    expect(state().form.address).toBe('other.example.com');
    state().aimAtSite();
    expect(state()).toMatchObject({ runId: null, run: { phase: 'empty' }, aim: { kind: 'site' } });
  });

  it('is nothing while the form cannot be run', async () => {
    const { api, state } = setUp();
    await state().startRun();
    expect(channelsAsked(api)).not.toContain('run-start');
  });
});

describe('the site form', () => {
  it('takes host and port out of a pasted address and says so', () => {
    const { state } = setUp();
    state().editSite({ address: 'https://console.example.com:9443/login' });
    state().settleAddress();
    expect(state()).toMatchObject({
      taken: { host: 'console.example.com', port: 9443 },
      form: { address: 'console.example.com', primaryPort: '9443', usesAlternatePort: false },
    });
    state().editSite({ address: 'console.example.com2' });
    expect(state().taken).toBeNull();
  });

  it('takes a pasted 8443 for the alternate port that it is', () => {
    const { state } = setUp();
    state().editSite({ address: 'https://console.example.com:8443/' });
    state().settleAddress();
    expect(state().form).toMatchObject({
      primaryPort: '443',
      usesAlternatePort: true,
      alternatePort: '8443',
    });
  });

  it('is there again after a reload, without the token', () => {
    const { api, state, session } = setUp();
    state().editSite({ address: 'console.example.com', vantage: 'asset' });
    state().setApiToken('s3cret');
    state().chooseCa({
      name: 'ca.pem',
      sizeBytes: 60,
      text: '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n',
    });
    state().editDirectory({ domain: 'corp.example.com' });
    state().setBindPassword('s3cret');
    state().editSite({ proxyMode: 'url', proxyUrl: 'http://me:s3cret@proxy.example.com:3128' });
    state().settleProxy();
    expect(state()).toMatchObject({
      proxyLogin: { username: 'me', password: 's3cret' },
      form: { proxyUrl: 'http://proxy.example.com:3128' },
    });
    state().skipStep('syslog', ' no SIEM here ');
    const reloaded = createWizardStore(api, { session }).getState();
    expect(reloaded).toMatchObject({
      apiToken: '',
      bindPassword: '',
      proxyLogin: null,
      directoryForm: { domain: 'corp.example.com' },
      skips: { syslog: 'no SIEM here' },
      form: { address: 'console.example.com', vantage: 'asset' },
      caFile: { kind: 'read', certificates: 1 },
    });
    expect(['site', 'ca-file', 'active-directory'].map((key) => session.get(key)).join()).not.toContain(
      's3cret',
    );
  });

  it('is there in the next window, and another tab does not change this one', () => {
    const api = fakeApi();
    const lasting = memoryKeeper();
    const session = memoryKeeper();
    createWizardStore(api, { lasting, session }).getState().editSite({ address: 'one.example.com' });
    createWizardStore(api, { lasting }).getState().editSite({ address: 'two.example.com' });
    expect(createWizardStore(api, { lasting, session }).getState().form.address).toBe('one.example.com');
    expect(createWizardStore(api, { lasting }).getState().form.address).toBe('two.example.com');
  });

  it('starts empty when what was kept cannot be read', () => {
    const session = memoryKeeper();
    session.set('site', '{"address": ');
    session.set('ca-file', '7');
    const state = createWizardStore(fakeApi(), { session }).getState();
    expect(state).toMatchObject({ form: { address: '' }, caFile: { kind: 'none' } });
  });

  it('is filled by a profile file, with its warnings', async () => {
    const { api, state } = setUp();
    api.handlers['profile-read'] = async () =>
      ok({
        profile: SCRIPTED_PROFILE,
        warnings: ['in plain text'],
        secretsGiven: ['apiToken'],
        secretsToAsk: [],
      });
    await state().chooseProfile({ name: 'site.yaml', sizeBytes: 10, text: 'console:' });
    expect(state()).toMatchObject({
      form: { address: 'console.example.com', name: 'Example GmbH, Berlin' },
      profileFile: { kind: 'read', warnings: ['in plain text'], secretsGiven: ['apiToken'] },
    });
  });

  it('stays as it is when a profile is refused or too large', async () => {
    const { api, state } = setUp();
    state().editSite({ address: 'console.example.com' });
    await state().chooseProfile({ name: 'site.yaml', sizeBytes: 10, text: 'x' });
    expect(state().profileFile).toMatchObject({ kind: 'refused', refusal: { line: 4 } });
    await state().chooseProfile({ name: 'site.yaml', sizeBytes: 60_000_000, text: null });
    expect(state()).toMatchObject({
      profileFile: { kind: 'too-large' },
      form: { address: 'console.example.com' },
    });
    expect(channelsAsked(api).filter((channel) => channel === 'profile-read')).toHaveLength(1);
  });

  it('refuses a CA file that is too large or holds no certificate', () => {
    const { state } = setUp();
    state().chooseCa({ name: 'ca.pem', sizeBytes: 1_000_001, text: null });
    expect(state().caFile.kind).toBe('too-large');
    state().chooseCa({ name: 'ca.der', sizeBytes: 3, text: '0\u0082' });
    expect(state()).toMatchObject({ caFile: { kind: 'no-certificate' }, form: { caPem: '' } });
  });
});

describe('steps', () => {
  const inputs = (api: ReturnType<typeof fakeApi>) =>
    api.asked.flatMap(({ channel, input }) => (channel === 'run-start' ? [input as object] : []));

  it('are checked where they are filled in, and not where they are left out', async () => {
    const { api, state } = setUp();
    state().editSite({ address: 'console.example.com' });
    state().editSyslog({ address: 'siem.example.com' });
    state().editDirectory({ domain: 'two words' });
    state().skipStep('responder', '  ');
    state().skipStep('syslog', 'no SIEM here');
    await state().startRun();
    expect(inputs(api)).toMatchObject([
      {
        steps: ['console', 'responder'],
        skipped: [
          { step: 'active-directory', reason: 'what was filled in for it cannot be used' },
          { step: 'syslog', reason: 'no SIEM here' },
        ],
      },
    ]);
    state().unskipStep('syslog');
    await state().startRun();
    expect(inputs(api)[1]).toMatchObject({ steps: ['console', 'responder', 'syslog'] });
  });

  it('are checked alone, with what was seen of the others', async () => {
    const { api, state } = setUp();
    api.keep(HEAD, healthyRun(HEAD));
    await state().openRun('run-1', 'chosen');
    await state().startRun(['responder']);
    expect(inputs(api)).toMatchObject([{ steps: ['responder'], continues: 'run-1' }]);
    await state().startRun();
    expect(inputs(api)[1]).not.toHaveProperty('continues');
  });

  it('of a practice site with other faults are all checked, as nothing that was seen holds for it', async () => {
    const { api, state } = setUp();
    api.keep(PRACTICE, failingRun(PRACTICE));
    await state().openRun('run-1', 'chosen');
    state().mendPractice('certificate-expired');
    await state().startRun(['console']);
    expect(inputs(api)).toEqual([
      { practice: { faults: [] }, steps: ['console', 'responder', 'active-directory', 'syslog'] },
    ]);
  });
});

describe('consent to a syslog test message', () => {
  const syslog = { address: 'siem.example.com', port: 514, transport: 'udp' as const };
  const receiver = { ...syslog, format: 'rfc5424' as const, framing: 'newline' as const };
  const requests = (api: ReturnType<typeof fakeApi>) =>
    api.asked.flatMap(({ channel, input }) => (channel === 'run-start' ? [input] : []));

  it('is off, is spent by one run, and is not kept', async () => {
    const { api, state, session } = setUp();
    state().editSite({ address: 'console.example.com' });
    state().editSyslog({ address: 'siem.example.com' });
    await state().startRun();
    state().setSendsSyslogTest(true);
    await state().startRun();
    await state().startRun();
    expect(requests(api).map((request) => Object.hasOwn(request as object, 'sendSyslogTest'))).toEqual([
      false,
      true,
      false,
    ]);
    expect(session.get('syslog')).not.toContain('sendsSyslogTest');
  });

  it('is worth nothing without a receiver, and not for the receiver of another profile', async () => {
    const { api, state } = setUp();
    state().editSite({ address: 'console.example.com' });
    state().setSendsSyslogTest(true);
    await state().startRun();
    expect(requests(api)[0]).not.toHaveProperty('sendSyslogTest');
    state().setSendsSyslogTest(true);
    api.handlers['profile-read'] = async () =>
      ok({
        profile: { ...SCRIPTED_PROFILE, syslog: receiver },
        warnings: [],
        secretsGiven: [],
        secretsToAsk: [],
      });
    await state().chooseProfile({ name: 'site.yaml', sizeBytes: 10, text: 'syslog:' });
    expect(state().sendsSyslogTest).toBe(false);
  });

  it('is followed by an answer that the host keeps, or says why not', async () => {
    const { api, state } = setUp();
    await state().answerSyslog('arrived');
    expect(channelsAsked(api)).not.toContain('syslog-answer');
    api.keep(HEAD, healthyRun(HEAD));
    await state().openRun('run-1', 'chosen');
    await state().answerSyslog('arrived');
    expect(api.asked.at(-1)?.input).toEqual({ runId: 'run-1', answer: 'arrived' });
    api.handlers['syslog-answer'] = async () => refused('not-kept', 'The disk is full.');
    await state().answerSyslog('altered');
    expect(state().answerProblem).toMatchObject({ code: 'not-kept' });
    api.tell('run-events', {
      runId: 'run-1',
      events: [
        { type: 'syslog-answered', atMs: 84, answeredAt: '2026-06-01T12:05:00.000Z', answer: 'altered' },
      ],
    });
    await api.settled();
    expect(state().run).toMatchObject({ phase: 'finished', syslogAnswer: { answer: 'altered' } });
  });
});

describe('a bundle', () => {
  it('is saved with case number and note, and both survive a refusal', async () => {
    const { api, state } = setUp();
    api.keep(HEAD, healthyRun(HEAD));
    await state().openRun('run-1', 'chosen');
    state().setCaseNumber(' 4711 ');
    state().setNote('since Monday');
    api.handlers['bundle-save'] = async () => refused('bundle-not-writable', 'No space left.');
    await state().saveBundle();
    expect(state()).toMatchObject({
      bundle: { kind: 'refused' },
      caseNumber: ' 4711 ',
      note: 'since Monday',
    });
    api.handlers['bundle-save'] = async () =>
      ok({ kind: 'saved', path: '/tmp/a.zip', sizeBytes: 9, files: 6, sha256: 'c0ffee'.padEnd(64, '0') });
    await state().saveBundle();
    expect(state().bundle).toMatchObject({ kind: 'done', saved: { path: '/tmp/a.zip' } });
    expect(api.asked.at(-1)?.input).toEqual({
      runId: 'run-1',
      caseNumber: '4711',
      note: 'since Monday',
      choices: DEFAULT_BUNDLE_CHOICES,
    });
  });

  it('belongs to its run', async () => {
    const { api, state } = setUp();
    const other = { ...HEAD, runId: 'run-2' };
    api.keep(HEAD, healthyRun(HEAD));
    api.keep(other, healthyRun(other));
    await state().openRun('run-1', 'chosen');
    const slow = Promise.withResolvers<void>();
    api.handlers['bundle-save'] = async () => {
      await slow.promise;
      return ok({
        kind: 'saved',
        path: '/tmp/a.zip',
        sizeBytes: 9,
        files: 6,
        sha256: 'c0ffee'.padEnd(64, '0'),
      });
    };
    const saving = state().saveBundle();
    await state().openRun('run-2', 'chosen');
    slow.resolve();
    await saving;
    expect(state().bundle).toEqual({ kind: 'none' });
  });

  it('is not asked for without a run', async () => {
    const { api, state } = setUp();
    await state().saveBundle();
    expect(channelsAsked(api)).not.toContain('bundle-save');
  });
});

describe('the page', () => {
  it('knows its host and the kept runs from the start', async () => {
    const { api, state } = setUp();
    api.keep(HEAD, healthyRun(HEAD));
    await state().refreshRuns();
    expect(state()).toMatchObject({ app: { hostname: 'asset-7' }, recentRuns: [{ runId: 'run-1' }] });
  });

  it('keeps its list of runs when the host does not answer', async () => {
    const { api, state } = setUp();
    api.handlers['run-list'] = vi.fn(async () => Promise.reject(new Error('lost')));
    await expect(state().refreshRuns()).resolves.toBeUndefined();
    expect(state().recentRuns).toEqual([]);
  });

  it('leads from a finding to its row', () => {
    const { state } = setUp();
    state().goTo('review');
    state().showCheck('console/tls/10.0.0.5:443');
    expect(state()).toMatchObject({ step: 'console', rowToFocus: 'console/tls/10.0.0.5:443' });
    state().rowFocused();
    state().toggleRow('console/tls/10.0.0.5:443');
    expect(state()).toMatchObject({ rowToFocus: null, openRows: {} });
  });

  it('keeps the colours that were chosen', () => {
    const lasting = memoryKeeper();
    createWizardStore(fakeApi(), { lasting }).getState().setTheme('dark');
    expect(createWizardStore(fakeApi(), { lasting }).getState().theme).toBe('dark');
    lasting.set('theme', 'pink');
    expect(createWizardStore(fakeApi(), { lasting }).getState().theme).toBe('system');
  });
});
