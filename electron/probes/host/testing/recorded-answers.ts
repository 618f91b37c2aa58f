import type { RecordedSystem } from '../../../contract/recorded-system.ts';

/**
 * Answers of the systems' own commands, written from their documented formats with names and addresses of examples. `exit N` in
 * the first line stands for the exit code. Windows texts are of a German system where they are translated there.
 */
export const LINUX: Readonly<Record<string, string>> = {
  'route-to 10.0.0.5': '10.0.0.5 via 192.168.1.1 dev eth0 src 192.168.1.20 uid 1000 \n    cache \n',
  'route-to 10.8.0.9': '10.8.0.9 dev tun0 src 10.8.0.6 uid 1000 \n    cache mtu 1380 \n',
  'route-to 192.168.1.20': 'local 192.168.1.20 dev lo src 192.168.1.20 uid 1000 \n    cache <local> \n',
  'route-to fd00::5': 'fd00::5 from :: via fe80::1 dev eth0 proto ra src fd00::20 metric 100 pref medium\n',
  'route-to 10.99.0.1': 'exit 2\n',
  services: [
    'Id=Binalyze.AIR.Agent.service',
    'Description=AIR Responder Service',
    'LoadState=loaded',
    'ActiveState=active',
    'SubState=running',
    'UnitFileState=enabled',
    'Result=success',
    '',
    'Id=Cisco.Forensics.Responder.service',
    'Description=Cisco.Forensics.Responder.service',
    'LoadState=not-found',
    'ActiveState=inactive',
    'SubState=dead',
    'UnitFileState=',
    'Result=success',
    '',
  ].join('\n'),
  'package-deb': 'installed binalyze-air-relay-server 1.9.0\ninstalled binalyze-air-agent 2.50.5-1\n',
  'package-rpm': '',
  firewalld: 'running\n',
  nftables: JSON.stringify({
    nftables: [
      { metainfo: { version: '1.0.6', json_schema_version: 1 } },
      { table: { family: 'inet', name: 'filter', handle: 1 } },
      {
        chain: {
          family: 'inet',
          table: 'filter',
          name: 'input',
          handle: 1,
          type: 'filter',
          hook: 'input',
          prio: 0,
          policy: 'drop',
        },
      },
      {
        chain: {
          family: 'inet',
          table: 'filter',
          name: 'output',
          handle: 3,
          type: 'filter',
          hook: 'output',
          prio: 0,
          policy: 'accept',
        },
      },
      { chain: { family: 'inet', table: 'filter', name: 'docker', handle: 4 } },
    ],
  }),
  'exclusions-mdatp':
    '=====================================\nExcluded folder\nPath: "/opt/binalyze/air/agent/"\n---\nExcluded file extension\nExtension: ".log"\n=====================================\n',
};

const SC_QUERY = (state: string, exitCode: string) =>
  [
    '',
    'SERVICE_NAME: Binalyze.AIR.Agent.Service ',
    '        TYPE               : 10  WIN32_OWN_PROCESS  ',
    `        STATE              : ${state} `,
    '                                (NOT_STOPPABLE, NOT_PAUSABLE, IGNORES_SHUTDOWN)',
    `        WIN32_EXIT_CODE    : ${exitCode}`,
    '        SERVICE_EXIT_CODE  : 0  (0x0)',
    '        CHECKPOINT         : 0x0',
    '        WAIT_HINT          : 0x0',
    '',
  ].join('\r\n');

export const WINDOWS_RUNNING = SC_QUERY('4  RUNNING', '0  (0x0)');
export const WINDOWS_STOPPED = SC_QUERY('1  STOPPED', '1066  (0x42a)');

