import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RecordedSystem } from '../../electron/contract/recorded-system.ts';

/** The asset of the site, as far as a Responder is concerned. */
export interface AssetPlan {
  /** `stopped`: its service was stopped by hand and is not started by itself either. */
  readonly service: 'running' | 'stopped';
  /** The Console that its configuration names; undefined for the site's own. */
  readonly configuredConsole: string | undefined;
  readonly isExcluded: boolean;
}

/** An asset with nothing wrong. */
export const HEALTHY_ASSET: AssetPlan = {
  service: 'running',
  configuredConsole: undefined,
  isExcluded: true,
};

/** The Responder of the practice site: its folder is real, its service manager is recorded. */
export interface PracticeAsset {
  readonly installFolder: string;
  readonly serviceName: string;
  readonly recorded: RecordedSystem;
  /** Removes the folder. */
  close(): Promise<void>;
}

const SERVICE = 'Airway.Practice.Responder';

/**
 * Makes a folder as a Responder has one, with a configuration and a log file, below the folder for temporary files. No service is
 * installed on this machine: what its manager and its endpoint protection would say of the asset is recorded text.
 */
export async function makeAsset(plan: AssetPlan, consoleAddress: string): Promise<PracticeAsset> {
  const root = await mkdtemp(join(tmpdir(), 'airway-practice-'));
  const installFolder = join(root, 'agent');
  const close = (): Promise<void> => rm(root, { recursive: true, force: true, maxRetries: 3 });
  try {
    await mkdir(join(installFolder, 'logs'), { recursive: true });
    await writeFile(
      join(installFolder, 'config.yml'),
      [
        `ConsoleAddress: ${plan.configuredConsole ?? consoleAddress}`,
        `DeploymentToken: ${randomBytes(12).toString('hex')}`,
        '',
      ].join('\n'),
      { mode: 0o600 },
    );
    await writeFile(join(installFolder, 'logs', 'agent.log'), 'practice: the Responder has started\n');
  } catch (error) {
    await close();
    throw error;
  }
  return {
    installFolder,
    serviceName: SERVICE,
    recorded: {
      platform: 'linux',
      answers: {
        services: serviceAnswer(plan.service),
        'exclusions-mdatp': exclusionAnswer(plan.isExcluded ? installFolder : undefined),
      },
    },
    close,
  };
}

/** As `systemctl show` prints it. */
const serviceAnswer = (service: AssetPlan['service']): string =>
  [
    `Id=${SERVICE}.service`,
    'Description=AIR Responder Service (practice)',
    'LoadState=loaded',
    `ActiveState=${service === 'running' ? 'active' : 'inactive'}`,
    `SubState=${service === 'running' ? 'running' : 'dead'}`,
    `UnitFileState=${service === 'running' ? 'enabled' : 'disabled'}`,
    'Result=success',
    '',
  ].join('\n');

/** As `mdatp exclusion list` prints it. */
const exclusionAnswer = (folder: string | undefined): string =>
  [
    '=====================================',
    'Excluded folder',
    'Path: "/var/lib/practice-database/"',
    ...(folder === undefined ? [] : ['---', 'Excluded folder', `Path: "${folder}"`]),
    '=====================================',
    '',
  ].join('\n');
