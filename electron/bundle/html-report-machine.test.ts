import { describe, expect, it } from 'vitest';
import type { Outcome } from '../contract/outcomes/outcome.ts';
import {
  asset,
  disk,
  exclusions,
  firewall,
  siteRoutes,
  vpnWay,
  way,
} from '../diagnosis/testing/machine-rows.ts';
import { renderHtmlReport } from './html-report.ts';
import { machineFacts } from './html-report-machine.ts';
import { sampleReport } from './testing/sample-report.ts';

const reportWith = (...outcomes: Outcome[]) => {
  const report = sampleReport();
  const rows = outcomes.map((outcome, index) => ({
    id: `host/row-${index}`,
    step: 'host' as const,
    probe: outcome.kind,
    title: outcome.kind,
    target: 'this machine',
    subject: 'host',
    deadlineMs: 1000,
    status: 'passed' as const,
    startedMs: 0,
    elapsedMs: 1,
    outcome,
  }));
  return { ...report, checks: [...report.checks, ...rows] };
};

describe('the machine in the report', () => {
  it('has nothing to say where nothing of it was looked at', () => {
    expect(machineFacts(sampleReport())).toEqual([]);
  });

  it('has the ways to the site, firewall, disk and Responder, and what could not be read', () => {
    const report = reportWith(
      siteRoutes(way('10.0.0.5'), vpnWay('10.8.0.9')),
      firewall({ unreadable: ['nftables: only root may read its rules'] }),
      disk('enough', 12e9),
      asset({
        version: { value: '2.50.5', source: 'package binalyze-air-agent' },
        logs: [
          { path: '/opt/binalyze/air/agent/air.log', sizeBytes: 12, modifiedAt: '2026-01-01T00:00:00.000Z' },
        ],
      }),
      exclusions({ code: 'no-rights', folders: [], unreadable: ['Microsoft Defender: administrators only'] }),
    );
    expect(machineFacts(report)).toEqual([
      [
        'Ways to the site',
        ['10.0.0.5 by eth0 from 10.0.0.7 through 10.0.0.1', '10.8.0.9 by tun0 (OpenVPN) from 10.8.0.6'],
      ],
      [
        'Firewall',
        [
          'ufw is on (by default inbound block, outbound allow)',
          'not read: nftables: only root may read its rules',
        ],
      ],
      ['Disk', ['12.0 GB free of 40.0 GB on the volume of /opt/binalyze/air/agent']],
      [
        'Responder',
        [
          'Binalyze.AIR.Agent.service is running (start: automatic)',
          'install folder /opt/binalyze/air/agent: there',
          'version 2.50.5 (package binalyze-air-agent)',
          '/opt/binalyze/air/agent/config.yml: keys ConsoleAddress, Token',
          'ConsoleAddress: console.example.com',
        ],
      ],
      ['Exclusions for the Responder', ['not read: Microsoft Defender: administrators only']],
      ['Log files of the Responder', ['/opt/binalyze/air/agent/air.log: 12 bytes, 2026-01-01T00:00:00.000Z']],
    ]);
    const page = renderHtmlReport(report);
    expect(page).toContain('<dt>Ways to the site</dt>');
    expect(page).toContain('10.8.0.9 by tun0 (OpenVPN) from 10.8.0.6');
  });
});
