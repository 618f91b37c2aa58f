/** What each kind of package is made of besides the folder that `--dir` makes. */
const NEEDS = {
  nsis: 'Windows or Linux; the packager downloads makensis',
  portable: 'Windows or Linux; the packager downloads makensis',
  dmg: 'macOS, with its hdiutil',
  AppImage: 'Linux; the packager downloads the AppImage runtime and mksquashfs',
  deb: 'Linux; the packager downloads fpm; AIRWAY_HOMEPAGE names the address that goes into it',
  rpm: 'Linux with rpmbuild; the packager downloads fpm; AIRWAY_HOMEPAGE names the address that goes into it',
} as const;

/** Kinds of packages by the system that they are for. */
const TARGETS = {
  win: ['nsis', 'portable'],
  mac: ['dmg'],
  linux: ['AppImage', 'deb', 'rpm'],
} as const satisfies Record<string, readonly (keyof typeof NEEDS)[]>;

/** Systems that packages are made for, in the words of the packager's command line. */
export type System = keyof typeof TARGETS;

/** The system that this runs on. */
export const hostSystem = (platform: NodeJS.Platform): System =>
  platform === 'win32' ? 'win' : platform === 'darwin' ? 'mac' : 'linux';

/**
 * Why packages for a system cannot be made here, in one sentence; undefined when they can. macOS's are made on macOS alone, and a
 * package for Debian or Fedora has to name an address.
 */
export function whyNotHere(
  system: System,
  here: {
    readonly platform: NodeJS.Platform;
    readonly isDir: boolean;
    readonly homepage: string | undefined;
  },
): string | undefined {
  if (system === 'mac' && here.platform !== 'darwin') return 'packages for macOS are made on macOS';
  if (system === 'linux' && !here.isDir && here.homepage === undefined)
    return 'deb and rpm need the address of the project: set AIRWAY_HOMEPAGE';
  return undefined;
}

/** One line for each kind of package that a run did not make, with what it needs. */
export function notMade(made: readonly System[]): string[] {
  return Object.entries(TARGETS)
    .filter(([system]) => !made.some((one) => one === system))
    .flatMap(([system, targets]) => targets.map((target) => `${target} (${system}): needs ${NEEDS[target]}`));
}
