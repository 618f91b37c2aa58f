import { fileURLToPath } from 'node:url';
import { serve } from '../browser-host/serve.ts';
import type { Result } from '../contract/result.ts';
import { stateDirectory } from '../run/state-directory.ts';
import { openRefusalLog } from '../session/refusal-log.ts';
import { createSession } from '../session/session.ts';
import { builtInWizard } from './built-in-wizard.ts';
import { EXIT, refuse } from './exit-codes.ts';

/** `airway serve`: the wizard on loopback until Ctrl-C, or until nobody was there for half an hour; `file` is a bundle to begin with. */
export async function serveWizard(port: number | undefined, file?: string): Promise<number> {
  let opening: Promise<Result<unknown>> | undefined;
  const host = await serve({
    rendererDir: builtInWizard() ?? fileURLToPath(new URL('./renderer', outDirectory())),
    createSession: (options) => {
      const session = createSession(options);
      if (file !== undefined) opening = session.openBundle(file);
      return session;
    },
    onRefusal: openRefusalLog({ host: 'browser', directory: stateDirectory() }),
    ...(port === undefined ? {} : { port }),
  });
  const opened = await opening;
  if (opened?.ok === false) {
    await host.close();
    return refuse(opened.error.message);
  }
  process.stdout.write(
    `Airway is open on this machine. Open this link once, in a browser on this machine or through your SSH port forward:\n\n  ${host.url}\n\nCtrl-C ends it.\n`,
  );
  const stop = () => void host.close();
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  await host.closed;
  return EXIT.healthy;
}

/** The folder of the built program: this file is bundled into a chunk below it. */
function outDirectory(): URL {
  const here = new URL('.', import.meta.url);
  return here.pathname.endsWith('/chunks/') ? new URL('..', here) : here;
}
