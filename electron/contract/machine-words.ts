import type { FirewallState, SiteRoute, Volume } from './outcomes/machine.ts';
import type { AssetService } from './outcomes/responder-asset.ts';

/** One route as it is said: `10.0.0.5 by eth0 from 10.0.0.7, through 10.0.0.1`. */
export function routeInWords(route: SiteRoute): string {
  const { address, interfaceName, interfaceKind, product, gateway, sourceAddress, errno, isLocal } = route;
  if (errno !== undefined) return `no route to ${address} (${errno})`;
  if (isLocal) return `${address} is this machine itself`;
  const isTunnel = interfaceKind === 'vpn' || interfaceKind === 'tunnel';
  const kind = isTunnel ? ` (${product ?? (interfaceKind === 'vpn' ? 'a VPN' : 'a tunnel')})` : '';
  return [
    address,
    interfaceName === undefined ? '' : ` by ${interfaceName}${kind}`,
    sourceAddress === undefined ? '' : ` from ${sourceAddress}`,
    gateway === undefined ? '' : ` through ${gateway}`,
  ].join('');
}

/** One firewall as it is said: `ufw is on, outbound: block`. */
export function firewallInWords({ name, isEnabled, inbound, outbound }: FirewallState): string {
  const rules = [
    inbound === undefined ? '' : `inbound ${inbound}`,
    outbound === undefined ? '' : `outbound ${outbound}`,
  ].filter((text) => text !== '');
  return `${name} is ${isEnabled ? 'on' : 'off'}${isEnabled && rules.length > 0 ? ` (by default ${rules.join(', ')})` : ''}`;
}

/** Room as it is said: `12.3 GB free of 40.0 GB on the volume of /opt/binalyze`. */
export function volumeInWords({
  path,
  role,
  totalBytes,
  freeBytes,
  availableBytes,
  freeFiles,
  errno,
}: Volume): string {
  const room = role === 'responder' ? freeBytes : availableBytes;
  if (room === undefined || totalBytes === undefined)
    return `${path} could not be measured (${errno ?? 'unknown'})`;
  const files = freeFiles === 0 ? ', and no file can be made any more' : '';
  return `${inBytes(room)} free of ${inBytes(totalBytes)} on the volume of ${path}${files}`;
}

/** A size as people say it, in powers of 1000 as disks are sold: `40 MB`, `12.3 GB`. */
function inBytes(count: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];
  const power = count < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(count) / 3));
  return `${(count / 1000 ** power).toFixed(power < 3 ? 0 : 1)} ${units[power] ?? ''}`;
}

/** A service as it is said: `Binalyze.AIR.Agent.service is stopped (start: disabled)`. */
export function serviceInWords({ name, state, start, result }: AssetService): string {
  const more = [start === 'unknown' ? '' : `start: ${start}`, result ?? ''].filter((text) => text !== '');
  return `${name} is ${state === 'unknown' ? 'in a state that was not read' : state}${more.length === 0 ? '' : ` (${more.join(', ')})`}`;
}
