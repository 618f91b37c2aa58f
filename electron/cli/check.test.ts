import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensureNodeBuild, ROOT } from '../../build/fresh.ts';
import { type Report, reportSchema } from '../contract/report.ts';
import { freePorts } from '../probes/testing/free-ports.ts';
import { isNginxMissing, type Nginx, startNginx } from '../probes/testing/nginx.ts';
import { issue, makeAuthority, selfSigned } from '../probes/testing/test-certificates.ts';

const folder = mkdtempSync(join(tmpdir(), 'airway-check-'));
const DAY = 86_400_000;

interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The command as users run it: `npm run --silent airway -- ...` without npm's own start-up. */
async function airway(
  args: readonly string[],
  onStart?: (kill: (signal: NodeJS.Signals) => void) => void,
): Promise<Ran> {
  const child = spawn(process.execPath, [join(ROOT, 'build', 'airway.ts'), ...args], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, AIRWAY_STATE_DIR: join(folder, 'state'), NO_COLOR: '1' },
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  onStart?.((signal) => child.kill(signal));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, stdout, stderr };
}

const profileFile = (
  name: string,
  console: Record<string, unknown>,
  more: Record<string, unknown> = {},
): string => {
  const path = join(folder, `${name}.json`);
  writeFileSync(
    path,
    JSON.stringify({ schema: 'airway.profile/1', name, vantage: 'asset', console, ...more }),
  );
  return path;
};

async function checkSite(
  name: string,
  console: Record<string, unknown>,
  more: Record<string, unknown> = {},
): Promise<{ code: number | null; report: Report }> {
  const { code, stdout, stderr } = await airway([
    'check',
    '--profile',
    profileFile(name, console, more),
    '--json',
    '-',
  ]);
  if (stdout === '') throw new Error(stderr);
  return { code, report: reportSchema.parse(JSON.parse(stdout)) };
}

beforeAll(ensureNodeBuild);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const PORTS = [
  'good',
  'alternate',
  'expired',
  'otherName',
  'unknownAuthority',
  'leafOnly',
  'selfSigned',
  'plain',
  'backendDown',
  'hostHeader',
  'clientCertificate',
] as const;

