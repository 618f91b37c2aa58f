import { z } from 'zod';
import { fingerprintSchema } from './fingerprint.ts';
import { hostSchema, isIpAddress, isIpv6 } from './host-name.ts';
import { readProxyUrl } from './proxy-url.ts';

export const PROFILE_SCHEMA = 'airway.profile/1';

/** Where this run is made from: Console and Responder checks are authoritative from an asset, AD and Syslog from the console. */
export const vantageSchema = z.enum(['asset', 'console', 'workstation']);
export type Vantage = z.infer<typeof vantageSchema>;

const portSchema = z
  .int('expected a port from 1 to 65535')
  .min(1, 'expected a port from 1 to 65535')
  .max(65535, 'expected a port from 1 to 65535');

const secretReferenceSchema = z.union([
  z.strictObject({
    env: z
      .string()
      .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'expected the name of an environment variable')
      .max(200),
  }),
  z.strictObject({ file: z.string().min(1).max(4096) }),
  z.strictObject({ ask: z.literal(true) }),
]);

/** How a secret is named in a profile: by environment variable, by file, or asked for when the run starts. Never the secret itself. */
export type SecretReference = z.infer<typeof secretReferenceSchema>;

const literalOrReference = z.union([z.string().min(1).max(4096), secretReferenceSchema], {
  error: 'expected {env: NAME}, {file: PATH} or {ask: true}',
});

const millisecondsSchema = z
  .int()
  .min(100, 'expected 100 to 60000 milliseconds')
  .max(60_000, 'expected 100 to 60000 milliseconds');

/** `address` or `address:port` of a resolver, IPv6 with port in brackets. */
export function parseResolver(text: string): { address: string; port: number } | undefined {
  const bracketed = /^\[([^\]]+)\](?::(\d{1,5}))?$/.exec(text);
  const plain = /^([^:]+)(?::(\d{1,5}))?$/.exec(text);
  const match = bracketed ?? plain;
  const address = isIpv6(text) ? text : match?.[1];
  const port = isIpv6(text) || match?.[2] === undefined ? 53 : Number(match[2]);
  if (address === undefined || !isIpAddress(address) || port < 1 || port > 65535) return undefined;
  return { address, port };
}

const resolverSchema = z
  .string()
  .max(80)
  .superRefine((text, context) => {
    if (parseResolver(text) === undefined)
      context.addIssue({
        code: 'custom',
        message: 'expected the IP address of a resolver, such as 10.0.0.53 or 10.0.0.53:5353',
      });
  });

function proxyUrlProblem(text: string): string | undefined {
  if (!URL.canParse(text)) return 'expected a proxy address such as http://proxy.example.com:3128';
  const { protocol } = new URL(text);
  if (!['http:', 'https:', 'socks5:'].includes(protocol)) return 'expected http://, https:// or socks5://';
  return readProxyUrl(text) === undefined
    ? 'expected a proxy address such as http://proxy.example.com:3128'
    : undefined;
}

const urlOfProxy = z
  .string()
  .max(2048)
  .superRefine((text, context) => {
    const problem = proxyUrlProblem(text);
    if (problem !== undefined) context.addIssue({ code: 'custom', message: problem });
  });

/** Only clear text shows what a portal does to it. */
const urlOfSentinel = z
  .string()
  .max(300)
  .refine((text) => URL.canParse(text) && new URL(text).protocol === 'http:', {
    error: 'expected an address that begins with http://',
  });

const dnSchema = z
  .string()
  .min(1)
  .max(1024)
  .regex(/=/, 'expected a distinguished name such as DC=example,DC=com');

/** Names of services go into arguments of the system's own commands: no leading dash, no wildcard. */
const serviceNameSchema = z
  .string()
  .max(200)
  .regex(/^[A-Za-z0-9_][A-Za-z0-9_.@ -]*$/, 'expected the name of a service, such as Binalyze.AIR.Agent');

