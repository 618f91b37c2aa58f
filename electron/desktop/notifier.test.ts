import { expect, it, vi } from 'vitest';
import type { Notice } from '../contract/desktop-words.ts';
import { createNotifier } from './notifier.ts';

const NOTICE: Notice = { title: 'Port 443 is open', body: 'It was closed for 12 minutes.' };

it('shows plain text, and a click comes back', () => {
  const show = vi.fn();
  const onClick = vi.fn();
  const notify = createNotifier({ isSupported: () => true, show }, onClick);
  expect(notify({ title: '<b>a</b>', body: 'one\ntwo & three' })).toEqual({ ok: true, value: null });
  const [notice, clicked] = show.mock.calls[0] ?? [];
  expect(notice).toEqual({ title: 'b a /b', body: 'one two   three' });
  clicked();
  expect(onClick).toHaveBeenCalledOnce();
});

it('keeps a page from filling the screen', () => {
  let now = 0;
  const show = vi.fn();
  const notify = createNotifier({ isSupported: () => true, show }, vi.fn(), () => now);
  expect(notify(NOTICE).ok).toBe(true);
  now = 2999;
  expect(notify(NOTICE)).toMatchObject({ error: { code: 'too-soon' } });
  now = 3000;
  expect(notify(NOTICE).ok).toBe(true);
  expect(show).toHaveBeenCalledTimes(2);
});

it('says so where the system shows none', () => {
  const show = vi.fn();
  const notify = createNotifier({ isSupported: () => false, show }, vi.fn());
  expect(notify(NOTICE)).toMatchObject({ error: { code: 'no-notifications' } });
  expect(show).not.toHaveBeenCalled();
});
