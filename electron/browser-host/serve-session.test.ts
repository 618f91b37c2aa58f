import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createSession } from '../session/session.ts';
import { type BrowserHost, serve } from './serve.ts';
import { ask, enter, open, readUntil } from './testing/loopback-client.ts';

let folder = '';
let host: BrowserHost;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'airway-served-'));
  writeFileSync(join(folder, 'index.html'), '<!doctype html>');
  host = await serve({
    rendererDir: folder,
    createSession: (options) => createSession({ ...options, stateDirectory: join(folder, 'state') }),
  });
});
afterAll(async () => {
  await host.close();
  rmSync(folder, { recursive: true, force: true });
});

it('takes a page from the start of a run over its news to the bundle', async () => {
  const cookie = await enter(host.url);
  const call = async (channel: string, input: unknown) => {
    const headers = { 'content-type': 'application/json', cookie };
    const body = JSON.stringify({ input });
    const answered = await ask(host.url, { path: `/api/${channel}`, method: 'POST', headers, body });
    return (JSON.parse(answered.body) as { answer: { value: { runId: string; url: string } } }).answer.value;
  };
  const news = await open(host.url, { path: '/api/news', headers: { cookie } });
  const { runId } = await call('run-start', { practice: { faults: [] }, steps: ['console'] });
  const heard = await readUntil(news, '"type":"run-finished"');
  expect(heard).toContain('event: run-events\ndata: {');
  expect(heard).toContain(`"runId":"${runId}"`);
  expect(heard).toContain('"type":"check-finished"');

  const { url } = await call('bundle-save', { runId });
  const bundle = await ask(host.url, { path: url, headers: { cookie } });
  expect(bundle.status).toBe(200);
  expect(bundle.body.slice(0, 2)).toBe('PK');
  expect(bundle.headers['content-disposition']).toContain(`${runId}.zip`);
});
