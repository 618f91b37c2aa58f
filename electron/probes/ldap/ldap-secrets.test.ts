import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type LdapOutcome, ldapOutcomeSchema } from '../../contract/outcomes/ldap.ts';
import {
  bindResponse,
  type LdapRequest,
  noticeOfDisconnection,
  onLdapRequest,
  REQUEST,
  searchDone,
  searchEntry,
  searchReference,
} from '../testing/ldap-answers.ts';
import { testContext } from '../testing/tcp-test-context.ts';
import { type LoopbackServer, rawServer } from '../testing/tls-loopback-servers.ts';
import { readBerAll } from './ber.ts';
import { ldapBind } from './ldap-bind.ts';
import { printable } from './ldap-result.ts';
import { judgeLdap } from './ldap-verdict.ts';

/** Ways in which a server may give back the password that it was sent. */
const WAYS = ['refusal', 'success', 'notice', 'octets', 'request'] as const;

let server: LoopbackServer | undefined;
let way: (typeof WAYS)[number] = 'refusal';

beforeAll(async () => {
  server = await rawServer((socket) => {
    let password = '';
    onLdapRequest(socket, (request) => {
      if (request.tag === REQUEST.unbind) return;
      if (request.tag === REQUEST.bind) password = passwordIn(request);
      for (const bytes of answers(request, password)) socket.write(bytes);
    });
  });
});
afterAll(() => server?.close());

/** The third part of a bind request, RFC 4511 §4.2. */
function passwordIn({ bytes }: LdapRequest): string {
  const message = readBerAll(bytes, 1)?.[0]?.content ?? bytes;
  const bind = readBerAll(message, 3)?.[1]?.content ?? bytes;
  return readBerAll(bind, 3)?.[2]?.content.toString() ?? '';
}

function answers({ id, tag, bytes, baseDn }: LdapRequest, password: string): Buffer[] {
  const texts = {
    matchedDn: `CN=${password}`,
    message: `80090308: LdapErr: comment, data ${password}, v1db1`,
    referrals: [`ldap://${password}/`],
  };
  if (way === 'octets') return [Buffer.from(`${password}\n`)];
  if (way === 'request') return [bytes];
  if (way === 'notice') return [noticeOfDisconnection(52, password)];
  if (tag === REQUEST.bind) return [bindResponse(id, way === 'refusal' ? 49 : 0, texts)];
  if (baseDn === '') {
    const names = [
      'defaultNamingContext',
      'dnsHostName',
      'namingContexts',
      'supportedCapabilities',
      'vendorName',
    ];
    return [
      searchEntry(id, '', Object.fromEntries(names.map((name) => [name, [`dc=${password}`]]))),
      searchDone(id, 0, texts),
    ];
  }
  return [searchReference(id, `ldap://${password}/`), searchDone(id, 0, texts)];
}

async function logIn(bindPassword: string): Promise<LdapOutcome> {
  const input = {
    address: '127.0.0.1',
    port: server?.port ?? 0,
    security: 'plain' as const,
    servername: null,
    expectedName: 'dc.lab.test',
    username: 'reader@lab.test',
  };
  return ldapOutcomeSchema.parse(await ldapBind.run(input, testContext(2000, { secrets: { bindPassword } })));
}

it('puts the password into no outcome, whatever the server does with it', async () => {
  const passwords = fc.string({ minLength: 6, maxLength: 60, unit: 'binary' });
  await fc.assert(
    fc.asyncProperty(passwords, fc.constantFrom(...WAYS), async (password, chosen) => {
      way = chosen;
      const outcome = await logIn(password);
      expect(['bind-refused', 'ready', 'closed', 'not-ldap', 'failed']).toContain(outcome.code);
      // Numbers are left out: enough digits hold any six of them.
      const texts: string[] = [judgeLdap(outcome).reason];
      JSON.stringify(outcome, (_, value: unknown) => {
        if (typeof value === 'string') texts.push(value);
        return value;
      });
      texts.push(...outcome.raw.map(({ base64 }) => Buffer.from(base64, 'base64').toString()));
      for (const text of texts) {
        expect(text).not.toContain(password);
        expect(text).not.toContain(printable(Buffer.from(password), 1000) || password);
        expect(text).not.toContain(Buffer.from(password).toString('base64'));
      }
    }),
    { numRuns: 100 },
  );
});
