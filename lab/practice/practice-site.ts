import { randomBytes } from 'node:crypto';
import type { CauseId } from '../../electron/contract/cause-ids.ts';
import { PROFILE_SCHEMA, type Profile, type Secrets } from '../../electron/contract/profile.ts';
import type { RecordedSystem } from '../../electron/contract/recorded-system.ts';
import { makeAsset } from './asset.ts';
import { makeCertificates } from './certificates.ts';
import { answerAsConsole } from './console-answers.ts';
import { startConsolePort } from './console-server.ts';
import { startControlPort } from './control-port.ts';
import { controllerCertificate, type DirectoryPlan, PRACTICE_CONTROLLER } from './directory-plan.ts';
import { type NamedController, startDnsServer } from './dns-server.ts';
import { checkFaults, PRACTICE_FAULTS } from './faults.ts';
import { DEAD_ADDRESS, makeDirectory } from './ldap-directory.ts';
import { startLdapServers } from './ldap-server.ts';
import { startNtpServer } from './ntp-server.ts';
import { startProxyServer } from './proxy-server.ts';
import { startRealTimePort } from './real-time-port.ts';
import { HEALTHY_CERTIFICATE, healthyPlan, type SitePlan } from './site-plan.ts';
import { type SyslogServer, startSyslogServer } from './syslog-server.ts';
import { startWay, type WayServers } from './way-servers.ts';

/** A small AIR site on loopback, for practice and demonstration: every server is embedded, every secret is made at its start. */
export interface PracticeSite {
  /** The profile that describes the site as an engineer would, without secrets. */
  readonly profile: Profile;
  readonly secrets: Secrets;
  /** PEM of the site's root authority, in place of a `caFile`. */
  readonly caPem: string;
  /** What the asset's service manager and endpoint protection say. */
  readonly recorded: RecordedSystem;
  /** Proxy settings in place of this machine's. */
  readonly proxySources: WayServers['proxySources'];
  readonly faults: readonly CauseId[];
  /** The site's consent to one syslog test message, where a fault shows in nothing else. */
  readonly sendsSyslogTest: boolean;
  /** What the syslog receiver has been sent. */
  received: SyslogServer['received'];
  /** Ends every server and connection at once; a second call waits for the first. */
  stop(): Promise<void>;
}

/**
 * Starts the site with the named faults, on free ports of 127.0.0.1 and, where this machine has it, ::1. Rejects when faults
 * are unknown or exclude each other, and with the signal's reason when it is aborted before the site stands; an abort
 * afterwards stops the site. `change` makes a variant of the plan.
 */
export async function startPracticeSite(
  faults: readonly CauseId[],
  options: { readonly signal?: AbortSignal; readonly change?: (plan: SitePlan) => SitePlan } = {},
): Promise<PracticeSite> {
  const { signal, change = (plan) => plan } = options;
  signal?.throwIfAborted();
  const checked = checkFaults(faults);
  if (!checked.ok) throw new Error(checked.error.message);
  const plan = change(planOf(checked.value));
  const now = (): number => Date.now() + plan.clockOffsetMs;
  const apiToken = `api_${randomBytes(24).toString('hex')}`;
  const bindPassword = randomBytes(18).toString('base64url');
  const servers = await startServers(plan, now, apiToken, bindPassword);

  let stopping: Promise<void> | undefined;
  const stop = (): Promise<void> => {
    signal?.removeEventListener('abort', onAbort);
    stopping ??= servers.close();
    return stopping;
  };
  const onAbort = (): void => void stop();
  if (signal?.aborted === true) {
    await stop();
    signal.throwIfAborted();
  }
  signal?.addEventListener('abort', onAbort, { once: true });

  return {
    profile: profileOf(plan, servers),
    secrets: { apiToken, bindPassword },
    caPem: servers.caPem,
    recorded: servers.asset.recorded,
    proxySources: servers.way.proxySources,
    faults: checked.value,
    sendsSyslogTest: plan.syslog.asksForMessage,
    received: servers.syslog.received,
    stop,
  };
}

function planOf(faults: readonly CauseId[]): SitePlan {
  return PRACTICE_FAULTS.filter(({ id }) => faults.includes(id)).reduce(
    (plan, fault) => fault.change(plan),
    healthyPlan(answerAsConsole),
  );
}

type Servers = Awaited<ReturnType<typeof startServers>>;

