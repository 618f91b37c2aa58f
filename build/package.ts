import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type AfterPackContext, Arch, build, Platform } from 'electron-builder';
import config from '../electron-builder.config.ts';
import { electronBinary, electronDist } from './electron-dist.ts';
import { ROOT } from './fresh.ts';
import { makeIcons } from './icons.ts';
import {
  ARCHIVE_BUDGET_BYTES,
  archiveProblems,
  archiveSize,
  listedPatterns,
} from './packaging/archive-contents.ts';
import { judgeFuses } from './packaging/fuse-wire.ts';
import { setDates, sourceDate, stageApp } from './packaging/stage-app.ts';
import { isStandIn, makeStandInDist } from './packaging/stand-in-dist.ts';
import { hostSystem, notMade, type System, whyNotHere } from './packaging/targets.ts';

// `npm run package [-- --dir] [--win] [--mac] [--linux] [--output FOLDER]`: packages of the desktop host. `--dir` makes the folder that
// installers are made from, and works without a network: where Electron's binary is not on this machine, a stand-in takes its place.

const { values: given } = parseArgs({
  options: {
    dir: { type: 'boolean', default: false },
    win: { type: 'boolean', default: false },
    mac: { type: 'boolean', default: false },
    linux: { type: 'boolean', default: false },
    output: { type: 'string', default: join(ROOT, 'release') },
  },
});
const output = resolve(given.output);
const homepage = process.env['AIRWAY_HOMEPAGE'];
const asked = (['win', 'mac', 'linux'] as const).filter((system) => given[system]);
const systems = asked.length === 0 ? [hostSystem(process.platform)] : asked;
/** Codes of Node's that say that a download failed for want of a network. */
const NETWORK_CODES = new Set([
  'ENOTFOUND',
  'EAI_AGAIN',
  'ECONNREFUSED',
  'ECONNRESET',
  'ETIMEDOUT',
  'ENETUNREACH',
]);
/** In a release: what cannot be signed for Windows or macOS fails, instead of being made without a signature. */
const isSigningRequired = process.env['AIRWAY_REQUIRE_SIGNATURES'] === 'yes';
/** What was packed, to be read back when all is done. */
const packed: AfterPackContext[] = [];

async function main(): Promise<void> {
  const refusals = systems.flatMap((system) => {
    const why = whyNotHere(system, { platform: process.platform, isDir: given.dir, homepage });
    return why === undefined ? [] : [why];
  });
  if (refusals.length > 0) throw new Error(refusals.join('; '));

  const date = sourceDate(process.env);
  // React and the packager's tools read these.
  process.env['NODE_ENV'] = 'production';
  process.env['SOURCE_DATE_EPOCH'] = String(date.getTime() / 1000);
  const stage = { app: join(output, 'app'), legal: join(output, 'legal') };
  const packages = await stageApp(stage, date, homepage);
  makeIcons(join(output, 'resources'));

  for (const system of systems) await pack(system, date, stage);
  const lines = await Promise.all(packed.map((context) => account(context, date)));
  process.stdout.write(`\n${lines.join('\n')}\n`);
  process.stdout.write(
    `  ${packages.length} packages are bundled; their licences and the SBOM lie in resources\n`,
  );
  sayWhatWasNotDone();
}

async function pack(system: System, date: Date, stage: { app: string; legal: string }): Promise<void> {
  const platform = { win: Platform.WINDOWS, mac: Platform.MAC, linux: Platform.LINUX }[system];
  const arch = process.arch === 'arm64' ? Arch.arm64 : Arch.x64;
  await build({
    targets: given.dir ? platform.createTarget('dir', arch) : platform.createTarget(),
    projectDir: ROOT,
    publish: 'never',
    config: {
      ...config,
      // The packager changes the list that it is given.
      files: listedPatterns(),
      directories: { app: stage.app, buildResources: join(output, 'resources'), output },
      extraResources: [{ from: stage.legal, to: '.' }],
      forceCodeSigning: isSigningRequired,
      // Without it the packager takes Electron from the network, for both processors.
      ...(given.dir ? { electronDist: distFor(platform.nodeName) } : {}),
      afterExtract: ({ appOutDir, electronPlatformName }) => {
        // What Electron shows without a program, and its number: a dist that was unpacked before still holds both.
        const inside = electronPlatformName === 'darwin' ? 'Electron.app/Contents/Resources' : 'resources';
        rmSync(join(appOutDir, inside, 'default_app.asar'), { force: true });
        rmSync(join(appOutDir, 'version'), { force: true });
      },
      afterPack: (context) => {
        const problems = archiveProblems(archiveOf(context));
        if (problems.length > 0)
          throw new Error(`what was packed may not be shipped: ${problems.join('; ')}`);
        setDates(context.appOutDir, date);
        packed.push(context);
      },
    },
  });
}

