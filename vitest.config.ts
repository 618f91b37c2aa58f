import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: [
      'electron/**/*.test.ts',
      'lab/**/*.test.ts',
      'renderer/**/*.test.{ts,tsx}',
      'build/**/*.test.ts',
    ],
    setupFiles: ['build/testing/note-outcomes.ts'],
    environment: 'node',
    testTimeout: 20_000,
    hookTimeout: 30_000,
    // Two cores: real servers and handshakes in every worker would only make each other late.
    maxWorkers: 2,
    restoreMocks: true,
    // Real servers and browsers on a busy machine may be late once; what fails twice has failed.
    retry: process.env['CI'] === undefined ? 0 : 1,
  },
});
