import { existsSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { dirname } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { ok } from '../contract/result.ts';
import { BODY_LIMIT_BYTES } from './requests.ts';
import { ask, enter, open, readUntil } from './testing/loopback-client.ts';
import { SCRIPT, SmallWizard } from './testing/small-wizard.ts';
import { type StandInSession, standInSession } from './testing/stand-in-session.ts';

const wizard = new SmallWizard();
afterEach(() => wizard.closeHosts());
afterAll(() => wizard.remove());
const JSON_BODY = { 'content-type': 'application/json' };

describe('the files', () => {
  it('come with their type and the policy, the page never from a cache', async () => {
    const { url } = await wizard.openHost();
    const cookie = await enter(url);
    const page = await ask(url, { path: '/', headers: { cookie } });
    expect(page.headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'x-dns-prefetch-control': 'off',
      'cross-origin-opener-policy': 'same-origin',
    });
    expect(page.headers['content-security-policy']).toContain("default-src 'none'");
    expect(page.headers['content-security-policy']).toContain("connect-src 'self'");
    const script = await ask(url, { path: '/assets/index-AbC1.js', headers: { cookie } });
    expect(script.headers['content-type']).toBe('text/javascript; charset=utf-8');
    expect(script.headers['cache-control']).toContain('immutable');
    expect(script.body).toBe(SCRIPT);
  });

  it('are compressed for whoever takes that', async () => {
    const { url } = await wizard.openHost();
    const headers = { cookie: await enter(url), 'accept-encoding': 'gzip, br' };
    const answer = await open(url, { path: '/assets/index-AbC1.js', headers });
    expect(answer.headers['content-encoding']).toBe('gzip');
    const bytes = Buffer.concat(await answer.toArray());
    expect(bytes.length).toBeLessThan(SCRIPT.length / 4);
    expect(gunzipSync(bytes).toString()).toBe(SCRIPT);
  });

  it.each([
    '/../outside.html',
    '/assets/../../outside.html',
    '/%2e%2e/outside.html',
    '/..%2foutside.html',
    '/..\\outside.html',
    '//outside.html',
    '/assets/',
    '/assets/nothing.js',
    '/constructor',
  ])('do not include %s', async (path) => {
    const { url } = await wizard.openHost();
    const { status, body } = await ask(url, { path, headers: { cookie: await enter(url) } });
    expect(status).toBe(404);
    expect(body).not.toContain('outside');
  });

  it('are read only', async () => {
    const { url } = await wizard.openHost();
    const cookie = await enter(url);
    for (const method of ['POST', 'PUT', 'DELETE', 'PATCH'])
      expect((await ask(url, { path: '/', method, headers: { cookie } })).status).toBe(405);
    expect(await ask(url, { path: '/', method: 'HEAD', headers: { cookie } })).toMatchObject({
      status: 200,
      body: '',
    });
  });
});

