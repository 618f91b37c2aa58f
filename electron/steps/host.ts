import { hostFacts } from '../probes/host/host.ts';
import { check, type PlanNode } from './plan.ts';

/** The facts of this machine that explain what other checks see: interfaces, routes, resolvers, proxies, clock. */
export function planHost(): readonly PlanNode[] {
  return [
    check(
      hostFacts,
      {},
      { id: 'host/facts', step: 'host', title: 'This machine', target: 'this machine', subject: 'host' },
    ),
  ];
}
