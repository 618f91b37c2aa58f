import { z } from 'zod';

/**
 * What an interface is, by its name and the driver's flags: `vpn` a VPN client made it · `tunnel` some tunnel or point-to-point
 * link · `container` a bridge or pair of a container engine · `virtual` a network of virtual machines · `physical` hardware or
 * what looks like it.
 */
export const interfaceKindSchema = z.enum([
  'loopback',
  'physical',
  'wireless',
  'vpn',
  'tunnel',
  'container',
  'virtual',
]);
export type InterfaceKind = z.infer<typeof interfaceKindSchema>;

const interfaceSchema = z.object({
  name: z.string().max(64),
  isInternal: z.boolean(),
  kind: interfaceKindSchema.optional(),
  /** The VPN client or container engine that gives its interfaces such names. */
  product: z.string().max(80).optional(),
  addresses: z
    .array(
      z.object({
        address: z.string().max(64),
        family: z.union([z.literal(4), z.literal(6)]),
        prefixLength: z.int(),
      }),
    )
    .max(64),
});
export type HostInterface = z.infer<typeof interfaceSchema>;

/** One route of this machine: destination in CIDR form, `default` written as 0.0.0.0/0 or ::/0. */
const routeSchema = z.object({
  destination: z.string().max(64),
  gateway: z.string().max(64).optional(),
  interfaceName: z.string().max(64),
  metric: z.int().optional(),
});
export type HostRoute = z.infer<typeof routeSchema>;

/**
 * Facts of this machine that explain what the probes see. `code` is `described`, or `partly` when something could not be
 * read, which is then named in `unreadable`.
 */
export const hostOutcomeSchema = z.object({
  kind: z.literal('host'),
  code: z.enum(['described', 'partly']),
  hostname: z.string().max(255),
  os: z.object({ platform: z.string(), release: z.string(), version: z.string(), arch: z.string() }),
  runtime: z.object({
    node: z.string(),
    openssl: z.string(),
    isBoringssl: z.boolean(),
    electron: z.string().optional(),
  }),
  interfaces: z.array(interfaceSchema).max(256),
  routes: z.array(routeSchema).max(1024),
  resolvers: z.array(z.string().max(80)).max(32),
  searchDomains: z.array(z.string().max(255)).max(32),
  /** Proxy variables by name; user info is cut out of the values. */
  proxyVariables: z.record(z.string().max(40), z.string().max(2048)),
  /** Variables that change which authorities are trusted, such as NODE_EXTRA_CA_CERTS, SSL_CERT_FILE. */
  trustVariables: z.record(z.string().max(40), z.string().max(2048)),
  clock: z.object({ utc: z.string(), timeZone: z.string(), offsetMinutes: z.int() }),
  unreadable: z.array(z.string().max(200)).max(16),
  elapsedMs: z.number().min(0),
});
export type HostOutcome = z.infer<typeof hostOutcomeSchema>;
