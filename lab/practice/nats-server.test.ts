import { afterEach, describe, expect, it } from 'vitest';
import type { Bound } from './loopback.ts';
import { startNatsServer } from './nats-server.ts';
import { talkTcp } from './wire-client.ts';

let server: Bound | undefined;
afterEach(() => server?.close());

const VIOLATION = "-ERR 'Authorization Violation'\r\n";

/** What the server says after its INFO line. */
const afterInfo = async (port: number, send?: string): Promise<string> => {
  const { bytes, ended } = await talkTcp({ port, ...(send === undefined ? {} : { send }) });
  expect(ended).toBe('fin');
  const text = bytes.toString('utf8');
  return text.slice(text.indexOf('\n') + 1);
};

describe('the NATS server of the practice site', () => {
  it('greets with INFO before the client has said anything', async () => {
    server = await startNatsServer();
    const { bytes } = await talkTcp({ port: server.port, enough: (seen) => seen.includes('\n') });
    const [, json = ''] = /^INFO (\{.*\}) \r\n$/.exec(bytes.toString('utf8')) ?? [];
    expect(JSON.parse(json)).toMatchObject({
      server_id: expect.stringMatching(/^N[0-9A-F]{55}$/),
      auth_required: true,
      proto: 1,
      max_payload: 1_048_576,
      port: server.port,
      client_ip: '127.0.0.1',
    });
  });

  it('refuses CONNECT, a PING before it, and everything that is not NATS', async () => {
    server = await startNatsServer();
    const { port } = server;
    const connect = 'CONNECT {"verbose":false,"name":"airway"}\r\nPING\r\n';
    expect(await afterInfo(port, connect)).toBe(VIOLATION);
    expect(await afterInfo(port, 'PING\r\n')).toBe(VIOLATION);
    expect(await afterInfo(port, 'GET / HTTP/1.1\r\n\r\n')).toBe(VIOLATION);
    expect(await afterInfo(port, '\x16\x03\x01\x02\x00')).toBe(VIOLATION);
  });

  it('refuses a CONNECT without an end, and a client that never logs in', async () => {
    server = await startNatsServer(50);
    expect(await afterInfo(server.port, `CONNECT {${' '.repeat(5000)}`)).toBe(
      "-ERR 'maximum control line exceeded'\r\n",
    );
    expect(await afterInfo(server.port)).toBe("-ERR 'Authentication Timeout'\r\n");
  });
});
