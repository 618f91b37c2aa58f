import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { proxyVariables, trustVariables, withoutUserInfo } from './host-environment.ts';

describe('the proxy variables', () => {
  it('are given in any case, without user info and without empty ones', () => {
    expect(
      proxyVariables({
        HTTP_PROXY: 'http://proxy.example.com:3128',
        https_proxy: 'http://engineer:s3cret@proxy.example.com:3128',
        All_Proxy: 'socks5://a:b@10.0.0.9:1080',
        no_proxy: 'localhost,.example.com',
        NO_PROXY: '',
        PROXY: 'http://other',
        PATH: '/bin',
      }),
    ).toEqual({
      HTTP_PROXY: 'http://proxy.example.com:3128',
      https_proxy: 'http://proxy.example.com:3128',
      All_Proxy: 'socks5://10.0.0.9:1080',
      no_proxy: 'localhost,.example.com',
    });
  });

  it.each([
    ['http://p@ss@proxy:3128', 'http://proxy:3128'],
    ['user:pa/ss@proxy:3128', 'proxy:3128'],
    ['http://user:a,b@proxy:3128', 'http://proxy:3128'],
    ['  http://u:p@proxy', 'http://proxy'],
    ['proxy:3128', 'proxy:3128'],
    ['@', ''],
  ])('%s is shown as %s', (value, shown) => {
    expect(withoutUserInfo(value)).toBe(shown);
  });

  it('never show a password, whatever it is made of', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.string({ minLength: 1 }), (user, password) => {
        const value = `http://${user}:${password}@proxy.example.com:3128`;
        expect(proxyVariables({ HTTPS_PROXY: value })).toEqual({
          HTTPS_PROXY: 'http://proxy.example.com:3128',
        });
      }),
    );
  });
});

describe('the trust variables', () => {
  it('are those that choose the trusted authorities, and of NODE_OPTIONS only such options', () => {
    expect(
      trustVariables({
        NODE_EXTRA_CA_CERTS: '/etc/ssl/company.pem',
        SSL_CERT_FILE: '',
        NODE_TLS_REJECT_UNAUTHORIZED: '0',
        NODE_OPTIONS:
          '--max-old-space-size=100 --use-system-ca --require=/home/someone/secret.js --use-openssl-ca',
        HOME: '/root',
      }),
    ).toEqual({
      NODE_EXTRA_CA_CERTS: '/etc/ssl/company.pem',
      NODE_TLS_REJECT_UNAUTHORIZED: '0',
      NODE_OPTIONS: '--use-system-ca --use-openssl-ca',
    });
    expect(trustVariables({ NODE_OPTIONS: '--title=--use-system-ca-not' })).toEqual({});
  });

  it('are cut to what an outcome holds', () => {
    expect(trustVariables({ SSL_CERT_DIR: 'x'.repeat(9000) })['SSL_CERT_DIR']).toHaveLength(2048);
  });
});
