import { createSocket } from 'node:dgram';
import { type DecodedPacket, decode, encode, RECURSION_DESIRED, type RecordType } from 'dns-packet';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { parseResolver } from '../../electron/contract/profile.ts';
import { type PracticeSite, startPracticeSite } from './practice-site.ts';
import { getHttps, shakeHands } from './wire-client.ts';

const DAY_MS = 86_400_000;

let site: PracticeSite | undefined;
afterEach(() => site?.stop());

const resolverOf = ({ profile }: PracticeSite) => parseResolver(profile.resolvers?.[0] ?? '');

/** Sends datagrams in order to the site's resolver and gives the first answer. */
function sendToResolver(of: PracticeSite, datagrams: readonly Uint8Array[]): Promise<DecodedPacket> {
  const { address, port } = resolverOf(of) ?? { address: '', port: 0 };
  const socket = createSocket('udp4');
  return new Promise<DecodedPacket>((resolve, reject) => {
    socket.once('error', reject);
    socket.once('message', (bytes) => resolve(decode(bytes)));
    for (const datagram of datagrams) socket.send(datagram, port, address);
  }).finally(() => socket.close());
}

const queryFor = (name: string, type: RecordType, id = 4711): Buffer =>
  encode({ type: 'query', id, flags: RECURSION_DESIRED, questions: [{ name, type }] });

/** RCODE is the low four bits of the flags, RFC 1035 §4.1.1. */
const rcodeOf = ({ flags = 0 }: DecodedPacket): number => flags & 0x0f;

const lookUp = async (of: PracticeSite, name: string, type: RecordType = 'A') => {
  const answer = await sendToResolver(of, [queryFor(name, type)]);
  expect(answer).toMatchObject({ id: 4711, type: 'response', questions: [{ name, type }] });
  const addresses = answer.answers?.flatMap((one) =>
    one.type === 'A' || one.type === 'AAAA' ? [one.data] : [],
  );
  return { rcode: rcodeOf(answer), addresses };
};

describe('the resolver of the practice site', () => {
  it("knows the site's own names and no other", async () => {
    site = await startPracticeSite([]);
    expect(await lookUp(site, 'localhost')).toEqual({ rcode: 0, addresses: ['127.0.0.1'] });
    expect(await lookUp(site, 'LocalHost')).toEqual({ rcode: 0, addresses: ['127.0.0.1'] });
    expect(await lookUp(site, 'console.localhost')).toEqual({ rcode: 0, addresses: ['127.0.0.1'] });
    expect(await lookUp(site, 'localhost', 'TXT')).toEqual({ rcode: 0, addresses: [] });
    const { rcode, addresses = [] } = await lookUp(site, 'localhost', 'AAAA');
    expect(rcode).toBe(0);
    expect(addresses.filter((address) => address !== '::1')).toEqual([]);
    for (const name of ['example.com', 'made-up.localhost', 'localhost.example.com'])
      expect(await lookUp(site, name)).toEqual({ rcode: 3, addresses: [] });
  });

  it('drops what is no question and goes on', async () => {
    const running = await startPracticeSite([]);
    site = running;
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 300 }), async (junk) => {
        // Whatever the junk is answered with, its id is not that of the question behind it.
        const answer = await sendToResolver(running, [junk.with(0, 0x80), queryFor('localhost', 'A', 7)]);
        expect(answer.id === 7 || (answer.id ?? 0) >= 0x8000).toBe(true);
      }),
      { numRuns: 40 },
    );
    expect(await lookUp(running, 'localhost')).toMatchObject({ rcode: 0 });
  });
});

describe('name-not-found', () => {
  it('gives the profile a name that the resolver denies', async () => {
    site = await startPracticeSite(['name-not-found']);
    expect(site.profile.console?.address).toBe('console.practice.invalid');
    expect(await lookUp(site, 'console.practice.invalid')).toEqual({ rcode: 3, addresses: [] });
  });
});

describe.each([
  ['resolver-failing', 2],
  ['resolver-refuses', 5],
] as const)('%s', (fault, rcode) => {
  it(`answers RCODE ${rcode} for the name in the profile`, async () => {
    site = await startPracticeSite([fault]);
    expect(site.profile.console?.address).toBe('console.practice.test');
    for (const name of ['console.practice.test', 'localhost'])
      expect(await lookUp(site, name)).toEqual({ rcode, addresses: [] });
  });
});

describe('clock-wrong', () => {
  it('moves certificates and HTTP dates to one and the same day far from here, on both ports', async () => {
    site = await startPracticeSite(['clock-wrong']);
    const { profile, caPem } = site;
    for (const port of [profile.console?.ports?.primary ?? 0, profile.console?.ports?.alternate ?? 0]) {
      const { leaf, authorizationError } = await shakeHands(port, caPem);
      const { headers } = await getHttps(port, '/');
      const theirs = Date.parse(headers.date ?? '');
      expect((theirs - Date.now()) / DAY_MS).toBeCloseTo(400, 1);
      expect(Date.parse(leaf.validFrom)).toBeLessThan(theirs);
      expect(Date.parse(leaf.validTo)).toBeGreaterThan(theirs);
      expect(authorizationError).toContain('CERT_NOT_YET_VALID');
    }
  });
});
