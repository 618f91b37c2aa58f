import { inWords } from './sizes.ts';
import { printable, type Terminal } from './terminal.ts';

const REDRAW_MS = 100;

/** Shows how a bundle grows: the file that is being written, its bytes, and the bytes of all files so far. */
export interface BundleProgress {
  onProgress(progress: { readonly file: string; readonly bytes: number }): void;
  /** Clears what was drawn in place. */
  end(): void;
}

/** On a terminal one line is redrawn; elsewhere nothing is shown, as a line for each piece would bury everything else. */
export function showBundleProgress(
  terminal: Terminal,
  now: () => number = () => performance.now(),
): BundleProgress {
  let drawnAt = Number.NEGATIVE_INFINITY;
  let isDrawn = false;
  let file = '';
  let bytes = 0;
  let before = 0;
  return {
    onProgress: (progress) => {
      if (progress.file !== file) before += bytes;
      file = progress.file;
      bytes = progress.bytes;
      if (!terminal.isLive || now() - drawnAt < REDRAW_MS) return;
      drawnAt = now();
      const line = `writing ${printable(file)}, ${inWords(bytes)} · ${inWords(before + bytes)} in all`;
      // One column less than there are: a full line would wrap, and a carriage return leads back to its second half.
      terminal.stream.write(
        `\r\u001b[2K${terminal.style('dim', line.slice(0, Math.max(20, terminal.columns - 1)))}`,
      );
      isDrawn = true;
    },
    end: () => {
      if (isDrawn) terminal.stream.write('\r\u001b[2K');
      isDrawn = false;
    },
  };
}
