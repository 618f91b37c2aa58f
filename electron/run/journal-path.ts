import { join } from 'node:path';
import { isRunId } from '../contract/run-id.ts';

/** The folder that holds the runs of this machine. */
export const runsDirectory = (stateDirectory: string): string => join(stateDirectory, 'runs');

/** The file that holds one run; a run id is checked first, so that no id can name a file elsewhere. */
export function journalPath(stateDirectory: string, runId: string): string {
  if (!isRunId(runId)) throw new Error('not a run id');
  return join(runsDirectory(stateDirectory), `${runId}.ndjson`);
}
