import { afterEach, describe, expect, it, vi } from 'vitest';
import { basicCredentials, ProxyLogin } from './proxy-login.ts';

afterEach(() => {
  vi.useRealTimers();
});

const { signal } = new AbortController();

describe('a login that several checks share', () => {
  it.each([true, false])(
    'is sent by one, and by the others as the proxy says of it: %s',
    async (wasAccepted) => {
      const login = new ProxyLogin();
      expect(await login.maySend(signal, 1000)).toBe(true);
      const others = [login.maySend(signal, 1000), login.maySend(signal, 1000)];
      login.settle(wasAccepted);
      login.settle(!wasAccepted);
      expect(await Promise.all(others)).toEqual([wasAccepted, wasAccepted]);
      expect(await login.maySend(signal, 1000)).toBe(wasAccepted);
    },
  );

  it('counts as accepted when the proxy does not object', async () => {
    vi.useFakeTimers();
    const login = new ProxyLogin();
    await login.maySend(signal, 5000);
    const other = login.maySend(signal, 5000);
    await vi.advanceTimersByTimeAsync(1500);
    expect(await other).toBe(true);
  });

  it('is not waited for longer than the time that is left, nor in a run that is cancelled', async () => {
    vi.useFakeTimers();
    const login = new ProxyLogin();
    await login.maySend(signal, 5000);
    const late = login.maySend(signal, 100);
    const abort = new AbortController();
    const cancelled = login.maySend(abort.signal, 5000);
    abort.abort();
    expect(await cancelled).toBe(false);
    await vi.advanceTimersByTimeAsync(100);
    expect(await late).toBe(false);
    expect(await login.maySend(AbortSignal.abort(), 100)).toBe(false);
  });

  it('has no form for a user name with a colon', () => {
    expect(basicCredentials('Aladdin', 'open sesame')).toBe('Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==');
    expect(basicCredentials('a:b', 'c')).toBeUndefined();
  });
});
