import { mkdir, mkdtemp, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { responderAssetOutcomeSchema } from '../../contract/outcomes/responder-asset.ts';
import { testContext } from '../testing/tcp-test-context.ts';
import { type ResponderAssetInput, responderAsset } from './responder-asset.ts';
import { responderPlaces } from './responder-places.ts';
import { recorded, WINDOWS_STOPPED } from './testing/recorded-answers.ts';

const TOKEN = 'd3ploym3nt-t0k3n';
let root = '';
let agent = '';

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'airway-asset-'));
  agent = join(root, 'agent');
  await mkdir(join(agent, 'logs', 'old'), { recursive: true });
  await mkdir(join(agent, 'Cases', '1'), { recursive: true });
  await writeFile(
    join(agent, 'config.yml'),
    `# written by the installer\nConsoleAddress: https://Console.example.com:443\nDeploymentToken: ${TOKEN}\n`,
  );
  await writeFile(join(agent, 'logs', 'air.log'), 'secret words');
  await writeFile(join(agent, 'logs', 'old', 'air.log.1'), '');
  await writeFile(join(agent, 'Cases', '1', 'evidence.log'), 'evidence');
  await writeFile(join(root, 'elsewhere.log'), '');
  await symlink(join(root, 'elsewhere.log'), join(agent, 'logs', 'link.log'));
  await utimes(join(agent, 'logs', 'air.log'), 1767225600, 1767225600);
  await utimes(join(agent, 'logs', 'old', 'air.log.1'), 1767139200, 1767139200);
});
afterAll(() => rm(root, { recursive: true, force: true }));

const look = async (input: ResponderAssetInput) => {
  const outcome = responderAssetOutcomeSchema.parse(await responderAsset.run(input, testContext(3000)));
  return { outcome, verdict: responderAsset.judge(outcome) };
};
const there = () => ({ installFolder: agent });
const nowhere = { installFolder: '/nowhere/agent' };

