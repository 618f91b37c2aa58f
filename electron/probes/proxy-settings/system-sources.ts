import { execFile } from 'node:child_process';
import type { ProxySources } from '../../contract/proxy-sources.ts';
import { childEnvironment } from '../child-environment.ts';

const COMMAND_TIMEOUT_MS = 1500;
const OUTPUT_LIMIT_BYTES = 262_144;

/** The settings of this machine: its environment, and what the programs of the operating system print. Nothing is changed. */
export function systemSources(resolveProxy?: ProxySources['resolveProxy']): ProxySources {
  return {
    platform: process.platform,
    environment: process.env,
    ...(resolveProxy === undefined ? {} : { resolveProxy }),
    run: (program, args, signal) =>
      new Promise((resolve, reject) => {
        const options = {
          encoding: 'utf8' as const,
          maxBuffer: OUTPUT_LIMIT_BYTES,
          timeout: COMMAND_TIMEOUT_MS,
          killSignal: 'SIGKILL' as const,
          windowsHide: true,
          env: childEnvironment(),
          signal,
        };
        execFile(program, [...args], options, (error, stdout) =>
          error === null ? resolve(stdout) : reject(error),
        );
      }),
  };
}
