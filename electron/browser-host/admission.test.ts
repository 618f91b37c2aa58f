import { describe, expect, it } from 'vitest';
import { Admission, TOKEN_LIFETIME_MS } from './admission.ts';

const tokenOf = (admission: Admission): string => new URLSearchParams(admission.query).get('token') ?? '';
const cookieOf = (setCookie: string | undefined): string => setCookie?.split(';')[0] ?? '';

describe('the link', () => {
  it('holds 32 random bytes', () => {
    const tokens = [1, 2].map(() => tokenOf(new Admission(() => 0)));
    for (const token of tokens) expect(Buffer.from(token, 'base64url')).toHaveLength(32);
    expect(new Set(tokens).size).toBe(2);
  });

  it('gives a cookie once, which only our pages get back', () => {
    const admission = new Admission(() => 0);
    const token = tokenOf(admission);
    const setCookie = admission.redeem(token);
    expect(setCookie).toMatch(
      /^airway-session-[0-9a-f]{8}=[A-Za-z0-9_-]{43}; Path=\/; HttpOnly; SameSite=Strict$/,
    );
    expect(admission.redeem(token)).toBeUndefined();
    expect(admission.redeem(tokenOf(admission))).toBeUndefined();
  });

  it('gives nothing for any other token, and a wrong one does not use it up', () => {
    const admission = new Admission(() => 0);
    const token = tokenOf(admission);
    for (const wrong of ['', 'x', `${token}x`, token.slice(1), token.toLowerCase()])
      expect(admission.redeem(wrong)).toBeUndefined();
    expect(admission.redeem(token)).toBeDefined();
  });

  it('lives for ten minutes', () => {
    let now = 5;
    const [inTime, late] = [new Admission(() => now), new Admission(() => now)];
    now += TOKEN_LIFETIME_MS;
    expect(inTime.redeem(tokenOf(inTime))).toBeDefined();
    now += 1;
    expect(late.redeem(tokenOf(late))).toBeUndefined();
  });
});

describe('the cookie', () => {
  it('admits, also among those of other programs on the same host name', () => {
    const admission = new Admission(() => 0);
    const cookie = cookieOf(admission.redeem(tokenOf(admission)));
    expect(admission.isAdmitted(cookie)).toBe(true);
    expect(admission.isAdmitted(`a=b;${cookie} ; airway-session-00000000=other`)).toBe(true);
  });

  it('does not admit when it is absent, changed, or that of another host', () => {
    const [one, other] = [new Admission(() => 0), new Admission(() => 0)];
    const cookie = cookieOf(one.redeem(tokenOf(one)));
    const name = cookie.split('=')[0] ?? '';
    for (const wrong of [undefined, '', cookie.slice(0, -1), `${cookie}x`, `${name}=`, `x${cookie}`])
      expect(one.isAdmitted(wrong)).toBe(false);
    expect(other.isAdmitted(cookie)).toBe(false);
    expect(one.isAdmitted(`${'a=b;'.repeat(3000)}${cookie}`)).toBe(false);
  });

  it('has another name for each host, so that two forwarded ports do not put each other out', () => {
    const names = [1, 2].map(() => {
      const admission = new Admission(() => 0);
      return cookieOf(admission.redeem(tokenOf(admission))).split('=')[0];
    });
    expect(new Set(names).size).toBe(2);
  });
});
