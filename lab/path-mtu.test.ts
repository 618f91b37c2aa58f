import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Profile } from '../electron/contract/profile.ts';
import { NamespaceLab, whyNoNamespaces } from '../electron/probes/testing/namespace-lab.ts';
import { isNginxMissing } from '../electron/probes/testing/nginx.ts';
import { issue, makeAuthority } from '../electron/probes/testing/test-certificates.ts';

const NGINX = '/usr/sbin/nginx';

const root = makeAuthority({ commonName: 'Site Root', key: 'rsa-2048' });
const issuing = makeAuthority({ commonName: 'Site Issuing CA', issuer: root, key: 'rsa-2048' });
// Two certificates with RSA keys: more than one packet.
const site = issue(issuing, { dnsNames: ['console.test'], key: 'rsa-2048' });
const files = { 'site.pem': site.fullChainPem, 'site.key': site.privateKeyPem };

const listener = (port: string, protocols: string): string => `server {
  listen ${port} ssl; ssl_protocols ${protocols};
  ssl_certificate site.pem; ssl_certificate_key site.key;
  location / { return 200 'hello'; } }`;

const profile: Profile = {
  schema: 'airway.profile/1',
  name: 'Site',
  vantage: 'asset',
  console: { address: 'console.test', ports: { primary: 443, alternate: 8443, tasks: null } },
  deadlines: { tlsMs: 2500 },
  resolvers: [],
};

interface Concluded {
  readonly findings: readonly { cause: string; detail: string; confidence: number; subject: string }[];
  readonly unexplained: readonly string[];
}

const why = (await whyNoNamespaces()) ?? (isNginxMissing() ? 'nginx is missing' : undefined);

describe.skipIf(why !== undefined)(`a path with a narrow link${why === undefined ? '' : ` (${why})`}`, () => {
  const lab = new NamespaceLab();
  let net = { client: '', router: '', server: '' };
  let folder = '';

  beforeAll(async () => {
    net = await lab.clientRouterServer();
    folder = await mkdtemp(join(tmpdir(), 'airway-mtu-'));
    for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
    const http = [listener('10.99.2.2:443', 'TLSv1.2 TLSv1.3'), listener('10.99.2.2:8443', 'TLSv1.2')];
    const config = `daemon off; master_process off; pid nginx.pid; error_log stderr info; events {} http {
        access_log off; client_body_temp_path b; proxy_temp_path p; fastcgi_temp_path f; uwsgi_temp_path u; scgi_temp_path s;
        ${http.join('\n')} }`;
    await writeFile(join(folder, 'nginx.conf'), config);
    await lab.start(net.server, NGINX, '-p', folder, '-c', join(folder, 'nginx.conf'), '-e', 'stderr');
  });

  afterAll(async () => {
    await lab.remove();
    await rm(folder, { recursive: true, force: true });
  });

  /** `rs` leads to the server, `rc` to the client. The ends keep 1500, or they would agree on smaller segments. */
  async function narrow(links: readonly ('rs' | 'rc')[], icmp: 'passes' | 'is dropped'): Promise<void> {
    const { client, router, server } = net;
    for (const link of ['rs', 'rc'] as const)
      await lab.ip(router, `link set ${link} mtu ${links.includes(link) ? 1300 : 1500}`);
    await lab.run(router, 'nft', 'flush ruleset');
    if (icmp === 'is dropped')
      await lab.run(
        router,
        'nft',
        `table inet blackhole { chain leaving { type filter hook output priority 0; policy accept;
             icmp type destination-unreachable icmp code frag-needed drop
           }
           }`,
      );
    for (const end of [client, server]) await lab.ip(end, 'route flush cache');
  }

  /** The whole way, from the client: a run of the Console step and what is concluded from it. */
  async function conclude(): Promise<Concluded> {
    const module = (path: string): string => JSON.stringify(new URL(path, import.meta.url).href);
    const code = `
        const { startRun } = await import(${module('../electron/session/start-run.ts')});
        const { concludeRun } = await import(${module('../electron/session/conclude.ts')});
        const { TOOL } = await import(${module('../electron/session/tool.ts')});
        const run = await startRun(
          { profile: ${JSON.stringify(profile)}, secrets: {}, caPem: ${JSON.stringify(root.certificatePem)} },
          { tool: TOOL, steps: ['console'], stateDirectory: null });
        await run.done;
        const { findings, unexplained } = concludeRun(run.state());
        console.log(JSON.stringify({ findings, unexplained: unexplained.map(({ id }) => id) }));`;
    const etc = { hosts: '127.0.0.1 localhost\n10.99.2.2 console.test\n', 'resolv.conf': '\n' };
    return (await lab.evaluate(net.client, code, etc)) as Concluded;
  }

  it('towards the server eats large ClientHellos, and that is named', async () => {
    await narrow(['rs'], 'is dropped');
    const { findings, unexplained } = await conclude();
    expect(findings.map(({ cause }) => cause)).toEqual(['path-mtu-black-hole']);
    expect(findings[0]?.detail).toMatch(
      /^10\.99\.2\.2:443 answers a ClientHello of \d+ bytes \(TLSv1\.3 in .*\), while a ClientHello of 1750 bytes gets nothing in /,
    );
    expect(unexplained).toEqual([]);
  });

  it('from the server eats the certificate, and that is named and told from a hung service', async () => {
    await narrow(['rc'], 'is dropped');
    const { findings, unexplained } = await conclude();
    expect(findings.map(({ cause }) => cause)).toEqual(['path-mtu-black-hole']);
    expect(findings[0]?.detail).toContain(
      '10.99.2.2:443 answers a ClientHello that asks for a short answer (a HelloRetryRequest in',
    );
    // The server without TLS 1.3 has an alert for a short answer.
    expect(findings[0]?.detail).toContain(
      '10.99.2.2:8443 answers a ClientHello that asks for a short answer (alert 70',
    );
    expect(unexplained).toEqual([]);
  });

  it('both ways is named as one fault', async () => {
    await narrow(['rs', 'rc'], 'is dropped');
    expect((await conclude()).findings.map(({ cause }) => cause)).toEqual(['path-mtu-black-hole']);
  });

  it('is no fault where the ICMP messages about it pass', async () => {
    await narrow(['rs', 'rc'], 'passes');
    expect(await conclude()).toEqual({ findings: [], unexplained: [] });
  });

  it('is no fault where there is none', async () => {
    await narrow([], 'passes');
    expect(await conclude()).toEqual({ findings: [], unexplained: [] });
  });
});
