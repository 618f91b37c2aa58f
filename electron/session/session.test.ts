import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { CauseId } from '../contract/cause-ids.ts';
import type { ChannelNews, NotifyChannel, SavedBundle } from '../contract/channels.ts';
import type { RunEvent } from '../contract/events.ts';
import type { Finding } from '../contract/findings.ts';
import { ok } from '../contract/result.ts';
import { reduceRun } from '../contract/run-state.ts';
import { openJournal } from '../run/journal.ts';
import { createSession } from './session.ts';

const folder = mkdtempSync(join(tmpdir(), 'airway-session-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function open(bundlePath: string | undefined = undefined) {
  const events: RunEvent[] = [];
  let findings: readonly Finding[] = [];
  const take: { [C in NotifyChannel]: (news: ChannelNews<C>) => void } = {
    'run-events': (news) => void events.push(...news.events),
    'run-findings': (news) => {
      findings = news.findings;
    },
    'bundle-progress': () => undefined,
    'file-opened': () => undefined,
    'menu-command': () => undefined,
  };
  const session = createSession({
    host: 'browser',
    stateDirectory: folder,
    emit: (channel, news) => take[channel](news),
    bundleTarget: {
      choose: async () => bundlePath,
      offer: (written): SavedBundle => ({ kind: 'saved', ...written }),
    },
  });
  const finished = () => expect.poll(() => events.at(-1)?.type, { timeout: 10_000 }).toBe('run-finished');
  return { ...session, events, findings: () => findings, finished };
}

const start = async (session: ReturnType<typeof open>, faults: CauseId[]): Promise<string> => {
  const started = await session.handlers['run-start']({ practice: { faults } });
  if (!started.ok) throw new Error(started.error.message);
  return started.value.runId;
};

describe('a session', () => {
  it('streams a run with its findings, keeps it, and opens it again in another session', async () => {
    const first = open();
    const runId = await start(first, ['certificate-expired']);
    await first.finished();
    await expect.poll(() => first.findings().map(({ cause }) => cause)).toEqual(['certificate-expired']);
    expect(reduceRun(first.events).phase).toBe('finished');
    await first.close();

    const second = open();
    const opened = await second.handlers['run-open']({ runId });
    expect(opened).toMatchObject({
      ok: true,
      value: { runId, events: first.events, findings: first.findings(), unexplained: [] },
    });
    expect(await second.handlers['run-list'](undefined)).toEqual([
      expect.objectContaining({ runId, ended: 'completed', isPractice: true }),
    ]);
  });

  it('makes one run at a time, and cancels it', async () => {
    const session = open();
    const runId = await start(session, ['tls-no-answer']);
    expect(await session.handlers['run-start']({ practice: { faults: [] } })).toMatchObject({
      ok: false,
      error: { code: 'busy' },
    });
    expect(await session.handlers['run-cancel']({ runId })).toEqual({ ok: true, value: null });
    await session.finished();
    expect(session.events.at(-1)).toMatchObject({ ended: 'cancelled' });
    await session.close();
  });

  it('makes one run of two requests that come together', async () => {
    const session = open();
    const answers = await Promise.all([
      session.handlers['run-start']({ practice: { faults: [] } }),
      session.handlers['run-start']({ practice: { faults: [] } }),
    ]);
    expect(answers).toMatchObject([{ ok: true }, { ok: false, error: { code: 'busy' } }]);
    await session.finished();
    await session.close();
  });

  it('keeps what somebody says of the syslog test message, and concludes again, in this session and the next', async () => {
    const first = open();
    const runId = await start(first, ['syslog-framing-unconfirmed']);
    await first.finished();
    await expect
      .poll(() => first.findings().map(({ cause }) => cause))
      .toEqual(['syslog-framing-unconfirmed']);
    expect(await first.handlers['syslog-answer']({ runId, answer: 'altered' })).toEqual(ok(null));
    expect(first.findings().map(({ cause }) => cause)).toEqual(['syslog-wants-newline']);
    await first.close();

    const second = open();
    const findingsOf = async () => {
      const opened = await second.handlers['run-open']({ runId });
      return opened.ok ? opened.value.findings.map(({ cause }) => cause) : [];
    };
    expect(await findingsOf()).toEqual(['syslog-wants-newline']);
    expect(await second.handlers['syslog-answer']({ runId, answer: 'arrived' })).toEqual(ok(null));
    expect(second.events).toEqual([expect.objectContaining({ type: 'syslog-answered', answer: 'arrived' })]);
    expect(await findingsOf()).toEqual([]);
    expect(await second.handlers['run-list'](undefined)).toContainEqual(
      expect.objectContaining({ runId, ended: 'completed' }),
    );
    await second.close();
  });

  it('checks one step again and keeps what was seen of the others, at the same practice site', async () => {
    const session = open();
    const first = await start(session, ['syslog-udp-closed']);
    await session.finished();
    await expect.poll(() => session.findings().map(({ cause }) => cause)).toEqual(['syslog-udp-closed']);
    const before = reduceRun(session.events.splice(0));
    const again = await session.handlers['run-start']({
      practice: { faults: ['syslog-udp-closed'] },
      steps: ['syslog'],
      continues: first,
    });
    if (!again.ok) throw new Error(again.error.message);
    await session.finished();
    const after = reduceRun(session.events);
    expect(after.run).toMatchObject({ continues: first, steps: ['syslog'] });
    const rows = (state: typeof after, step: string) =>
      Object.values(state.checks).filter((check) => check.step === step && check.phase === 'finished');
    expect(rows(after, 'console').map(({ id }) => id)).toEqual(rows(before, 'console').map(({ id }) => id));
    expect(rows(after, 'console').every((check) => 'seenAt' in check)).toBe(true);
    expect(rows(after, 'syslog').some((check) => 'seenAt' in check)).toBe(false);
    await expect.poll(() => session.findings().map(({ cause }) => cause)).toEqual(['syslog-udp-closed']);
    await session.close();
  });

  it('keeps only the last of several rounds of a watch, and the run before them', async () => {
    const session = open();
    const first = await start(session, ['port-closed']);
    await session.finished();
    const rounds: string[] = [];
    for (const watchRound of [1, 2, 3]) {
      session.events.splice(0);
      const round = await session.handlers['run-start']({
        practice: { faults: ['port-closed'] },
        steps: ['console'],
        continues: rounds.at(-1) ?? first,
        watchRound,
      });
      if (!round.ok) throw new Error(round.error.message);
      rounds.push(round.value.runId);
      await session.finished();
    }
    const kept = async () => (await session.handlers['run-list'](undefined)).map(({ runId }) => runId);
    await expect.poll(kept).toEqual(expect.not.arrayContaining(rounds.slice(0, 2)));
    expect(await kept()).toEqual(expect.arrayContaining([first, rounds[2]]));
    expect(await session.handlers['run-list'](undefined)).toContainEqual(
      expect.objectContaining({ runId: rounds[2], watchRound: 3 }),
    );
    await session.close();
  });

  it('says in the run which step somebody left out, and why', async () => {
    const session = open();
    await session.handlers['run-start']({
      practice: { faults: [] },
      steps: ['console'],
      skipped: [{ step: 'syslog', reason: 'there is no SIEM yet' }],
    });
    await session.finished();
    const { checks } = reduceRun(session.events);
    expect(checks['syslog/not-checked']).toMatchObject({
      status: 'skipped',
      reason: 'left out by whoever started the run: there is no SIEM yet',
    });
    expect(checks['responder/not-checked']).toMatchObject({ reason: 'this step was not asked for' });
    await session.close();
  });

  it('takes no answer for a run without a test message', async () => {
    const session = open();
    const runId = await start(session, []);
    await session.finished();
    expect(await session.handlers['syslog-answer']({ runId, answer: 'arrived' })).toMatchObject({
      ok: false,
      error: { code: 'no-syslog-test' },
    });
    expect(
      await session.handlers['syslog-answer']({ runId: 'no-such-run', answer: 'arrived' }),
    ).toMatchObject({
      ok: false,
      error: { code: 'no-run' },
    });
    await session.close();
  });

  it('says why a bundle was not written, and what is kept', async () => {
    const session = open(join(folder, 'nowhere', 'bundle.zip'));
    const runId = await start(session, ['port-closed']);
    await session.finished();
    const refusal = await session.handlers['bundle-save']({ runId });
    expect(refusal).toMatchObject({ ok: false, error: { code: 'bundle-not-writable' } });
    if (!refusal.ok) expect(refusal.error.message).toContain('The results are kept');
    await session.close();
  });

  it('lets the engineer change their mind about saving', async () => {
    const session = open();
    const runId = await start(session, []);
    await session.finished();
    expect(await session.handlers['bundle-save']({ runId })).toEqual({
      ok: true,
      value: { kind: 'cancelled' },
    });
    await session.close();
  });

  it('opens a run that a killed process left behind', async () => {
    const session = open();
    const donor = session.events;
    await start(session, []);
    await session.finished();
    const journal = openJournal(folder, '20990101-000000-abcdef');
    for (const event of donor.slice(0, 4)) journal.append(event);
    journal.close();
    const [newest] = await session.handlers['run-list'](undefined);
    expect(newest).toMatchObject({ runId: '20990101-000000-abcdef', ended: 'cut-off' });
    await session.close();
  });

  it('refuses faults that exclude each other, unknown runs, and an authority that is none', async () => {
    const { handlers } = open();
    expect(
      await handlers['run-start']({ practice: { faults: ['certificate-expired', 'tls-no-answer'] } }),
    ).toMatchObject({ ok: false });
    expect(await handlers['run-open']({ runId: 'no-such-run' })).toMatchObject({
      ok: false,
      error: { code: 'no-run' },
    });
    expect(await handlers['run-cancel']({ runId: 'no-such-run' })).toMatchObject({ ok: false });
    const profile = {
      schema: 'airway.profile/1' as const,
      name: 'x',
      vantage: 'asset' as const,
      console: { address: '127.0.0.1' },
    };
    expect(await handlers['run-start']({ site: { profile, secrets: {}, caPem: 'nothing' } })).toMatchObject({
      ok: false,
      error: { code: 'ca-unusable' },
    });
  });

  it('reads a profile without handing its secrets to the page', async () => {
    const { handlers } = open();
    const read = await handlers['profile-read']({
      name: 'site.yaml',
      text: 'schema: airway.profile/1\nname: Site\nconsole:\n  address: console.example.com\n  apiToken: api_hunter2\n',
    });
    expect(read).toMatchObject({ ok: true, value: { secretsGiven: ['apiToken'] } });
    expect(JSON.stringify(read)).not.toContain('hunter2');
  });
});
