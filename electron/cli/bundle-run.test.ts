import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensureNodeBuild } from '../../build/fresh.ts';
import { readBundle } from '../bundle/read-bundle.ts';
import { eventsOf, sampleReport } from '../bundle/testing/sample-report.ts';
import { openJournal } from '../run/journal.ts';
import { logPlace } from './testing/log-place.ts';
import { runProgram } from './testing/terminal-program.ts';

const folder = mkdtempSync(join(tmpdir(), 'airway-bundle-run-'));
const at = (name: string): string => join(folder, name);
const airway = (...args: string[]) => runProgram(folder, at('state'), args);
const LAST = '20260302-091407-7f3a';
const EARLIER = '20260301-081500-0b1c';
const SECRET = 'hunter2-Sommer';

function keepRun(id: string): void {
  const journal = openJournal(at('state'), id);
  for (const event of eventsOf(sampleReport()))
    journal.append(event.type === 'run-started' ? { ...event, runId: id } : event);
  journal.close();
}

let places = '';
beforeAll(async () => {
  await ensureNodeBuild();
  keepRun(EARLIER);
  keepRun(LAST);
  places = logPlace(folder, {
    'console.log':
      `2026-03-02T09:14:07Z login of Rumpelstilz password=${SECRET} from air.example.com\n`.repeat(400),
    'evidence.ppc': 'evidence',
    'server.pem': '-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----\n',
  });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function opened(name: string) {
  const read = await readBundle(at(name));
  if (!read.ok) throw new Error(read.error.message);
  return read.value;
}

describe('airway bundle', () => {
  it('writes the last run without names and secrets, with logs, and the key beside it', async () => {
    const { code, stderr } = await airway(
      'bundle',
      'case.zip',
      '--case',
      '4711',
      '--note',
      'since Monday',
      '--log-places',
      places,
    );
    expect(stderr).toMatch(/written: case\.zip \(\d+ files, \d+ kB, SHA-256 [0-9a-f]{64}\)/);
    expect(stderr).toContain('case.key.json (what the placeholders stand for: keep it here');
    expect(code).toBe(0);
    const { manifest, events } = await opened('case.zip');
    expect(manifest).toMatchObject({ caseNumber: '4711', note: 'since Monday', runId: LAST });
    expect(manifest.files.map(({ name }) => name)).toContain('logs/own/console.log');
    expect(manifest.redaction).toEqual({ identities: true, keepsPrivateAddresses: true, ownWords: 0 });
    expect(JSON.stringify(events)).not.toContain('air.example.com');
    expect(readFileSync(at('case.key.json'), 'utf8')).toContain('example.com');
    const why = new Map(manifest.leftOut.map((left) => [left.what.split('/').at(-1), left.why]));
    expect(why.get('evidence.ppc')).toMatch(/evidence, which is never collected/);
    expect(why.get('server.pem')).toMatch(/private key, which is never collected/);
  });

  it('is named after site and run when no name is given', async () => {
    const { code } = await airway('bundle', '--no-logs', '--quiet');
    expect(code).toBe(0);
    const name = `airway-example-corp-rotterdam-plant-${LAST}.zip`;
    expect((await opened(name)).manifest.files.some((file) => file.name.startsWith('logs/'))).toBe(false);
  });

  it('leaves out, keeps, hides and takes along what was said', async () => {
    const { code, stderr } = await airway(
      ...['bundle', 'chosen.zip', '--run', EARLIER, '--other-run', LAST, '--log-places', places],
      ...[
        '--leave-out',
        'report.html',
        '--leave-out',
        'events.ndjson',
        '--hide',
        'Rumpelstilz',
        '--keep-identities',
      ],
    );
    expect([code, stderr]).toEqual([0, expect.stringContaining('written: chosen.zip')]);
    const { manifest, events } = await opened('chosen.zip');
    const names = manifest.files.map(({ name }) => name);
    expect(manifest.runId).toBe(EARLIER);
    expect(names).toContain(`runs/${LAST}/report.json`);
    expect(names).not.toContain('report.html');
    // Without its events no version could conclude from it again.
    expect(names).toContain('events.ndjson');
    expect(manifest.leftOut).toContainEqual({
      what: 'report.html',
      why: expect.stringMatching(/^left out by/),
    });
    expect(manifest.redaction).toEqual({ identities: false, keepsPrivateAddresses: true, ownWords: 1 });
    expect(JSON.stringify(events)).toContain('air.example.com');
  });

  it('takes the end of a log that is too long, and says so', async () => {
    writeFileSync(at('logs/long.log'), 'a line that is written again and again\n'.repeat(60_000));
    const { stdout } = await airway('bundle', '--dry-run', '--log-places', places, '--log-limit', '1');
    rmSync(at('logs/long.log'));
    expect(stdout).toMatch(/long\.log {2}\(the end of 2\.3 MB\)/);
    expect(stdout).toMatch(/logs of 1\.0 MB are in the bundle already/);
  });

  it('shows what would be in it, and writes nothing', async () => {
    const before = readdirSync(folder);
    const { code, stdout } = await airway('bundle', 'never.zip', '--dry-run', '--log-places', places);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^never\.zip, as it would be written:/);
    expect(stdout).toMatch(/^ +\d+ kB +\d+ kB +\d+ {2}report\.json$/m);
    expect(stdout).toMatch(/^ +\d+ kB +\d+ B +\d+ {6}console\.log$/m);
    expect(stdout).toMatch(/^ +400 {2}secret-value +a value beside a key/m);
    expect(stdout).toMatch(/evidence\.ppc: it is evidence/);
    expect(stdout).toMatch(/^\d+ kB in all, of 25 MB that a case usually takes\.\nNothing was written\.$/m);
    expect(stdout).not.toContain(SECRET);
    expect(readdirSync(folder)).toEqual(before);
  });

  it.each([
    [['--run', '../nonsense'], /expected the id of a run/],
    [['--run', '20200101-000000-0000'], /not kept on this machine/],
    [['--log-limit', '0'], /expected whole megabytes/],
  ])('refuses %j in one sentence', async (args, why) => {
    const { code, stderr } = await airway('bundle', 'never.zip', ...args);
    expect(stderr).toMatch(why);
    expect(code).toBe(2);
    expect(existsSync(at('never.zip'))).toBe(false);
  });

  it('says where it cannot write, and another command that does', async () => {
    const { code, stderr } = await airway('bundle', join(folder, 'nowhere', 'case.zip'));
    expect(stderr).toContain('does not exist');
    expect(code).toBe(2);
  });
});

describe('airway check --bundle', () => {
  it('writes the same bundle, with names replaced unless told otherwise', async () => {
    writeFileSync(
      at('site.json'),
      JSON.stringify({
        schema: 'airway.profile/1',
        name: 'Site',
        console: { address: '127.0.0.1', ports: { primary: 9 } },
      }),
    );
    const { stderr } = await airway(
      'check',
      '--profile',
      'site.json',
      '--bundle',
      'checked.zip',
      '--log-places',
      places,
      '--case',
      '4712',
    );
    expect(stderr).toContain('written: checked.zip (');
    const { manifest } = await opened('checked.zip');
    expect(manifest).toMatchObject({ caseNumber: '4712', redaction: { identities: true } });
    expect(manifest.files.map(({ name }) => name)).toContain('logs/own/console.log');
    expect(statSync(at('checked.key.json')).mode & 0o777).toBe(0o600);
  });

  it('refuses wishes for a bundle that nobody asked for', async () => {
    const { code, stderr } = await airway('check', '--profile', 'site.json', '--case', '1', '--no-logs');
    expect(stderr).toContain('--case, --no-logs: for a bundle, and none is asked for');
    expect(code).toBe(2);
  });
});
