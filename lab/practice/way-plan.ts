/** What is on the way to the Console besides cables. */
export interface WayPlan {
  /**
   * The Console's port for clear text. `to-https` sends to the primary port · `by-proxy` the same, with the mark of a proxy that
   * nobody configured · `portal` a captive portal answers in the Console's place.
   */
  readonly plain: 'to-https' | 'by-proxy' | 'portal';
  /** Text of a PAC file that the profile names; undefined where it names none. */
  readonly pac: string | undefined;
  /**
   * Proxy settings of Windows in place of those of this machine, which are neither read nor changed. `services-by-proxy` services
   * have a proxy, and the user has none · `exception-missing` services have a proxy and exceptions for internal networks, the
   * Console not among them.
   */
  readonly settings: 'none' | 'services-by-proxy' | 'exception-missing';
}

/** Nothing on the way: the Console sends from clear text to https itself. */
export const HEALTHY_WAY: WayPlan = { plain: 'to-https', pac: undefined, settings: 'none' };
