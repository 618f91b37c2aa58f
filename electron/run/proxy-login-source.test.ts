import { describe, expect, it } from 'vitest';
import { withProxyLogin } from './proxy-login-source.ts';

const LOGIN = { username: 'joe', password: 'secret' };
const PROXY = { scheme: 'http', host: 'proxy', port: 3128 };
const ENVIRONMENT = { HTTPS_PROXY: 'http://ann:other@proxy:3128' };

describe('the login for a proxy', () => {
  it('is that of the profile, and for its proxy alone', () => {
    const secrets = { proxyLogin: LOGIN, apiToken: 'api_x' };
    expect(withProxyLogin({ proxy: { url: 'http://proxy:3128/' } }, secrets, ENVIRONMENT)).toEqual({
      secrets,
      loginProxy: PROXY,
    });
    expect(withProxyLogin({ proxy: { url: 'http://proxy:3128/' } }, {}, ENVIRONMENT)).toEqual({
      secrets: {},
    });
  });

  it('is that of the environment where the profile leaves the proxy to this machine', () => {
    const found = { secrets: { proxyLogin: { username: 'ann', password: 'other' } }, loginProxy: PROXY };
    expect(withProxyLogin({}, {}, ENVIRONMENT)).toEqual(found);
    expect(withProxyLogin({ proxy: { mode: 'system' } }, {}, { all_proxy: 'ann:other@proxy:3128' })).toEqual(
      found,
    );
    expect(withProxyLogin({}, {}, { https_proxy: 'http://proxy:3128', ...ENVIRONMENT })).toEqual({
      secrets: {},
    });
    expect(withProxyLogin({}, {}, {})).toEqual({ secrets: {} });
  });

  it('is none where the profile says direct or names a configuration file', () => {
    expect(withProxyLogin({ proxy: { mode: 'direct' } }, {}, ENVIRONMENT)).toEqual({ secrets: {} });
    expect(withProxyLogin({ proxy: { pacUrl: 'http://p/x.pac' } }, {}, ENVIRONMENT)).toEqual({ secrets: {} });
  });
});
