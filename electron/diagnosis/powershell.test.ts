import { describe, expect, it } from 'vitest';
import { CATALOGUE } from './catalogue.ts';
import { KNOWN_PROGRAMS, powershellFaults } from './testing/powershell-reader.ts';

const commands = Object.values(CATALOGUE).flatMap(({ id, remedy, elsewhere = {} }) =>
  [remedy, ...Object.values(elsewhere).map(({ steps }) => steps)].flatMap((steps) =>
    steps.flatMap(({ command, os }) =>
      os === 'windows' && command !== undefined ? [[id, command] as const] : [],
    ),
  ),
);

describe('the commands for Windows', () => {
  it.each([...new Map(commands.map((pair) => [pair[1], pair])).values()])(
    'use cmdlets and parameters that exist: %s %s',
    (_id, command) => expect(powershellFaults(command)).toEqual([]),
  );

  it('use each program that is known to the reader', () => {
    const all = commands.map(([, command]) => command).join('\n');
    for (const program of KNOWN_PROGRAMS) expect(all).toContain(program);
  });
});

describe('the reader of commands', () => {
  it.each([
    ['Get-NetTcpConection -LocalPort 443', ['no cmdlet that is known: Get-NetTcpConection']],
    ['Get-NetTCPConnection -Port 443', ['Get-NetTCPConnection has no parameter -Port']],
    ["Get-ADUser -Filter 'x' | Set-ADUser -Clean logonHours", ['Set-ADUser has no parameter -Clean']],
    ['(Get-ADDomain).PDCEmulator; frobnicate /x', ['no program that is known: frobnicate']],
    ["Get-Service 'NTDS", ['a quote is open']],
    ['Get-Process | Where-Object { $_.Id -eqq 4 }', ['no operator: -eqq']],
    ["$n='a-b'.Split('-')[-1]; Get-ADUser -Filter \"Name -eq '$n'\"", []],
    ['Get-NetFirewallRule -Enabled True | Where-Object LocalPort -Contains 443', []],
    [
      'Get-Service | Sort-Object Count -Descending | Select-Object -First 5 Count,@{n="P";e={(Get-Process -Id $_.Name).ProcessName}}',
      [],
    ],
  ])('reads %s', (command, faults) => expect(powershellFaults(command)).toEqual(faults));
});
