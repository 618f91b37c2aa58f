/**
 * Where a run learns what this machine's proxy settings are. The practice site and tests bring settings of their own, so that
 * those of the machine are neither needed nor changed.
 */
export interface ProxySources {
  /** As Node names the operating system: `win32`, `darwin`, `linux`. */
  readonly platform: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Output of a program of the operating system; rejects with the system's error when there is none. */
  run(program: string, args: readonly string[], signal: AbortSignal): Promise<string>;
  /** What Chromium would do for a URL, in the form of a PAC result; only the desktop host can ask. */
  readonly resolveProxy?: ((url: string) => Promise<string>) | undefined;
}
