import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Finding } from '../contract/findings.ts';
import type { Report } from '../contract/report.ts';
import { renderHtmlReport } from './html-report.ts';
import { writeRequests } from './request-files.ts';
import { SAMPLE_FINDINGS } from './testing/sample-findings.ts';
import { sampleReport } from './testing/sample-report.ts';
import { temporaryFolder } from './testing/temporary-folder.ts';

const asked = (to: Finding['remedy']['owner'], evidence: string): Finding => {
  const [first] = SAMPLE_FINDINGS;
  if (first === undefined) throw new Error('the samples are empty');
  const form = {
    title: 'Change request: Site',
    to,
    reason: 'It fails.',
    columns: ['Change', 'Wanted'],
    rows: [['Certificate', 'a new one, with <names>']],
    evidence: [evidence],
    observed: 'Observed at noon.',
  };
  return { ...first, remedy: { owner: to, steps: first.remedy.steps, form } };
};

const reportOf = (findings: readonly Finding[]): Report => ({ ...sampleReport(), findings: [...findings] });

it('writes three files for each team, once', async () => {
  const folder = join(await temporaryFolder(), 'new', 'folder');
  const report = reportOf([
    asked('console-administrator', 'a'),
    asked('network-team', 'b'),
    asked('network-team', 'c'),
  ]);
  const { written, failed } = await writeRequests(folder, report, []);
  expect(failed).toEqual([]);
  const id = report.run.id;
  expect(await readdir(folder)).toEqual(
    ['console-administrator', 'network-team']
      .flatMap((owner) => ['csv', 'md', 'txt'].map((format) => `${id}-${owner}.${format}`))
      .sort(),
  );
  expect(written.length).toBe(6);
  expect(await readFile(join(folder, `${id}-network-team.csv`), 'utf8')).toBe(
    'Change,Wanted\r\n'.concat('Certificate,"a new one, with <names>"\r\n'.repeat(2)),
  );
  if (process.platform !== 'win32')
    expect((await stat(join(folder, `${id}-network-team.txt`))).mode & 0o077).toBe(0);
});

it('leaves a file alone that says something else, and takes one for written that says the same', async () => {
  const folder = await temporaryFolder();
  const report = reportOf([asked('network-team', 'b')]);
  const path = join(folder, `${report.run.id}-network-team.md`);
  await writeFile(path, 'signed off by somebody');
  const first = await writeRequests(folder, report, []);
  expect(first.failed).toEqual([`${path} is there already and says something else; it was left as it is.`]);
  expect(first.written.length).toBe(2);
  expect(await readFile(path, 'utf8')).toBe('signed off by somebody');
  expect(await writeRequests(folder, report, [])).toEqual(first);
});

it('makes no folder where nobody is asked for anything', async () => {
  const folder = join(await temporaryFolder(), 'none');
  expect(await writeRequests(folder, reportOf([]), [])).toEqual({ written: [], failed: [] });
  await expect(stat(folder)).rejects.toThrow();
});

it('never writes a secret', async () => {
  const folder = await temporaryFolder();
  const { written } = await writeRequests(
    folder,
    reportOf([asked('network-team', 'it said hunter2-secret')]),
    ['hunter2-secret'],
  );
  for (const path of written) expect(await readFile(path, 'utf8')).not.toContain('hunter2');
});

it('is one part of the page for each team, to which the finding leads', () => {
  const page = renderHtmlReport(reportOf([asked('network-team', 'b'), asked('network-team', 'c')]));
  expect(page.match(/id="send-network-team"/g)).toHaveLength(1);
  expect(page).toContain('<h3 id="send-network-team">Send to the network team</h3>');
  expect(page.match(/href="#send-network-team"/g)).toHaveLength(2);
  expect(page).toContain('a new one, with &lt;names&gt;');
});
