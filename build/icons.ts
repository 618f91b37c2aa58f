import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Resvg } from '@resvg/resvg-js';
import { BEZIER, createICNS, createICO } from 'png2icons';
import { ROOT } from './fresh.ts';

/** The one picture that all icons are made from. */
const SOURCE = join(ROOT, 'assets', 'icon.svg');
/** Widths that desktops of Linux look for in their icon folders, in pixels. */
const LINUX_SIZES_PX = [16, 24, 32, 48, 64, 128, 256, 512] as const;
/** Largest picture of an .icns file; smaller ones are made from it. */
const LARGEST_PX = 1024;
/** Apple's grid for icons: 824 of 1024 pixels are the shape, the rest is for its shadow. */
const MAC_SHAPE_SHARE = 824 / 1024;

/** Files that the packager takes, as absolute paths. */
export interface Icons {
  readonly ico: string;
  readonly icns: string;
  /** A folder of `WIDTHxWIDTH.png`. */
  readonly pngFolder: string;
}

/**
 * Makes every icon anew from `assets/icon.svg` into a folder, so that none can be older than the picture. The same picture gives the
 * same octets. Throws an Error where the picture cannot be read or drawn.
 */
export function makeIcons(folder: string): Icons {
  const svg = readFileSync(SOURCE, 'utf8');
  const icons = {
    ico: join(folder, 'icon.ico'),
    icns: join(folder, 'icon.icns'),
    pngFolder: join(folder, 'icons'),
  };
  mkdirSync(icons.pngFolder, { recursive: true });
  for (const widthPx of LINUX_SIZES_PX)
    writeFileSync(join(icons.pngFolder, `${widthPx}x${widthPx}.png`), pngOf(svg, widthPx));
  // Windows reads small pictures as bitmaps everywhere, as PNG only in places: `forWinExe` writes both as it wants them.
  const ico = createICO(pngOf(svg, LARGEST_PX), BEZIER, 0, false, true);
  const icns = createICNS(pngOf(withMargin(svg), LARGEST_PX), BEZIER, 0);
  if (ico === null || icns === null) throw new Error(`${SOURCE} could not be made into icons`);
  writeFileSync(icons.ico, ico);
  writeFileSync(icons.icns, icns);
  return icons;
}

/** A square picture as PNG, with what lies outside its shape left transparent. */
function pngOf(svg: string, widthPx: number): Buffer {
  const drawing = new Resvg(svg, {
    fitTo: { mode: 'width', value: widthPx },
    font: { loadSystemFonts: false },
  });
  return drawing.render().asPng();
}

/** The picture in the middle of a larger transparent square. */
function withMargin(svg: string): string {
  const [, width] = /viewBox="0 0 (\d+) \d+"/.exec(svg) ?? [];
  if (width === undefined) throw new Error(`${SOURCE} has no square viewBox that begins at 0 0`);
  const whole = Number(width) / MAC_SHAPE_SHARE;
  const margin = (whole - Number(width)) / 2;
  return svg.replace(`viewBox="0 0 ${width} ${width}"`, `viewBox="${-margin} ${-margin} ${whole} ${whole}"`);
}

// `node build/icons.ts FOLDER`: to look at them.
if (import.meta.main) process.stdout.write(`${JSON.stringify(makeIcons(process.argv[2] ?? 'out/icons'))}\n`);
