import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { makeRoomForLookups } from '../electron/session/lookup-threads.ts';
import { ensureNodeBuild, ensureRendererBuild, ROOT } from './fresh.ts';

// `npm run airway -- ...`: the terminal host, built first when it is not there or not of these sources.
// A build uses the pool, whose size is then settled for this process.
makeRoomForLookups();
await ensureNodeBuild();
if (process.argv.includes('serve')) await ensureRendererBuild();
await import(pathToFileURL(join(ROOT, 'out', 'airway.js')).href);
