import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../build/fresh.ts';
import { type Report, reportSchema } from '../electron/contract/report.ts';
import { NamespaceLab, whyNoNamespaces } from '../electron/probes/testing/namespace-lab.ts';
import { issue, makeAuthority } from '../electron/probes/testing/test-certificates.ts';
import { CONSOLE_SERVER, nodeArguments } from '../lab/console-in-namespace.ts';

/** Prints some times in ms, sorted, beside a bound. */
type Print = (what: string, times: readonly number[], boundMs?: number) => void;

const AIRWAY = join(ROOT, 'out', 'airway.js');

/** A Console, its real-time port and relay, a directory, a receiver and the resolvers behind a router that drops everything: the longest deadline, never a sum. */
export async function everythingDropped(folder: string, print: Print): Promise<void> {
  const why = await whyNoNamespaces();
  if (why !== undefined) {
    process.stdout.write(`every port silently dropped: not measured, ${why}\n`);
    return;
  }
  const lab = new NamespaceLab();
  try {
    const { client, router } = await lab.clientRouterServer();
    await lab.run(
      router,
      'nft',
      'table inet faults {\n chain passing {\n type filter hook forward priority 0; policy drop;\n }\n}',
    );
    for (const [what, address, directory] of [
      ['by address', '10.99.2.2', { servers: ['10.99.2.2', '10.99.2.3', '10.99.2.4'] }],
      ['by name', 'console.example.com', { domain: 'example.com' }],
    ] as const) {
      const profile = join(folder, 'dropped.json');
      writeFileSync(
        profile,
        JSON.stringify({
          schema: 'airway.profile/1',
          name: 'Bench',
          console: { address },
          responder: { relay: '10.99.2.4' },
          activeDirectory: directory,
          syslog: { address: '10.99.2.5', port: 6514, transport: 'tls' },
          resolvers: ['10.99.2.2', '10.99.2.3'],
        }),
      );
      const startedAt = performance.now();
      // Exit code 3 is what is to be expected here.
      await lab
        .run(
          client,
          process.execPath,
          join(ROOT, 'out', 'airway.js'),
          'check',
          '--profile',
          profile,
          '--quiet',
        )
        .catch(() => undefined);
      print(`every port silently dropped, ${what}`, [performance.now() - startedAt], 6000);
    }
  } finally {
    await lab.remove();
  }
}

const ROUND_TRIP_MS = 100;
const SLOW_ROUNDS = 5;

/**
 * The longest chain that the protocols need on a site that is given by its addresses. Console: SYN and its answer, ClientHello
 * and the server's flight (TLS 1.3), request and response. Real-time port: SYN, INFO (it comes one round trip after the last
 * packet of the handshake left), CONNECT with PING and its answer. Both are three round trips, and run side by side.
 */
const CHAIN = ['TCP', 'TLS 1.3', 'HTTP'];

/** A healthy site over a link on which every packet takes 50 ms, against what its protocols need. */
export async function slowPath(folder: string, print: Print): Promise<void> {
  const what = `healthy site, ${ROUND_TRIP_MS} ms round trips`;
  const why = (await whyNoNamespaces()) ?? (process.getuid?.() === 0 ? undefined : 'it needs root');
  if (why !== undefined) {
    process.stdout.write(`${what}: not measured, ${why}\n`);
    return;
  }
  const lab = new NamespaceLab();
  const [client, server] = [await lab.add('client'), await lab.add('server')];
  const link = spawn(
    'python3',
    [join(import.meta.dirname, 'delayed-link.py'), client, server, String(ROUND_TRIP_MS / 2)],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  );
  try {
    const started = await Promise.race([
      once(link.stdout, 'data').then(() => true),
      once(link, 'close').then(() => false),
      once(link, 'error').then(() => false),
    ]);
    if (!started) {
      process.stdout.write(`${what}: not measured, python3 with /dev/net/tun did not start\n`);
      return;
    }
    for (const [namespace, address] of [
      [client, '10.88.0.1/30'],
      [server, '10.88.0.2/30'],
    ] as const) {
      await lab.ip(namespace, `addr add ${address} dev slow0`);
      await lab.ip(namespace, 'link set slow0 up');
    }
    const authority = makeAuthority({ commonName: 'Bench root' });
    const { fullChainPem, privateKeyPem } = issue(authority, { ipAddresses: ['10.88.0.2'] });
    const given = { cert: fullChainPem, key: privateKeyPem, addresses: ['10.88.0.2'] };
    await lab.start(server, process.execPath, ...nodeArguments(CONSOLE_SERVER, given));
    const ca = join(folder, 'slow-ca.pem');
    writeFileSync(ca, authority.certificatePem);
    const profile = join(folder, 'slow.json');
    writeFileSync(
      profile,
      JSON.stringify({
        schema: 'airway.profile/1',
        name: 'Bench',
        console: { address: '10.88.0.2', caFile: ca },
        responder: {},
        resolvers: [],
      }),
    );
    const times: number[] = [];
    for (let round = 0; round < SLOW_ROUNDS; round += 1) {
      const { durationMs, slowest } = await slowRun(lab, client, profile, join(folder, 'slow-report.json'));
      times.push(durationMs);
      if (round === 0) process.stdout.write(`  ${slowest}\n`);
    }
    times.sort((a, b) => a - b);
    const needMs = CHAIN.length * ROUND_TRIP_MS;
    print(`${what}, run`, times, 1.25 * needMs);
    process.stdout.write(
      `  the chain that the protocols need: ${CHAIN.join(' + ')}, ${needMs} ms; the bound is 1.25 times that\n`,
    );
  } finally {
    link.stdin.end();
    await lab.remove();
  }
}

async function slowRun(
  lab: NamespaceLab,
  client: string,
  profile: string,
  json: string,
): Promise<{ durationMs: number; slowest: string }> {
  await lab.run(client, process.execPath, AIRWAY, 'check', '--profile', profile, '--quiet', '--json', json);
  const report: Report = reportSchema.parse(JSON.parse(readFileSync(json, 'utf8')));
  const last = [...report.checks].sort((a, b) => b.startedMs + b.elapsedMs - a.startedMs - a.elapsedMs)[0];
  return {
    durationMs: report.run.durationMs,
    slowest: `last to end: ${last?.id ?? 'nothing'}, started at ${Math.round(last?.startedMs ?? 0)} ms, took ${Math.round(last?.elapsedMs ?? 0)} ms`,
  };
}
