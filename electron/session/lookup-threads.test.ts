import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensureNodeBuild, ROOT } from '../../build/fresh.ts';
import { NamespaceLab, whyNoNamespaces } from '../probes/testing/namespace-lab.ts';
import { makeRoomForLookups } from './lookup-threads.ts';

describe('room for lookups', () => {
  it('is made unless the user said how much there is', () => {
    const unset: NodeJS.ProcessEnv = {};
    makeRoomForLookups(unset);
    expect(Number(unset['UV_THREADPOOL_SIZE'])).toBeGreaterThan(8);
    const own: NodeJS.ProcessEnv = { UV_THREADPOOL_SIZE: '6' };
    makeRoomForLookups(own);
    expect(own).toEqual({ UV_THREADPOOL_SIZE: '6' });
  });

  it.skipIf(process.platform !== 'linux')(
    'is there in the terminal host before its first lookup, run as built and from its sources',
    async () => {
      await ensureNodeBuild();
      const folder = mkdtempSync(join(tmpdir(), 'airway-lookups-'));
      const counting = `import { readdirSync } from 'node:fs';
        process.on('exit', () => console.error('threads ' + readdirSync('/proc/self/task').length));`;
      const { UV_THREADPOOL_SIZE: _own, ...environment } = process.env;
      const threads = async (program: string): Promise<number> => {
        const { stderr } = await promisify(execFile)(
          process.execPath,
          [
            `--import=data:text/javascript,${encodeURIComponent(counting)}`,
            program,
            'check',
            '--practice',
            '--quiet',
          ],
          { env: { ...environment, AIRWAY_STATE_DIR: folder } },
        );
        return Number(/threads (\d+)/.exec(stderr)?.[1]);
      };
      try {
        expect(await threads(join(ROOT, 'out', 'airway.js'))).toBeGreaterThan(24);
        expect(await threads(join(ROOT, 'build', 'airway.ts'))).toBeGreaterThan(24);
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    },
  );
});

const why = await whyNoNamespaces();

describe.skipIf(why !== undefined)(`with a silent resolver${why === undefined ? '' : ` (${why})`}`, () => {
  const lab = new NamespaceLab();
  let client = '';
  beforeAll(async () => {
    const net = await lab.clientRouterServer();
    client = net.client;
    await lab.run(
      net.router,
      'nft',
      'table inet faults {\n chain passing {\n type filter hook forward priority 0; policy drop;\n }\n}',
    );
  });
  afterAll(() => lab.remove());

  const module = (path: string) => JSON.stringify(new URL(path, import.meta.url).href);

  /** Three names that no resolver answers for, and then one that the hosts file gives: which of them end, in order. */
  const endsOf = async (first: string): Promise<unknown> =>
    lab.evaluate(
      client,
      `${first}
        const { systemLookup } = await import(${module('../probes/dns/system-lookup.ts')});
        const context = { signal: new AbortController().signal, deadlineMs: 2500, now: () => performance.now(),
          wallClock: Date.now, progress() {}, secrets: {} };
        const ends = [];
        await Promise.all(['one.example.com', 'two.example.com', 'three.example.com', 'four.example.com'].map(
          (hostname) => systemLookup.run({ hostname }, context).then(({ code }) => ends.push(hostname + ' ' + code))));
        console.log(JSON.stringify(ends));
        // A process that exits by itself would wait for its lookups.
        process.execve('/bin/sh', ['sh', '-c', 'exit 0'], {});`,
      { 'resolv.conf': 'nameserver 10.99.2.2\n', hosts: '10.0.0.4 four.example.com\n' },
    );

  it('three stuck lookups do not delay a fourth', async () => {
    const stuck = ['one', 'two', 'three'].map((name) => `${name}.example.com timed-out`);
    const made = `const { makeRoomForLookups } = await import(${module('./lookup-threads.ts')}); makeRoomForLookups();`;
    expect(await endsOf(made)).toEqual(['four.example.com resolved', ...stuck]);
  });
});
