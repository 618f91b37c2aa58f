import type { CheckInfo, CheckStatus } from '../../electron/contract/checks.ts';
import type { RunEnd, RunEvent } from '../../electron/contract/events.ts';
import type { Finding } from '../../electron/contract/findings.ts';
import type { Outcome } from '../../electron/contract/outcomes/outcome.ts';
import type { Profile } from '../../electron/contract/profile.ts';
import { alternatePortBlocked, certificateExpired, proxySeen } from './scripted-findings.ts';
import {
  HOST_NAME,
  hostFacts,
  http,
  lookup,
  resolver,
  tcpFiltered,
  tcpOpen,
  tls,
} from './scripted-outcomes.ts';

/** A run as a fake host plays it: events with their offsets, and what is concluded once an offset has passed. */
export interface ScriptedRun {
  readonly events: readonly RunEvent[];
  readonly findings: readonly { readonly atMs: number; readonly findings: readonly Finding[] }[];
  readonly unexplained: readonly string[];
}

/** What a scripted run says of itself. */
export interface RunHead {
  readonly runId: string;
  readonly startedAt: string;
  readonly profile: Profile;
  readonly practice?: { readonly faults: readonly string[] };
}

/** The profile of the scripted site. */
export const SCRIPTED_PROFILE: Profile = {
  schema: 'airway.profile/1',
  name: 'Example GmbH, Berlin',
  vantage: 'asset',
  console: { address: HOST_NAME },
};

class Script {
  readonly #events: RunEvent[] = [];

  constructor({ runId, startedAt, profile, practice }: RunHead) {
    this.#events.push({
      type: 'run-started',
      atMs: 0,
      runId,
      startedAt,
      tool: { name: 'airway', version: '0.1.0' },
      vantage: profile.vantage,
      hostname: 'asset-7',
      platform: 'linux',
      profile,
      steps: ['host', 'console'],
      ...(practice === undefined ? {} : { practice: { faults: [...practice.faults] } }),
    });
  }

  check(atMs: number, info: CheckInfo, awaiting: string): this {
    this.#events.push({ type: 'check-started', atMs, check: info, awaiting });
    return this;
  }

  finish(atMs: number, id: string, status: CheckStatus, reason: string, outcome?: Outcome): this {
    const elapsedMs = outcome?.elapsedMs ?? 0;
    this.#events.push({
      type: 'check-finished',
      atMs,
      id,
      status,
      reason,
      elapsedMs,
      ...(outcome === undefined ? {} : { outcome }),
    });
    return this;
  }

  skip(atMs: number, info: CheckInfo, reason: string): this {
    this.#events.push({
      type: 'check-finished',
      atMs,
      id: info.id,
      check: info,
      status: 'skipped',
      reason,
      elapsedMs: 0,
    });
    return this;
  }

  end(atMs: number, ended: RunEnd = 'completed'): readonly RunEvent[] {
    this.#events.sort((one, other) => one.atMs - other.atMs);
    this.#events.push({ type: 'run-finished', atMs, finishedAt: '2026-06-01T12:00:05.100Z', ended });
    return this.#events;
  }

  events(): readonly RunEvent[] {
    return this.#events.sort((one, other) => one.atMs - other.atMs);
  }
}

const info = (
  probe: string,
  title: string,
  target: string,
  subject: string,
  deadlineMs = 5000,
): CheckInfo => ({
  id: probe === 'host' ? 'host/facts' : `console/${probe}/${target}`,
  step: probe === 'host' ? 'host' : 'console',
  probe,
  title,
  target,
  subject,
  deadlineMs,
});

function beginning(script: Script): Script {
  const facts = info('host', 'This machine', 'this machine', 'host');
  const name = info('system-lookup', 'Name lookup by this machine', HOST_NAME, 'dns');
  script
    .check(1, facts, 'the facts of this machine')
    .check(1, name, `an answer to ${HOST_NAME} from the operating system`)
    .finish(6, facts.id, 'passed', 'Ubuntu 24.04, 1 interface with an address', hostFacts)
    .finish(14, name.id, 'passed', `${HOST_NAME} is 10.0.0.5 and 10.0.0.6`, lookup);
  for (const address of ['10.0.0.53', '10.0.1.53']) {
    const asked = info('resolver', `Resolver ${address}`, `${HOST_NAME} at ${address}`, 'dns', 3000);
    script
      .check(1, asked, `an answer from ${address}`)
      .finish(
        11,
        asked.id,
        'passed',
        `${address} answers 10.0.0.5 and 10.0.0.6 after 9 ms`,
        resolver(address),
      );
  }
  return script;
}

