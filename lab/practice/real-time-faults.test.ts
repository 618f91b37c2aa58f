import { connect as connectTcp } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { afterEach, describe, expect, it } from 'vitest';
import type { CauseId } from '../../electron/contract/cause-ids.ts';
import { type PracticeSite, startPracticeSite } from './practice-site.ts';
import { REAL_TIME_FAULTS } from './real-time-faults.ts';
import { getHttps, talkTcp } from './wire-client.ts';

/** Every fault of the real-time port is seen here with clients that know nothing of Airway. */

let site: PracticeSite | undefined;
afterEach(() => site?.stop());

const CONNECT = 'CONNECT {"verbose":false}\r\nPING\r\n';

const said = async (port: number, send?: string): Promise<string> => {
  const { bytes, ended } = await talkTcp({ port, ...(send === undefined ? {} : { send }) });
  return `${bytes.toString('latin1')}<${ended}>`;
};

/** What a client that has no certificate gets when it takes INFO at its word. */
const tlsErrorAfterInfo = (port: number): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket = connectTcp({ port, host: '127.0.0.1' });
    socket.once('error', reject);
    socket.once('data', () => {
      const tls = connectTls({ socket, rejectUnauthorized: false });
      tls.resume();
      tls.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
      tls.once('close', () => resolve('closed'));
    });
  });

const ON_THE_WIRE: Partial<Record<CauseId, (port: number) => Promise<void>>> = {
  'real-time-port-blocked': async (port) => {
    expect(await said(port)).toBe('<ECONNREFUSED>');
  },
  'nats-no-info': async (port) => {
    const { bytes, ended } = await talkTcp({ port, send: CONNECT, patienceMs: 300 });
    expect(`${bytes.length} ${ended}`).toBe('0 silent');
  },
  'not-nats': async (port) => {
    expect(await said(port, CONNECT)).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
  },
  'nats-wrong-port': async (port) => {
    expect(await said(port, CONNECT)).toMatch(
      /^INFO \{.*"proto":2.*\} \r\n-ERR 'attempted to connect to route port'\r\n<fin>$/s,
    );
  },
  'nats-client-certificate-required': async (port) => {
    expect(await tlsErrorAfterInfo(port)).toMatch(/CERTIFICATE_REQUIRED|HANDSHAKE_FAILURE/);
  },
  'nats-connection-limit': async (port) => {
    expect(await said(port)).toMatch(/^INFO \{.*\} \r\n-ERR 'maximum connections exceeded'\r\n<fin>$/s);
  },
  'nats-tls-missing': async (port) => {
    const greeting = await said(port, CONNECT);
    expect(greeting).toMatch(/^INFO \{.*\} \r\n-ERR 'Authorization Violation'\r\n<fin>$/s);
    expect(greeting).not.toContain('tls_');
    expect(site?.profile.responder?.tasksTls).toBe('required');
  },
  'nats-tls-failed': async (port) => {
    expect(await tlsErrorAfterInfo(port)).toMatch(/INTERNAL_ERROR/);
  },
  'nats-refused': async (port) => {
    expect(await said(port, CONNECT)).toMatch(/^INFO \{.*\} \r\n-ERR 'Minimum Version Required'\r\n<fin>$/s);
  },
  'nats-cut-by-inspection': async (port) => {
    expect(await said(port, CONNECT)).toMatch(/^INFO \{.*\} \r\n<ECONNRESET>$/s);
  },
};

describe('real-time faults', () => {
  it('have an assertion each', () => {
    expect(Object.keys(ON_THE_WIRE).sort()).toEqual(REAL_TIME_FAULTS.map(({ id }) => id).sort());
  });

  it.each(REAL_TIME_FAULTS.map(({ id }) => id))(
    '%s is seen on the wire, beside a healthy Console',
    async (id) => {
      site = await startPracticeSite([id]);
      const ports = site.profile.console?.ports;
      await ON_THE_WIRE[id]?.(ports?.tasks ?? 0);
      expect((await getHttps(ports?.primary ?? 0, '/', { caPem: site.caPem })).status).toBe(200);
    },
  );
});
