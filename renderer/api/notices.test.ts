import { afterEach, expect, it, vi } from 'vitest';
import { noticeSchema } from '../../electron/contract/desktop-words.ts';
import { askToNotify, notify } from './notices.ts';

afterEach(() => vi.unstubAllGlobals());

/** The page's own notifications, and what was done with them. */
function browserNotices(permission: NotificationPermission) {
  const shown = vi.fn();
  const requestPermission = vi.fn(async () => 'granted' as const);
  vi.stubGlobal('Notification', Object.assign(shown, { permission, requestPermission }));
  return { shown, requestPermission };
}

it('are the desktop host’s own business, in the length that it takes, and its page asks for no permission', async () => {
  const { shown, requestPermission } = browserNotices('default');
  const invoke = vi.fn(async () => ({ ok: true, value: null }));
  vi.stubGlobal('window', { airway: { invoke } });
  await askToNotify();
  notify('Mended: The certificate has expired', 'Airway');
  notify('x'.repeat(500), 'y'.repeat(500));
  expect(requestPermission).not.toHaveBeenCalled();
  expect(shown).not.toHaveBeenCalled();
  const given = invoke.mock.calls as unknown as [string, unknown][];
  expect(given.map(([channel]) => channel)).toEqual(['notice-show', 'notice-show']);
  for (const [, notice] of given) expect(noticeSchema.safeParse(notice).success).toBe(true);
});

it('that a host refuses are no error of the page', async () => {
  vi.stubGlobal('window', { airway: { invoke: () => Promise.reject(new Error('gone')) } });
  expect(() => notify('In order now', 'Airway')).not.toThrow();
});

it('are asked for once in a browser, and shown where that was granted', async () => {
  vi.stubGlobal('window', {});
  const undecided = browserNotices('default');
  await askToNotify();
  notify('In order now', 'Airway');
  expect(undecided.requestPermission).toHaveBeenCalledTimes(1);
  expect(undecided.shown).not.toHaveBeenCalled();

  const granted = browserNotices('granted');
  await askToNotify();
  notify('In order now', 'Airway');
  expect(granted.requestPermission).not.toHaveBeenCalled();
  expect(granted.shown).toHaveBeenCalledExactlyOnceWith('In order now', { body: 'Airway' });
});