/** Two slashes name another machine to Windows, which would be sent this user's login. */
const folderSchema = z
  .string()
  .max(1000)
  .regex(
    /^(?:\/(?![\\/])|[A-Za-z]:[\\/])[^\p{Cc}*?"<>|]*$/u,
    'expected a whole path, such as /opt/binalyze/air/agent or C:\\Program Files\\AIR',
  );

const ntpSchema = z.union(
  [hostSchema, z.strictObject({ address: hostSchema, port: portSchema.default(123) })],
  { error: 'expected a time server such as ntp.example.com, or its address and port' },
);

function profileShape<S extends z.ZodType>(secret: S) {
  return z.strictObject({
    schema: z.literal(PROFILE_SCHEMA, { error: `expected ${PROFILE_SCHEMA}` }),
    name: z.string().trim().min(1, 'expected a name for the site').max(120),
    vantage: vantageSchema.default('workstation'),
    console: z
      .strictObject({
        address: hostSchema,
        ports: z
          .strictObject({
            primary: portSchema.optional(),
            alternate: portSchema.nullable().optional(),
            tasks: portSchema.nullable().optional(),
            plain: portSchema.nullable().optional(),
          })
          .optional(),
        caFile: z.string().min(1).max(4096).optional(),
        fingerprint256: fingerprintSchema.optional(),
        apiToken: secret.optional(),
      })
      .optional(),
    responder: z
      .strictObject({
        relay: hostSchema.optional(),
        /** Whether the port for real-time tasks has to offer TLS; nothing public says that AIR's does. */
        tasksTls: z.enum(['any', 'required']).optional(),
        serviceName: serviceNameSchema.optional(),
        installFolder: folderSchema.optional(),
      })
      .optional(),
    activeDirectory: z
      .strictObject({
        domain: hostSchema.optional(),
        servers: z.array(hostSchema).max(64).optional(),
        ports: z.strictObject({ ldap: portSchema.optional(), ldaps: portSchema.optional() }).optional(),
        security: z.enum(['ldaps', 'starttls', 'plain']).default('ldaps'),
        baseDn: dnSchema.optional(),
        username: z.string().min(1).max(512).optional(),
        password: secret.optional(),
      })
      .optional(),
    syslog: z
      .strictObject({
        address: hostSchema,
        port: portSchema.default(514),
        transport: z.enum(['udp', 'tcp', 'tls']).default('udp'),
        format: z.enum(['rfc5424', 'rfc3164', 'cef']).default('rfc5424'),
        framing: z.enum(['octet-counting', 'newline']).default('octet-counting'),
      })
      .optional(),
    proxy: z
      .union(
        [
          z.strictObject({ url: urlOfProxy }),
          z.strictObject({ pacUrl: z.url().max(2048) }),
          z.strictObject({ mode: z.enum(['direct', 'system']) }),
        ],
        { error: 'expected one of url, pacUrl or mode (direct or system)' },
      )
      .optional(),
    sentinels: z.array(urlOfSentinel).max(4).optional(),
    resolvers: z.array(resolverSchema).max(16).optional(),
    controlPort: portSchema.nullable().optional(),
    ntp: ntpSchema.optional(),
    deadlines: z
      .strictObject({
        dnsMs: millisecondsSchema.optional(),
        tcpMs: millisecondsSchema.optional(),
        tlsMs: millisecondsSchema.optional(),
        httpMs: millisecondsSchema.optional(),
      })
      .optional(),
  });
}

/** A profile as it may be written in a file: `airway.profile/1`; a secret may be a literal, which is warned about. */
export const profileDocumentSchema = profileShape(literalOrReference);
export type ProfileDocument = z.infer<typeof profileDocumentSchema>;

/** A profile that holds no secret: what runs, events, reports and bundles carry. */
export const profileSchema = profileShape(secretReferenceSchema);
export type Profile = z.infer<typeof profileSchema>;

/** Secrets of one run. Held in memory only; no event, report, log or bundle has a field for them. */
export const secretsSchema = z.strictObject({
  apiToken: z.string().min(1).max(4096).optional(),
  bindPassword: z.string().min(1).max(4096).optional(),
  proxyLogin: z.strictObject({ username: z.string().max(256), password: z.string().max(4096) }).optional(),
});
export type Secrets = z.infer<typeof secretsSchema>;

/** The Console's ports after defaults; `null` means: not checked, because the profile names none. */
export interface ConsolePorts {
  readonly primary: number;
  readonly alternate: number | null;
  readonly tasks: number | null;
}

/**
 * AIR's ports (443, 8443, 4222) where the profile is silent. A site that moved the primary port has a layout of its own,
 * so 8443 and 4222 are then checked only where the profile names them.
 */
export function consolePorts(profile: Pick<Profile, 'console'>): ConsolePorts {
  const ports = profile.console?.ports;
  const primary = ports?.primary ?? 443;
  const ownLayout = primary !== 443;
  return {
    primary,
    alternate: ports?.alternate === undefined ? (ownLayout ? null : 8443) : ports.alternate,
    tasks: ports?.tasks === undefined ? (ownLayout ? null : 4222) : ports.tasks,
  };
}

/**
 * Ports that IANA has given to nobody (288 to 307 are unassigned), for the control beside the ports of the site. Below 1024
 * no program listens by accident: systems hand out higher ports for a moment, and on most only an administrator may take a
 * lower one. Always the same one, so that whoever reads a firewall's log meets one known port and no scan.
 */
const UNUSED_PORTS = [293, 294, 295, 296, 297, 298, 299, 301];

/**
 * The TCP port that nobody uses, on which each address is tried once as a control: a host that says "open" there says it to
 * everything. `null` means: no control, because the profile wants none or names a port that the site does use.
 */
export function controlPort(
  profile: Pick<Profile, 'console' | 'activeDirectory' | 'syslog' | 'controlPort'>,
): number | null {
  const { primary, alternate, tasks } = consolePorts(profile);
  const { ldap, ldaps } = profile.activeDirectory?.ports ?? {};
  const used = new Set([443, 389, 636, primary, alternate, tasks, ldap, ldaps, profile.syslog?.port]);
  if (profile.controlPort !== undefined) return used.has(profile.controlPort) ? null : profile.controlPort;
  return UNUSED_PORTS.find((port) => !used.has(port)) ?? null;
}

/** The time server that a profile names, with its port; undefined where it names none. */
export function timeServer({ ntp }: Pick<Profile, 'ntp'>): { address: string; port: number } | undefined {
  return typeof ntp === 'string' ? { address: ntp, port: 123 } : ntp;
}

/** The Console's port for clear text: 80 beside 443; on a site with a layout of its own only where the profile names one. */
export function plainPort(profile: Pick<Profile, 'console'>): number | null {
  const named = profile.console?.ports?.plain;
  return named === undefined ? (consolePorts(profile).primary === 443 ? 80 : null) : named;
}
