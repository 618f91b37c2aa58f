import { readBundle } from '../read-bundle.ts';

// Run as a program: reads the bundle that its argument names, and prints what became of it and the most memory that this process
// ever held.
const read = await readBundle(process.argv[2] ?? '');
process.stdout.write(
  JSON.stringify({
    code: read.ok ? 'read' : read.error.code,
    peakBytes: process.resourceUsage().maxRSS * 1024,
  }),
);
