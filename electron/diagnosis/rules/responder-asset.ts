import { isIpAddress } from '../../contract/host-name.ts';
import type { AssetConfig } from '../../contract/outcomes/responder-asset.ts';
import { listed } from '../../contract/spoken.ts';
import type { Rule } from '../rule.ts';
import type { Seen, SiteView } from '../site-view.ts';

/** The Responder as it was seen; undefined unless this is an asset: elsewhere there is rightly none. */
const assetOf = ({ profile, machine }: SiteView): Seen<'responder-asset'> | undefined =>
  profile.vantage === 'asset' ? machine.asset : undefined;

const STOPPED: Readonly<Record<string, string>> = {
  stopped: 'is stopped',
  failed: 'has failed',
  stopping: 'is stopping',
  paused: 'is paused',
};

const serviceStopped: Rule = {
  cause: 'responder-service-stopped',
  explains: [],
  see: (view) => {
    const asset = assetOf(view);
    const [service] = asset?.outcome.services ?? [];
    if (asset?.outcome.code !== 'stopped' || service === undefined) return [];
    const { name, state, start, result } = service;
    const more = [
      start === 'unknown' ? '' : `its start type is ${start}`,
      result === undefined ? '' : `it ended with ${result}`,
    ].filter((text) => text !== '');
    const open = view.tcp.filter(({ outcome }) => outcome.code === 'open').map(({ check }) => check.target);
    return [
      {
        subject: 'responder',
        detail: `The service ${name} ${STOPPED[state] ?? `is ${state}`}${more.length === 0 ? '' : `; ${listed(more)}`}.`,
        quote: name,
        evidence: [asset.id],
        confidence: asset.outcome.servicesLookedFor.includes(name) ? 0.95 : 0.75,
        ruledOut: open.length === 0 ? [] : [`not the network: ${listed(open)} opened from this asset`],
      },
    ];
  },
};

const notInstalled: Rule = {
  cause: 'responder-not-installed',
  explains: [],
  see: (view) => {
    const asset = assetOf(view);
    if (asset?.outcome.code !== 'not-found') return [];
    const { servicesLookedFor, folders } = asset.outcome;
    const paths = folders.filter(({ role }) => role === 'install').map(({ path }) => path);
    return [
      {
        subject: 'responder',
        detail: `This machine has neither a service named ${servicesLookedFor.join(' or ')} nor a folder ${paths.join(' or ')}. Under other names a Responder would not have been found: responder.serviceName and responder.installFolder of the profile name them.`,
        evidence: [asset.id],
        confidence: 0.6,
      },
    ];
  },
};

type Address = AssetConfig['addresses'][number];

/** The Console's address in the Responder's configuration where it is another host than the profile's. */
function otherAddress(
  view: SiteView,
): { readonly address: Address; readonly path: string; readonly asset: Seen<'responder-asset'> } | undefined {
  const asset = assetOf(view);
  const { console: site, responder } = view.profile;
  if (asset === undefined || site === undefined) return undefined;
  const resolved = view.lookups.flatMap(({ outcome }) => outcome.addresses.map(({ address }) => address));
  const known = new Set(
    [site.address, ...(responder?.relay === undefined ? [] : [responder.relay]), ...resolved].map(bare),
  );
  const named = asset.outcome.configs.flatMap(({ path, addresses }) =>
    addresses.filter(({ about }) => about === 'console').map((address) => ({ path, address })),
  );
  const other = named.find(({ address }) => !known.has(bare(address.host)));
  // With several keys that name a Console, one that fits is enough: the others may be history.
  return other === undefined || named.some(({ address }) => known.has(bare(address.host)))
    ? undefined
    : { ...other, asset };
}

const bare = (host: string): string => host.toLowerCase().replace(/\.$/, '');

/** Addresses of the Console that the two names have in common. */
function shared(view: SiteView, host: string): string[] {
  const { otherName, routes } = view.machine;
  const ofOther =
    otherName !== undefined && bare(otherName.outcome.hostname) === bare(host)
      ? otherName.outcome.addresses.map(({ address }) => address)
      : isIpAddress(host)
        ? [host]
        : [];
  const own = new Set([
    ...view.ports.flatMap(({ ends }) => ends.map(({ address }) => address)),
    ...routes.filter(({ id }) => id === 'host/route/console').map(({ address }) => address),
    view.profile.console?.address ?? '',
  ]);
  return ofOther.filter((address) => own.has(address));
}

