import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitTarget, whyForeign, whyNoCall, whyNoRead } from './gate.ts';

const head = (headers: Record<string, string>, target = '/', method = 'GET') => ({ method, target, headers });

describe('whyForeign', () => {
  it.each([
    ['a browser on this machine', { host: '127.0.0.1:4000' }],
    ['the near end of a port forward', { host: 'localhost:18080' }],
    ['a port forward on IPv6 loopback', { host: '[::1]:18080' }],
    ['the default port', { host: 'localhost' }],
    ['a name in capitals', { host: 'LocalHost:4000' }],
    [
      'our own page',
      { host: '127.0.0.1:4000', origin: 'http://127.0.0.1:4000', 'sec-fetch-site': 'same-origin' },
    ],
    ['an address that was typed', { host: '127.0.0.1:4000', 'sec-fetch-site': 'none' }],
  ])('lets %s through', (_who, headers) => {
    expect(whyForeign(head(headers))).toBeUndefined();
  });

  it.each([
    ['no Host', {}],
    ['a name that was rebound to loopback', { host: 'attacker.example:4000' }],
    ['a name that begins like ours', { host: 'localhost.attacker.example:4000' }],
    ['a name that ends like ours', { host: 'attacker.example.localhost' }],
    ['another loopback address', { host: '127.0.0.2:4000' }],
    ['an address on the network', { host: '10.0.0.5:4000' }],
    ['credentials before the name', { host: 'attacker.example@127.0.0.1:4000' }],
    ['another site', { host: '127.0.0.1:4000', origin: 'https://attacker.example' }],
    ['another port of this machine', { host: '127.0.0.1:4000', origin: 'http://127.0.0.1:4001' }],
    ['another name of this machine', { host: '127.0.0.1:4000', origin: 'http://localhost:4000' }],
    ['a page without an origin', { host: '127.0.0.1:4000', origin: 'null' }],
    ['the same host by https', { host: '127.0.0.1:4000', origin: 'https://127.0.0.1:4000' }],
    ['what the browser calls cross-site', { host: '127.0.0.1:4000', 'sec-fetch-site': 'cross-site' }],
    ['what the browser calls same-site', { host: '127.0.0.1:4000', 'sec-fetch-site': 'same-site' }],
  ])('turns %s away', (_who, headers) => {
    expect(whyForeign(head(headers))?.status).toBe(403);
  });

  it.each(['http://127.0.0.1:4000/', '127.0.0.1:4000', '*', '', `/${'a'.repeat(3000)}`])(
    'takes %s for no address',
    (target) => {
      expect(whyForeign(head({ host: '127.0.0.1:4000' }, target))?.status).toBe(400);
    },
  );

  it('lets no Host through but the three names of loopback', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.domain(), fc.ipV4(), fc.ipV6()), (host) => {
        const isOurs = ['127.0.0.1', 'localhost', '[::1]'].includes(
          host.toLowerCase().replace(/:\d{1,5}$/, ''),
        );
        expect(whyForeign(head({ host })) === undefined).toBe(isOurs);
      }),
    );
  });
});

describe('whyNoCall', () => {
  const call = (headers: Record<string, string>, method = 'POST') =>
    whyNoCall(head(headers, '/api/app-info', method), 1000)?.status;

  it('lets a POST of JSON through', () => {
    expect(call({ 'content-type': 'application/json' })).toBeUndefined();
    expect(
      call({ 'content-type': 'application/json; charset=UTF-8', 'content-length': '1000' }),
    ).toBeUndefined();
  });

  it('refuses what a form of another page can send, other methods, and too much', () => {
    expect(call({ 'content-type': 'text/plain' })).toBe(415);
    expect(call({ 'content-type': 'application/x-www-form-urlencoded' })).toBe(415);
    expect(call({ 'content-type': 'application/json, text/plain' })).toBe(415);
    expect(call({})).toBe(415);
    expect(call({ 'content-type': 'application/json' }, 'GET')).toBe(405);
    expect(call({ 'content-type': 'application/json', 'content-length': '1001' })).toBe(413);
  });
});

describe('whyNoRead', () => {
  it.each(['POST', 'PUT', 'DELETE', 'OPTIONS', 'TRACE', 'get'])('refuses %s', (method) => {
    expect(whyNoRead(head({}, '/', method))?.status).toBe(405);
  });
});

describe('splitTarget', () => {
  it('decodes nothing of a path', () => {
    expect(splitTarget('/%2e%2e/secret?token=a%2Bb&x').path).toBe('/%2e%2e/secret');
    expect(splitTarget('/?token=a%2Bb').query.get('token')).toBe('a+b');
    expect(splitTarget('/a').query.get('token')).toBeNull();
  });
});
