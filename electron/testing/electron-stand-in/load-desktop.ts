import { createRequire, registerHooks } from 'node:module';

const REGISTRY = Symbol.for('airway.electron-stand-in');
const SCHEME = 'airway-electron-stand-in:';
const registry = new Map<string, object>();
Object.assign(globalThis, { [REGISTRY]: registry });

/** Lets every `import` and `require` of `electron` give the parts of a stand-in. Answers what takes that back. */
export function replaceElectron(parts: object): () => void {
  const url = `${SCHEME}${registry.size}`;
  registry.set(url, parts);
  const lines = Object.keys(parts).map((name) => `export const ${name} = electron.${name};`);
  const source = `const electron = globalThis[Symbol.for('airway.electron-stand-in')].get('${url}');\n${lines.join('\n')}`;
  const hooks = registerHooks({
    resolve: (specifier, context, next) =>
      specifier === 'electron' ? { url, format: 'module', shortCircuit: true } : next(specifier, context),
    load: (loaded, context, next) =>
      loaded === url ? { format: 'module', source, shortCircuit: true } : next(loaded, context),
  });
  return () => hooks.deregister();
}

/**
 * Runs a built main program of Electron in this process, with a stand-in wherever it imports `electron`. Returns when the
 * program has been evaluated, which is before its app is ready. A program can be run once by each path.
 */
export function loadDesktop(mainPath: string, parts: object): void {
  const takeBack = replaceElectron(parts);
  try {
    // A test runner transforms what it imports; what is required runs as it was built.
    createRequire(import.meta.url)(mainPath);
  } finally {
    takeBack();
  }
}