const addressMismatch: Rule = {
  cause: 'responder-address-mismatch',
  explains: [],
  see: (view) => {
    const found = otherAddress(view);
    if (found === undefined || shared(view, found.address.host).length > 0) return [];
    const { address, path, asset } = found;
    const { otherName } = view.machine;
    const leads = leadsTo(otherName);
    return [
      {
        subject: 'responder',
        detail:
          `${path} has ${address.host} in ${address.key}, and the profile names ${view.profile.console?.address ?? ''}. ${leads}`.trim(),
        evidence: [asset.id, ...(otherName === undefined ? [] : [otherName.id])],
        confidence:
          otherName?.outcome.code === 'try-again' || otherName?.outcome.code === 'timed-out' ? 0.6 : 0.8,
        fill: { NAME: address.host },
      },
    ];
  },
};

function leadsTo(otherName: SiteView['machine']['otherName']): string {
  if (otherName === undefined) return '';
  const { code, hostname, addresses, error } = otherName.outcome;
  if (code === 'resolved') return `${hostname} leads to ${listed(addresses.map(({ address }) => address))}.`;
  return `${hostname} leads nowhere from here (${error?.errno ?? code}).`;
}

const consoleAddressMismatch: Rule = {
  cause: 'console-address-mismatch',
  explains: [],
  see: (view) => {
    const found = otherAddress(view);
    if (found === undefined) return [];
    const { address, path, asset } = found;
    const common = shared(view, address.host);
    const typed = view.profile.console?.address ?? '';
    // That a name and its own address are the same host is no mismatch.
    if (common.length === 0 || isIpAddress(typed) || isIpAddress(address.host)) return [];
    const named = view.tls.flatMap(({ id, outcome }) => {
      const [leaf] = outcome.chain;
      return leaf?.dnsNames.some((name) => bare(name) === bare(address.host)) === true ? [id] : [];
    });
    const { otherName } = view.machine;
    return [
      {
        subject: 'console',
        detail: `The Responder on this asset was deployed for ${address.host} (${address.key} in ${path}), which leads to ${listed(common)} as ${typed} does: one Console under two names.${named.length === 0 ? '' : ` Its certificate names ${address.host}.`}`,
        evidence: [asset.id, ...(otherName === undefined ? [] : [otherName.id]), ...named],
        confidence: named.length > 0 ? 0.7 : 0.55,
        fill: { NAME: address.host, HOST: typed },
      },
    ];
  },
};

const diskFull: Rule = {
  cause: 'asset-disk-full',
  explains: [],
  see: (view) => {
    if (view.profile.vantage !== 'asset') return [];
    return view.machine.volumes
      .filter(({ role, isFull }) => role === 'responder' && isFull)
      .map(({ id, path, freeBytes = 0, totalBytes = 0, freeFiles }) => ({
        subject: 'responder',
        detail:
          freeFiles === 0
            ? `No file can be made any more on the volume of ${path}: its file system has none left to give.`
            : `${size(freeBytes)} of ${size(totalBytes)} are free on the volume of ${path}.`,
        quote: freeFiles === 0 ? 'no file can be made' : `${size(freeBytes)} free`,
        evidence: [id],
        // Where the folder is not there yet, the Responder may work on another volume.
        confidence: assetOf(view)?.outcome.folders.some((one) => one.path === path && one.state === 'there')
          ? 0.9
          : 0.6,
      }));
  },
};

/** A size as file managers say it. */
const size = (bytes: number): string =>
  bytes >= 10_000_000_000 ? `${Math.round(bytes / 1_000_000_000)} GB` : `${Math.round(bytes / 1_000_000)} MB`;

const exclusionsMissing: Rule = {
  cause: 'exclusions-missing',
  explains: [],
  see: ({ profile, machine: { exclusions } }) => {
    if (profile.vantage !== 'asset' || exclusions?.outcome.code !== 'missing') return [];
    const { folders, entryCount, product = 'the endpoint protection' } = exclusions.outcome;
    const missing = folders.filter(({ isExcluded }) => !isExcluded).map(({ path }) => path);
    return [
      {
        subject: 'responder',
        detail: `${listed(missing)} ${missing.length === 1 ? 'is' : 'are'} not on the exclusion list of ${product} (entries: ${entryCount}).`,
        evidence: [exclusions.id],
        confidence: 0.7,
      },
    ];
  },
};

/** Causes of the Responder on this asset. */
export const RESPONDER_ASSET_RULES: readonly Rule[] = [
  serviceStopped,
  diskFull,
  addressMismatch,
  consoleAddressMismatch,
  notInstalled,
  exclusionsMissing,
];
