import { z } from 'zod';
import { systemErrorSchema } from '../evidence.ts';
import { proxyServerSchema } from './proxy-server.ts';

/** One way to a host: without a proxy, or through one. */
export const proxyWaySchema = z.union([z.literal('direct'), proxyServerSchema]);
export type ProxyWay = z.infer<typeof proxyWaySchema>;

/** What a setting says for the Console on one of its ports. */
const portAnswerSchema = z.object({
  port: z.int().min(1).max(65_535),
  /** In the order in which they are tried. Empty where the setting alone does not tell: a PAC file, WPAD, unreadable. */
  ways: z.array(proxyWaySchema).max(16),
  /** The exception that makes it direct, as it stands in the setting's list. */
  exception: z.string().max(255).optional(),
});

const settingSchema = z.object({
  /**
   * `profile` the profile of this run · `environment` variables of this process · `wininet` the user's setting of Windows, which
   * browsers use · `winhttp` the machine's setting of Windows, which services use · `macos` System Settings · `gnome` the
   * desktop's setting of Linux · `chromium` what Chromium inside the desktop host would do.
   */
  source: z.enum(['profile', 'environment', 'wininet', 'winhttp', 'macos', 'gnome', 'chromium']),
  /**
   * `not-set` nothing is set, so programs go direct · `manual` proxies by name · `pac` a configuration file · `auto-detect`
   * only WPAD, whose answer is not asked for · `answered` Chromium said what it would do · `unreadable` see `reason`.
   */
  code: z.enum(['not-set', 'manual', 'pac', 'auto-detect', 'answered', 'unreadable']),
  /** Where it stands, in words: `HTTPS_PROXY, NO_PROXY`, `netsh winhttp show proxy`. */
  where: z.string().max(200),
  /** The exceptions as they are written, such as `*.example.com` or `<local>`. */
  exceptions: z.array(z.string().max(255)).max(128),
  /** Without user info and query. */
  pacUrl: z.string().max(2048).optional(),
  /** WPAD is switched on; it comes before everything else where the network answers it. */
  isAutoDetect: z.boolean(),
  /** A login stood in the setting. It is not kept. */
  hasLogin: z.boolean(),
  answers: z.array(portAnswerSchema).max(4),
  /** What could not be read or understood, and why. */
  reason: z.string().max(300).optional(),
  error: systemErrorSchema.optional(),
});
export type ProxySetting = z.infer<typeof settingSchema>;

/**
 * What each place in which this machine keeps proxy settings says for the Console. PAC files that are named are fetched by
 * checks of their own.
 * `none` no place names a proxy or a PAC file · `direct` some do, and all of them except the Console · `proxied` at least one
 * sends it through a proxy · `pac` at least one leaves it to a PAC file, and none names a proxy · `unreadable` nothing could be read.
 */
export const proxySettingsOutcomeSchema = z.object({
  kind: z.literal('proxy-settings'),
  code: z.enum(['none', 'direct', 'proxied', 'pac', 'unreadable']),
  host: z.string().max(253),
  ports: z.array(z.int()).max(4),
  settings: z.array(settingSchema).max(12),
  elapsedMs: z.number().min(0),
});
export type ProxySettingsOutcome = z.infer<typeof proxySettingsOutcomeSchema>;