describe('a Responder', () => {
  it('that runs on Linux is described by service, version, configuration and logs', async () => {
    const { outcome, verdict } = await look({ ...there(), recorded: recorded('linux') });
    expect(outcome).toMatchObject({
      code: 'running',
      services: [
        {
          name: 'Binalyze.AIR.Agent.service',
          displayName: 'AIR Responder Service',
          state: 'running',
          start: 'automatic',
        },
      ],
      folders: [{ path: agent, role: 'install', state: 'there' }],
      version: { value: '2.50.5-1', source: 'package binalyze-air-agent' },
      configs: [
        {
          keys: ['ConsoleAddress', 'DeploymentToken'],
          addresses: [{ key: 'ConsoleAddress', host: 'console.example.com', port: 443, about: 'console' }],
        },
      ],
      logs: [
        { path: join(agent, 'logs', 'air.log'), sizeBytes: 12, modifiedAt: '2026-01-01T00:00:00.000Z' },
        { path: join(agent, 'logs', 'old', 'air.log.1'), sizeBytes: 0 },
      ],
      logCount: 2,
      unreadable: [],
    });
    expect(verdict).toEqual({
      status: 'passed',
      reason:
        'Binalyze.AIR.Agent.service is running (start: automatic); version 2.50.5-1; set to console.example.com; 2 log files, the last written 2026-01-01T00:00:00.000Z',
    });
    expect(JSON.stringify(outcome)).not.toContain(TOKEN);
    expect(JSON.stringify(outcome)).not.toContain('secret words');
  });

  it('that runs on Windows is described in any language', async () => {
    const { outcome } = await look({ ...there(), recorded: recorded('win32') });
    expect(outcome).toMatchObject({
      code: 'running',
      services: [
        {
          name: 'Binalyze.AIR.Agent.Service',
          displayName: 'AIR Responder Service',
          state: 'running',
          start: 'automatic',
        },
      ],
      version: { value: '2.50.5', source: 'Binalyze AIR Agent' },
      unreadable: [],
    });
  });

  it('that runs on macOS is described by the label that the profile names', async () => {
    const { outcome } = await look({
      ...there(),
      serviceName: 'com.binalyze.air.agent',
      recorded: recorded('darwin'),
    });
    expect(outcome).toMatchObject({
      code: 'running',
      services: [{ name: 'com.binalyze.air.agent', state: 'running' }],
      version: { value: '2.50.5', source: 'package com.binalyze.air.agent' },
    });
  });

  it('that is stopped fails its row, with the start type and how it ended', async () => {
    const onWindows = await look({
      ...there(),
      serviceName: 'Binalyze.AIR.Agent.Service',
      recorded: recorded('win32', { 'service Binalyze.AIR.Agent.Service': WINDOWS_STOPPED }),
    });
    expect(onWindows.outcome).toMatchObject({
      code: 'stopped',
      services: [{ state: 'stopped', start: 'automatic', result: 'exit code 1066' }],
    });
    expect(onWindows.verdict).toMatchObject({
      status: 'failed',
      reason: expect.stringMatching(
        /^Binalyze\.AIR\.Agent\.Service is stopped \(start: automatic, exit code 1066\)/,
      ),
    });
    const services =
      'Id=Binalyze.AIR.Agent.service\nLoadState=loaded\nActiveState=failed\nUnitFileState=disabled\nResult=exit-code\n';
    const onLinux = await look({ ...there(), recorded: recorded('linux', { services }) });
    expect(onLinux.outcome).toMatchObject({
      code: 'stopped',
      services: [{ state: 'failed', start: 'disabled', result: 'exit-code' }],
    });
    const service = 'system/x = {\n\tstate = not running\n\tlast exit code = 78: EX_CONFIG\n}\n';
    const onMacos = await look({ ...there(), serviceName: 'x', recorded: recorded('darwin', { service }) });
    expect(onMacos.outcome).toMatchObject({
      code: 'stopped',
      services: [{ name: 'x', state: 'stopped', result: 'exit code 78' }],
    });
  });

  it('is judged by its own service where a watchdog with a name alike runs on', async () => {
    const services = [
      'Id=Binalyze.AIR.Agent.service\nLoadState=loaded\nActiveState=inactive\nUnitFileState=enabled\n',
      'Id=binalyze-watchdog.service\nLoadState=loaded\nActiveState=active\nUnitFileState=enabled\n',
    ].join('\n');
    const { outcome } = await look({ ...there(), recorded: recorded('linux', { services }) });
    expect(outcome).toMatchObject({ code: 'stopped' });
    expect(outcome.services).toHaveLength(2);
  });

  it('is not taken for a relay of the same vendor', async () => {
    const services =
      'Id=binalyze-air-relay-server.service\nLoadState=loaded\nActiveState=active\nUnitFileState=enabled\n';
    const { outcome } = await look({ ...nowhere, recorded: recorded('linux', { services }) });
    expect(outcome).toMatchObject({ code: 'not-found', services: [] });
  });

  it('whose folder is there without a service of the usual names is not called stopped', async () => {
    const { outcome, verdict } = await look({ ...there(), recorded: recorded('linux', { services: '' }) });
    expect(outcome.code).toBe('no-service');
    expect(verdict).toMatchObject({
      status: 'warned',
      reason: expect.stringContaining('and no service of these names: Binalyze.AIR.Agent.service'),
    });
  });

  it('is not found only where service and folder are both absent and everything could be read', async () => {
    const { outcome, verdict } = await look({ ...nowhere, recorded: recorded('linux', { services: '' }) });
    expect(outcome.code).toBe('not-found');
    expect(verdict).toMatchObject({
      status: 'passed',
      reason: expect.stringMatching(/^no service of these names: .*; no folder \/nowhere\/agent$/),
    });
    const gone = 'exit 1060\n';
    const onWindows = await look({
      ...nowhere,
      recorded: recorded('win32', { 'service Binalyze.AIR.Agent.Service': gone, 'services-alike': '' }),
    });
    expect(onWindows.outcome.code).toBe('not-found');
  });

  it.each([
    ['win32', { 'service Binalyze.AIR.Agent.Service': 'exit 5\n', 'services-alike': '' }],
    ['win32', { 'service Binalyze.AIR.Agent.Service': 'exit 1060\n', 'services-alike': undefined }],
    ['darwin', { service: undefined }],
  ] as const)(
    'that could not be looked for on %s (%j) is neither there nor missing',
    async (platform, changed) => {
      const { outcome, verdict } = await look({
        ...nowhere,
        ...(platform === 'darwin' ? { serviceName: 'x' } : {}),
        recorded: recorded(platform, changed),
      });
      expect(outcome.code).toBe('cannot-tell');
      expect(outcome.unreadable.length).toBeGreaterThan(0);
      expect(verdict.status).toBe('skipped');
    },
  );

  it('is not found where systemd does not run either: there are no units then', async () => {
    const { outcome } = await look({ ...nowhere, recorded: recorded('linux', { services: 'exit 1\n' }) });
    expect(outcome.code).toBe('not-found');
  });

  it('is told by the other way of asking where Windows refuses the first', async () => {
    const refused = recorded('win32', { 'service Binalyze.AIR.Agent.Service': 'exit 5\n' });
    const { outcome } = await look({ ...nowhere, recorded: refused });
    expect(outcome).toMatchObject({ code: 'running', unreadable: [expect.stringContaining('exit code 5')] });
  });

  it('is not looked for on a system that none is known for', async () => {
    const { outcome, verdict } = await look({
      recorded: { platform: 'aix' as 'linux', answers: {} },
    });
    expect(outcome).toMatchObject({ code: 'cannot-tell', unreadable: [expect.stringContaining('aix')] });
    expect(verdict.status).toBe('skipped');
  });

  it('whose folder cannot be looked at is not called missing', async () => {
    // Also root meets this error, unlike a lack of rights.
    const installFolder = join(root, 'x'.repeat(300), 'agent');
    const { outcome } = await look({ installFolder, recorded: recorded('linux', { services: '' }) });
    expect(outcome).toMatchObject({
      code: 'cannot-tell',
      folders: [{ state: 'unreadable', errno: 'ENAMETOOLONG' }],
    });
  });

  it('is looked for on the machine that the test runs on without a throw, and without a change', async () => {
    const { outcome } = await look({});
    expect(outcome.services.length + outcome.folders.length).toBeGreaterThan(0);
  });

  it('is given up at once when the run is cancelled', async () => {
    const context = testContext(3000, { signal: AbortSignal.abort() });
    const outcome = responderAssetOutcomeSchema.parse(await responderAsset.run({}, context));
    expect(outcome.code).toBe('cannot-tell');
  });
});

describe('the places of a Responder', () => {
  it('are those of the profile alone where it names them', () => {
    expect(responderPlaces('linux', { serviceName: 'own', installFolder: '/opt/own/' })).toMatchObject({
      services: ['own.service'],
      servicePattern: '',
      install: ['/opt/own'],
      watchdog: [],
      configs: ['{INSTALL}/config.yml'],
    });
  });

  it('are found by the variables of Windows, whatever their case', () => {
    const environment = { 'PROGRAMFILES(X86)': 'D:\\Programs (x86)', programfiles: 'D:\\Programs' };
    expect(responderPlaces('win32', {}, environment)).toMatchObject({
      install: [
        'D:\\Programs (x86)\\Binalyze\\AIR\\agent',
        'D:\\Programs\\Binalyze\\AIR\\agent',
        'D:\\Programs\\Cisco\\Forensics\\AIR',
      ],
      watchdog: [],
    });
  });

  it('are not known everywhere', () => {
    expect(responderPlaces('aix')).toBeUndefined();
  });
});
