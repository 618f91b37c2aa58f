import type { Configuration, LinuxConfiguration, MacConfiguration } from 'electron-builder';

/** Files that are Airway's alone: a double click opens them. Installers take an ending over, so that it must be nobody else's. */
export const OWN_FILES: NonNullable<Configuration['fileAssociations']> = [
  { ext: 'airway', name: 'Airway profile', mimeType: 'application/x-airway-profile', role: 'Editor' },
];

/**
 * Profiles in YAML or JSON and bundles, which belong to other programs as well: macOS offers Airway under "Open With". On Windows
 * build/installer.nsh does the same, since electron-builder's own entry would make Airway the program for every archive.
 */
export const ALSO_OPENED_ON_MACOS: NonNullable<MacConfiguration['fileAssociations']> = [
  { ext: ['yaml', 'yml', 'json'], name: 'Airway profile', role: 'Viewer', rank: 'Alternate' },
  { ext: 'zip', name: 'Diagnostic bundle', role: 'Viewer', rank: 'Alternate' },
];

/** The same for Linux, where a desktop file names types of which the system knows the endings. */
export const ALSO_OPENED_ON_LINUX: NonNullable<LinuxConfiguration['mimeTypes']> = [
  'application/yaml',
  'application/json',
  'application/zip',
];