describe.skipIf(isNginxMissing())('airway check against a real nginx', () => {
  let nginx: Nginx<(typeof PORTS)[number]>;
  const root = makeAuthority({ commonName: 'Example Root', organization: 'Example' });
  const issuing = makeAuthority({ commonName: 'Example Issuing CA', organization: 'Example', issuer: root });
  const stranger = makeAuthority({ commonName: 'Unknown Root', organization: 'Elsewhere' });
  const names = { dnsNames: ['localhost'], ipAddresses: ['127.0.0.1', '::1'] };

  beforeAll(async () => {
    const certificates = {
      good: issue(issuing, names),
      expired: issue(issuing, {
        ...names,
        notBefore: new Date(Date.now() - 400 * DAY),
        notAfter: new Date(Date.now() - 12 * DAY),
      }),
      otherName: issue(issuing, { dnsNames: ['other.example.com'] }),
      unknownAuthority: issue(stranger, names),
      selfSigned: selfSigned(names),
    };
    const files: Record<string, string> = {
      'root.pem': root.certificatePem,
      'leafOnly.pem': certificates.good.certificatePem,
      'leafOnly.key': certificates.good.privateKeyPem,
    };
    for (const [name, one] of Object.entries(certificates)) {
      files[`${name}.pem`] = one.fullChainPem;
      files[`${name}.key`] = one.privateKeyPem;
    }
    const [dead = 0] = await freePorts(1);
    const server = (port: number, certificate: string, body: string): string =>
      `server { listen 127.0.0.1:${port} ssl; ssl_certificate ${certificate}.pem; ssl_certificate_key ${certificate}.key; ${body} }`;
    const hello = `location / { default_type text/html; return 200 '<title>AIR Console</title>'; }`;
    nginx = await startNginx({
      ports: PORTS,
      files,
      http: (ports) =>
        [
          server(ports.good, 'good', hello),
          server(ports.alternate, 'good', hello),
          server(ports.expired, 'expired', hello),
          server(ports.otherName, 'otherName', hello),
          server(ports.unknownAuthority, 'unknownAuthority', hello),
          server(ports.leafOnly, 'leafOnly', hello),
          server(ports.selfSigned, 'selfSigned', hello),
          `server { listen 127.0.0.1:${ports.plain}; ${hello} }`,
          server(ports.backendDown, 'good', `location / { proxy_pass http://127.0.0.1:${dead}; }`),
          server(
            ports.hostHeader,
            'good',
            `location / { return 403 'Invalid Host Header. Host must be the Console Address'; }`,
          ),
          server(
            ports.clientCertificate,
            'good',
            `ssl_client_certificate root.pem; ssl_verify_client on; ${hello}`,
          ),
        ].join('\n'),
    });
    writeFileSync(join(folder, 'root.pem'), root.certificatePem);
  });
  afterAll(() => nginx.stop());

  const site = (port: (typeof PORTS)[number]) => ({
    address: 'localhost',
    caFile: 'root.pem',
    ports: { primary: nginx.ports[port] },
  });

  it('finds nothing on a healthy site, by name, by address and with both ports', async () => {
    const { code, report } = await checkSite('healthy', {
      ...site('good'),
      ports: { primary: nginx.ports.good, alternate: nginx.ports.alternate },
    });
    expect(report.findings).toEqual([]);
    expect(code).toBe(0);
    expect(report.checks.filter(({ status }) => status === 'passed').map(({ probe }) => probe)).toEqual(
      expect.arrayContaining(['host', 'system-lookup', 'tcp', 'tls', 'http']),
    );
    const byAddress = await checkSite('address', { ...site('good'), address: '127.0.0.1' });
    expect(byAddress.report.findings).toEqual([]);
    expect(byAddress.code).toBe(0);
  });

  it.each([
    ['certificate-expired', 'expired'],
    ['certificate-name-mismatch', 'otherName'],
    ['certificate-authority-untrusted', 'unknownAuthority'],
    ['certificate-chain-incomplete', 'leafOnly'],
    ['certificate-self-signed', 'selfSigned'],
    ['plain-http-on-tls-port', 'plain'],
    ['console-backend-down', 'backendDown'],
    ['invalid-host-header', 'hostHeader'],
    ['client-certificate-required', 'clientCertificate'],
  ] as const)('names %s first', async (cause, port) => {
    const { code, report } = await checkSite(cause, site(port));
    expect(report.findings.map((finding) => finding.cause)).toEqual([cause]);
    expect(report.findings[0]).toMatchObject({ subject: `console:${nginx.ports[port]}`, severity: 'error' });
    expect(code).toBe(3);
  });

  it('names an authority that no profile gives', async () => {
    const { report } = await checkSite('no-ca', {
      address: 'localhost',
      ports: { primary: nginx.ports.good },
    });
    expect(report.findings.map(({ cause }) => cause)).toEqual(['certificate-authority-untrusted']);
  });

  it('names port-closed first', async () => {
    const [closed = 0] = await freePorts(1);
    const { code, report } = await checkSite('closed', { address: '127.0.0.1', ports: { primary: closed } });
    expect(report.findings.map(({ cause }) => cause)).toEqual(['port-closed']);
    expect(code).toBe(3);
  });

  it('names tls-no-answer first', async () => {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    const { report } = await checkSite(
      'mute',
      { address: '127.0.0.1', ports: { primary: address.port } },
      { deadlines: { tlsMs: 600 } },
    );
    server.close();
    expect(report.findings.map(({ cause }) => cause)).toEqual(['tls-no-answer']);
  });

  it('names name-not-found first', async () => {
    const { code, report } = await checkSite(
      'nowhere',
      { address: 'console.nowhere.invalid' },
      { deadlines: { dnsMs: 600 } },
    );
    expect(report.findings.map(({ cause }) => cause)).toEqual(['name-not-found']);
    expect(code).toBe(3);
  });

  it('warns, and no more, when only the alternate port is closed', async () => {
    const [closed = 0] = await freePorts(1);
    const { code, report } = await checkSite('alternate', {
      ...site('good'),
      ports: { primary: nginx.ports.good, alternate: closed },
    });
    expect(report.findings.map(({ cause, severity }) => [cause, severity])).toEqual([
      ['alternate-port-blocked', 'warning'],
    ]);
    expect(code).toBe(4);
  });

  it('writes every file that is asked for, and a bundle with the whole run', async () => {
    const profile = profileFile('files', site('expired'));
    const { code, stdout, stderr } = await airway([
      'check',
      '--profile',
      profile,
      '--json',
      'r.json',
      '--junit',
      'r.xml',
      '--html',
      'r.html',
      '--bundle',
      'r.zip',
    ]);
    expect(code).toBe(3);
    expect(stdout).toContain('Fix this: ');
    expect(stderr).toContain('written: r.zip');
    const report = reportSchema.parse(JSON.parse(readFileSync(join(folder, 'r.json'), 'utf8')));
    expect(report.findings[0]?.cause).toBe('certificate-expired');
    expect(readFileSync(join(folder, 'r.xml'), 'utf8')).toContain('<testsuite');
    expect(readFileSync(join(folder, 'r.html'), 'utf8')).toContain('certificate-expired');
    const again = await airway(['report', report.run.id, '--json', '-']);
    expect(again.code).toBe(3);
    expect(JSON.parse(again.stdout)).toEqual(JSON.parse(JSON.stringify(report)));
  });

  it('keeps a token out of everything that it writes', async () => {
    const secret = 'api_hunter2hunter2';
    const profile = profileFile('token', { ...site('good'), apiToken: secret });
    const { stdout, stderr } = await airway([
      'check',
      '--profile',
      profile,
      '--json',
      't.json',
      '--html',
      't.html',
      '--bundle',
      't.zip',
      '--junit',
      't.xml',
    ]);
    expect(stderr).toContain('console.apiToken holds the secret itself');
    const report = reportSchema.parse(JSON.parse(readFileSync(join(folder, 't.json'), 'utf8')));
    expect(report.checks.some(({ probe, status }) => probe === 'api-token' && status !== 'skipped')).toBe(
      true,
    );
    const written = [
      stdout,
      stderr,
      ...['t.json', 't.html', 't.xml', 't.zip'].map((name) => readFileSync(join(folder, name), 'latin1')),
    ];
    const journals = readdirSync(join(folder, 'state', 'runs')).map((name) =>
      readFileSync(join(folder, 'state', 'runs', name), 'utf8'),
    );
    for (const text of [...written, ...journals]) expect(text).not.toContain(secret);
  });
});

