import type { CheckInfo } from '../contract/checks.ts';
import { isIpAddress } from '../contract/host-name.ts';
import type { Outcome } from '../contract/outcomes/outcome.ts';
import type { Profile } from '../contract/profile.ts';
import { systemLookup } from '../probes/dns/system-lookup.ts';
import { diskSpace } from '../probes/host/disk-space.ts';
import { exclusionList } from '../probes/host/exclusion-list.ts';
import { responderAsset } from '../probes/host/responder-asset.ts';
import { responderPlaces } from '../probes/host/responder-places.ts';
import { check, type PlanInputs, type PlanNode, skip, whenFinished } from './plan.ts';

const ASSET = 'responder/asset';
/** The lookup follows a check that may take seconds; together they stay within the longest deadline of a run. */
const OTHER_NAME_DEADLINE_MS = 1500;

/**
 * The Responder on this machine: its service and folders, the room on its disk, the exclusions that it wants. Only on an asset: on
 * another machine there is rightly none, and one row says so. A name in its configuration that the profile does not know is
 * looked up, once.
 */
export function planResponderAsset(profile: Profile, { recorded }: PlanInputs): readonly PlanNode[] {
  const { vantage, responder } = profile;
  if (responder === undefined) return [];
  const about = (id: string, title: string): Omit<CheckInfo, 'probe' | 'deadlineMs'> => ({
    id,
    step: 'responder',
    title,
    target: responder.installFolder ?? 'this machine',
    subject: 'responder',
  });
  const asset = about(ASSET, 'Responder on this machine');
  if (vantage !== 'asset')
    return [
      skip(
        'responder-asset',
        asset,
        `a Responder is looked for on an asset only, and the profile says that this is ${vantage === 'console' ? 'the Console server' : 'a workstation'} (vantage)`,
      ),
    ];
  const { serviceName, installFolder } = responder;
  const input = { serviceName, installFolder, recorded };
  const platform = recorded?.platform ?? process.platform;
  const [folder] = responderPlaces(platform, input)?.install ?? [];
  return [
    check(responderAsset, input, asset),
    check(exclusionList, input, about('responder/exclusions', 'Exclusions for the Responder')),
    ...(folder === undefined
      ? []
      : [
          check(
            diskSpace,
            { folders: [{ path: folder, role: 'responder' as const }] },
            about('responder/disk', 'Disk of the Responder'),
          ),
        ]),
    whenFinished([ASSET], (seen) => planOtherName(profile, seen.get(ASSET))),
  ];
}

/** Where the Responder's configuration names another host than the profile, that name leads somewhere, or not. */
function planOtherName(profile: Profile, outcome: Outcome | undefined): readonly PlanNode[] {
  if (outcome?.kind !== 'responder-asset') return [];
  const known = [profile.console?.address, profile.responder?.relay].flatMap(
    (host) => host?.toLowerCase().replace(/\.$/, '') ?? [],
  );
  const other = outcome.configs
    .flatMap(({ addresses }) => addresses)
    .find(({ about, host }) => about === 'console' && !known.includes(host.replace(/\.$/, '')));
  if (other === undefined || isIpAddress(other.host)) return [];
  return [
    check(
      systemLookup,
      { hostname: other.host },
      {
        id: 'responder/asset/lookup',
        step: 'responder',
        title: "Name in the Responder's configuration",
        target: other.host,
        subject: 'responder',
        deadlineMs: Math.min(profile.deadlines?.dnsMs ?? OTHER_NAME_DEADLINE_MS, OTHER_NAME_DEADLINE_MS),
      },
    ),
  ];
}
