import { createServer } from 'node:net';
import { holdClosedPort } from './closed-port.ts';
import { guarded } from './guarded.ts';
import { type Bound, bindLoopback, bindTcp } from './loopback.ts';
import type { SitePlan } from './site-plan.ts';

/** The port of the site that nobody uses: refused as it should be, or served by whatever accepts everything. */
export async function startControlPort(plan: SitePlan['control']): Promise<Bound> {
  if (plan === 'closed') return holdClosedPort();
  return bindLoopback([bindTcp(() => createServer((socket) => guarded(socket, () => plan(socket))()))]);
}
