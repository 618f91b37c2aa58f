import { spawn } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fromBufferPromise } from 'yauzl';
import { ensureNodeBuild, ROOT } from '../../build/fresh.ts';
import { readBundle } from '../../electron/bundle/read-bundle.ts';
import { writeBundle } from '../../electron/bundle/write-bundle.ts';
import { reportSchema } from '../../electron/contract/report.ts';
import { loadProfileFile } from '../../electron/run/profile-file.ts';
import { findPlanted } from './testing/find-planted.ts';
import { type HostileSite, startHostileSite } from './testing/hostile-site.ts';
import { Garden } from './testing/planted.ts';
import { plantedLogs } from './testing/planted-logs.ts';

// Secrets are planted in everything that Airway reads, and are looked for in everything that it writes. Which of them count: those
// that it was given, in whatever form; and of those that only a server or a log knows, the ones beside a word that tells of them or
// with a form of their own. A random word that a server says without a sign of what it is cannot be recognized by anybody.

const folder = mkdtempSync(join(tmpdir(), 'airway-canary-'));
const garden = new Garden();
const own = {
  apiToken: garden.plantAs('the API token of the profile', 'api_Kq00Vx7d6c5b4a3f2e1d0c9b8a'),
  bindPassword: garden.plant('the password of the environment', '"<&/+\\é '),
  proxyPassword: garden.plant("the proxy's password", '/=+&'),
};
const environment = {
  CANARY_BIND: own.bindPassword,
  DATABASE_PASSWORD: garden.plant('another variable of the environment'),
  AWS_SECRET_ACCESS_KEY: garden.plant('a key in the environment'),
  HTTPS_PROXY: `http://joe:${encodeURIComponent(own.proxyPassword)}@127.0.0.1:9`,
  NO_PROXY: 'localhost,127.0.0.1',
};
const sentinelLogin = garden.plant('the login of an address in the profile');
const sentinelToken = garden.plant('a token in an address of the profile');
let site: HostileSite;

