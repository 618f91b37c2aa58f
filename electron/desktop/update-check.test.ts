import { describe, expect, it, vi } from 'vitest';
import { checkForUpdate, updateFeed } from './update-check.ts';

const FEED = 'https://intranet.example.com/airway/latest.json';
const answering = (body: BodyInit | null, status = 200) =>
  vi.fn<typeof fetch>().mockResolvedValue(new Response(body, { status }));

describe('the place to ask at', () => {
  it.each([
    [{}, undefined],
    [{ AIRWAY_UPDATE_FEED: '' }, undefined],
    [{ AIRWAY_UPDATE_FEED: 'http://intranet.example.com/latest.json' }, undefined],
    [{ AIRWAY_UPDATE_FEED: 'file:///etc/passwd' }, undefined],
    [{ AIRWAY_UPDATE_FEED: FEED }, FEED],
  ])('of %j', (environment, feed) => {
    expect(updateFeed(environment)).toBe(feed);
  });
});

describe('an answer', () => {
  it.each([
    ['0.2.0', '0.1.9', true],
    ['1.0.0', '0.9.9', true],
    ['0.10.0', '0.9.0', true],
    ['0.1.0', '0.1.0', false],
    ['0.1.0', '0.2.0', false],
  ])('of %s for %s', async (offered, current, isNewer) => {
    const answer = await checkForUpdate(FEED, current, answering(JSON.stringify({ version: offered })));
    expect(answer.isNewer).toBe(isNewer);
    expect(answer.words).toContain(current);
  });

  it.each([
    ['no JSON', answering('<html>'), 'no JSON'],
    ['no version', answering('{"version":"newest"}'), 'names no version'],
    ['an error', answering(null, 404), 'status 404'],
    ['too much', answering('x'.repeat(20_000)), 'too long'],
    [
      'no connection',
      vi.fn<typeof fetch>().mockRejectedValue(new TypeError('fetch failed')),
      'the request failed',
    ],
    [
      'silence',
      vi.fn<typeof fetch>().mockRejectedValue(new DOMException('', 'TimeoutError')),
      'no answer within 8 seconds',
    ],
  ])('that is %s is said', async (_what, fetchFeed, words) => {
    const answer = await checkForUpdate(FEED, '0.1.0', fetchFeed);
    expect(answer).toEqual({ isNewer: false, words: expect.stringContaining(words) });
    expect(answer.words).toContain('intranet.example.com');
  });

  it('is asked for without anything about this machine, and follows nobody elsewhere', async () => {
    const fetchFeed = answering('{"version":"0.1.0"}');
    await checkForUpdate(FEED, '0.1.0', fetchFeed);
    expect(fetchFeed).toHaveBeenCalledExactlyOnceWith(FEED, {
      redirect: 'error',
      credentials: 'omit',
      headers: { accept: 'application/json', 'user-agent': 'airway' },
      signal: expect.any(AbortSignal),
    });
  });
});
