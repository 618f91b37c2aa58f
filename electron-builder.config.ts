import type { FuseV1Options } from '@electron/fuses';
import type { Configuration } from 'electron-builder';
import { ALSO_OPENED_ON_LINUX, ALSO_OPENED_ON_MACOS, OWN_FILES } from './build/file-associations.ts';

/**
 * Every fuse is stated, of those that electron-builder sets and of those that Electron's own tool knows: one that a later version of
 * either adds does not compile until it is decided upon.
 */
type Fuses = Required<NonNullable<Configuration['electronFuses']>> &
  Readonly<Record<Uncapitalize<keyof typeof FuseV1Options>, boolean>>;
type TargetName = 'nsis' | 'portable' | 'dmg' | 'AppImage' | 'deb' | 'rpm';

/** A word that the packager fills in. */
const filledIn = (word: string): string => `$\{${word}}`;
/** A kind of package for both processors. */
const both = (target: TargetName) => ({ target, arch: ['x64' as const, 'arm64' as const] });

/**
 * How the desktop host is packed. `npm run package` (build/package.ts) takes this, after it has laid out what goes into the archive and
 * made the icons, and checks what comes out.
 */
const config: Configuration & { readonly electronFuses: Fuses } = {
  // Installers tell an update from another program by this id: it never changes.
  appId: 'org.airway.desktop',
  productName: 'Airway',
  copyright: 'The Airway authors, MIT licence',
  directories: { app: 'release/app', buildResources: 'release/resources', output: 'release' },
  // What is listed is packed, and nothing else: no sources, no tests, no maps. Packages are bundled into `out`.
  files: [
    'out/desktop/main.js',
    'out/desktop/preload.cjs',
    'out/chunks/*.js',
    'out/renderer/index.html',
    'out/renderer/assets/*.{js,css,svg}',
    'package.json',
  ],
  // Licences and SBOM, where people and scanners can read them.
  extraResources: [{ from: 'release/legal', to: '.' }],
  // Sums of the archive are embedded by default, and the fuse below lets the program start with this archive only.
  asar: true,
  // Says that nothing has to be installed for what is packed: packages are bundled.
  beforeBuild: async () => false,
  electronFuses: {
    // No way to run this program as a bare Node, or to make it load or debug code that did not ship with it.
    runAsNode: false,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    onlyLoadAppFromAsar: true,
    enableEmbeddedAsarIntegrityValidation: true,
    grantFileProtocolExtraPrivileges: false,
    loadBrowserProcessSpecificV8Snapshot: false,
    // No cookies are kept; on macOS this would ask for the Keychain.
    enableCookieEncryption: false,
    // Without it a macOS build that is not signed does not start on Apple silicon.
    resetAdHocDarwinSignature: true,
  },
  fileAssociations: OWN_FILES,
  win: { target: [both('nsis'), both('portable')], icon: 'icon.ico' },
  nsis: {
    oneClick: false,
    perMachine: false,
    allowToChangeInstallationDirectory: true,
    // Finished runs and settings belong to who made them.
    deleteAppDataOnUninstall: false,
    // There is no updater that would read it.
    differentialPackage: false,
    include: 'build/installer.nsh',
  },
  mac: {
    target: [both('dmg')],
    icon: 'icon.icns',
    category: 'public.app-category.utilities',
    hardenedRuntime: true,
    gatekeeperAssess: false,
    entitlements: 'build/packaging/entitlements.mac.plist',
    entitlementsInherit: 'build/packaging/entitlements.mac.plist',
    fileAssociations: ALSO_OPENED_ON_MACOS,
    extendInfo: {
      // macOS 15 asks before a program may reach the local network, and shows this.
      NSLocalNetworkUsageDescription:
        'Airway connects to the console, directory and syslog servers of this site, to find out why they cannot talk to each other.',
    },
  },
  dmg: { writeUpdateInfo: false },
  linux: {
    target: [both('AppImage'), both('deb'), both('rpm')],
    icon: 'icons',
    category: 'Network',
    synopsis: 'Why AIR Console, Responders, Active Directory and Syslog cannot talk',
    maintainer: 'The Airway authors',
    vendor: 'The Airway authors',
    // No spaces and no capitals: it is typed.
    executableName: 'airway',
    // Files as paths, not as addresses.
    executableArgs: ['%F'],
    mimeTypes: ALSO_OPENED_ON_LINUX,
    // Only here an ending may have two parts: what the wizard saves is ours by its whole name.
    fileAssociations: ['yaml', 'yml', 'json'].map((ending) => ({
      ext: `airway.${ending}`,
      name: 'Airway profile',
      description: 'Airway profile',
      mimeType: 'application/x-airway-profile',
    })),
    desktop: { entry: { Keywords: 'AIR;Responder;LDAP;Syslog;TLS;DNS;proxy;diagnosis;' } },
  },
  artifactName: `${['productName', 'version', 'os', 'arch'].map(filledIn).join('-')}.${filledIn('ext')}`,
  portable: {
    artifactName: `${['productName', 'version', 'os', 'arch'].map(filledIn).join('-')}-portable.${filledIn('ext')}`,
  },
  publish: null,
};

export default config;