describe('airway check with bad input', () => {
  const refused = async (args: readonly string[]) => {
    const before = readdirSync(folder).sort();
    const { code, stdout, stderr } = await airway(args);
    expect(readdirSync(folder).sort()).toEqual(before);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    return stderr;
  };

  it('refuses profiles in one sentence and writes nothing', async () => {
    const path = join(folder, 'bad.yaml');
    writeFileSync(
      path,
      'schema: airway.profile/1\nname: x\nconsole:\n  address: a.example\n  ports:\n    primary: 70000\n',
    );
    const stderr = await refused(['check', '--profile', path, '--bundle', 'never.zip', '--json', '-']);
    expect(stderr.trim()).toBe(
      `airway: ${path} line 6: console.ports.primary: expected a port from 1 to 65535, found 70000`,
    );
    expect(await refused(['check', '--profile', folder])).toContain('is a folder; expected a file');
    expect(await refused(['check', '--profile', join(folder, 'gone.yaml')])).toContain(
      'there is no such file',
    );
  });

  it('refuses bad usage', async () => {
    expect(await refused(['check'])).toContain('name a site with --profile FILE');
    expect(await refused(['check', '--profile', 'a', '--practice'])).toContain('--practice');
    expect(await refused(['check', '--practice', 'certificate-exired'])).toContain('certificate-expired');
    expect(await refused(['check', '--practice', '--step', 'nothing'])).toContain(
      'expected one of host, console',
    );
    expect(await refused(['nothing'])).toContain('unknown command');
  });

  it('says before the run that an output cannot be written', async () => {
    const stderr = await refused(['check', '--practice', '--bundle', join(folder, 'nowhere', 'b.zip')]);
    expect(stderr).toContain('nowhere');
    expect(await refused(['check', '--practice', '--bundle', folder])).toContain('folder');
    expect(await refused(['check', '--practice', '--html', 'x', '--bundle', 'x'])).toContain(
      'named for two outputs',
    );
  });
});

describe('airway check on the practice site', () => {
  it('ends at Ctrl-C with what was learned', async () => {
    mkdirSync(join(folder, 'out'), { recursive: true });
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    const profile = profileFile(
      'mute',
      { address: '127.0.0.1', ports: { primary: address.port } },
      { deadlines: { tlsMs: 30_000 } },
    );
    const { code } = await airway(
      ['check', '--profile', profile, '--json', 'cut.json', '--quiet'],
      (kill) => {
        server.once('connection', () => server.once('connection', () => kill('SIGINT')));
      },
    );
    server.close();
    expect(code).toBe(130);
    const report = reportSchema.parse(JSON.parse(readFileSync(join(folder, 'cut.json'), 'utf8')));
    expect(report.run.ended).toBe('cancelled');
    expect(report.checks.find(({ probe }) => probe === 'tcp')).toMatchObject({ status: 'passed' });
    expect(report.checks.find(({ probe }) => probe === 'tls')).toMatchObject({ status: 'skipped' });
  });

  it('prints nothing when it is to be quiet', async () => {
    const { code, stdout, stderr } = await airway([
      'check',
      '--practice',
      'certificate-expired',
      '--quiet',
      '--html',
      'q.html',
    ]);
    expect({ code, stdout, stderr }).toEqual({ code: 3, stdout: '', stderr: '' });
    expect(existsSync(join(folder, 'q.html'))).toBe(true);
  });

  it('lists the faults', async () => {
    const { code, stdout } = await airway(['practice', '--list']);
    expect(code).toBe(0);
    expect(stdout.trim().split('\n').length).toBeGreaterThanOrEqual(12);
    expect(stdout).toMatch(/^certificate-expired +\S/m);
  });

  it('shows help with examples', async () => {
    const { code, stdout } = await airway(['--help']);
    expect(code).toBe(0);
    expect(stdout).toContain('airway check --profile site.yaml');
  });
});
