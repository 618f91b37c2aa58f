import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * Where runs are kept on this machine: AIRWAY_STATE_DIR, else the place that the OS has for such data
 * (`%LOCALAPPDATA%\Airway`, `~/Library/Application Support/Airway`, `$XDG_STATE_HOME/airway` or `~/.local/state/airway`).
 */
export function stateDirectory(
  environment: NodeJS.ProcessEnv = process.env,
  platform: string = process.platform,
): string {
  const own = environment['AIRWAY_STATE_DIR'];
  if (own !== undefined && own !== '') return own;
  const home = homedir();
  if (platform === 'win32')
    return join(environment['LOCALAPPDATA'] ?? join(home, 'AppData', 'Local'), 'Airway');
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'Airway');
  return join(environment['XDG_STATE_HOME'] ?? join(home, '.local', 'state'), 'airway');
}
