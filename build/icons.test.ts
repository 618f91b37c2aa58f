import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { makeIcons } from './icons.ts';

const folder = mkdtempSync(join(tmpdir(), 'airway-icons-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const icons = makeIcons(folder);

/** Width and height that a PNG states, in pixels. */
function sizeOfPng(png: Buffer): { widthPx: number; heightPx: number } {
  expect(png.subarray(1, 4).toString()).toBe('PNG');
  return { widthPx: png.readUInt32BE(16), heightPx: png.readUInt32BE(20) };
}

/** Types and octets of the pictures inside an .icns file. */
function entriesOfIcns(icns: Buffer): Map<string, number> {
  expect(icns.subarray(0, 4).toString()).toBe('icns');
  expect(icns.readUInt32BE(4)).toBe(icns.length);
  const entries = new Map<string, number>();
  for (let at = 8; at < icns.length; at += icns.readUInt32BE(at + 4))
    entries.set(icns.subarray(at, at + 4).toString(), icns.readUInt32BE(at + 4));
  return entries;
}

describe('makeIcons', () => {
  it('draws a picture for every size that a desktop of Linux looks for', () => {
    const names = readdirSync(icons.pngFolder);
    expect(names).toHaveLength(8);
    for (const name of names) {
      const { widthPx, heightPx } = sizeOfPng(readFileSync(join(icons.pngFolder, name)));
      expect(`${widthPx}x${heightPx}.png`).toBe(name);
    }
  });

  it('puts the sizes that Windows asks for into one .ico', () => {
    const ico = readFileSync(icons.ico);
    expect([ico.readUInt16LE(0), ico.readUInt16LE(2)]).toEqual([0, 1]);
    const widths = Array.from({ length: ico.readUInt16LE(4) }, (_, index) => ico[6 + index * 16] || 256);
    expect(widths).toEqual(expect.arrayContaining([16, 24, 32, 48, 64, 128, 256]));
  });

  it('puts pictures up to 1024 pixels into one .icns', () => {
    // ic10 is 1024 pixels, ic07 128; of each kind there is more than a header.
    const entries = entriesOfIcns(readFileSync(icons.icns));
    expect([...entries.keys()]).toEqual(expect.arrayContaining(['ic07', 'ic08', 'ic09', 'ic10']));
    expect([...entries.values()].every((sizeBytes) => sizeBytes > 100)).toBe(true);
  });

  it('gives the same octets for the same picture', () => {
    const again = makeIcons(mkdtempSync(join(folder, 'again-')));
    const sum = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex');
    expect([again.ico, again.icns].map(sum)).toEqual([icons.ico, icons.icns].map(sum));
  });
});