function chain(script: Script, address: string, port: number, isExpired: boolean): void {
  const at = `${address}:${port}`;
  const subject = `console:${port}`;
  const [tcp, handshake, page] = [
    info('tcp', `TCP to ${at}`, at, subject),
    info('tls', `TLS with ${at}`, at, subject),
    info('http', `HTTP answer of ${at}`, at, subject, 8000),
  ] as const;
  script
    .check(15, tcp, `an answer to the SYN from ${at}`)
    .finish(17, tcp.id, 'passed', 'opened after 2 ms', tcpOpen(address, port))
    .check(17, handshake, `the ServerHello of ${at}`)
    .finish(
      36,
      handshake.id,
      isExpired ? 'failed' : 'passed',
      isExpired
        ? 'TLSv1.3; the certificate expired 12 days ago'
        : 'TLSv1.3; the certificate is valid until 20 May 2027',
      tls(address, port, isExpired),
    )
    .check(36, page, `the answer to GET / from ${at}`)
    .finish(82, page.id, 'passed', 'HTTP 200 after 27 ms, “AIR”', http(address, port));
}

function blocked(script: Script, address: string, port: number, deadlineMs: number): void {
  const at = `${address}:${port}`;
  const subject = `console:${port}`;
  const tcp = info('tcp', `TCP to ${at}`, at, subject, deadlineMs);
  const endMs = 15 + deadlineMs;
  script
    .check(15, tcp, `an answer to the SYN from ${at}`)
    .finish(
      endMs,
      tcp.id,
      'failed',
      `no answer to any SYN within ${deadlineMs / 1000} s`,
      tcpFiltered(address, port, deadlineMs),
    )
    .skip(endMs, info('tls', `TLS with ${at}`, at, subject), `TCP to ${at} did not open`)
    .skip(endMs, info('http', `HTTP answer of ${at}`, at, subject), `TCP to ${at} did not open`);
}

/** Everything works. */
export function healthyRun(head: RunHead): ScriptedRun {
  const script = beginning(new Script(head));
  for (const port of [443, 8443])
    for (const address of ['10.0.0.5', '10.0.0.6']) chain(script, address, port, false);
  return { events: script.end(84), findings: [], unexplained: [] };
}

/** The certificate has expired and 8443 is dropped. `deadlineMs` is how long the dropped port takes. */
export function failingRun(head: RunHead, deadlineMs = 1200): ScriptedRun {
  const script = beginning(new Script(head));
  for (const address of ['10.0.0.5', '10.0.0.6']) {
    chain(script, address, 443, true);
    blocked(script, address, 8443, deadlineMs);
  }
  return {
    events: script.end(deadlineMs + 20),
    findings: [
      { atMs: 36, findings: [certificateExpired] },
      { atMs: deadlineMs + 15, findings: [certificateExpired, alternatePortBlocked, proxySeen] },
    ],
    unexplained: [],
  };
}

/** Many addresses, all at once, none of which answers before the deadline; one row failed without a known cause. */
export function wideRun(head: RunHead, rows = 300, deadlineMs = 3000): ScriptedRun {
  const script = beginning(new Script(head));
  const unexplained: string[] = [];
  for (let row = 0; row < rows; row += 1) {
    const address = `10.${1 + Math.floor(row / 250)}.0.${1 + (row % 250)}`;
    const tcp = info('tcp', `TCP to ${address}:443`, `${address}:443`, 'console:443');
    const isLost = row % 97 === 5;
    if (isLost) unexplained.push(tcp.id);
    const endMs = 20 + Math.round(((row * 7919) % rows) * (deadlineMs / rows));
    script
      .check(15 + row / 10, tcp, `an answer to the SYN from ${address}:443`)
      .finish(
        Math.max(endMs, 16 + row / 10),
        tcp.id,
        isLost ? 'failed' : 'passed',
        isLost ? 'no answer to any SYN' : 'opened',
        isLost ? tcpFiltered(address, 443, endMs) : tcpOpen(address, 443, Math.max(1, endMs - 15)),
      );
  }
  return { events: script.end(deadlineMs + 30), findings: [], unexplained };
}

/** A run that was killed while two checks were under way. */
export function cutOffRun(head: RunHead): ScriptedRun {
  const { events } = failingRun(head);
  const kept = events.filter(({ atMs, type }) => atMs <= 40 && type !== 'run-finished');
  return {
    events: [
      ...kept,
      { type: 'run-finished', atMs: 40, finishedAt: '2026-06-01T12:00:00.040Z', ended: 'cut-off' },
    ],
    findings: [{ atMs: 36, findings: [certificateExpired] }],
    unexplained: [],
  };
}