export const WINDOWS: Readonly<Record<string, string>> = {
  'routes-to': JSON.stringify([
    {
      address: '10.0.0.5',
      source: '192.168.1.20',
      destination: '0.0.0.0/0',
      gateway: '192.168.1.1',
      alias: 'Ethernet',
      description: 'Intel(R) Ethernet Connection I219-LM',
    },
    {
      address: '10.8.0.9',
      source: '10.8.0.6',
      destination: '10.8.0.0/16',
      gateway: '0.0.0.0',
      alias: 'Ethernet 3',
      description: 'PANGP Virtual Ethernet Adapter Secure',
    },
    { address: '10.99.0.1', problem: 'Windows System Error 1231,Find-NetRoute' },
  ]),
  'service Binalyze.AIR.Agent.Service': WINDOWS_RUNNING,
  'service Cisco.Forensics.Responder.Service':
    'exit 1060\n[SC] EnumQueryServicesStatus:OpenService FEHLER 1060:\r\n\r\nDer angegebene Dienst ist kein installierter Dienst.\r\n',
  'service-start Binalyze.AIR.Agent.Service': [
    '[SC] QueryServiceConfig ERFOLG',
    '',
    'SERVICE_NAME: Binalyze.AIR.Agent.Service',
    '        TYPE               : 10  WIN32_OWN_PROCESS ',
    '        START_TYPE         : 2   AUTO_START  (DELAYED)',
    '        ERROR_CONTROL      : 1   NORMAL',
    '        BINARY_PATH_NAME   : "C:\\Program Files (x86)\\Binalyze\\AIR\\agent\\AIR.exe" --service',
    '        DISPLAY_NAME       : AIR Responder Service',
    '        SERVICE_START_NAME : LocalSystem',
    '',
  ].join('\r\n'),
  'services-alike':
    '{"name":"Binalyze.AIR.Agent.Service","displayName":"AIR Responder Service","state":"Running","start":"Auto","exitCode":0}',
  package: 'exit 1\nSuche beendet: 0 Übereinstimmung(en) gefunden.\r\n',
  'package-32': [
    '',
    'HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Uninstall\\{A1B2C3D4-0000-4000-8000-000000000001}',
    '    Publisher    REG_SZ    Binalyze',
    '',
    'Suche beendet: 1 Übereinstimmung(en) gefunden.',
    '',
  ].join('\r\n'),
  'package-details': [
    '',
    'HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Uninstall\\{A1B2C3D4-0000-4000-8000-000000000001}',
    '    DisplayName    REG_SZ    Binalyze AIR Agent',
    '    DisplayVersion    REG_SZ    2.50.5',
    '    EstimatedSize    REG_DWORD    0x9c40',
    '',
  ].join('\r\n'),
  firewall:
    '[{"name":"Domain","enabled":1,"inbound":4,"outbound":2},{"name":"Private","enabled":1,"inbound":0,"outbound":0},{"name":"Public","enabled":0,"inbound":4,"outbound":4}]',
  'firewall-registry': [
    '',
    'HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Services\\SharedAccess\\Parameters\\FirewallPolicy\\DomainProfile',
    '    EnableFirewall    REG_DWORD    0x1',
    '',
    'HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Services\\SharedAccess\\Parameters\\FirewallPolicy\\StandardProfile',
    '    EnableFirewall    REG_DWORD    0x0',
    '',
    'Suche beendet: 2 Übereinstimmung(en) gefunden.',
    '',
  ].join('\r\n'),
  'exclusions-defender':
    '{"paths":["C:\\\\Program Files (x86)\\\\Binalyze\\\\AIR\\\\agent","D:\\\\Data"],"processes":null}',
};

export const MACOS: Readonly<Record<string, string>> = {
  'route-to 10.0.0.5': [
    '   route to: 10.0.0.5',
    'destination: default',
    '       mask: default',
    '    gateway: 192.168.1.1',
    '  interface: en0',
    '      flags: <UP,GATEWAY,DONE,STATIC,PRCLONING,GLOBAL>',
    ' recvpipe  sendpipe  ssthresh  rtt,msec    rttvar  hopcount      mtu     expire',
    '       0         0         0         0         0         0      1500         0 ',
    '',
  ].join('\n'),
  'route-to 10.8.0.9':
    '   route to: 10.8.0.9\ndestination: 10.8.0.0\n       mask: 255.255.0.0\n  interface: utun4\n      flags: <UP,DONE,STATIC,PRCLONING>\n',
  'route-to 192.168.1.20':
    '   route to: 192.168.1.20\ndestination: 192.168.1.20\n  interface: lo0\n      flags: <UP,HOST,DONE,LLINFO,LOCAL>\n',
  'route-to 10.99.0.1': 'exit 1\nroute: writing to routing socket: not in table\n',
  service: [
    'system/com.binalyze.air.agent = {',
    '\tactive count = 1',
    '\tpath = /Library/LaunchDaemons/com.binalyze.air.agent.plist',
    '\tstate = running',
    '',
    '\tprogram = /opt/binalyze/air/agent/air',
    '\tlast exit code = 0',
    '}',
    '',
  ].join('\n'),
  package:
    'package-id: com.binalyze.air.agent\nversion: 2.50.5\nvolume: /\nlocation: opt/binalyze\ninstall-time: 1767225600\n',
  firewall: 'Firewall is enabled. (State = 1) \n',
  'exclusions-mdatp':
    '=====================================\nExcluded folder\nPath: "/opt/other/"\n=====================================\n',
};

/** One of the systems with some answers changed; an answer of `undefined` is a command that is not there. */
export function recorded(
  platform: RecordedSystem['platform'],
  changed: Readonly<Record<string, string | undefined>> = {},
): RecordedSystem {
  const own = { linux: LINUX, win32: WINDOWS, darwin: MACOS }[platform];
  const answers: Record<string, string> = {};
  for (const [id, text] of Object.entries({ ...own, ...changed })) if (text !== undefined) answers[id] = text;
  return { platform, answers };
}
