import { createRequire, registerHooks } from 'node:module';
import type { ElectronStandIn } from './electron-stand-in.ts';

const REGISTRY = Symbol.for('airway.electron-stand-in');
const SCHEME = 'airway-electron-stand-in:';
const registry = new Map<string, unknown>();
Object.assign(globalThis, { [REGISTRY]: registry });

/**
 * Runs a built main program of Electron in this process, with a stand-in wherever it imports `electron`. Returns when the
 * program has been evaluated, which is before its app is ready. A program can be run once by each path.
 */
export function loadDesktop(mainPath: string, standIn: ElectronStandIn): void {
  const url = `${SCHEME}${registry.size}`;
  const { module } = standIn;
  registry.set(url, module);
  const lines = Object.keys(module).map((name) => `export const ${name} = electron.${name};`);
  const source = `const electron = globalThis[Symbol.for('airway.electron-stand-in')].get('${url}');\n${lines.join('\n')}`;
  const hooks = registerHooks({
    resolve: (specifier, context, next) =>
      specifier === 'electron' ? { url, format: 'module', shortCircuit: true } : next(specifier, context),
    load: (loaded, context, next) =>
      loaded === url ? { format: 'module', source, shortCircuit: true } : next(loaded, context),
  });
  try {
    // A test runner transforms what it imports; what is required runs as it was built.
    createRequire(import.meta.url)(mainPath);
  } finally {
    hooks.deregister();
  }
}
