import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { ROOT } from '../fresh.ts';
import { type BundledPackage, readPackage } from './bundled-packages.ts';

/** Where Electron's archives are published, below a folder for each version. */
const ELECTRON_RELEASES = 'https://github.com/electron/electron/releases/download';
/** The archives that packages are made from. */
const ELECTRON_ARCHIVE = /^electron-v[\d.]+-(?:win32|darwin|linux)-(?:x64|arm64)\.zip$/;
/** Programs that made what is packed. */
const TOOLS = ['node_modules/esbuild', 'node_modules/vite', 'node_modules/electron-builder'] as const;

export interface SbomSubject {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
}

interface Component {
  readonly type: 'application' | 'framework' | 'library';
  readonly 'bom-ref': string;
  readonly group?: string;
  readonly name: string;
  readonly version: string;
  readonly licenses: readonly ({ license: { id: string } } | { expression: string })[];
  readonly purl: string;
  readonly hashes?: readonly Hash[];
  readonly externalReferences?: readonly { type: string; url: string; hashes?: readonly Hash[] }[];
}

interface Hash {
  readonly alg: 'SHA-256' | 'SHA-512';
  readonly content: string;
}

/**
 * What a package is made of, as CycloneDX 1.6 (ECMA-424): Electron, and every npm package of which code was bundled, with the sum of
 * its published archive. The same contents at the same date give the same text.
 */
export function sbomOf(subject: SbomSubject, packages: readonly BundledPackage[], date: Date): string {
  const main: Component = {
    type: 'application',
    'bom-ref': purlOf(subject.name, subject.version),
    name: subject.name,
    version: subject.version,
    licenses: licensesOf(subject.licence),
    purl: purlOf(subject.name, subject.version),
  };
  const electron = electronComponent();
  const components = [electron, ...packages.map((one) => componentOf(one, 'library'))];
  const content = {
    version: 1,
    metadata: {
      timestamp: date.toISOString(),
      lifecycles: [{ phase: 'build' }],
      tools: { components: TOOLS.map((place) => componentOf(readPackage(place), 'application')) },
      component: main,
    },
    components,
    dependencies: [
      { ref: main['bom-ref'], dependsOn: components.map((one) => one['bom-ref']) },
      { ref: electron['bom-ref'], dependsOn: [] },
      ...packages.map((one) => ({ ref: refOf(one), dependsOn: dependenciesOf(one, packages) })),
    ],
  };
  const sbom = {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    serialNumber: `urn:uuid:${uuidOf(JSON.stringify(content))}`,
    ...content,
  };
  return `${JSON.stringify(sbom, null, 2)}\n`;
}

function componentOf(one: BundledPackage, type: Component['type']): Component {
  const [scope, name] = one.name.startsWith('@') ? one.name.split('/') : [undefined, one.name];
  return {
    type,
    'bom-ref': refOf(one),
    ...(scope === undefined ? {} : { group: scope }),
    name: name ?? one.name,
    version: one.version,
    licenses: licensesOf(one.licence),
    purl: purlOf(one.name, one.version),
    hashes: [sha512Of(one.integrity)],
    ...(one.homepage === undefined ? {} : { externalReferences: [{ type: 'website', url: one.homepage }] }),
  };
}

/** Electron is no bundled code: its archive is what is packed, so the sums are those of its archives. */
function electronComponent(): Component {
  const one = readPackage('node_modules/electron');
  const sums = z
    .record(z.string(), z.string())
    .parse(JSON.parse(readFileSync(join(ROOT, one.lockPath, 'checksums.json'), 'utf8')));
  const archives = Object.entries(sums).filter(([name]) => ELECTRON_ARCHIVE.test(name));
  return {
    ...componentOf(one, 'framework'),
    externalReferences: archives.map(([name, content]) => ({
      type: 'distribution',
      url: `${ELECTRON_RELEASES}/v${one.version}/${name}`,
      hashes: [{ alg: 'SHA-256', content }],
    })),
  };
}

/** The packages that Node would have found for what a package asks for, from the innermost folder outwards. */
function dependenciesOf(one: BundledPackage, packages: readonly BundledPackage[]): string[] {
  const byPlace = new Map(packages.map((each) => [each.lockPath, each]));
  return one.asksFor.flatMap((name) => {
    const folders = [one.lockPath, ...outerFolders(one.lockPath)];
    const found = folders
      .map((folder) => byPlace.get(`${folder === '' ? '' : `${folder}/`}node_modules/${name}`))
      .find((each) => each !== undefined);
    return found === undefined ? [] : [refOf(found)];
  });
}

function outerFolders(place: string): string[] {
  const outer = place.slice(0, Math.max(0, place.lastIndexOf('/node_modules/')));
  return outer === '' ? [''] : [outer, ...outerFolders(outer)];
}

/** Two places of one version are two components, which need two names. */
const refOf = (one: BundledPackage): string => `${purlOf(one.name, one.version)}#${one.lockPath}`;

/** A package URL: the scope's `@` is encoded, its slash is not. */
const purlOf = (name: string, version: string): string => `pkg:npm/${name.replace('@', '%40')}@${version}`;

const licensesOf = (licence: string): Component['licenses'] =>
  licence.includes(' ') ? [{ expression: licence }] : [{ license: { id: licence } }];

function sha512Of(integrity: string): Hash {
  const [, base64 = ''] = /^sha512-(.+)$/.exec(integrity) ?? [];
  return { alg: 'SHA-512', content: Buffer.from(base64, 'base64').toString('hex') };
}

/** A UUID of version 8 (RFC 9562 §5.8), made from a text. */
function uuidOf(text: string): string {
  const octets = createHash('sha256').update(text).digest().subarray(0, 16);
  octets.writeUInt8((octets.readUInt8(6) & 0x0f) | 0x80, 6);
  octets.writeUInt8((octets.readUInt8(8) & 0x3f) | 0x80, 8);
  return octets.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
