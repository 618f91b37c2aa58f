import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensureNodeBuild, ROOT } from '../../build/fresh.ts';
import { isMissing } from '../bundle/testing/needed-program.ts';
import { eventsOf, healthyPracticeReport, sampleReport } from '../bundle/testing/sample-report.ts';
import { manifestOf, plainFiles, zipOf } from '../bundle/testing/sample-zip.ts';
import { writeBundle } from '../bundle/write-bundle.ts';
import { reportSchema } from '../contract/report.ts';
import { issue, makeAuthority } from '../probes/testing/test-certificates.ts';
import { openJournal } from '../run/journal.ts';

const folder = mkdtempSync(join(tmpdir(), 'airway-reading-'));
const at = (name: string): string => join(folder, name);
const CREATED_AT = '2026-03-02T09:20:00.000Z';
/** Redacted names are no differences of a site: these bundles keep them. */
const AS_SEEN = { redaction: { identities: false, keepsPrivateAddresses: true, words: [] } };
const sick = sampleReport();
const healthy = healthyPracticeReport();

/** The command as users run it. */
function airway(...args: readonly string[]): { code: number | null; stdout: string; stderr: string } {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(ROOT, 'build', 'airway.ts'), ...args],
    {
      cwd: folder,
      input: '',
      encoding: 'utf8',
      env: { ...process.env, AIRWAY_STATE_DIR: at('state'), NO_COLOR: '1' },
    },
  );
  return { code: status, stdout, stderr };
}

const authority = makeAuthority({ commonName: 'Customer Root' });
const signing = issue(authority, { dnsNames: ['signer.example.com'] });

