import type { TLSSocket } from 'node:tls';
import { afterEach, describe, expect, it } from 'vitest';
import { type HttpOutcome, httpOutcomeSchema } from '../../contract/outcomes/http.ts';
import { testContext } from '../testing/tcp-test-context.ts';
import { issue, makeAuthority, type TestCertificate } from '../testing/test-certificates.ts';
import { type LoopbackServer, tlsServer } from '../testing/tls-loopback-servers.ts';
import { apiTokenCheck } from './api-token.ts';
import { readTokenAnswer } from './api-token-answer.ts';

const TOKEN = 'api_0123456789abcdefSECRET';
const root = makeAuthority({ commonName: 'Site Root' });
const site = issue(root, { dnsNames: ['console.test'] });

const servers: LoopbackServer[] = [];
let requests: string[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
  requests = [];
});

async function serve(
  answer: string | ((socket: TLSSocket) => void),
  certificate: TestCertificate = site,
): Promise<LoopbackServer> {
  const server = await tlsServer(
    { key: certificate.privateKeyPem, cert: certificate.fullChainPem },
    (socket) => {
      socket.on('data', (octets: Buffer) => {
        requests.push(octets.toString('latin1'));
        if (typeof answer === 'string') socket.end(answer);
        else answer(socket);
      });
    },
  );
  servers.push(server);
  return server;
}

async function check(
  { port }: LoopbackServer,
  token = TOKEN,
  host = 'console.test',
  deadlineMs = 3000,
): Promise<HttpOutcome> {
  const input = { address: '127.0.0.1', port, host, caPem: root.certificatePem };
  return httpOutcomeSchema.parse(
    await apiTokenCheck.run(input, testContext(deadlineMs, { secrets: { apiToken: token } })),
  );
}

const json = (status: string, body: unknown): string => {
  const text = JSON.stringify(body);
  return `HTTP/1.1 ${status}\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`;
};

