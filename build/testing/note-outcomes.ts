import { vi } from 'vitest';

// Every probe that a test runs tells which outcome code it came to, so that `npm test` can say which code no test produces.
vi.mock(import('../../electron/probes/probe.ts'), async (importOriginal) => {
  const original = await importOriginal();
  const { noteOutcomes } = await import('../../electron/probes/testing/outcome-log.ts');
  return {
    ...original,
    defineProbe: (probe) =>
      original.defineProbe({
        ...probe,
        run: async (input, context) => {
          const outcome = await probe.run(input, context);
          noteOutcomes(outcome);
          return outcome;
        },
      }),
  };
});
