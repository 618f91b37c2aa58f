import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { openRefusalLog, plainDetail, REFUSAL_LOG } from './refusal-log.ts';

const root = mkdtempSync(join(tmpdir(), 'airway-refusals-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
let folders = 0;
function openLog(prepare: (directory: string) => void = () => undefined) {
  folders += 1;
  const directory = join(root, `log-${folders}`);
  prepare(directory);
  const said: string[] = [];
  const note = openRefusalLog({
    host: 'desktop',
    directory,
    say: (line) => void said.push(line),
    now: () => new Date(0),
  });
  const path = join(directory, REFUSAL_LOG);
  const lines = () =>
    readFileSync(path, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown);
  return { note, said, lines, path };
}

describe('the log of refusals', () => {
  it('keeps one line each, and says the first of each kind', () => {
    const { note, said, lines } = openLog();
    note('navigation', 'https://attacker.example/a');
    note('navigation', 'https://attacker.example/b');
    note('new-window', 'https://attacker.example/c');
    expect(lines()).toEqual([
      {
        at: '1970-01-01T00:00:00.000Z',
        host: 'desktop',
        kind: 'navigation',
        detail: 'https://attacker.example/a',
      },
      expect.objectContaining({ kind: 'navigation', detail: 'https://attacker.example/b' }),
      expect.objectContaining({ kind: 'new-window', detail: 'https://attacker.example/c' }),
    ]);
    expect(said).toEqual([
      'refused (navigation): https://attacker.example/a',
      'refused (new-window): https://attacker.example/c',
    ]);
  });

  it('stops after forty of a kind', () => {
    const { note, lines } = openLog();
    for (let count = 0; count < 1000; count += 1) note('bad-input', `try ${count}`);
    expect(lines()).toHaveLength(41);
    expect(lines().at(-1)).toMatchObject({ detail: 'more of this kind are not written' });
  });

  it('begins a new file when the old one is large', () => {
    const { note, lines, path } = openLog();
    note('device', 'a');
    writeFileSync(path, 'x'.repeat(300_000));
    note('device', 'b');
    expect(lines()).toEqual([expect.objectContaining({ detail: 'b' })]);
    expect(existsSync(`${path}.1`)).toBe(true);
  });

  it('never throws, not even where nothing can be written', () => {
    const { note, said } = openLog((directory) => writeFileSync(directory, 'a file in its place'));
    note('request', 'https://attacker.example/');
    expect(said).toHaveLength(1);
  });
});

describe('a detail', () => {
  it('loses what may be secret in an address', () => {
    expect(plainDetail('https://user:pass@host.example:8443/path?token=geheim#x')).toBe(
      'https://host.example:8443/path',
    );
    expect(plainDetail('data:text/html,<script>geheim</script>')).toBe('data:');
    expect(plainDetail('file:///etc/passwd?x')).toBe('file:///etc/passwd');
    expect(plainDetail('https://a.example/?token=geheim asked app-info: what')).toBe(
      'https://a.example/ asked app-info: what',
    );
  });

  it('is one short line without control characters, whatever it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 600 }), (text) => {
        const plain = plainDetail(text);
        expect(plain.length).toBeLessThanOrEqual(200);
        expect(plain).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}]/u);
      }),
    );
    expect(plainDetail('a\nb\u001b[31mc')).toBe('a b?[31mc');
    expect(plainDetail('a'.repeat(9000))).toHaveLength(200);
  });
});
