#!/usr/bin/env node
import inspector from 'node:inspector';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { mainOf } from './app-folder.ts';
import { Chromium } from './chromium/chromium.ts';
import { ChromiumContents } from './chromium/chromium-contents.ts';
import { ElectronStandIn } from './electron-stand-in.ts';
import { replaceElectron } from './load-desktop.ts';
import { SingleInstance } from './single-instance.ts';

// A program in place of the `electron` binary: `electron-binary.ts [switches] FOLDER_OF_APP [arguments]`. It runs the built main
// process and preload script on a stand-in for Electron, and shows their windows in Chromium. What Playwright waits for is what
// Electron prints: where Node's inspector and the browser listen.

process.stderr.write(
  'Electron is not here: a stand-in runs the built program, and Chromium shows its windows.\n',
);
const given = process.argv.slice(2);
const switches = new Map(
  given.flatMap((one): [string, string][] => {
    const [, name, value = ''] = /^--([^=]+)(?:=(.*))?$/.exec(one) ?? [];
    return name === undefined ? [] : [[name, value]];
  }),
);
const userData = switches.get('user-data-dir') ?? join(tmpdir(), 'airway-stand-in-user-data');
const main = mainOf(given);
process.argv.splice(0, process.argv.length, 'electron', ...given);

let browser: Chromium | undefined;
const electron = new ElectronStandIn((surroundings) => {
  if (browser === undefined) throw new Error('a window before the app is ready');
  return new ChromiumContents(surroundings, browser.devTools);
});
// Before anybody can ask for `electron`: the package of that name would begin to download its binary.
replaceElectron(electron.module);
if (switches.has('inspect')) inspector.open(0);
const instance = await SingleInstance.claim(userData, { argv: [...process.argv], cwd: process.cwd() });
const chromium = await Chromium.start();
browser = chromium;
process.stderr.write(`DevTools listening on ${chromium.endpoint}\n`);

electron.app.isPackaged = false;
electron.app.hasLock = instance.isFirst;
electron.app.home = userData;
for (const name of switches.keys()) electron.app.switches.add(name);
instance.onSecond(({ argv, cwd }) => electron.app.emit('second-instance', {}, argv, cwd));
electron.app.once('exited', () => {
  instance.release();
  void chromium.close().finally(() => process.exit(electron.app.exitCode ?? 0));
});
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => electron.app.quit());

// A page opens no page here: what the program allowed would be said by its handler, and what it denied must not stay open.
chromium.devTools.on('event', ({ method, params }) => {
  if (method !== 'Target.targetCreated') return;
  const { targetId, openerId, type } = params['targetInfo'] as Record<string, string | undefined>;
  if (type === 'page' && openerId !== undefined)
    chromium.devTools.send('Target.closeTarget', { targetId }).catch(() => undefined);
});
await chromium.devTools.send('Target.setDiscoverTargets', { discover: true });

createRequire(pathToFileURL(main))(main);
electron.app.becomeReady();