/** Electron for a mere folder: this machine's own when it is for this system, else a stand-in. */
function distFor(platform: NodeJS.Platform): string {
  if (electronBinary() !== undefined && platform === process.platform) return electronDist();
  const folder = join(output, `electron-stand-in-${platform}`);
  rmSync(folder, { recursive: true, force: true });
  makeStandInDist(folder, platform);
  return folder;
}

/** What was packed for one system; throws an Error where the binary's fuses are not as decided. */
async function account(context: AfterPackContext, date: Date): Promise<string> {
  const archive = archiveOf(context);
  const { problems, undecided } = await judgeFuses(binaryOf(context));
  if (problems.length > 0) throw new Error(`what was packed may not be shipped: ${problems.join('; ')}`);
  // The fuses were written last.
  setDates(context.appOutDir, date);
  const { files, sizeBytes } = archiveSize(archive);
  const sum = createHash('sha256').update(readFileSync(archive)).digest('hex');
  const on = isStandIn(context.appOutDir) ? 'a stand-in for Electron' : `Electron ${electronVersion()}`;
  return [
    `${relative(process.cwd(), context.appOutDir)}: ${context.electronPlatformName} ${Arch[context.arch]}, on ${on}`,
    `  app.asar: ${files} files, ${inMb(sizeBytes)} of at most ${inMb(ARCHIVE_BUDGET_BYTES)} MB, sha256 ${sum}`,
    '  fuses: written and read back, all as decided',
    ...undecided.map(
      (fuse) => `  fuse ${fuse}: left as Electron ships it, the pinned @electron/fuses does not know it`,
    ),
  ].join('\n');
}

function archiveOf({ appOutDir, packager }: AfterPackContext): string {
  return join(packager.getResourcesDir(appOutDir), 'app.asar');
}

function binaryOf({ appOutDir, electronPlatformName, packager }: AfterPackContext): string {
  const name = packager.appInfo.productFilename;
  if (electronPlatformName === 'darwin') return join(appOutDir, `${name}.app`);
  return join(
    appOutDir,
    electronPlatformName === 'win32' ? `${name}.exe` : (config.linux?.executableName ?? name),
  );
}

function electronVersion(): string {
  const { version } = JSON.parse(readFileSync(join(ROOT, 'node_modules/electron/package.json'), 'utf8')) as {
    version: string;
  };
  return version;
}

function sayWhatWasNotDone(): void {
  const lines = given.dir ? notMade([]) : notMade(systems);
  if (packed.some(({ appOutDir }) => isStandIn(appOutDir)))
    lines.unshift(
      `a program that starts: needs Electron's binary; \`npx install-electron\` fetches it, and ${existsSync(electronDist()) ? 'it is here for another system' : 'it is not here'}`,
    );
  if (!isSigningRequired) lines.push('signatures: need certificates, which docs/releasing.md names');
  process.stdout.write(`\nNot done here:\n${lines.map((line) => `  ${line}\n`).join('')}`);
}

const inMb = (sizeBytes: number): string => (sizeBytes / 1024 / 1024).toFixed(1);

await main().catch((error: unknown) => {
  process.stderr.write(`\npackage: ${error instanceof Error ? error.message : String(error)}\n`);
  if (error instanceof Error && 'code' in error && NETWORK_CODES.has(String(error.code)))
    process.stderr.write(
      "Electron and the packager's tools come from the network; `npm run package -- --dir` needs none.\n",
    );
  process.exit(1);
});
