import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { pageHeaders, readStaticFiles } from './static-files.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'airway-static-'));
  mkdirSync(join(folder, 'assets'));
  writeFileSync(join(folder, 'index.html'), '<!doctype html>');
  writeFileSync(join(folder, 'assets', 'index-AbC1.js'), 'export {};');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('readStaticFiles', () => {
  it('maps each path to its bytes and its exact type', () => {
    for (const name of ['a.css', 'b.svg', 'c.png', 'd.woff2'])
      writeFileSync(join(folder, 'assets', name), 'x');
    const files = readStaticFiles(folder);
    expect(Object.fromEntries([...files].map(([path, { contentType }]) => [path, contentType]))).toEqual({
      '/': 'text/html; charset=utf-8',
      '/index.html': 'text/html; charset=utf-8',
      '/assets/index-AbC1.js': 'text/javascript; charset=utf-8',
      '/assets/a.css': 'text/css; charset=utf-8',
      '/assets/b.svg': 'image/svg+xml; charset=utf-8',
      '/assets/c.png': 'image/png',
      '/assets/d.woff2': 'font/woff2',
    });
    expect(Buffer.from(files.get('/assets/index-AbC1.js')?.bytes ?? []).toString()).toBe('export {};');
    expect(files.get('/')?.isNamedByContent).toBe(false);
    expect(files.get('/assets/a.css')?.isNamedByContent).toBe(true);
  });

  it('leaves out unknown kinds and links that lead elsewhere', () => {
    writeFileSync(join(folder, 'index.js.map'), '{}');
    writeFileSync(join(folder, '.env'), 'SECRET=1');
    symlinkSync('/etc/hostname', join(folder, 'hostname.html'));
    symlinkSync('/etc', join(folder, 'etc'));
    expect([...readStaticFiles(folder).keys()].sort()).toEqual(['/', '/assets/index-AbC1.js', '/index.html']);
  });

  it('says that the wizard is not built, naming the folder', () => {
    rmSync(join(folder, 'index.html'));
    expect(() => readStaticFiles(folder)).toThrow(`there is no index.html in ${folder}`);
    expect(() => readStaticFiles(join(folder, 'nowhere'))).toThrow('The wizard is not built');
  });

  it('does not read a folder that is far larger than the wizard', () => {
    const large = join(folder, 'assets', 'large.png');
    writeFileSync(large, '');
    truncateSync(large, 40 * 1024 * 1024);
    expect(() => readStaticFiles(folder)).toThrow('more than the wizard');
  });
});

describe('pageHeaders', () => {
  it('lets the page load its own files and nothing else', () => {
    expect(pageHeaders("'none'")['content-security-policy']).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    );
    expect(pageHeaders("'self'")['content-security-policy']).toContain("connect-src 'self'");
  });
});
