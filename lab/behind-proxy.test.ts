import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NamespaceLab, whyNoNamespaces } from '../electron/probes/testing/namespace-lab.ts';

/** A site whose firewall lets out nothing but connections to the proxy: whole runs, from a machine behind a router. */

const why = await whyNoNamespaces();
const PROXY_PORT = 3128;

const moduleOf = (path: string): string => JSON.stringify(new URL(path, import.meta.url).href);

/** The practice site and its proxy on loopback of the server, and the proxy's door on the address that others see. */
const siteProgram = (file: string): string => `
  import { connect, createServer } from 'node:net';
  import { writeFileSync } from 'node:fs';
  const { startPracticeSite } = await import(${moduleOf('./practice/practice-site.ts')});
  const named = (port) => ({ ...port, certificate: { ...port.certificate, dnsNames: ['console.test'] } });
  const site = await startPracticeSite([], { change: (plan) => ({ ...plan,
    primary: named(plan.primary), alternate: named(plan.alternate), proxy: { scheme: 'http', behaviour: 'works' } }) });
  const inner = Number(new URL(site.profile.proxy.url).port);
  writeFileSync(${JSON.stringify(file)}, JSON.stringify({ ports: site.profile.console.ports, caPem: site.caPem }));
  createServer((near) => {
    const far = connect(inner, '127.0.0.1');
    for (const [one, other] of [[near, far], [far, near]]) one.on('error', () => other.destroy()).pipe(other);
  }).listen(${PROXY_PORT}, '10.99.2.2', () => console.log('listening'));
  setTimeout(() => process.exit(), 60000);`;

const runProgram = (file: string): string => `
  import { readFileSync } from 'node:fs';
  const { startRun } = await import(${moduleOf('../electron/session/start-run.ts')});
  const { concludeRun } = await import(${moduleOf('../electron/session/conclude.ts')});
  const { ports, caPem } = JSON.parse(readFileSync(${JSON.stringify(file)}, 'utf8'));
  const profile = { schema: 'airway.profile/1', name: 'Site', vantage: 'workstation', responder: {},
    console: { address: 'console.test', ports }, resolvers: ['10.99.2.2'],
    proxy: { url: 'http://10.99.2.2:${PROXY_PORT}/' } };
  const run = await startRun({ profile, secrets: {}, caPem },
    { tool: { name: 'airway', version: '0' }, steps: ['console', 'responder'], stateDirectory: null });
  await run.done;
  const { findings, unexplained } = concludeRun(run.state());
  const checks = Object.values(run.state().checks);
  console.log(JSON.stringify({
    causes: findings.map(({ cause }) => cause), unexplained: unexplained.map(({ id }) => id),
    codes: checks.flatMap(({ outcome }) => outcome?.kind === 'proxy' || outcome?.kind === 'tcp' ? [outcome.kind + ' ' + outcome.code] : []),
  }));
  process.exit();`;

describe.skipIf(why !== undefined)(
  `behind a firewall that lets only the proxy through${why === undefined ? '' : ` (${why})`}`,
  () => {
    const lab = new NamespaceLab();
    let folder = '';
    let client = '';
    let router = '';

    const allow = (ports: string): Promise<string> =>
      lab.run(
        router,
        'nft',
        `flush ruleset
        table inet faults {
          chain passing { type filter hook forward priority 0; policy accept;
            ip daddr 10.99.2.2 ${ports} drop
          }
        }`,
      );
    const check = (): Promise<unknown> =>
      lab.evaluate(client, runProgram(join(folder, 'site.json')), {
        hosts: '127.0.0.1 localhost\n10.99.2.2 console.test\n',
      });

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'airway-behind-proxy-'));
      const net = await lab.clientRouterServer();
      client = net.client;
      router = net.router;
      const program = siteProgram(join(folder, 'site.json'));
      await lab.start(
        net.server,
        process.execPath,
        '--no-warnings',
        '--input-type=module',
        '--eval',
        program,
      );
    });
    afterAll(async () => {
      await lab.remove();
      await rm(folder, { recursive: true, force: true });
    });

    it('a site is healthy when its proxy works', async () => {
      await allow(`tcp dport != ${PROXY_PORT}`);
      expect(await check()).toMatchObject({
        causes: [],
        unexplained: [],
        codes: expect.arrayContaining(['proxy through', 'tcp filtered', 'tcp open']),
      });
    });

    it('the proxy alone is named when it does not answer either', async () => {
      await allow('ip protocol tcp');
      expect(await check()).toMatchObject({ causes: ['proxy-down'], unexplained: [] });
    });
  },
);
