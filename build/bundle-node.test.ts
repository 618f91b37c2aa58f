import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import packageJson from '../package.json' with { type: 'json' };
import { buildNode } from './bundle-node.ts';

let outDir = '';
beforeAll(async () => {
  outDir = mkdtempSync(join(tmpdir(), 'airway-built-'));
  mkdirSync(join(outDir, 'chunks'));
  mkdirSync(join(outDir, 'renderer'));
  writeFileSync(join(outDir, 'chunks', 'chunk-OLD.js'), 'an earlier build');
  writeFileSync(join(outDir, 'renderer', 'index.html'), 'the page');
  await buildNode({ outDir });
});
afterAll(() => rmSync(outDir, { recursive: true, force: true }));

describe('buildNode', () => {
  it('makes a terminal program that runs from wherever it stands', () => {
    const printed = execFileSync(process.execPath, [join(outDir, 'airway.js'), '--version'], {
      cwd: tmpdir(),
    });
    const [own, parts] = printed.toString().trim().split('\n');
    expect(own).toBe(packageJson.version);
    expect(parts).toContain(`Node ${process.versions.node}, OpenSSL ${process.versions.openssl}`);
  });

  it('carries the interpreter of PAC files', () => {
    const pac = join(outDir, 'proxy.pac');
    const profile = join(outDir, 'site.yaml');
    writeFileSync(
      pac,
      'function FindProxyForURL(url, host) { return /:8443/.test(url) ? "DIRECT" : "PROXY a:1"; }',
    );
    writeFileSync(
      profile,
      `schema: airway.profile/1\nname: Site\nconsole: {address: 127.0.0.1, ports: {primary: 1, alternate: 8443}}\nproxy: {pacUrl: "${pathToFileURL(pac).href}"}\n`,
    );
    const { stdout } = spawnSync(
      process.execPath,
      [join(outDir, 'airway.js'), 'check', '--profile', profile, '--step', 'console', '--json', '-'],
      { cwd: tmpdir(), env: { ...process.env, AIRWAY_STATE_DIR: join(outDir, 'state') } },
    );
    const { checks }: { checks: { id: string; outcome?: unknown }[] } = JSON.parse(stdout.toString());
    expect(checks.find(({ id }) => id.startsWith('proxy/pac/'))?.outcome).toMatchObject({
      code: 'usable',
      answers: [
        { port: 1, result: 'PROXY a:1' },
        { port: 8443, result: 'DIRECT' },
      ],
    });
  });

  it('makes a preload script of one file that asks for electron and nothing else', () => {
    const preload = readFileSync(join(outDir, 'desktop', 'preload.cjs'), 'utf8');
    const asked = [...preload.matchAll(/require\(([^)]*)\)/g)].map(([, what]) => what);
    expect(asked).toEqual(['"electron"']);
    expect(preload.length).toBeLessThan(4000);
  });

  it('leaves electron to Electron', () => {
    expect(readFileSync(join(outDir, 'desktop', 'main.js'), 'utf8')).toMatch(/from "electron"/);
  });

  it('removes chunks of an earlier build, and leaves the renderer alone', () => {
    expect(existsSync(join(outDir, 'chunks', 'chunk-OLD.js'))).toBe(false);
    expect(readFileSync(join(outDir, 'renderer', 'index.html'), 'utf8')).toBe('the page');
  });
});
