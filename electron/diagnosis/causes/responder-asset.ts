import { type CauseTexts, onEach, onWindows, step } from '../cause.ts';
import { VENDOR } from './vendor-pages.ts';

const findService = (text: string) =>
  onEach(text, {
    windows:
      "Get-Service | Where-Object { $_.Name -like '*Binalyze*' -or $_.DisplayName -like '*AIR Responder*' }",
    linux: "systemctl list-units --all --type=service '*inalyze*'",
    macos: 'sudo launchctl list | grep -i binalyze',
  });

/** Faults of the Responder and its asset. */
export const RESPONDER_ASSET = {
  'responder-service-stopped': {
    severity: 'error',
    title: "The Responder's service is not running",
    owner: 'asset-owner',
    summary:
      'The Responder is installed on this asset and its service is stopped, so the asset shows as offline and takes no tasks, even with a perfect network.',
    remedy: [
      ...findService(
        'Find the service; its usual name is Binalyze.AIR.Agent.Service on Windows and Binalyze.AIR.Agent on Linux.',
      ),
      ...onEach('Start it; expect it to run still after a minute.', {
        windows: "Get-Service -Name '*Binalyze*' | Start-Service -PassThru",
        linux: 'sudo service Binalyze.AIR.Agent start',
      }),
      onWindows(
        'If it stops again, see why: endpoint protection that quarantines it, a disabled start type, or an error of its own.',
        "Get-WinEvent -FilterHashtable @{LogName='System'; ProviderName='Service Control Manager'} -MaxEvents 50 | Where-Object Message -match 'AIR|Binalyze' | Format-List TimeCreated,Message",
      ),
      step('In Safe Mode it does not run unless it was registered for it; restart normally.'),
    ],
    source: `${VENDOR.serviceScript} (Linux name); ${VENDOR.architecture} (missed visits show as offline)`,
    catalogueRefs: [],
  },
  'responder-not-installed': {
    severity: 'info',
    title: 'No Responder was found on this machine',
    owner: 'engineer',
    summary:
      'Nothing of a Responder was found where it is usually installed. On an asset this means that it is not deployed yet; on a workstation or server it is as it should be.',
    remedy: [
      step(
        'If this machine should be an asset, install the package for its system and architecture from the deploy page of the Console.',
      ),
      step(
        'Use a fresh package: it carries the deployment token of the organisation. Treat links and file names with it as secrets.',
      ),
      ...findService('After the installation look for the service; expect it to run.'),
      step(
        'If it is installed under other names, put them into the profile: responder.serviceName and responder.installFolder.',
      ),
      step('If this is not an asset, set vantage in the profile to console or workstation.'),
    ],
    source: `${VENDOR.exclusions} (install folders); ${VENDOR.ports} (deploy page)`,
    catalogueRefs: [],
  },
  'responder-address-mismatch': {
    severity: 'error',
    title: 'The Responder on this asset is set to another Console',
    owner: 'asset-owner',
    summary:
      "The Responder's own configuration names another address than the profile, so it talks to another Console, or to none, whatever this run shows for the address that was typed.",
    remedy: [
      step(
        "Decide which address is right. If it is the Responder's, put that into the profile and run Airway again.",
      ),
      ...onEach("See whether the Responder's address still leads anywhere.", {
        windows: 'Resolve-DnsName -Name NAME',
        linux: 'getent ahosts NAME',
        macos: 'dscacheutil -q host -a name NAME',
      }),
      step(
        'If the Console was renamed, ask AIR support whether the old name may go on working beside the new one while assets are moved.',
      ),
      step(
        'Else install the Responder anew with a package from the right Console. Editing its configuration by hand is not documented.',
      ),
    ],
    source: "config.yml in the Responder's folder; AIR refuses a Host that is not the Console Address",
    catalogueRefs: [],
  },
  'asset-disk-full': {
    severity: 'error',
    title: 'The disk that the Responder works on is full',
    owner: 'asset-owner',
    summary:
      'There is next to no space on the volume where the Responder keeps its work, so tasks and evidence collection fail although the connection is in order.',
    remedy: [
      ...onEach('Look at the free space.', {
        windows: 'Get-PSDrive -PSProvider FileSystem | Format-Table Name,Used,Free',
        linux: 'df -h / /opt/binalyze; df -i / /opt/binalyze',
        macos: 'df -h / /opt/binalyze',
      }),
      ...onEach('See what takes it.', {
        windows:
          "Get-ChildItem -Path 'C:\\' -Recurse -File -Force -ErrorAction SilentlyContinue | Sort-Object Length -Descending | Select-Object -First 20 Length,FullName",
        linux: 'sudo du -xh --max-depth=2 / 2>/dev/null | sort -rh | head -20',
        macos: 'sudo du -xh -d 2 / 2>/dev/null | sort -rh | head -20',
      }),
      step(
        'Free space among what the owner can spare. Do not delete evidence, by default under Binalyze\\AIR or /opt/binalyze/air, without the word of whoever leads the case.',
      ),
      step('Or let new evidence go to a repository or another volume.'),
    ],
    source: `${VENDOR.repositories} (default folders of local evidence)`,
    catalogueRefs: [],
  },
  'exclusions-missing': {
    severity: 'info',
    title: 'No exclusion for the Responder was found in endpoint protection',
    owner: 'asset-owner',
    summary:
      "The endpoint protection on this asset has no exclusion for the Responder's folders. It may work nevertheless; if tasks fail or are slow, or its files vanish, this is the first place to look.",
    remedy: [
      onWindows(
        'With Microsoft Defender, see what is excluded.',
        'Get-MpPreference | Select-Object -ExpandProperty ExclusionPath',
      ),
      ...onEach("With Microsoft Defender, exclude the Responder's folder, and nothing more.", {
        windows: "Add-MpPreference -ExclusionPath 'C:\\Program Files (x86)\\Binalyze\\AIR\\agent'",
        linux: 'sudo mdatp exclusion folder add --path /opt/binalyze/air/agent/',
        macos: 'sudo mdatp exclusion folder add --path /opt/binalyze/air/agent/',
      }),
      ...onEach('And the folder of its watchdog; on macOS check /usr/share/.binalyze-air as well.', {
        windows: "Add-MpPreference -ExclusionPath 'C:\\ProgramData\\.binalyze-air'",
        linux: 'sudo mdatp exclusion folder add --path /usr/share/.binalyze-air/',
        macos: 'sudo mdatp exclusion folder add --path /usr/local/share/.binalyze-air/',
      }),
      step(
        'With another product, exclude the same folders and binaries in its own console, for assets with a Responder only.',
      ),
    ],
    source: VENDOR.exclusions,
    catalogueRefs: [],
  },
} satisfies Partial<CauseTexts<'responder'>>;
