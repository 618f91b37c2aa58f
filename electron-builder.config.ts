import type { Configuration } from 'electron-builder';
import { ALSO_OPENED_ON_LINUX, ALSO_OPENED_ON_MACOS, OWN_FILES } from './build/file-associations.ts';

/** Every fuse is stated: one that a later electron-builder adds does not compile until it is decided upon. */
type Fuses = Required<NonNullable<Configuration['electronFuses']>>;

/** A word that the packager fills in. */
const filledIn = (word: string): string => `$\{${word}}`;

/** How the desktop host is packed: `electron-builder --config electron-builder.config.ts`, after `npm run build`. */
const config: Omit<Configuration, 'electronFuses'> & { readonly electronFuses: Fuses } = {
  // Installers tell an update from another program by this id: it never changes.
  appId: 'org.airway.desktop',
  productName: 'Airway',
  copyright: 'The Airway authors, MIT licence',
  directories: { buildResources: 'build', output: 'release' },
  // What is listed is packed, and nothing else: no sources, no tests. Packages are bundled into `out`.
  files: ['out/**', 'package.json', 'LICENSE'],
  asar: true,
  npmRebuild: false,
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
  win: { target: ['nsis', 'portable'] },
  nsis: { oneClick: false, perMachine: false },
  mac: {
    target: ['dmg'],
    category: 'public.app-category.utilities',
    hardenedRuntime: true,
    fileAssociations: ALSO_OPENED_ON_MACOS,
  },
  linux: {
    target: ['AppImage', 'deb', 'rpm'],
    category: 'Network',
    executableName: 'airway',
    mimeTypes: ALSO_OPENED_ON_LINUX,
  },
  artifactName: `${['productName', 'version', 'os', 'arch'].map(filledIn).join('-')}.${filledIn('ext')}`,
  publish: null,
};

export default config;
