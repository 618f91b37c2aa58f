import { readFileSync } from 'node:fs';
import { readBundle } from '../read-bundle.ts';

// Run as a program, on Linux: reads the bundle that its argument names, and prints what became of it and the most memory that it
// took. The kernel's high-water mark is of this program alone; the one of getrusage begins with that of whoever started it.
const read = await readBundle(process.argv[2] ?? '');
const [, peakKilobytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
process.stdout.write(
  JSON.stringify({
    code: read.ok ? 'read' : read.error.code,
    peakBytes: Number(peakKilobytes) * 1024,
  }),
);