describe('apiTokenCheck', () => {
  it('sends the token to a server that proved itself, and reads that it is accepted', async () => {
    const server = await serve(
      json('200 OK', { success: true, result: { authenticated: true }, statusCode: 200, errors: [] }),
    );
    const outcome = await check(server);
    expect(requests).toHaveLength(1);
    expect(requests[0]).toContain('GET /api/public/auth/check HTTP/1.1\r\n');
    expect(requests[0]).toContain(`Host: console.test:${server.port}\r\n`);
    expect(requests[0]).toContain(`Authorization: Bearer ${TOKEN}\r\n`);
    expect(outcome).toMatchObject({ kind: 'api-token', code: 'answered', token: { code: 'accepted' } });
    expect(JSON.stringify(outcome)).not.toContain('SECRET');
    expect(apiTokenCheck.judge(outcome).status).toBe('passed');
  });

  it.each<[string, string | ((socket: TLSSocket) => void), HttpOutcome['code']]>([
    ['closes without an answer', '', 'closed'],
    ['says nothing', () => undefined, 'silent'],
    ['answers in another protocol', 'SSH-2.0-OpenSSH\r\n', 'malformed'],
  ])('cannot tell anything of the token from a server that %s', async (_case, answer, code) => {
    const outcome = await check(await serve(answer), TOKEN, 'console.test', 400);
    expect(outcome.code).toBe(code);
    expect(outcome.token).toBeUndefined();
    expect(apiTokenCheck.judge(outcome).status).toBe('failed');
    expect(JSON.stringify(outcome)).not.toContain('SECRET');
  });

  it.each([
    ['another name', issue(root, { dnsNames: ['other.test'] }), 'ERR_TLS_CERT_ALTNAME_INVALID'],
    [
      'a name only in the commonName',
      issue(root, { commonName: 'console.test' }),
      'ERR_TLS_CERT_ALTNAME_INVALID',
    ],
    [
      'an unknown authority',
      issue(makeAuthority({ commonName: 'X' }), { dnsNames: ['console.test'] }),
      'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
    ],
    [
      'an expired certificate',
      issue(root, { dnsNames: ['console.test'], notBefore: new Date(0), notAfter: new Date(1) }),
      'CERT_HAS_EXPIRED',
    ],
  ])('sends nothing to a server with %s', async (_case, certificate, errno) => {
    const outcome = await check(await serve(json('200 OK', {}), certificate));
    expect(outcome).toMatchObject({ code: 'tls-failed', error: { errno } });
    expect(outcome.token).toBeUndefined();
    expect(requests).toEqual([]);
    expect(apiTokenCheck.judge(outcome)).toMatchObject({
      status: 'failed',
      reason: expect.stringContaining('was not checked'),
    });
  });

  it('follows no redirect', async () => {
    const server = await serve('HTTP/1.1 302 Found\r\nLocation: /login\r\nContent-Length: 0\r\n\r\n');
    const outcome = await check(server);
    expect(outcome).toMatchObject({
      status: 302,
      redirects: [{ followed: false }],
      token: { code: 'cannot-tell' },
    });
    expect(server.connections()).toBe(1);
    expect(apiTokenCheck.judge(outcome).status).toBe('warned');
  });

  it('keeps the token out of the outcome wherever the server repeats it', async () => {
    const unicode = [...TOKEN]
      .map((letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`)
      .join('');
    const body = `{"message":"<title>${TOKEN}</title> ${unicode}","errors":["Bearer ${TOKEN}"]}`;
    const half = TOKEN.slice(0, 20);
    const outcome = await check(
      await serve(
        `HTTP/1.1 401 Bad ${TOKEN}\r\nServer: ${TOKEN}\r\nVia: ${encodeURIComponent(TOKEN)}\r\n` +
          `Location: https://evil.test/${TOKEN.toUpperCase()}\r\nX-Cache: ${Buffer.from(TOKEN).toString('base64')}\r\n` +
          `Content-Length: ${body.length + half.length}\r\n\r\n${body}${half}`,
      ),
    );
    expect(outcome).toMatchObject({
      status: 401,
      token: { code: 'rejected' },
      headers: { server: '(secret)' },
    });
    const text = JSON.stringify({
      ...outcome,
      raw: outcome.raw.map(({ base64 }) => Buffer.from(base64, 'base64').toString('latin1')),
    }).toLowerCase();
    expect(text).not.toContain(half.toLowerCase());
    expect(text).not.toContain(Buffer.from(TOKEN).toString('base64').toLowerCase());
    expect(outcome.raw.map(({ direction }) => direction)).toEqual(['sent']);
  });

  it('does not send a token that cannot stand in a header', async () => {
    const outcome = await check(await serve(json('401 Unauthorized', {})), 'api_\u00e4\r\nX-Evil: 1');
    expect(requests[0]).not.toMatch(/Authorization|X-Evil/);
    expect(outcome.token).toMatchObject({
      code: 'cannot-tell',
      message: expect.stringContaining('not sent'),
    });
  });

  it('takes the line end of a token file as no part of the token', async () => {
    await check(await serve(json('401 Unauthorized', {})), `${TOKEN}\n`);
    expect(requests[0]).toContain(`Bearer ${TOKEN}\r\n`);
  });
});

describe('readTokenAnswer', () => {
  it.each([
    [
      200,
      '{"success":true,"result":{"authenticated":true},"statusCode":200,"errors":[]}',
      { code: 'accepted' },
    ],
    [
      200,
      '{"success":true,"result":{"authenticated":false},"statusCode":200,"errors":[]}',
      { code: 'rejected' },
    ],
    [
      401,
      '{"success":false,"result":null,"statusCode":401,"errors":["Token expired","Log in"]}',
      { code: 'rejected', message: 'Token expired; Log in' },
    ],
    [
      403,
      '{"statusCode":403,"message":"Forbidden resource","error":"Forbidden"}',
      { code: 'rejected', message: 'Forbidden resource' },
    ],
    [
      400,
      '{"statusCode":400,"message":["a","b"],"error":"Bad Request"}',
      { code: 'cannot-tell', message: 'a; b' },
    ],
    [200, '<html>login</html>', { code: 'cannot-tell' }],
    [200, '{"result":{"authenticated":"yes"}}', { code: 'cannot-tell' }],
    [200, '{"result":"x","errors":7,"message":{}}', { code: 'cannot-tell' }],
    [502, '', { code: 'cannot-tell' }],
    [500, '{"result":{"authenticated":true}}', { code: 'cannot-tell' }],
  ])('%i %j', (status, body, answer) => {
    expect(readTokenAnswer(status, 'unknown', body)).toEqual(answer);
  });

  it("does not take the 403 of a web filter for the Console's", () => {
    expect(readTokenAnswer(403, 'web-filter', '<html>').code).toBe('cannot-tell');
  });
});