/** Starts all servers side by side. When one cannot start, those that did are closed again and its error is thrown. */
async function startServers(plan: SitePlan, now: () => number, apiToken: string, bindPassword: string) {
  const certificates = makeCertificates(now());
  const state = { apiToken, now };
  const closers: (() => Promise<void>)[] = [];
  const started = async <S extends { close(): Promise<void> }>(server: Promise<S>): Promise<S> => {
    const running = await server;
    closers.push(() => running.close());
    return running;
  };
  const close = async (): Promise<void> => void (await Promise.all(closers.map((closer) => closer())));
  const directory = makeDirectory(plan.directory, bindPassword, now);
  const ldapServers = started(
    certificates
      .serve(controllerCertificate(HEALTHY_CERTIFICATE))
      .then((certificate) => startLdapServers(plan.directory, directory, certificate)),
  );
  const parts = [
    started(startConsolePort(plan.primary, certificates, state)),
    started(startConsolePort(plan.alternate, certificates, state)),
    started(startRealTimePort(plan.realTime, certificates)),
    started(startControlPort(plan.control)),
    ldapServers,
    started(
      plan.syslog.tcp === 'tls'
        ? certificates
            .serve(HEALTHY_CERTIFICATE)
            .then((certificate) => startSyslogServer(plan.syslog, certificate))
        : startSyslogServer(plan.syslog),
    ),
    // Its records name the port of the directory.
    ldapServers.then(({ ldap }) =>
      started(startDnsServer(plan.resolverRcode, controllersOf(plan.directory, ldap.port))),
    ),
    started(startNtpServer(now)),
    started(makeAsset(plan.asset, plan.consoleAddress)),
    certificates.caPem(),
  ] as const;
  try {
    const [primary, alternate, realTime, control, ldap, syslog, dns, ntp, asset, caPem] =
      await Promise.all(parts);
    const ports = { primary: primary.port, alternate: alternate.port, tasks: realTime.port };
    const way = await started(startWay(plan.way, ports));
    const proxy = plan.proxy && (await started(startProxyServer(plan.proxy, ports)));
    return { primary, alternate, realTime, control, ldap, syslog, dns, ntp, asset, proxy, way, caPem, close };
  } catch (error) {
    await Promise.allSettled(parts);
    await close();
    throw error;
  }
}

function controllersOf({ records }: DirectoryPlan, port: number): NamedController[] {
  if (records === 'missing') return [];
  const dead = { target: 'dc2.practice.example', port, address: DEAD_ADDRESS };
  return [
    { target: PRACTICE_CONTROLLER, port, address: '127.0.0.1' },
    ...(records === 'with-a-dead-one' ? [dead] : []),
  ];
}

function profileOf(plan: SitePlan, servers: Servers): Profile {
  const { servers: named, ...directoryProfile } = plan.directory.profile;
  return {
    schema: PROFILE_SCHEMA,
    name: 'Practice site',
    vantage: 'asset',
    console: {
      address: plan.consoleAddress,
      ports: {
        primary: servers.primary.port,
        alternate: servers.alternate.port,
        tasks: servers.realTime.port,
        plain: servers.way.plainPort,
      },
      apiToken: { ask: true },
    },
    responder: {
      installFolder: servers.asset.installFolder,
      serviceName: servers.asset.serviceName,
      ...(plan.realTime.expectsTls === true ? { tasksTls: 'required' as const } : {}),
    },
    activeDirectory: {
      ...directoryProfile,
      ...(named === undefined ? {} : { servers: [...named] }),
      ports: { ldap: servers.ldap.ldap.port, ldaps: servers.ldap.ldaps.port },
      password: { ask: true },
    },
    syslog: {
      address: 'localhost',
      port: servers.syslog.port,
      transport: plan.syslog.transport,
      format: 'rfc5424',
      framing: plan.syslog.framing,
    },
    ...(plan.proxy === undefined || servers.proxy === undefined
      ? {}
      : { proxy: { url: `${plan.proxy.scheme}://127.0.0.1:${servers.proxy.port}` } }),
    ...(servers.way.pacUrl === undefined ? {} : { proxy: { pacUrl: servers.way.pacUrl } }),
    resolvers: [`127.0.0.1:${servers.dns.port}`],
    controlPort: servers.control.port,
    ntp: { address: '127.0.0.1', port: servers.ntp.port },
  };
}
