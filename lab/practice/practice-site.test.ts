import { connect as connectTcp } from 'node:net';
import { networkInterfaces } from 'node:os';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { profileSchema } from '../../electron/contract/profile.ts';
import { type PracticeSite, startPracticeSite } from './practice-site.ts';
import { getHttps, shakeHands, talkTcp } from './wire-client.ts';

let site: PracticeSite | undefined;
afterEach(() => site?.stop());

const portsOf = ({ profile }: PracticeSite): number[] => [
  profile.console?.ports?.primary ?? 0,
  profile.console?.ports?.alternate ?? 0,
  profile.console?.ports?.tasks ?? 0,
  profile.activeDirectory?.ports?.ldap ?? 0,
  profile.activeDirectory?.ports?.ldaps ?? 0,
  profile.syslog?.port ?? 0,
];

describe('a healthy practice site', () => {
  it('gives a profile that is valid, on free high ports, without a secret in it', async () => {
    site = await startPracticeSite([]);
    expect(profileSchema.parse(site.profile)).toEqual(site.profile);
    expect(site.profile).toMatchObject({
      name: 'Practice site',
      vantage: 'asset',
      console: { address: 'localhost' },
    });
    const ports = portsOf(site);
    expect(new Set(ports).size).toBe(6);
    expect(Math.min(...ports)).toBeGreaterThan(1023);
    const text = JSON.stringify(site.profile);
    expect(text).not.toContain(site.secrets.apiToken);
    expect(text).not.toContain(site.secrets.bindPassword);
    expect(site.faults).toEqual([]);
  });

  it('listens on no address that another machine could reach', async (context) => {
    const outward = Object.values(networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .filter(({ internal, scopeid }) => !internal && (scopeid ?? 0) === 0)
      .map(({ address }) => address);
    if (outward.length === 0) context.skip('this machine has no address besides loopback');
    site = await startPracticeSite([]);
    for (const host of outward) {
      for (const port of portsOf(site))
        expect((await talkTcp({ host, port })).ended, `${host} ${port}`).toBe('ECONNREFUSED');
    }
  });

  it('shows a certificate that its own authority proves, on both ports and on LDAPS', async () => {
    site = await startPracticeSite([]);
    const [primary = 0, alternate = 0, , , ldaps = 0] = portsOf(site);
    for (const port of [primary, alternate, ldaps]) {
      const hands = await shakeHands(port, site.caPem);
      expect(hands).toMatchObject({ isAuthorized: true, authorizationError: undefined });
      const isDirectory = port === ldaps;
      expect(hands.leaf.subjectAltName).toBe(
        `${isDirectory ? 'DNS:dc1.practice.example, DNS:localhost' : 'DNS:localhost, DNS:console.localhost'}, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1`,
      );
      expect(hands.chain.map(({ subject }) => subject.split('\n')[0])).toEqual([
        isDirectory ? 'CN=dc1.practice.example' : 'CN=localhost',
        'CN=Practice Site Issuing CA',
      ]);
    }
  });

  it('serves the page and the token check of a Console', async () => {
    site = await startPracticeSite([]);
    const { caPem, secrets } = site;
    for (const port of portsOf(site).slice(0, 2)) {
      const page = await getHttps(port, '/', { caPem });
      expect(page.status).toBe(200);
      expect(page.body).toContain('<title>AIR Console</title>');
      expect(Math.abs(Date.parse(page.headers.date ?? '') - Date.now())).toBeLessThan(60_000);

      const path = '/api/public/auth/check';
      const ask = async (authorization?: string) => {
        const { status, body } = await getHttps(port, path, {
          caPem,
          headers: authorization === undefined ? {} : { authorization },
        });
        return [status, JSON.parse(body)];
      };
      expect(await ask(`Bearer ${secrets.apiToken}`)).toEqual([
        200,
        {
          success: true,
          result: { authenticated: true, user: { username: 'practice', organizationId: 0 } },
          statusCode: 200,
          errors: [],
        },
      ]);
      const rejected = [401, { success: false, result: null, statusCode: 401, errors: ['Unauthorized'] }];
      expect(await ask('Bearer api_other')).toEqual(rejected);
      expect(await ask()).toEqual(rejected);
      expect((await getHttps(port, '/api/public/unknown', { caPem })).status).toBe(404);
    }
  });

  it('answers on ::1 as well where this machine has it', async (context) => {
    site = await startPracticeSite([]);
    const [primary = 0] = portsOf(site);
    const probe = await talkTcp({ host: '::1', port: primary, send: 'GET / HTTP/1.0\r\n\r\n' });
    if (['EADDRNOTAVAIL', 'EAFNOSUPPORT', 'ENETUNREACH'].includes(probe.ended))
      context.skip('this machine has no ::1');
    expect((await getHttps(primary, '/', { caPem: site.caPem, host: '::1' })).status).toBe(200);
  });

  it('makes its secrets and its authority anew at every start', async () => {
    site = await startPracticeSite([]);
    const other = await startPracticeSite([]);
    await other.stop();
    expect(other.secrets.apiToken).not.toBe(site.secrets.apiToken);
    expect(other.secrets.bindPassword).not.toBe(site.secrets.bindPassword);
    expect(other.caPem).not.toBe(site.caPem);
  });
});

describe('the end of a practice site', () => {
  it('closes every port and every connection at once, and can be asked for twice', async () => {
    site = await startPracticeSite([]);
    const ports = portsOf(site);
    const held = await Promise.all(
      ports.map(
        (port) =>
          new Promise<{ ended: Promise<unknown> }>((resolve) => {
            const socket = connectTcp({ host: '127.0.0.1', port });
            socket.on('error', () => undefined);
            socket.resume();
            const ended = new Promise((end) => socket.once('close', end));
            socket.once('connect', () => resolve({ ended }));
          }),
      ),
    );
    await Promise.all([site.stop(), site.stop()]);
    await Promise.all(held.map(({ ended }) => ended));
    for (const port of ports) expect((await talkTcp({ port })).ended).toBe('ECONNREFUSED');
    await site.stop();
  });

  it('comes with the abort of its signal', async () => {
    const abort = new AbortController();
    site = await startPracticeSite(['alternate-port-blocked'], { signal: abort.signal });
    const [primary = 0] = portsOf(site);
    expect((await shakeHands(primary, site.caPem)).isAuthorized).toBe(true);
    abort.abort();
    await site.stop();
    expect((await talkTcp({ port: primary })).ended).toBe('ECONNREFUSED');
  });

  it('comes before the start when the signal is aborted already, or while the site starts', async () => {
    await expect(startPracticeSite([], { signal: AbortSignal.abort() })).rejects.toMatchObject({
      name: 'AbortError',
    });
    const abort = new AbortController();
    const starting = startPracticeSite([], { signal: abort.signal });
    abort.abort();
    await expect(starting).rejects.toMatchObject({ name: 'AbortError' });
  });
});

describe('a practice site that is asked for the impossible', () => {
  it('does not start with faults that exclude each other or that it does not have', async () => {
    await expect(startPracticeSite(['port-closed', 'certificate-expired'])).rejects.toThrow(
      'port-closed and certificate-expired cannot be had together',
    );
    await expect(startPracticeSite(['packet-loss'])).rejects.toThrow(
      'the practice site cannot show packet-loss',
    );
  });

  it('survives a hundred hostile clients on every port', async () => {
    const crashed = vi.fn();
    process.once('uncaughtException', crashed);
    site = await startPracticeSite([]);
    const junk = [
      Buffer.alloc(70_000, 0x30),
      Buffer.alloc(70_000, 0x43),
      Buffer.from('160301ffff', 'hex'),
      Buffer.from('GET / HTTP/1.1\r\nContent-Length: -1\r\n\r\n'),
      Buffer.from('99999 x'),
      Buffer.from('3084ffffffff', 'hex'),
    ];
    const ports = portsOf(site);
    await Promise.all(
      ports.flatMap((port) =>
        junk.flatMap((send) =>
          Array.from({ length: 3 }, () => talkTcp({ port, send, enough: () => true, patienceMs: 300 })),
        ),
      ),
    );
    const [primary = 0] = ports;
    expect((await getHttps(primary, '/', { caPem: site.caPem })).status).toBe(200);
    expect(crashed).not.toHaveBeenCalled();
    process.off('uncaughtException', crashed);
  });
});
