/**
 * What the commands of an operating system answered, by the id of the command. The practice site hands it to probes in place of
 * this machine's own service manager, as it hands them its own servers; tests replay other systems with it.
 */
export interface RecordedSystem {
  readonly platform: 'linux' | 'win32' | 'darwin';
  readonly answers: Readonly<Record<string, string>>;
}
