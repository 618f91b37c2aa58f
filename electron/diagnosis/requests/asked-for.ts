import type { AskedFor } from './asked.ts';
import { ASKED_FOR_CONSOLE, ASKED_FOR_RESPONDER, ASKED_FOR_TLS } from './asked-of-console.ts';
import { ASKED_FOR_DIRECTORY } from './asked-of-directory.ts';
import { ASKED_FOR_PROXY, ASKED_FOR_TCP } from './asked-of-network.ts';
import { ASKED_FOR_DNS, ASKED_FOR_HOST, ASKED_FOR_SYSLOG } from './asked-of-others.ts';

/** What is asked for because of each cause; the compiler names a cause that is missing. */
export const ASKED_FOR: AskedFor = {
  ...ASKED_FOR_TCP,
  ...ASKED_FOR_TLS,
  ...ASKED_FOR_CONSOLE,
  ...ASKED_FOR_RESPONDER,
  ...ASKED_FOR_DIRECTORY,
  ...ASKED_FOR_SYSLOG,
  ...ASKED_FOR_PROXY,
  ...ASKED_FOR_DNS,
  ...ASKED_FOR_HOST,
};
