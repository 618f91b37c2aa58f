import type { AssetPlan } from './asset.ts';
import type { PracticeFault, SitePart } from './fault.ts';

const assetFault = (
  fault: Pick<PracticeFault, 'id' | 'title' | 'breaks'> & { readonly part: SitePart },
  changed: Partial<AssetPlan>,
): PracticeFault => ({
  ...fault,
  port: null,
  hides: [],
  change: (plan) => ({ ...plan, asset: { ...plan.asset, ...changed } }),
});

/**
 * Faults of the asset that a folder and recorded answers of its service manager can show. Others are left out, as only this
 * machine itself could have them: a full disk, a Responder that is not installed, a VPN, a folder that nobody may write to.
 */
export const ASSET_FAULTS: readonly PracticeFault[] = [
  assetFault(
    {
      id: 'responder-service-stopped',
      title: "The Responder's service is stopped",
      breaks: 'The Responder is installed on the asset, and its service neither runs nor starts by itself.',
      part: 'responder-service',
    },
    { service: 'stopped' },
  ),
  assetFault(
    {
      id: 'responder-address-mismatch',
      title: 'The Responder is set to another Console',
      breaks: "The Responder's configuration names air.practice.invalid in place of the Console.",
      part: 'responder-address',
    },
    { configuredConsole: 'air.practice.invalid' },
  ),
  assetFault(
    {
      id: 'exclusions-missing',
      title: 'Endpoint protection has no exclusion for the Responder',
      breaks: "The list of exclusions on the asset does not have the Responder's folder.",
      part: 'exclusions',
    },
    { isExcluded: false },
  ),
];
