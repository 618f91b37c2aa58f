import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ensureNodeBuild, ROOT } from '../../build/fresh.ts';
import { type Report, reportSchema } from '../contract/report.ts';
import { type LoopbackServer, rawServer } from '../probes/testing/tls-loopback-servers.ts';

const folder = mkdtempSync(join(tmpdir(), 'airway-check-syslog-'));
let receiver: LoopbackServer | undefined;
let received = '';

beforeAll(ensureNodeBuild);
afterEach(async () => {
  await receiver?.close();
  receiver = undefined;
  received = '';
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function airway(...args: readonly string[]) {
  const child = spawn(process.execPath, [join(ROOT, 'build', 'airway.ts'), 'check', ...args], {
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
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, stdout, stderr };
}

/** The profile of a receiver that takes lines and forgets them. */
async function profileOfReceiver(): Promise<string> {
  receiver = await rawServer((socket) =>
    socket.on('data', (bytes: Buffer) => {
      received += bytes.toString('utf8');
    }),
  );
  const path = join(folder, 'site.json');
  const { port } = receiver;
  const syslog = { address: '127.0.0.1', port, transport: 'tcp', framing: 'newline' };
  writeFileSync(
    path,
    JSON.stringify({ schema: 'airway.profile/1', name: 'Site', vantage: 'console', syslog }),
  );
  return path;
}

const reportOf = (text: string): Report => reportSchema.parse(JSON.parse(text));

describe('airway check with a syslog receiver', () => {
  it('sends nothing without being told to', async () => {
    const { code, stdout } = await airway('--profile', await profileOfReceiver(), '--json', '-');
    expect(code).toBe(0);
    const report = reportOf(stdout);
    expect(report.checks.find(({ id }) => id.startsWith('syslog/tcp/'))?.status).toBe('passed');
    expect(report.checks.filter(({ probe }) => probe === 'syslog-message')).toEqual([]);
    expect(report.syslogTest).toBeUndefined();
    expect(received).toBe('');
  });

  it('sends one message with --send-syslog-test, and says where to look for it', async () => {
    const profile = await profileOfReceiver();
    const { code, stdout, stderr } = await airway('--profile', profile, '--send-syslog-test', '--json', '-');
    expect(code).toBe(0);
    const { syslogTest, run } = reportOf(stdout);
    const token = syslogTest?.token ?? '?';
    expect(received.split('\n')).toEqual([expect.stringContaining(`${token}, for run ${run.id}`), '']);
    // People read the other stream when the report is on standard output.
    expect(stderr.replace(/\s+/g, ' ')).toContain(
      `One syslog test message was sent. Look for it at the receiver: grep -r ${token} /var/log, or search for ${token} in the SIEM.`,
    );
  });

  it('refuses consent to a message that nobody would get', async () => {
    const path = join(folder, 'console.json');
    const console = { address: '127.0.0.1' };
    writeFileSync(
      path,
      JSON.stringify({ schema: 'airway.profile/1', name: 'Site', vantage: 'asset', console }),
    );
    const { code, stdout, stderr } = await airway('--profile', path, '--send-syslog-test');
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('the profile has no syslog section');
  });
});
