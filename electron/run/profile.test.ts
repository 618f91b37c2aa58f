import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { profileDocumentSchema } from '../contract/profile.ts';
import { loadProfileFile, whyNotAuthority } from './profile-file.ts';
import { parseProfileText } from './profile-text.ts';

const folder = mkdtempSync(join(tmpdir(), 'airway-profile-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const HEAD = 'schema: airway.profile/1\nname: Site\n';
const CONSOLE = `${HEAD}console:\n  address: console.example.com\n`;

const refusal = (text: string) => {
  const parsed = parseProfileText(text);
  if (parsed.ok) throw new Error('was taken');
  return parsed.error;
};

function write(name: string, text: string | Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

describe('a profile as text', () => {
  it('is read from YAML and from JSON alike', () => {
    const yaml = parseProfileText(`${CONSOLE}  ports: {primary: 8443}\n`);
    const json = parseProfileText(
      JSON.stringify({
        schema: 'airway.profile/1',
        name: 'Site',
        console: { address: 'console.example.com', ports: { primary: 8443 } },
      }),
    );
    expect(yaml).toEqual(json);
    expect(yaml).toMatchObject({
      ok: true,
      value: { profile: { vantage: 'workstation', console: { ports: { primary: 8443 } } } },
    });
  });

  it.each([
    [
      'an unknown key',
      `${CONSOLE}  adress: x\n`,
      5,
      'console: unknown key "adress"; expected one of address, ports, caFile, fingerprint256, apiToken',
    ],
    [
      'an unknown key at the top',
      `${HEAD}consle: {}\n`,
      3,
      'unknown key "consle"; expected one of schema, name, vantage, console',
    ],
    [
      'a port of 70000',
      `${CONSOLE}  ports:\n    primary: 70000\n`,
      6,
      'console.ports.primary: expected a port from 1 to 65535, found 70000',
    ],
    [
      'a port that is a text',
      `${CONSOLE}  ports:\n    primary: "443"\n`,
      6,
      'console.ports.primary: expected a port from 1 to 65535, found "443"',
    ],
    [
      'a URL in place of a host',
      `${HEAD}console:\n  address: https://c.example.com\n`,
      4,
      'expected only the host, without "https://"',
    ],
    [
      'an impossible host',
      `${HEAD}console:\n  address: "10.0.0.300"\n`,
      4,
      'expected a host name such as console.example.com or an IP address, found "10.0.0.300"',
    ],
    [
      'half a fingerprint',
      `${CONSOLE}  fingerprint256: "AA:BB:CC"\n`,
      5,
      'console.fingerprint256: expected a SHA-256 fingerprint: 64 hex digits, with or without colons, found "AA:BB:CC"',
    ],
    ['a missing name', 'schema: airway.profile/1\n', 1, 'name: is missing; expected a text'],
    [
      'another schema',
      'schema: airway.profile/9\nname: x\n',
      1,
      'schema: expected airway.profile/1, found "airway.profile/9"',
    ],
    ['a list', '- a\n- b\n', 1, 'expected a profile with keys'],
    ['broken YAML', `${HEAD}console: [\n`, 4, 'not readable as YAML or JSON'],
    ['a key given twice', `${HEAD}name: again\n`, 3, 'not readable as YAML or JSON: Map keys must be unique'],
    [
      'a sentinel that is not clear text',
      `${HEAD}sentinels: ["https://sentinel.example.net/"]\n`,
      3,
      'sentinels.0: expected an address that begins with http://',
    ],
    [
      'two ways to a proxy',
      `${HEAD}proxy: {url: "http://p:3128", mode: direct}\n`,
      3,
      'proxy: expected one of url, pacUrl or mode',
    ],
  ])('with %s is refused with its line', (_what, text, line, words) => {
    const error = refusal(text);
    expect(error.message).toContain(words);
    expect(error.line).toBe(line);
  });

  it('may name the fingerprint of the certificate in either form', () => {
    for (const fingerprint of ['ab'.repeat(32), Array(32).fill('AB').join(':')])
      expect(parseProfileText(`${CONSOLE}  fingerprint256: "${fingerprint}"\n`)).toMatchObject({
        ok: true,
        value: { profile: { console: { fingerprint256: fingerprint } } },
      });
  });

  it('may name a port for clear text and sentinels', () => {
    const text = `${CONSOLE}  ports: {plain: 8080}\nsentinels: ["http://sentinel.example.net/generate_204"]\n`;
    expect(parseProfileText(text)).toMatchObject({
      ok: true,
      value: {
        profile: { console: { ports: { plain: 8080 } }, sentinels: [expect.stringContaining('204')] },
      },
    });
  });

  it('keeps no login of the address of a PAC file', () => {
    const parsed = parseProfileText(`${HEAD}proxy: {pacUrl: "http://me:geheim@pac.example.com/a.pac"}\n`);
    expect(parsed).toMatchObject({
      ok: true,
      value: { profile: { proxy: { pacUrl: 'http://pac.example.com/a.pac' } } },
    });
    expect(JSON.stringify(parsed)).not.toContain('geheim');
    expect(JSON.stringify(parsed)).toContain('line 3: the login in proxy.pacUrl is left out');
  });

  it('that is empty is refused', () => {
    expect(refusal('')).toMatchObject({ code: 'empty' });
    expect(refusal('# only a comment\n')).toMatchObject({ code: 'invalid' });
  });

  it('that is a bomb costs nothing', () => {
    let bomb = 'a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n';
    for (let level = 1; level < 12; level += 1)
      bomb += `a${level}: &a${level} [${Array(10)
        .fill(`*a${level - 1}`)
        .join(',')}]\n`;
    expect(refusal(bomb)).toMatchObject({ code: 'alias-bomb' });
    expect(refusal(`${HEAD}console: ${'['.repeat(100_000)}`)).toMatchObject({ code: 'syntax' });
    expect(refusal(`${HEAD}console: ${'{a: '.repeat(50_000)}`)).toMatchObject({ code: 'syntax' });
    expect(refusal(`${'- '.repeat(20_000)}x`)).toMatchObject({ code: 'syntax' });
    const stairs = Array.from({ length: 5000 }, (_, depth) => `${' '.repeat(depth % 900)}k:`).join('\n');
    expect(parseProfileText(stairs.slice(0, 250_000)).ok).toBe(false);
    expect(refusal('x'.repeat(300_000))).toMatchObject({ code: 'too-large' });
  });

  it('never throws, and never quotes what may be a secret', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.string().map((text) => `${HEAD}${text}`),
          fc.json(),
        ),
        (text) => {
          parseProfileText(text);
        },
      ),
      { numRuns: 500 },
    );
    const error = refusal(`${CONSOLE}  apiToken: [hunter2-secret]\n`);
    expect(error.message).toContain('console.apiToken: expected {env: NAME}, {file: PATH} or {ask: true}');
    expect(error.message).not.toContain('hunter2');
    expect(refusal(`${HEAD}proxy: {url: "ftp://joe:hunter2@p"}\n`).message).not.toContain('hunter2');
  });

  it('hands literal secrets over apart from the profile, with a warning', () => {
    const parsed = parseProfileText(
      `${CONSOLE}  apiToken: api_hunter2\nactiveDirectory:\n  username: joe\n  password: hunter3\nproxy:\n  url: http://joe:hunter4@proxy:3128\n`,
    );
    if (!parsed.ok) throw new Error(parsed.error.message);
    const { profile, literalSecrets, warnings } = parsed.value;
    expect(literalSecrets).toEqual({
      apiToken: 'api_hunter2',
      bindPassword: 'hunter3',
      proxyLogin: { username: 'joe', password: 'hunter4' },
    });
    expect(JSON.stringify(profile)).not.toMatch(/hunter/);
    expect(warnings).toHaveLength(3);
    expect(warnings[0]).toContain('line 5: console.apiToken');
    expect(warnings.join()).not.toMatch(/hunter/);
  });
});

