// The arrow of imports: contract ← probes ← steps ← run ← session ← {cli, browser-host, desktop}; contract ← diagnosis;
// contract ← bundle; renderer imports contract only. A folder may import only what stands in its list.
const ARROWS = {
  contract: [],
  probes: ['contract'],
  steps: ['contract', 'probes'],
  run: ['contract', 'probes', 'steps'],
  diagnosis: ['contract'],
  bundle: ['contract'],
  session: ['contract', 'probes', 'steps', 'run', 'diagnosis', 'bundle'],
  cli: ['contract', 'run', 'diagnosis', 'bundle', 'session', 'browser-host'],
  'browser-host': ['contract', 'session'],
  desktop: ['contract', 'run', 'bundle', 'session'],
};
const DESKTOP = '^electron/(main|preload|window|security|ipc)[.]ts$';
// What runs only on a developer's machine may use what tests use.
const TESTS = '[.]test[.]tsx?$|/testing/|^lab/(fuzz|faults)/';

const arrow = ([room, allowed]) => ({
  name: `${room}-imports-only-what-stands-left-of-it`,
  severity: 'error',
  from: { path: `^electron/${room}/`, pathNot: TESTS },
  to: {
    path: '^(electron|renderer|lab|e2e|bench|build)/',
    pathNot: [
      `^electron/${room}/`,
      ...allowed.map((name) => `^electron/${name}/`),
      // The practice site is part of the product: hosts start it.
      ...(room === 'session' || room === 'cli' ? ['^lab/practice/'] : []),
    ],
  },
});

module.exports = {
  forbidden: [
    ...Object.entries(ARROWS).map(arrow),
    {
      name: 'renderer-imports-contract-only',
      severity: 'error',
      from: { path: '^renderer/', pathNot: TESTS },
      to: { path: '^(electron|lab|e2e|bench|build)/', pathNot: '^electron/contract/' },
    },
    {
      name: 'renderer-is-no-node-program',
      severity: 'error',
      from: { path: '^renderer/', pathNot: TESTS },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'contract-is-no-node-program',
      severity: 'error',
      from: { path: '^electron/contract/', pathNot: TESTS },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'practice-site-imports-contract-only',
      severity: 'error',
      from: { path: '^lab/practice/', pathNot: TESTS },
      to: { path: '^(electron|renderer|e2e|bench|build)/', pathNot: '^electron/contract/' },
    },
    {
      name: 'electron-is-imported-by-the-five-desktop-files-only',
      comment: 'Importing electron from plain Node starts a download.',
      severity: 'error',
      from: { path: '^(electron|renderer|lab|e2e|bench|build)/', pathNot: [DESKTOP] },
      to: { path: 'node_modules/electron/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'desktop-files-are-imported-by-nobody',
      severity: 'error',
      from: { path: '^(electron|renderer|lab|e2e|bench|build)/', pathNot: [DESKTOP, TESTS] },
      to: { path: DESKTOP, dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'no-circles',
      comment: 'Types may refer to each other; what runs may not.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'tests-are-imported-by-tests-only',
      severity: 'error',
      from: { path: '^(electron|renderer|lab)/', pathNot: TESTS },
      to: { path: TESTS },
    },
    {
      name: 'no-unlisted-packages',
      severity: 'error',
      from: {},
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'unknown', 'undetermined'] },
    },
    { name: 'nothing-unresolved', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
