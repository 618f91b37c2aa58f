import { createSocket, type RemoteInfo } from 'node:dgram';
import { afterAll, describe, expect, it } from 'vitest';
import { type CldapOutcome, cldapOutcomeSchema } from '../../contract/outcomes/cldap.ts';
import { readBer, readBerAll, readBerInteger } from '../ldap/ber.ts';
import type { ProbeContext } from '../probe.ts';
import { freePortOfBoth } from '../testing/free-ports.ts';
import { searchDone, searchEntry } from '../testing/ldap-answers.ts';
import { testContext } from '../testing/tcp-test-context.ts';
import { cldapPing } from './cldap.ts';
import { judgeCldap } from './cldap-verdict.ts';

const label = (text: string): Buffer => Buffer.from(`${String.fromCharCode(text.length)}${text}\0`);

/** A response of the domain `lab`, whose controller is in the site `here` and finds this machine in `clientSite`. */
const netlogonOf = (clientSite: string): Buffer => {
  const head = Buffer.alloc(24);
  head.writeUInt16LE(23, 0);
  const names = ['lab', 'lab', 'dc', 'LAB', 'DC'].map(label);
  const nobody = Buffer.from([0]);
  const site = clientSite === '' ? Buffer.from([0]) : label(clientSite);
  return Buffer.concat([head, ...names, nobody, label('here'), site, Buffer.alloc(8)]);
};

const answerOf = (id: number, clientSite: string): Buffer =>
  Buffer.concat([searchEntry(id, '', { netlogon: [netlogonOf(clientSite)] }), searchDone(id)]);

const stops: (() => void)[] = [];
afterAll(() => {
  for (const stop of stops) stop();
});

/** A server on a free port; `answer` gets the number of the ping, and how many have come. */
async function serve(
  answer: (id: number, count: number, send: (bytes: Buffer) => void) => void,
): Promise<number> {
  const socket = createSocket('udp4');
  stops.push(() => socket.close());
  let count = 0;
  socket.on('message', (bytes: Buffer, from: RemoteInfo) => {
    const message = readBer(bytes, 0, 2000);
    const [id] = typeof message === 'string' ? [] : (readBerAll(message.content, 3) ?? []);
    count += 1;
    answer(readBerInteger(id) ?? 0, count, (reply) => socket.send(reply, from.port, from.address));
  });
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  return socket.address().port;
}

async function ping(
  port: number,
  domain: string | null = 'lab',
  given: Partial<ProbeContext> = {},
): Promise<CldapOutcome> {
  const input = { address: '127.0.0.1', port, ...(domain === null ? {} : { domain }) };
  return cldapOutcomeSchema.parse(await cldapPing.run(input, testContext(2500, given)));
}

describe.concurrent('the LDAP ping', () => {
  it.each([
    ['here', ', both in site here'],
    ['there', "; its site is here, this machine's is there"],
    ['', "; its site is here, and it finds this machine's address in no site"],
  ])('says in which site it was answered, and where this machine is: %j', async (clientSite, words) => {
    const outcome = await ping(await serve((id, _, send) => send(answerOf(id, clientSite))));
    expect(outcome).toMatchObject({
      code: 'answered',
      attempts: 1,
      domain: 'lab',
      netlogon: { domain: 'lab', hostName: 'dc', serverSite: 'here', clientSite },
    });
    expect(outcome.raw.map(({ direction }) => direction)).toEqual(['sent', 'received']);
    expect(judgeCldap(outcome)).toMatchObject({
      status: 'passed',
      reason: expect.stringContaining(words),
    });
  });

  it('is repeated when a datagram was lost', async () => {
    const port = await serve((id, count, send) => {
      if (count === 3) send(answerOf(id, 'here'));
    });
    expect(await ping(port)).toMatchObject({ code: 'answered', attempts: 3 });
  });

  it('takes an empty result for another domain, and for no answer where none was named', async () => {
    const port = await serve((id, _, send) => send(searchDone(id)));
    const outcome = await ping(port);
    expect(outcome).toMatchObject({ code: 'other-domain', attempts: 1 });
    expect(judgeCldap(outcome).reason).toContain('is no domain controller of lab');
    expect(await ping(port, null)).toMatchObject({ code: 'malformed', attempts: 1 });
  });

  it('keeps silence apart from a closed port', async () => {
    const outcome = await ping(await serve(() => undefined));
    expect(outcome).toMatchObject({ code: 'silent', attempts: 3, bytesReceived: 0 });
    expect(judgeCldap(outcome).reason).toContain('did not answer 3 datagrams by UDP');
    const closed = await ping(await freePortOfBoth());
    expect(closed).toMatchObject({ code: 'port-closed', error: { errno: 'ECONNREFUSED' } });
    expect(judgeCldap(closed)).toMatchObject({
      status: 'failed',
      reason: expect.stringContaining('port unreachable'),
    });
  });

  it('quotes a refusal', async () => {
    const outcome = await ping(await serve((id, _, send) => send(searchDone(id, 53))));
    expect(outcome).toMatchObject({
      code: 'malformed',
      error: { errno: 'LDAP_53', message: 'unwillingToPerform' },
    });
    expect(judgeCldap(outcome).reason).toContain('refused the LDAP ping');
  });

  it.each([
    ['no LDAP', () => Buffer.from('hello')],
    ['an answer to another ping', (id: number) => answerOf(id + 1, 'here')],
    ['an entry without netlogon', (id: number) => searchEntry(id, '', { other: ['x'] })],
    ['a netlogon that cannot be read', (id: number) => searchEntry(id, '', { netlogon: [Buffer.alloc(40)] })],
    ['nothing at all in a datagram', () => Buffer.alloc(0)],
  ])('takes %s for no answer, and waits on', async (_, reply) => {
    const outcome = await ping(await serve((id, __, send) => send(reply(id))));
    expect(outcome).toMatchObject({ code: 'malformed', attempts: 3 });
    expect(judgeCldap(outcome).reason).toContain('is no answer to an LDAP ping');
    const late = await serve((id, count, send) => send(count === 2 ? answerOf(id, 'here') : reply(id)));
    expect(await ping(late)).toMatchObject({ code: 'answered', attempts: 2 });
  });

  it('ends at once in a flood', async () => {
    const port = await serve((_, __, send) => {
      for (let at = 0; at < 200; at += 1) send(Buffer.alloc(1000, at));
    });
    const outcome = await ping(port);
    expect(outcome.code).toBe('malformed');
    expect(outcome.bytesReceived).toBeLessThanOrEqual(64_000);
    expect(outcome.raw.length).toBeLessThanOrEqual(4);
  });

  it('costs nothing once the run is cancelled', async () => {
    let pings = 0;
    const controller = new AbortController();
    const port = await serve(() => {
      pings += 1;
      controller.abort();
    });
    const cancelled = { code: 'failed', error: { errno: 'ECANCELED' } };
    expect(await ping(port, 'lab', { signal: AbortSignal.abort() })).toMatchObject(cancelled);
    expect(await ping(port, 'lab', { signal: controller.signal })).toMatchObject(cancelled);
    expect(pings).toBe(1);
  });
});
