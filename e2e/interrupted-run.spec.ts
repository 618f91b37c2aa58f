import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RunEvent } from '../electron/contract/events.ts';
import { expect, test } from './airway-host.ts';

const EVENTS: readonly RunEvent[] = [
  {
    type: 'run-started',
    atMs: 0,
    runId: '20260601-120000-abcdef',
    startedAt: '2026-06-01T12:00:00.000Z',
    tool: { name: 'airway', version: '0.1.0' },
    vantage: 'asset',
    hostname: 'asset-7',
    platform: 'linux',
    profile: {
      schema: 'airway.profile/1',
      name: 'Example Corp',
      vantage: 'asset',
      console: { address: '10.0.0.5', ports: { primary: 443, alternate: null } },
    },
    steps: ['console'],
  },
  {
    type: 'check-started',
    atMs: 3,
    awaiting: 'an answer from 10.0.0.5:443',
    check: {
      id: 'console/tcp/10.0.0.5:443',
      step: 'console',
      probe: 'tcp',
      title: 'TCP to 10.0.0.5:443',
      target: '10.0.0.5:443',
      subject: 'console:443',
      deadlineMs: 4000,
    },
  },
  {
    type: 'check-finished',
    atMs: 8,
    id: 'console/tcp/10.0.0.5:443',
    status: 'failed',
    reason: '10.0.0.5:443 refused the connection after 5 ms (ECONNREFUSED)',
    elapsedMs: 5,
    outcome: {
      kind: 'tcp',
      code: 'refused',
      address: '10.0.0.5',
      port: 443,
      family: 4,
      hasRetransmitSignature: false,
      elapsedMs: 5,
    },
  },
];

test('a run that a killed Airway left behind is offered, opened and concluded', async ({ page, airway }) => {
  const folder = join(airway.stateDirectory, 'runs');
  mkdirSync(folder, { recursive: true });
  const text = EVENTS.map((event) => JSON.stringify(event)).join('\n');
  // The process was killed in the middle of a line.
  writeFileSync(join(folder, '20260601-120000-abcdef.ndjson'), `${text}\n{"type":"check-fin`);
  await page.goto(airway.url);
  await expect(page.getByText(/was cut off/).first()).toBeVisible();
  await page.getByRole('button', { name: /^Open/ }).first().click();
  await expect(page.getByText('Nothing listens on this port').first()).toBeVisible();
  await expect(page.getByText('This run was cut off before it was finished')).toBeVisible();
});