beforeAll(async () => {
  await ensureNodeBuild();
  site = await startHostileSite(garden, own);
  writeFileSync(join(folder, 'root.pem'), site.rootPem);
});
afterAll(async () => {
  await site?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** What every program that Airway starts was given, written down by programs of the same names in front of the real ones. */
function watchedPath(log: string): string {
  const bin = join(folder, 'bin');
  mkdirSync(bin, { recursive: true });
  for (const name of [
    'ip',
    'gsettings',
    'nmcli',
    'systemctl',
    'resolvectl',
    'timedatectl',
    'chronyc',
    'nft',
    'ss',
  ]) {
    writeFileSync(join(bin, name), `#!/bin/sh\n{ echo "$0 $@"; env; } >> '${log}'\nexit 1\n`);
    chmodSync(join(bin, name), 0o755);
  }
  return `${bin}:${process.env['PATH'] ?? ''}`;
}

/** Arguments and variables of every process below `pid`, as long as there are any (proc(5)). */
function watchChildren(pid: number): { readonly seen: Set<string>; stop(): void } {
  const seen = new Set<string>();
  const look = (): void => {
    const family = new Set([pid]);
    for (const name of readdirSync('/proc').filter((each) => /^\d+$/.test(each)))
      try {
        const parent = Number(readFileSync(`/proc/${name}/stat`, 'latin1').split(') ')[1]?.split(' ')[1]);
        if (!family.has(parent)) continue;
        family.add(Number(name));
        // A process that has not become its program yet still has its parent's memory.
        if (
          readFileSync(`/proc/${name}/cmdline`, 'latin1') === readFileSync(`/proc/${pid}/cmdline`, 'latin1')
        )
          continue;
        for (const part of ['cmdline', 'environ']) seen.add(readFileSync(`/proc/${name}/${part}`, 'latin1'));
      } catch {
        // It is over already.
      }
    try {
      seen.add(readFileSync(`/proc/${pid}/cmdline`, 'latin1'));
    } catch {
      // So is Airway.
    }
  };
  const timer = setInterval(look, 3);
  return { seen, stop: () => clearInterval(timer) };
}

interface Ran {
  readonly code: number | null;
  readonly outputs: Map<string, Buffer>;
}

async function airway(
  name: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<Ran> {
  const log = join(folder, `${name}-children.txt`);
  writeFileSync(log, '');
  const child = spawn(process.execPath, [join(ROOT, 'build', 'airway.ts'), ...args], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      NO_COLOR: '1',
      ...env,
      PATH: watchedPath(log),
      AIRWAY_STATE_DIR: join(folder, `${name}-state`),
    },
  });
  const watch =
    process.platform === 'linux' && child.pid !== undefined ? watchChildren(child.pid) : undefined;
  const outputs = new Map<string, Buffer>();
  const collect = (what: string, stream: NodeJS.ReadableStream): void => {
    const pieces: Buffer[] = [];
    stream.on('data', (piece: Buffer) => pieces.push(piece));
    stream.on('end', () => outputs.set(what, Buffer.concat(pieces)));
  };
  collect('standard output', child.stdout);
  collect('standard error', child.stderr);
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  watch?.stop();
  outputs.set(
    'what the system shows of Airway and its children',
    Buffer.from([...(watch?.seen ?? [])].join('\n'), 'latin1'),
  );
  outputs.set('what children were given', readFileSync(log));
  return { code, outputs };
}

/** Every file below a path, and every file in each zip among them. */
async function addFiles(outputs: Map<string, Buffer>, path: string): Promise<void> {
  if (statSync(path).isDirectory()) {
    for (const name of readdirSync(path)) await addFiles(outputs, join(path, name));
    return;
  }
  const bytes = readFileSync(path);
  const name = path.slice(folder.length + 1);
  outputs.set(name, bytes);
  outputs.set(`the name of ${name}`, Buffer.from(name));
  if (!path.endsWith('.zip')) return;
  const zip = await fromBufferPromise(bytes);
  for await (const entry of zip.eachEntry()) {
    const pieces: Buffer[] = [];
    for await (const piece of (await zip.openReadStreamPromise(entry)) as AsyncIterable<Buffer>)
      pieces.push(piece);
    outputs.set(`${name}: ${entry.fileName}`, Buffer.concat(pieces));
  }
}

const leaks = (outputs: Map<string, Buffer>): string[] =>
  [...outputs].flatMap(([name, bytes]) =>
    findPlanted(bytes, garden.planted).map((found) => `${name}: ${found}`),
  );

function profileFile(name: string, more: Readonly<Record<string, unknown>>): string {
  const { ports } = site;
  const path = join(folder, `${name}.json`);
  const profile = {
    schema: 'airway.profile/1',
    name: 'Canary site',
    vantage: 'asset',
    console: {
      address: 'localhost',
      ports: { primary: ports.console, alternate: null, tasks: ports.tasks, plain: null },
      caFile: 'root.pem',
      apiToken: own.apiToken,
    },
    activeDirectory: {
      servers: ['localhost'],
      ports: { ldap: ports.ldap, ldaps: ports.ldaps },
      security: 'ldaps',
      baseDn: 'DC=corp,DC=example,DC=com',
      username: 'reader@corp.example.com',
      password: { env: 'CANARY_BIND' },
    },
    responder: {},
    syslog: { address: '127.0.0.1', port: ports.syslog, transport: 'tcp' },
    sentinels: [`http://joe:${sentinelLogin}@127.0.0.1:${ports.sentinel}/?token=${sentinelToken}`],
    resolvers: ['127.0.0.1:9'],
    controlPort: null,
    ...more,
  };
  writeFileSync(path, JSON.stringify(profile));
  return path;
}

const RUNS: readonly { readonly name: string; readonly proxy: () => Readonly<Record<string, unknown>> }[] = [
  { name: 'direct', proxy: () => ({}) },
  {
    name: 'by-proxy',
    proxy: () => ({
      proxy: { url: `http://joe:${encodeURIComponent(own.proxyPassword)}@127.0.0.1:${site.ports.proxy}` },
    }),
  },
];

describe('secrets of every kind are in none of the outputs of a run', () => {
  it.each(RUNS)('$name', { timeout: 60_000 }, async ({ name, proxy }) => {
    const out = join(folder, `${name}-out`);
    mkdirSync(out);
    const args = [
      'check',
      '--profile',
      profileFile(name, proxy()),
      '--json',
      join(out, 'report.json'),
      '--junit',
      join(out, 'junit.xml'),
    ];
    args.push(
      '--html',
      join(out, 'report.html'),
      '--bundle',
      join(out, 'bundle.zip'),
      '--requests',
      join(out, 'requests'),
    );
    const { code, outputs } = await airway(name, args, environment);
    expect([code, outputs.get('standard error')?.toString()]).toEqual([
      3,
      expect.stringContaining('bundle.zip'),
    ]);
    await addFiles(outputs, out);
    await addFiles(outputs, join(folder, `${name}-state`));
    expect([...outputs.keys()].filter((each) => each.includes('.zip: ')).length).toBeGreaterThan(8);
    const { checks } = reportSchema.parse(JSON.parse(readFileSync(join(out, 'report.json'), 'utf8')));
    expect(checks.filter(({ status }) => status === 'error')).toEqual([]);
    expect(outputs.get('what children were given')?.toString()).toContain('gsettings');
    expect(leaks(outputs)).toEqual([]);
  });

  it('and are found in what the user himself gave', () => {
    expect(findPlanted(readFileSync(join(folder, 'direct.json')), garden.planted)).toEqual(
      expect.arrayContaining([expect.stringContaining('the API token of the profile, as plain')]),
    );
  });

  it('and every server was asked', () => {
    for (const [server, connections] of Object.entries(site.asked()))
      if (server !== 'ldap') expect([server, connections > 0]).toEqual([server, true]);
  });

  it('also where the profile cannot be used', { timeout: 30_000 }, async () => {
    const key = `-----BEGIN PRIVATE KEY-----\n${garden.plant('a key in the place of an authority')}\n-----END PRIVATE KEY-----\n`;
    writeFileSync(join(folder, 'key.pem'), key);
    const secret = garden.plant('a profile that is no YAML');
    const head = 'schema: airway.profile/1\nname: x\nconsole:\n  address: localhost\n  apiToken: ';
    const texts = [`*${secret}`, `"${secret}`, `{${secret}`, `${secret}: ${secret}: x`, `%${secret}`].map(
      (text) => `${head}${text}\n`,
    );
    const wrong: readonly Readonly<Record<string, unknown>>[] = [
      { console: { address: 'localhost', caFile: 'key.pem' } },
      { activeDirectory: { password: [own.bindPassword] } },
      { console: { address: 'localhost', apiToken: { value: own.apiToken } } },
      { proxy: { url: `ftp://joe:${own.proxyPassword}@proxy` } },
      { apiToken: own.apiToken },
      { console: { address: `joe:${own.proxyPassword}@localhost` } },
    ];
    for (const [index, more] of wrong.entries())
      texts.push(readFileSync(profileFile(`wrong-${index}`, more), 'utf8'));
    const path = join(folder, 'wrong.yaml');
    for (const text of texts) {
      writeFileSync(path, text);
      const loaded = loadProfileFile(path, environment);
      expect([text, loaded.ok]).toEqual([text, false]);
      if (!loaded.ok) expect(findPlanted(Buffer.from(loaded.error.message), garden.planted)).toEqual([]);
    }
    const { code, outputs } = await airway('wrong', ['check', '--profile', path], environment);
    expect([code, outputs.get('standard error')?.toString()]).toEqual([
      2,
      expect.stringContaining('expected'),
    ]);
    expect(leaks(outputs)).toEqual([]);
  });
});

describe('secrets in logs are in no bundle', () => {
  it.each([true, false])('where names are hidden: %s', async (identities) => {
    const logs = join(folder, `logs-${identities}`);
    mkdirSync(logs);
    const planted = plantedLogs(garden);
    for (const { name, bytes } of planted) writeFileSync(join(logs, name), bytes);
    const report = reportSchema.parse(
      JSON.parse(readFileSync(join(folder, 'direct-out', 'report.json'), 'utf8')),
    );
    const from = await readBundle(join(folder, 'direct-out', 'bundle.zip'));
    const path = join(folder, `with-logs-${identities}.zip`);
    const note = `the customer says: password=${garden.plant('the note of the engineer')}`;
    await writeBundle(
      {
        report,
        events: from.ok ? from.value.events : [],
        createdAt: '2026-03-02T09:20:00.000Z',
        note,
        caseNumber: '4711',
      },
      path,
      {
        redaction: { identities, keepsPrivateAddresses: true, words: [] },
        logs: {
          places: [{ id: 'agent', what: 'Logs', os: ['linux'], folder: logs, files: ['*.log'] }],
          platform: 'linux',
          environment: {},
          fileBytes: 1_000_000,
          totalBytes: 10_000_000,
        },
      },
    );
    const outputs = new Map<string, Buffer>();
    await addFiles(outputs, path);
    if (identities) await addFiles(outputs, path.replace('.zip', '.key.json'));
    expect([...outputs.keys()].filter((name) => name.includes(': logs/')).length).toBe(planted.length);
    expect(leaks(outputs)).toEqual([]);
    // What is no secret is still there.
    const agent = [...outputs]
      .find(([name]) => name.includes(': logs/') && name.endsWith('access.log'))?.[1]
      .toString();
    expect(agent).toContain('HTTP/1.1" 200 73125');
  });
});

it('sixty secrets and more were planted', () => {
  expect(garden.planted.length).toBeGreaterThanOrEqual(60);
  expect(new Set(garden.planted.map(({ value }) => value)).size).toBeGreaterThanOrEqual(60);
});
