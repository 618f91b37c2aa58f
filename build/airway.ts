import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureNodeBuild, ensureRendererBuild, ROOT } from './fresh.ts';

// `npm run airway -- ...`: the terminal host, built first when it is not there or not of these sources.
await ensureNodeBuild();
if (process.argv.includes('serve')) await ensureRendererBuild();
await import(pathToFileURL(join(ROOT, 'out', 'airway.js')).href);
