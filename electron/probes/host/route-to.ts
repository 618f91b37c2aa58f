import { isIP } from 'node:net';
import { z } from 'zod';
import type { SiteRoute } from '../../contract/outcomes/machine.ts';

/** What a system's own command says of the way to one address. */
export type RouteAnswer = Pick<
  SiteRoute,
  'destination' | 'gateway' | 'interfaceName' | 'interfaceDescription' | 'sourceAddress'
> & { readonly isLocal?: boolean };

const NAME = /^[^\s\p{Cc}]{1,64}$/u;

/**
 * `ip route get ADDRESS` of iproute2 and of busybox: `10.0.0.5 via 10.0.0.1 dev eth0 src 10.0.0.7 uid 0`, with the word `local`
 * in front for an address of this machine. Undefined where no interface is named.
 */
export function linuxRouteTo(text: string): RouteAnswer | undefined {
  const words = text.slice(0, 2000).trim().split(/\s+/);
  const after = (keyword: string): string | undefined => {
    const at = words.indexOf(keyword);
    return at === -1 ? undefined : words[at + 1];
  };
  const interfaceName = after('dev');
  if (interfaceName === undefined || !NAME.test(interfaceName)) return undefined;
  // `via inet6 fe80::1` leads an IPv4 target over an IPv6 gateway (RFC 5549).
  const via = after('via') === 'inet6' ? after('inet6') : after('via');
  return {
    interfaceName,
    ...address('gateway', via),
    ...address('sourceAddress', after('src')),
    isLocal: words[0] === 'local',
  };
}

/** `route -n get` of macOS: lines of `name: value`. Undefined where no interface is named. */
export function macosRouteTo(text: string): RouteAnswer | undefined {
  const values = new Map<string, string>();
  for (const line of text.slice(0, 4000).split('\n').slice(0, 40)) {
    const at = line.indexOf(':');
    if (at > 0) values.set(line.slice(0, at).trim(), line.slice(at + 1).trim());
  }
  const interfaceName = values.get('interface');
  if (interfaceName === undefined || !NAME.test(interfaceName)) return undefined;
  const destination = values.get('destination');
  return {
    interfaceName,
    ...address('gateway', values.get('gateway')),
    ...(destination === undefined || !/^[0-9a-f.:]{1,45}$|^default$/i.test(destination)
      ? {}
      : { destination }),
    isLocal: /(?:^|[<,])LOCAL(?:[,>]|$)/.test(values.get('flags') ?? ''),
  };
}

function address<K extends 'gateway' | 'sourceAddress'>(
  key: K,
  value: string | undefined,
): Partial<Record<K, string>> {
  if (value === undefined || isIP(value.replace(/%.*$/, '')) === 0 || value.length > 64) return {};
  return { [key]: value } as Partial<Record<K, string>>;
}

const text = z.string().max(400).catch('');
const windowsRoute = z.object({
  address: z.string().max(64),
  source: text.optional(),
  destination: text.optional(),
  gateway: text.optional(),
  alias: text.optional(),
  description: text.optional(),
});
const windowsRoutes = z.union([z.array(windowsRoute).max(64), windowsRoute.transform((one) => [one])]);

/**
 * `Find-NetRoute` of Windows as the JSON that the command makes: one object, or a list of them. An address that it has no route for
 * is left out, as is everything when the text is no such JSON.
 */
export function windowsRoutesTo(json: string): ReadonlyMap<string, RouteAnswer> {
  const found = new Map<string, RouteAnswer>();
  for (const one of parsedJson(windowsRoutes, json) ?? []) {
    const { address: target, source, destination, gateway, alias = '', description = '' } = one;
    if (alias === '') continue;
    // 0.0.0.0 and :: stand for "on the link".
    const via = gateway === '0.0.0.0' || gateway === '::' ? undefined : gateway;
    found.set(target, {
      interfaceName: alias.slice(0, 64),
      ...(description === '' ? {} : { interfaceDescription: description.slice(0, 120) }),
      ...address('gateway', via),
      ...address('sourceAddress', source),
      ...(destination === undefined || !/^[0-9a-f.:]+\/\d{1,3}$/i.test(destination)
        ? {}
        : { destination: destination.slice(0, 64) }),
      isLocal: false,
    });
  }
  return found;
}

/** A text as JSON of one shape; undefined for everything else, however deep it nests. A byte order mark is passed over. */
export function parsedJson<S extends z.ZodType>(schema: S, json: string): z.infer<S> | undefined {
  try {
    return schema.safeParse(JSON.parse(json.replace(/^\uFEFF/, ''))).data;
  } catch {
    return undefined;
  }
}
