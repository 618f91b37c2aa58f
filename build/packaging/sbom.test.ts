import { expect, it } from 'vitest';
import { cycloneDx } from '../testing/cyclonedx.ts';
import { bundledPackages, placeOf } from './bundled-packages.ts';
import { sbomOf } from './sbom.ts';
import { thirdPartyLicences } from './third-party-licenses.ts';

const SUBJECT = { name: 'airway', version: '1.2.3', licence: 'MIT' };
const DATE = new Date('2026-03-04T05:06:07Z');
/** Modules as bundlers name them: below a folder, with two versions of one package, and not of a package. */
const MODULES = [
  'node_modules/zod/v4/core/parse.js',
  'node_modules/zod/v4/core/util.js',
  '/home/e/airway/node_modules/@noble/curves/ed25519.js',
  'C:\\airway\\node_modules\\@noble\\curves\\node_modules\\@noble\\hashes\\sha2.js',
  'node_modules/age-encryption/node_modules/@noble/hashes/sha2.js',
  '\0/airway/node_modules/react/index.js?commonjs-es-import',
  'electron/main.ts',
];
const packages = bundledPackages(MODULES);
const sbom = cycloneDx.parse(JSON.parse(sbomOf(SUBJECT, packages, DATE)));

it.each([
  ['electron/main.ts', undefined],
  ['\0rolldown/runtime.js', 'node_modules/rolldown'],
  ['\0vite/preload-helper.js', 'node_modules/vite'],
  ['../../x/node_modules/@a/b/node_modules/c/d.js', 'node_modules/@a/b/node_modules/c'],
])('the package of the module %j', (id, place) => {
  expect(placeOf(id)).toBe(place);
});

it('names each package once, with the sum of its archive', () => {
  expect(packages.map(({ lockPath }) => lockPath)).toEqual([
    'node_modules/@noble/curves',
    'node_modules/@noble/curves/node_modules/@noble/hashes',
    'node_modules/age-encryption/node_modules/@noble/hashes',
    'node_modules/react',
    'node_modules/zod',
  ]);
  const zod = sbom.components.find(({ name }) => name === 'zod');
  expect(zod).toMatchObject({ type: 'library', licenses: [{ license: { id: 'MIT' } }] });
  const [integrity] = packages.flatMap((one) => (one.name === 'zod' ? [one.integrity] : []));
  expect(`sha512-${Buffer.from(zod?.hashes?.[0]?.content ?? '', 'hex').toString('base64')}`).toBe(integrity);
});

it('names Electron with the sums of the archives that packages are made from', () => {
  const [electron] = sbom.components;
  expect(electron).toMatchObject({ type: 'framework', name: 'electron' });
  expect(electron?.externalReferences).toHaveLength(6);
  expect(electron?.externalReferences?.every(({ hashes }) => hashes?.[0]?.alg === 'SHA-256')).toBe(true);
});

it('tells who asks for whom, as Node would find it', () => {
  const of = (place: string) => sbom.dependencies.find(({ ref }) => ref.endsWith(`#${place}`))?.dependsOn;
  expect(of('node_modules/@noble/curves')).toEqual([
    expect.stringMatching(/#node_modules\/@noble\/curves\/node_modules\/@noble\/hashes$/),
  ]);
  expect(of('node_modules/zod')).toEqual([]);
  expect(sbom.dependencies[0]?.dependsOn).toHaveLength(sbom.components.length);
});

it('is the same for the same contents, and has another number for others', () => {
  expect(sbomOf(SUBJECT, packages, DATE)).toBe(sbomOf(SUBJECT, packages, DATE));
  const other = cycloneDx.parse(JSON.parse(sbomOf(SUBJECT, packages.slice(1), DATE)));
  expect(other.serialNumber).not.toBe(sbom.serialNumber);
  expect(sbom.metadata.timestamp).toBe('2026-03-04T05:06:07.000Z');
});

it('refuses a licence that nobody has accepted', () => {
  // A package for development alone, under the Mozilla licence.
  expect(() => bundledPackages(['node_modules/axe-core/axe.js'])).toThrow(
    /axe-core has the licence MPL-2\.0/,
  );
});

it('gives the text of every licence', () => {
  const text = thirdPartyLicences(packages);
  for (const { name, version } of packages) expect(text).toContain(`\n${name} ${version}\nLicence: `);
  expect(text.match(/Permission is hereby granted/g)).toHaveLength(packages.length);
  expect(text).not.toContain('brings no text');
});
