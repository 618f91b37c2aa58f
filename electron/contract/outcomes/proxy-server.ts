import { z } from 'zod';

/** A proxy by protocol, host and port, without any login: `http` CONNECT in clear · `https` CONNECT inside TLS · `socks5` RFC 1928. */
export const proxyServerSchema = z.object({
  scheme: z.enum(['http', 'https', 'socks5']),
  host: z.string().min(1).max(253),
  port: z.int().min(1).max(65_535),
});
export type ProxyServer = z.infer<typeof proxyServerSchema>;
