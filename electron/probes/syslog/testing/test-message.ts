/** What a test message says in tests; in a run the token is another one each time. */
export const TEST_MESSAGE = {
  token: 'airway-7f3kabcdef',
  runId: '20260601-120000-abcdef',
  hostname: 'console.example.com',
  version: '0.1.0',
} as const;
