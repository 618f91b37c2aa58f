import { readBundle } from '../read-bundle.ts';

// Run as a program: reads the bundles that its arguments name, one after the other, and prints what became of each and the most
// memory that this process ever held.
const codes: string[] = [];
for (const path of process.argv.slice(2)) {
  const read = await readBundle(path);
  codes.push(read.ok ? 'read' : read.error.code);
}
process.stdout.write(JSON.stringify({ codes, peakBytes: process.resourceUsage().maxRSS * 1024 }));