describe('a profile as a file', () => {
  const refusalOf = (path: string) => {
    const loaded = loadProfileFile(path, { TOKEN: 'api_from_environment' });
    return loaded.ok ? 'was taken' : loaded.error.message;
  };

  it('is refused in one sentence that begins with its path', () => {
    mkdirSync(join(folder, 'dir'));
    expect(refusalOf(join(folder, 'none.yaml'))).toBe(`${join(folder, 'none.yaml')}: there is no such file`);
    expect(refusalOf(join(folder, 'dir'))).toContain('is a folder; expected a file');
    expect(refusalOf(write('empty.yaml', ''))).toContain('the file is empty');
    expect(refusalOf(write('port.yaml', `${CONSOLE}  ports:\n    primary: 70000\n`))).toContain(
      'port.yaml line 6: console.ports.primary',
    );
    expect(refusalOf(write('huge.yaml', Buffer.alloc(50 * 1024 * 1024, 0x61)))).toContain(
      'is too large (52428800 bytes)',
    );
    expect(refusalOf(write('binary.yaml', Buffer.from([0, 1, 2, 0])))).toContain('the file is not text');
    expect(refusalOf('/dev/null')).toContain('is not a regular file');
    const pipe = join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    expect(refusalOf(pipe)).toContain('is not a regular file');
  });

  it('without the right to read it is refused', () => {
    const path = write('locked.yaml', CONSOLE);
    chmodSync(path, 0);
    // root may read everything: as root, the test steps down for the one call.
    const isRoot = process.getuid?.() === 0;
    if (isRoot) process.seteuid?.(65534);
    try {
      expect(refusalOf(path)).toContain('may not be read by this user');
    } finally {
      if (isRoot) process.seteuid?.(0);
    }
  });

  it('fetches secrets from where the profile says, and only from there', () => {
    write('token.txt', 'api_from_file\n');
    const load = (text: string) => loadProfileFile(write('p.yaml', text), { TOKEN: 'api_from_environment' });
    expect(load(`${CONSOLE}  apiToken: {env: TOKEN}\n`)).toMatchObject({
      ok: true,
      value: { secrets: { apiToken: 'api_from_environment' }, toAsk: [] },
    });
    expect(load(`${CONSOLE}  apiToken: {file: token.txt}\n`)).toMatchObject({
      ok: true,
      value: { secrets: { apiToken: 'api_from_file' } },
    });
    expect(load(`${CONSOLE}  apiToken: {ask: true}\n`)).toMatchObject({
      ok: true,
      value: { secrets: {}, toAsk: ['console.apiToken'] },
    });
    expect(load(`${CONSOLE}  apiToken: {env: NOT_SET}\n`)).toMatchObject({
      ok: false,
      error: { code: 'secret-missing' },
    });
    expect(load(`${CONSOLE}  apiToken: {file: gone.txt}\n`)).toMatchObject({
      ok: false,
      error: { code: 'secret-missing' },
    });
  });

  it('refuses an authority file that holds none', () => {
    write('ca.pem', 'nothing here');
    expect(refusalOf(write('ca.yaml', `${CONSOLE}  caFile: ca.pem\n`))).toContain(
      'console.caFile: ca.pem holds no certificate',
    );
    expect(refusalOf(write('ca2.yaml', `${CONSOLE}  caFile: gone.pem\n`))).toContain(
      'console.caFile: gone.pem: there is no such file',
    );
    expect(whyNotAuthority('-----BEGIN PRIVATE KEY-----\n')).toContain('private key');
    expect(whyNotAuthority('-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----')).toContain(
      'cannot be read',
    );
  });
});

describe('the profile schema', () => {
  it('knows every section of the public contract', () => {
    const full = {
      schema: 'airway.profile/1',
      name: 'Everything',
      vantage: 'console',
      console: {
        address: 'c.example.com',
        ports: { primary: 443, alternate: 8443, tasks: 4222 },
        caFile: 'ca.pem',
        apiToken: { env: 'T' },
      },
      responder: { relay: 'relay.example.com', tasksTls: 'required' },
      activeDirectory: {
        domain: 'example.com',
        servers: ['dc1.example.com'],
        ports: { ldap: 389, ldaps: 636 },
        security: 'starttls',
        baseDn: 'DC=example,DC=com',
        username: 'joe@example.com',
        password: { ask: true },
      },
      syslog: { address: '10.0.0.9', port: 6514, transport: 'tls', format: 'cef', framing: 'newline' },
      proxy: { pacUrl: 'http://wpad/wpad.dat' },
      resolvers: ['10.0.0.53', '[fd00::53]:5353'],
      controlPort: 9,
      deadlines: { tcpMs: 3000 },
    };
    expect(profileDocumentSchema.parse(full)).toEqual(full);
  });
});
