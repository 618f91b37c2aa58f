import type { HostHandlers } from '../../contract/channels.ts';
import { ok, refused } from '../../contract/result.ts';
import { withoutDesktop } from '../../session/desktop-only.ts';
import type { createSession, SessionOptions } from '../../session/session.ts';

/** A session whose answers a test decides, and what the host gave it. */
export interface StandInSession {
  readonly createSession: typeof createSession;
  readonly handlers: HostHandlers;
  /** What the host passed to the session; there once the host is open. */
  options(): SessionOptions;
  /** The path that the host chooses for a bundle. */
  chooseBundlePath(suggestedName: string): Promise<string>;
  /** How often the host closed the session. */
  closings(): number;
}

/** Handlers that answer like a host without any run; `own` replaces some of them. */
export function standInSession(own: Partial<HostHandlers> = {}): StandInSession {
  let given: SessionOptions | undefined;
  let closings = 0;
  const handlers: HostHandlers = {
    'app-info': async () => ({
      tool: { name: 'airway', version: '0.0.0' },
      host: 'browser',
      hostname: 'console-server',
      platform: 'linux',
      locale: 'en',
      practiceFaults: [],
    }),
    'profile-read': async () => refused('not-read', 'Nothing is read here.'),
    'run-start': async () => refused('not-started', 'Nothing is started here.'),
    'run-cancel': async () => refused('no-run', 'This run is not under way.'),
    'run-open': async () => refused('no-run', 'There is no such run.'),
    'run-list': async () => [],
    'syslog-answer': async () => refused('no-run', 'There is no such run.'),
    'run-delete': async () => refused('no-run', 'There is no such run.'),
    'bundle-upload': async () => refused('upload-failed', 'Nothing is taken here.'),
    'bundle-open': async () => refused('no-file', 'Nothing is opened here.'),
    'bundle-save': async () => refused('no-run', 'There is no such run.'),
    'bundle-preview': async () => refused('no-run', 'There is no such run.'),
    'bundle-page': async () => refused('no-preview', 'Nothing is shown here.'),
    'bundle-cancel': async () => null,
    'sealing-check': async () => ok({}),
    ...withoutDesktop,
    ...own,
  };
  const options = () => {
    if (given === undefined) throw new Error('no session was made');
    return given;
  };
  return {
    handlers,
    createSession: (sessionOptions) => {
      given = sessionOptions;
      return {
        handlers,
        openBundle: async () => refused('no-file', 'Nothing is opened here.'),
        close: async () => {
          closings += 1;
        },
      };
    },
    options,
    chooseBundlePath: async (suggestedName) => {
      const path = await options().bundleTarget.choose(suggestedName);
      if (path === undefined) throw new Error('the host chose no path');
      return path;
    },
    closings: () => closings,
  };
}