describe('a channel', () => {
  const callWith = async (session: StandInSession, channel: string, body: string, headers = {}) => {
    const { url } = await wizard.openHost(session, { onCrash: () => undefined });
    const cookie = await enter(url);
    const own = { ...JSON_BODY, cookie, ...headers };
    const { status, body: text } = await ask(url, {
      path: `/api/${channel}`,
      method: 'POST',
      headers: own,
      body,
    });
    return { status, value: JSON.parse(text) as unknown };
  };

  it('answers with what its handler says, failures included', async () => {
    const session = standInSession();
    expect(await callWith(session, 'app-info', '{}')).toMatchObject({
      status: 200,
      value: { answer: { host: 'browser', hostname: 'console-server' } },
    });
    expect(await callWith(session, 'run-open', '{"input":{"runId":"20261124-1"}}')).toEqual({
      status: 200,
      value: { answer: { ok: false, error: { code: 'no-run', message: 'There is no such run.' } } },
    });
  });

  it.each([
    [
      'an input that its schema refuses',
      'run-open',
      '{"input":{"runId":"../../etc/passwd"}}',
      400,
      'bad-input',
    ],
    ['an input that nobody asked for', 'app-info', '{"input":{"a":1}}', 400, 'bad-input'],
    ['anything beside the input', 'app-info', '{"input":null,"more":1}', 400, 'bad-input'],
    ['no JSON', 'app-info', '{"input":', 400, 'bad-input'],
    ['nothing at all', 'app-info', '', 400, 'bad-input'],
    ['a channel that is not there', 'run-everything', '{}', 404, 'unknown-channel'],
    ['a channel for news', 'run-events', '{}', 404, 'unknown-channel'],
    ['a name that every object has', 'constructor', '{}', 404, 'unknown-channel'],
  ])('refuses %s', async (_what, channel, body, status, code) => {
    const handler = vi.fn();
    const session = standInSession({ 'run-open': handler, 'app-info': handler });
    expect(await callWith(session, channel, body)).toMatchObject({
      status,
      value: { ok: false, error: { code } },
    });
    expect(handler).not.toHaveBeenCalled();
  });

  it('does not repeat a refused value', async () => {
    const body = JSON.stringify({ input: { runId: 'hunter2 is the password' } });
    expect(JSON.stringify(await callWith(standInSession(), 'run-open', body))).not.toContain('hunter2');
  });

  it('refuses a body that is no JSON by type, or too large by word', async () => {
    const session = standInSession();
    expect((await callWith(session, 'app-info', '{}', { 'content-type': 'text/plain' })).status).toBe(415);
    const { url } = await wizard.openHost();
    const headers = {
      ...JSON_BODY,
      cookie: await enter(url),
      'content-length': String(BODY_LIMIT_BYTES + 1),
    };
    const answer = await ask(url, { path: '/api/app-info', method: 'POST', headers, body: '{}' });
    expect(answer.status).toBe(413);
  });

  it('stops reading a body that turns out too large', async () => {
    const { url } = await wizard.openHost();
    const cookie = await enter(url);
    const { hostname, port, host } = new URL(url);
    const socket = connect({ host: hostname, port: Number(port) });
    socket.on('error', () => undefined);
    socket.write(
      `POST /api/app-info HTTP/1.1\r\nHost: ${host}\r\nCookie: ${cookie}\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n`,
    );
    const chunk = Buffer.alloc(64 * 1024, 0x20);
    for (let sent = 0; sent <= BODY_LIMIT_BYTES; sent += chunk.length)
      socket.write(Buffer.concat([Buffer.from('10000\r\n'), chunk, Buffer.from('\r\n')]));
    expect(await readUntil(socket, '\r\n\r\n')).toContain('HTTP/1.1 413');
    socket.destroy();
  });

  it('answers a crash of ours without its text, and goes on', async () => {
    const onCrash = vi.fn();
    const crash = new TypeError('token s3cr3t is not a function');
    const session = standInSession({
      'run-list': async () => {
        throw crash;
      },
    });
    const { url } = await wizard.openHost(session, { onCrash });
    const headers = { ...JSON_BODY, cookie: await enter(url) };
    const call = (channel: string) =>
      ask(url, { path: `/api/${channel}`, method: 'POST', headers, body: '{}' });
    const { status, body } = await call('run-list');
    expect(status).toBe(500);
    expect(body).toContain('airway-failed');
    expect(body).not.toContain('s3cr3t');
    expect(onCrash).toHaveBeenCalledWith('run-list', crash);
    expect((await call('app-info')).status).toBe(200);
  });

  it('is asked by POST', async () => {
    const { url } = await wizard.openHost();
    const cookie = await enter(url);
    expect((await ask(url, { path: '/api/app-info', headers: { cookie } })).status).toBe(405);
  });
});

describe('a bundle', () => {
  const saving = () => {
    const session: StandInSession = standInSession({
      'bundle-save': async () => {
        const path = await session.chooseBundlePath('airway-site.zip');
        writeFileSync(path, 'PK-bundle');
        return ok(session.options().bundleTarget.offer({ path, sizeBytes: 9, files: 1, sha256: 'ab' }));
      },
    });
    return session;
  };

  it('is fetched by the link that the answer holds, and is gone when the host has ended', async () => {
    const session = saving();
    const host = await wizard.openHost(session);
    const cookie = await enter(host.url);
    const { body } = await ask(host.url, {
      path: '/api/bundle-save',
      method: 'POST',
      headers: { ...JSON_BODY, cookie },
      body: '{"input":{"runId":"20261124-1"}}',
    });
    const saved = JSON.parse(body) as { answer: { value: { url: string } } };
    const path = saved.answer.value.url;
    const fetched = await ask(host.url, { path, headers: { cookie } });
    expect(fetched).toMatchObject({
      status: 200,
      body: 'PK-bundle',
      headers: {
        'content-type': 'application/zip',
        'content-length': '9',
        'content-disposition': 'attachment; filename="airway-site.zip"',
        'cache-control': 'no-store',
      },
    });
    expect((await ask(host.url, { path })).status).toBe(401);
    expect((await ask(host.url, { path: `${path}x`, headers: { cookie } })).status).toBe(404);

    const place = await session.chooseBundlePath('other.zip');
    await host.close();
    expect(existsSync(dirname(dirname(place)))).toBe(false);
  });
});
