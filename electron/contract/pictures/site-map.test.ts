import { describe, expect, it } from 'vitest';
import { siteMap } from './site-map.ts';
import { mapGroups } from './site-map-places.ts';
import { checkOf, runOf } from './testing/sample-run.ts';
import { allShapes, faultsOf, MAP_WORDS, textsOf } from './testing/sample-words.ts';

const CONSOLE = [
  checkOf('t443', 'tcp', 'console:443', '10.0.0.5:443', 'passed'),
  checkOf('s443', 'tls', 'console:443', '10.0.0.5:443', 'failed', { reason: 'It has expired.' }),
  checkOf('h443', 'http', 'console:443', '10.0.0.5:443', 'skipped'),
  checkOf('t4222', 'tcp', 'responder:4222', '10.0.0.5:4222', 'passed'),
  checkOf('c293', 'tcp', 'control:293', '10.0.0.5:293', 'failed'),
];

describe('the places of a site', () => {
  it('are its ports, with the gravest of what was seen, and not the control', () => {
    const [group, ...others] = mapGroups(CONSOLE);
    expect(others).toEqual([]);
    expect(group?.id).toBe('console');
    expect(group?.rows).toMatchObject([
      { port: '443', host: '10.0.0.5', status: 'failed', layer: 'TLS', reason: 'It has expired.' },
      { port: '4222', host: '10.0.0.5', status: 'passed', layer: '' },
    ]);
    expect(group?.rows[0]?.checkIds[0]).toBe('s443');
  });

  it('take IPv6 apart, and what goes through a proxy is a place of its own', () => {
    const groups = mapGroups([
      checkOf('p', 'tcp', 'proxy:3128', '[2001:db8::9]:3128', 'passed'),
      checkOf('v', 'proxy', 'proxy:3128', 'air.example.com:443', 'failed'),
    ]);
    expect(groups).toMatchObject([
      { id: 'proxy', rows: [{ port: '3128', host: '2001:db8::9' }] },
      { id: 'through-proxy', rows: [{ port: '443', host: 'air.example.com', status: 'failed' }] },
    ]);
  });

  it.each([1, 3, 4, 20, 64])('%i domain controllers have at most twenty rows', (count) => {
    const checks = Array.from({ length: count }, (_, index) =>
      [389, 636].map((port) =>
        checkOf(
          `${index} ${port}`,
          'tcp',
          `active-directory:${port}`,
          `10.1.0.${index}:${port}`,
          index === count - 1 && port === 636 ? 'failed' : 'passed',
        ),
      ),
    ).flat();
    const [group] = mapGroups(checks);
    expect(group?.rows.length).toBeLessThanOrEqual(20);
    expect(group?.rows.reduce((sum, row) => sum + row.ports, 0)).toBe(2 * count);
    // The one that failed is never among those that are only counted.
    expect(
      group?.rows.some(({ host, status }) => host === `10.1.0.${count - 1}` && status === 'failed'),
    ).toBe(true);
    const picture = siteMap(runOf(checks), MAP_WORDS);
    expect(picture === undefined ? ['none'] : faultsOf(picture)).toEqual([]);
  });
});

describe('the map', () => {
  it('marks a way that fails by a cut line, a shape and a word', () => {
    const picture = siteMap(runOf(CONSOLE), MAP_WORDS);
    if (picture === undefined) throw new Error('there are ways');
    const looks = new Set(allShapes(picture.shapes).map(({ look }) => look));
    for (const look of ['edge-failed', 'edge-beyond', 'mark-failed', 'edge-passed', 'mark-passed'])
      expect(looks).toContain(look);
    expect(textsOf(picture)).toEqual(
      expect.arrayContaining(['here', 'asset-7', 'console', '10.0.0.5', 'TLS: failed', 'passed']),
    );
    expect(picture.description).toBe('1 of 2; console: 10.0.0.5:443');
    expect(picture.table.rows).toEqual([
      ['console: 10.0.0.5:443', 'TLS: failed', 'It has expired.'],
      ['console: 10.0.0.5:4222', 'passed', ''],
    ]);
  });

  it('puts a proxy between this machine and what it leads to, and the direct ways below', () => {
    const picture = siteMap(
      runOf([
        checkOf('p', 'tcp', 'proxy:3128', '10.0.0.9:3128', 'passed'),
        checkOf('v', 'proxy', 'proxy:3128', 'air.example.com:443', 'passed'),
        ...CONSOLE,
      ]),
      MAP_WORDS,
    );
    if (picture === undefined) throw new Error('there are ways');
    const cards = allShapes(picture.shapes).flatMap((shape) =>
      shape.kind === 'box' && shape.look === 'card' ? [shape] : [],
    );
    const [proxy, direct, through] = cards;
    expect(cards).toHaveLength(3);
    expect(proxy?.x).toBeLessThan(through?.x ?? 0);
    expect(proxy?.y).toBe(through?.y);
    expect(direct?.y).toBeGreaterThan((proxy?.y ?? 0) + (proxy?.height ?? 0));
  });

  it('is not drawn where no way was tried', () => {
    expect(
      siteMap(runOf([checkOf('h', 'host', 'host', 'this machine', 'passed')]), MAP_WORDS),
    ).toBeUndefined();
  });
});
