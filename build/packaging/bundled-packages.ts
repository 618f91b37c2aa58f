import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { ROOT } from '../fresh.ts';

/** A package of which code stands in what is packed. */
export interface BundledPackage {
  readonly name: string;
  readonly version: string;
  /** An SPDX expression, as the package states it. */
  readonly licence: string;
  /** Its place in `package-lock.json`, such as `node_modules/zod`; two versions of one package have two places. */
  readonly lockPath: string;
  /** Sum of the published archive, from `package-lock.json`: `sha512-` and base64. */
  readonly integrity: string;
  /** Names of the packages it asks for at run time. */
  readonly asksFor: readonly string[];
  readonly homepage: string | undefined;
}

/**
 * Licences that let their code be passed on inside a program of another licence, when their text goes along. A package with any other
 * stops the packing: somebody has to read it first.
 */
const ACCEPTED_LICENCES = new Set([
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'ISC',
  'MIT',
  'Unlicense',
  // node-forge lets everybody choose; the first is taken.
  '(BSD-3-Clause OR GPL-2.0)',
]);
/** Bundlers leave small functions of their own in what they write. */
const OWN_CODE_OF_BUNDLERS: readonly (readonly [RegExp, string])[] = [
  [/^\0?rolldown\/|^\0rolldown/, 'rolldown'],
  [/^\0?vite\//, 'vite'],
];
const PACKAGES_FOLDER = 'node_modules/';

const lockSchema = z.object({
  packages: z.record(
    z.string(),
    z.object({
      version: z.string().optional(),
      integrity: z.string().optional(),
      dependencies: z.record(z.string(), z.string()).optional(),
    }),
  ),
});
const manifestSchema = z.object({
  name: z.string(),
  version: z.string(),
  license: z.string(),
  homepage: z.string().optional(),
});

/** Reads one package, by its place in `package-lock.json`. Throws an Error that names what is missing or not accepted. */
export function readPackage(lockPath: string): BundledPackage {
  const locked = lockSchema.parse(readJson('package-lock.json')).packages[lockPath];
  const manifest = manifestSchema.parse(readJson(join(lockPath, 'package.json')));
  if (locked?.integrity === undefined) throw new Error(`${lockPath} has no sum in package-lock.json`);
  if (locked.version !== manifest.version)
    throw new Error(`${lockPath} is ${manifest.version}, package-lock.json says ${locked.version}`);
  if (!ACCEPTED_LICENCES.has(manifest.license))
    throw new Error(`${manifest.name} has the licence ${manifest.license}, which nobody has accepted`);
  return {
    name: manifest.name,
    version: manifest.version,
    licence: manifest.license,
    lockPath,
    integrity: locked.integrity,
    asksFor: Object.keys(locked.dependencies ?? {}),
    homepage: manifest.homepage,
  };
}

/** The packages that modules come from, by the names that bundlers give those modules; sorted by place, each once. */
export function bundledPackages(modules: Iterable<string>): BundledPackage[] {
  const places = new Set<string>();
  for (const id of modules) {
    const place = placeOf(id);
    if (place !== undefined) places.add(place);
  }
  return [...places].sort().map(readPackage);
}

/** Where the package of a module stands, as `package-lock.json` names it; undefined for a module of this project. */
export function placeOf(id: string): string | undefined {
  const own = OWN_CODE_OF_BUNDLERS.find(([pattern]) => pattern.test(id));
  if (own !== undefined) return `${PACKAGES_FOLDER}${own[1]}`;
  const path = id.replaceAll('\\', '/');
  const first = path.indexOf(PACKAGES_FOLDER);
  if (first === -1) return undefined;
  const innermost = path.lastIndexOf(PACKAGES_FOLDER) + PACKAGES_FOLDER.length;
  const [scope = '', name = ''] = path.slice(innermost).split('/');
  return path.slice(first, innermost) + (scope.startsWith('@') ? `${scope}/${name}` : scope);
}

const readJson = (path: string): unknown => JSON.parse(readFileSync(join(ROOT, path), 'utf8'));
