import { connect, createServer } from 'node:net';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { TOKEN_LIFETIME_MS } from './admission.ts';
import { ask, enter, open } from './testing/loopback-client.ts';
import { PAGE, SmallWizard } from './testing/small-wizard.ts';
import { standInSession } from './testing/stand-in-session.ts';

const wizard = new SmallWizard();
afterEach(() => wizard.closeHosts());
afterAll(() => wizard.remove());
const JSON_BODY = { 'content-type': 'application/json' };

describe('the door', () => {
  it('is a link on 127.0.0.1 that lets one browser in, once', async () => {
    const onReady = vi.fn();
    const { url } = await wizard.openHost(undefined, { onReady });
    expect(onReady).toHaveBeenCalledWith(url);
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/\?token=[A-Za-z0-9_-]{43}$/);
    const { search } = new URL(url);

    const first = await ask(url, { path: `/${search}` });
    expect(first).toMatchObject({ status: 303, headers: { location: '/', 'cache-control': 'no-store' } });
    const [setCookie = ''] = first.headers['set-cookie'] ?? [];
    expect(setCookie).toMatch(/^airway-session[^;]*; Path=\/; HttpOnly; SameSite=Strict$/);
    const [cookie = ''] = setCookie.split(';');
    expect(await ask(url, { path: '/', headers: { cookie } })).toMatchObject({ status: 200, body: PAGE });

    const second = await ask(url, { path: `/${search}` });
    expect(second.status).toBe(401);
    expect(second.headers['set-cookie']).toBeUndefined();
    // The browser that is in may follow the link again.
    expect((await ask(url, { path: `/${search}`, headers: { cookie } })).status).toBe(303);
  });

  it('is closed to a link of ten minutes ago', async () => {
    let now = 0;
    const { url } = await wizard.openHost(undefined, { now: () => now });
    now = TOKEN_LIFETIME_MS + 1;
    expect((await ask(url, { path: `/${new URL(url).search}` })).status).toBe(401);
  });

  it.each([
    ['the page', { path: '/' }],
    ['a wrong token', { path: '/?token=AAAA' }],
    ['a file', { path: '/assets/index-AbC1.js' }],
    ['a bundle', { path: '/bundle/x' }],
    ['news', { path: '/api/news' }],
    ['a channel', { path: '/api/app-info', method: 'POST', headers: JSON_BODY, body: '{}' }],
    ['a made-up cookie', { path: '/', headers: { cookie: 'airway-session=x' } }],
  ])('is closed to %s without the cookie', async (_what, asked) => {
    const { url } = await wizard.openHost();
    const { status, body, headers } = await ask(url, asked);
    expect(status).toBe(401);
    expect(headers['cache-control']).toBe('no-store');
    expect(body).toContain('link from the terminal');
    expect(body).not.toContain(PAGE);
  });

  it('does not use the link up for another page that leads here, nor for a rebound name', async () => {
    const { url } = await wizard.openHost();
    const path = `/${new URL(url).search}`;
    for (const headers of [
      { 'sec-fetch-site': 'cross-site' },
      { host: 'attacker.example' },
      { origin: 'https://attacker.example' },
    ])
      expect((await ask(url, { path, headers })).status).toBe(403);
    expect((await ask(url, { path, method: 'HEAD' })).status).toBe(401);
    expect(
      (await ask(url, { path, headers: { host: 'localhost:18080', 'sec-fetch-site': 'none' } })).status,
    ).toBe(303);
  });

  it('turns away other sites even with the cookie, and sends no header that would let them read', async () => {
    const { url } = await wizard.openHost();
    const cookie = await enter(url);
    for (const foreign of [
      { host: 'attacker.example' },
      { origin: 'https://attacker.example' },
      { origin: 'null' },
      { 'sec-fetch-site': 'same-site' },
      { 'sec-fetch-site': 'cross-site' },
    ]) {
      const asked = { path: '/api/app-info', method: 'POST', body: '{}' };
      const { status, headers } = await ask(url, { ...asked, headers: { ...JSON_BODY, cookie, ...foreign } });
      expect(status).toBe(403);
      expect(Object.keys(headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
    }
    const preflight = { path: '/api/app-info', method: 'OPTIONS', headers: { cookie } };
    expect((await ask(url, preflight)).status).toBe(405);
  });

  it('listens on loopback only', async () => {
    const { url } = await wizard.openHost();
    const { port } = new URL(url);
    const refusedBy = await new Promise<string>((resolve) => {
      const socket = connect({ host: '127.0.0.2', port: Number(port) });
      socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? ''));
      socket.on('connect', () => resolve('connected'));
    });
    expect(refusedBy).toBe('ECONNREFUSED');
  });
});

describe('connections', () => {
  it('are fifty at most', async () => {
    const { url } = await wizard.openHost();
    const { hostname, port } = new URL(url);
    const connectOnce = () => connect({ host: hostname, port: Number(port) });
    const held = Array.from({ length: 50 }, connectOnce);
    await Promise.all(held.map((socket) => new Promise((resolve) => socket.once('connect', resolve))));
    const oneMore = connectOnce();
    oneMore.on('error', () => undefined);
    await new Promise((resolve) => oneMore.once('close', resolve));
    expect(held.filter(({ destroyed }) => destroyed)).toEqual([]);
    for (const socket of held) socket.destroy();
  });
});

describe('the end', () => {
  it('comes by itself when nobody was there', async () => {
    const session = standInSession();
    const host = await wizard.openHost(session, { idleMs: 20 });
    await host.closed;
    expect(session.closings()).toBe(1);
    await expect(ask(host.url, { path: '/' })).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });

  it('closes the session once, and cuts what is open', async () => {
    const session = standInSession({ 'run-list': () => new Promise(() => undefined) });
    const host = await wizard.openHost(session);
    const cookie = await enter(host.url);
    const news = await open(host.url, { path: '/api/news', headers: { cookie } });
    const hanging = ask(host.url, {
      path: '/api/run-list',
      method: 'POST',
      headers: { ...JSON_BODY, cookie },
      body: '{}',
    });
    const cut = expect(hanging).rejects.toThrow();
    await Promise.all([host.close(), host.close()]);
    await host.closed;
    await cut;
    await news.toArray().catch(() => undefined);
    expect(news.destroyed).toBe(true);
    expect(session.closings()).toBe(1);
  });

  it('is at once, in words, when the port is taken or the wizard is not built', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => taken.once('listening', resolve));
    const address = taken.address();
    const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
    const session = standInSession();
    await expect(wizard.openHost(session, { port })).rejects.toThrow(`Port ${port} of 127.0.0.1 is in use`);
    expect(session.closings()).toBe(1);
    await expect(wizard.openHost(session, { rendererDir: '/nowhere' })).rejects.toThrow(
      'The wizard is not built',
    );
    taken.close();
  });
});
