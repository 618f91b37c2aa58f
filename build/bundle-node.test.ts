import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
    expect(printed.toString().trim()).toBe(packageJson.version);
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