beforeAll(async () => {
  await ensureNodeBuild();
  await writeBundle(
    { report: sick, events: eventsOf(sick), createdAt: CREATED_AT, caseNumber: '4711', note: 'since Monday' },
    at('sick.zip'),
    AS_SEEN,
  );
  await writeBundle(
    { report: healthy, events: eventsOf(healthy), createdAt: CREATED_AT },
    at('healthy.zip'),
    AS_SEEN,
  );
  writeFileSync(at('cert.pem'), signing.certificatePem);
  writeFileSync(at('key.pem'), signing.privateKeyPem);
  writeFileSync(at('root.pem'), authority.certificatePem);
  writeFileSync(at('stranger.pem'), makeAuthority({ commonName: 'Stranger' }).certificatePem);
  const journal = openJournal(at('state'), '20260302-091407-7f3a');
  for (const event of eventsOf(sick)) journal.append(event);
  journal.close();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('airway open', () => {
  it('concludes the run again and says what was concluded otherwise', () => {
    const { code, stdout } = airway('open', 'sick.zip', '--html', 'again.html');
    expect(code).toBe(3);
    expect(stdout).toContain('written for case 4711 on 2026-03-02T09:20:00.000Z by Airway 0.1.0');
    expect(stdout).toContain('since Monday');
    expect(stdout).toMatch(/had recorded other findings than this version/);
    expect(readFileSync(at('again.html'), 'utf8')).toContain('<!doctype html>');
    const json = airway('open', 'sick.zip', '--json', '-', '--quiet');
    expect(reportSchema.parse(JSON.parse(json.stdout)).checks).toHaveLength(sick.checks.length);
  });

  it('refuses what it cannot read in one sentence', async () => {
    writeFileSync(at('broken.zip'), readFileSync(at('sick.zip')).subarray(100));
    const files = plainFiles();
    writeFileSync(
      at('foreign.zip'),
      await zipOf([...files, manifestOf(files, { schema: 'airway.bundle/2' })]),
    );
    for (const [name, why] of [
      ['broken.zip', 'it is damaged or no zip file'],
      ['foreign.zip', 'it is "airway.bundle/2", and this Airway reads airway.bundle/1'],
      ['none.zip', 'there is no such file'],
    ] as const) {
      const { code, stdout, stderr } = airway('open', name);
      expect(stderr).toBe(`airway: "${name}" cannot be read as a bundle: ${why}.\n`);
      expect(stdout).toBe('');
      expect(code).toBe(2);
      expect(airway('serve', '--open', name)).toMatchObject({ code: 2, stdout: '', stderr });
    }
  });
});

describe('airway verify', () => {
  it('says that nothing is wrong, and what an unsigned bundle leaves open', () => {
    const { code, stdout } = airway('verify', 'sick.zip');
    expect(stdout).toContain('sick.zip: all 13 files are what the manifest says.');
    expect(stdout).toContain('It is not signed');
    expect(code).toBe(0);
    const untrusted = airway('verify', 'sick.zip', '--trust', 'root.pem');
    expect(untrusted).toMatchObject({ code: 3, stdout: '✗ It is not signed.\n' });
  });

  it('names each problem in a sentence', async () => {
    const files = plainFiles();
    const changed = files.map((file) => ({ ...file, text: `${file.text}\n` }));
    writeFileSync(at('changed.zip'), await zipOf([...changed, manifestOf(files)]));
    const { code, stdout } = airway('verify', 'changed.zip');
    expect(stdout.trim().split('\n')).toEqual([
      '✗ "report.json" is not what the manifest says; it was changed or damaged.',
      '✗ "events.ndjson" is not what the manifest says; it was changed or damaged.',
    ]);
    expect(code).toBe(3);
    expect(airway('verify', 'none.zip').code).toBe(2);
    expect(airway('verify', 'sick.zip', '--trust', 'key.pem')).toMatchObject({
      code: 2,
      stderr: 'airway: --trust: key.pem holds no readable certificate in PEM form\n',
    });
  });
});

describe('airway diff', () => {
  it('tells what changed between bundles and kept runs, and whether a problem is new', () => {
    const worse = airway('diff', 'healthy.zip', 'sick.zip');
    expect(worse.code).toBe(3);
    for (const title of ['Causes', 'Checks']) expect(worse.stdout).toContain(`\n${title}\n`);
    expect(worse.stdout).toMatch(/^ {2}\+ Problem: /m);
    const better = airway('diff', 'sick.zip', 'healthy.zip');
    expect(better.code).toBe(4);
    expect(better.stdout).toMatch(/^ {2}- Problem: /m);
    const same = airway('diff', '20260302-091407-7f3a', 'sick.zip');
    expect(same).toMatchObject({ code: 0, stdout: expect.stringContaining('Nothing changed') });
    expect(JSON.parse(airway('diff', 'sick.zip', 'sick.zip', '--json').stdout)).toEqual({
      schema: 'airway.comparison/1',
      ...{ site: [], findings: [], checks: [], addresses: [], certificates: [], timings: [] },
    });
    expect(airway('diff', 'sick.zip', 'no-such-run')).toMatchObject({
      code: 2,
      stderr: 'airway: no-such-run: This run is not kept on this machine any more.\n',
    });
  });
});

describe('a bundle that is sealed', () => {
  const report = (...args: readonly string[]) => airway('report', '--quiet', '--bundle', ...args);

  it('is signed and verified', () => {
    expect(report('signed.zip', '--sign-with', 'cert.pem', '--sign-key', 'key.pem').code).toBe(3);
    const alone = airway('verify', 'signed.zip');
    expect(alone.stdout).toContain('Signed by CN=signer.example.com, issued by CN=Customer Root.');
    expect(alone.stdout).toContain(signing.fingerprint256);
    expect(alone.code).toBe(0);
    expect(airway('verify', 'signed.zip', '--trust', 'root.pem').code).toBe(0);
    const stranger = airway('verify', 'signed.zip', '--trust', 'stranger.pem');
    expect(stranger.stdout).toContain('does not lead to a certificate of --trust');
    expect(stranger.code).toBe(3);
  });

  it.skipIf(isMissing('age', '--version'))('is encrypted to one key, and read with it alone', () => {
    execFileSync('age-keygen', ['-o', at('support.key')], { stdio: 'ignore' });
    const recipient = execFileSync('age-keygen', ['-y', at('support.key')], { encoding: 'utf8' }).trim();
    expect(report('sealed.zip.age', '--encrypt-to', recipient).code).toBe(3);
    const opened = execFileSync('age', ['-d', '-i', at('support.key'), at('sealed.zip.age')]);
    expect(opened.subarray(0, 2).toString()).toBe('PK');
    expect(airway('verify', 'sealed.zip.age')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('it is encrypted; open it with --identity'),
    });
    expect(airway('verify', 'sealed.zip.age', '--identity', 'support.key').code).toBe(0);
    expect(airway('open', 'sealed.zip.age', '--identity', 'support.key').code).toBe(3);
    expect(airway('open', 'sealed.zip.age', '--identity', 'cert.pem').stderr).toContain(
      'holds no private age key',
    );
  });

  it.each([
    [['--encrypt-to', 'age1nonsense'], '--encrypt-to: expected the public key'],
    [['--sign-with', 'cert.pem'], '--sign-with and --sign-key belong together'],
    [['--sign-with', 'cert.pem', '--sign-key', 'none.pem'], '--sign-key: none.pem cannot be read (ENOENT)'],
    [['--sign-with', 'root.pem', '--sign-key', 'key.pem'], 'the key is not the one of the certificate'],
  ])('or not written at all: %j', (flags, why) => {
    const { code, stderr } = report('never.zip', ...flags);
    expect(stderr).toContain(why);
    expect(code).toBe(2);
    expect(existsSync(at('never.zip'))).toBe(false);
    expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  it('is nothing that can be asked for without a bundle', () => {
    const { code, stderr } = airway('report', '--encrypt-to', 'age1x');
    expect(stderr).toContain('are for a bundle, and none is asked for');
    expect(code).toBe(2);
  });
});
