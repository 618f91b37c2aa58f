import { readFileSync } from 'node:fs';
import { readBundle } from '../read-bundle.ts';

// Run as a program: reads the bundle that its argument names, and prints what became of it and the most memory that this process
// ever held.
const read = await readBundle(process.argv[2] ?? '');
process.stdout.write(
  JSON.stringify({ code: read.ok ? 'read' : read.error.code, peakBytes: 1024 * peakKilobytes() }),
);

/** Linux counts what the process held before it became this program in `maxRSS` (getrusage(2)), and not in VmHWM (proc(5)). */
function peakKilobytes(): number {
  if (process.platform !== 'linux') return process.resourceUsage().maxRSS;
  const [, peak = '0'] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
  return Number(peak);
}
