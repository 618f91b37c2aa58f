import { isIpAddress } from '../contract/host-name.ts';
import type { SyslogOutcome } from '../contract/outcomes/syslog.ts';
import type { TcpOutcome } from '../contract/outcomes/tcp.ts';
import type { Profile } from '../contract/profile.ts';
import { endpoint } from '../contract/spoken.ts';
import { systemLookup } from '../probes/dns/system-lookup.ts';
import type { Probe, Verdict } from '../probes/probe.ts';
import { syslogReach } from '../probes/syslog/syslog.ts';
import { tcpConnect, tcpOnce } from '../probes/tcp/tcp.ts';
import { addressesIn } from './addresses.ts';
import { controlCheck } from './control.ts';
import { check, type PlanInputs, type PlanNode, skip, whenFinished } from './plan.ts';

/** Addresses of the receiver that are probed; a name with more is a load balancer whose members behave alike. */
const ADDRESS_LIMIT = 4;

const LOOKUP = 'syslog/lookup';

type SyslogProfile = NonNullable<Profile['syslog']>;

/**
 * The Syslog step: the receiver's name by the system's own lookup, then every address by itself, by the transport that the
 * profile names. No message is sent.
 */
export function planSyslog(profile: Profile, inputs: PlanInputs): readonly PlanNode[] {
  const { syslog } = profile;
  if (syslog === undefined) return [];
  const site = new SyslogSite(profile, syslog, inputs);
  return isIpAddress(syslog.address) ? site.addresses([syslog.address]) : site.name();
}

class SyslogSite {
  readonly #profile: Profile;
  readonly #syslog: SyslogProfile;
  readonly #inputs: PlanInputs;
  readonly #subject: string;

  constructor(profile: Profile, syslog: SyslogProfile, inputs: PlanInputs) {
    this.#profile = profile;
    this.#syslog = syslog;
    this.#inputs = inputs;
    this.#subject = `syslog:${syslog.port}${syslog.transport === 'udp' ? '/udp' : ''}`;
  }

  name(): readonly PlanNode[] {
    const { address, port, transport } = this.#syslog;
    return [
      check(
        systemLookup,
        { hostname: address },
        {
          id: LOOKUP,
          step: 'syslog',
          title: 'Name lookup of the receiver by this machine',
          target: address,
          subject: 'dns',
          deadlineMs: this.#profile.deadlines?.dnsMs,
        },
      ),
      whenFinished([LOOKUP], (seen) => {
        const addresses = addressesIn(seen.get(LOOKUP));
        if (addresses.length > 0) return this.addresses(addresses);
        const info = {
          id: `syslog/${transport}/${endpoint(address, port)}`,
          step: 'syslog' as const,
          title: `Syslog by ${transport.toUpperCase()} at port ${port}`,
          target: endpoint(address, port),
          subject: this.#subject,
        };
        return [skip('syslog', info, `${address} has no address to send to`)];
      }),
    ];
  }

  addresses(addresses: readonly string[]): readonly PlanNode[] {
    const { transport } = this.#syslog;
    return addresses
      .slice(0, ADDRESS_LIMIT)
      .flatMap((address) =>
        transport === 'udp' ? this.#byUdp(address) : this.#byConnection(address, transport),
      );
  }

  /** TCP is knocked on too: it can show that the host is gone, which UDP cannot, and a receiver that takes only TCP. */
  #byUdp(address: string): readonly PlanNode[] {
    const at = endpoint(address, this.#syslog.port);
    return [
      this.#reach(address, 'udp'),
      check(
        asControl(tcpOnce, 'the profile names UDP'),
        { address, port: this.#syslog.port },
        {
          id: `syslog/control-tcp/${at}`,
          step: 'syslog',
          title: `Control: TCP to ${at}`,
          target: at,
          subject: this.#subject,
          deadlineMs: this.#profile.deadlines?.tcpMs,
        },
      ),
    ];
  }

  #byConnection(address: string, transport: 'tcp' | 'tls'): readonly PlanNode[] {
    const { port } = this.#syslog;
    const at = endpoint(address, port);
    const tcpId = `syslog/port/${at}`;
    return [
      check(
        tcpConnect,
        { address, port },
        {
          id: tcpId,
          step: 'syslog',
          title: `TCP to ${at}`,
          target: at,
          subject: this.#subject,
          deadlineMs: this.#profile.deadlines?.tcpMs,
        },
      ),
      whenFinished([tcpId], (seen) => {
        if (seen.get(tcpId)?.code === 'open') return [this.#reach(address, transport)];
        const reason = `TCP to ${at} did not open`;
        return [
          skip('syslog', this.#info(address, transport), reason),
          // While TCP works nobody needs to know what UDP does.
          ...(transport === 'tcp' ? [this.#controlByUdp(address)] : []),
        ];
      }),
      ...controlCheck(this.#profile, 'syslog', address),
    ];
  }

  #reach(address: string, transport: SyslogProfile['transport']): PlanNode {
    const deadlineMs = transport === 'tls' ? this.#profile.deadlines?.tlsMs : undefined;
    return check(syslogReach, this.#input(address, transport), {
      ...this.#info(address, transport),
      deadlineMs,
    });
  }

  #controlByUdp(address: string): PlanNode {
    const at = endpoint(address, this.#syslog.port);
    return check(asControl(syslogReach, 'the profile names TCP'), this.#input(address, 'udp'), {
      ...this.#info(address, 'udp'),
      id: `syslog/control-udp/${at}`,
      title: `Control: syslog by UDP at ${at}`,
    });
  }

  #info(address: string, transport: SyslogProfile['transport']) {
    const at = endpoint(address, this.#syslog.port);
    return {
      id: `syslog/${transport}/${at}`,
      step: 'syslog' as const,
      title: `Syslog by ${transport.toUpperCase()} at ${at}`,
      target: at,
      subject: this.#subject,
    };
  }

  #input(address: string, transport: SyslogProfile['transport']) {
    const host = this.#syslog.address;
    const { caPem } = this.#inputs;
    return {
      address,
      port: this.#syslog.port,
      transport,
      servername: isIpAddress(host) ? null : host,
      expectedName: host,
      ...(caPem === undefined ? {} : { caPem }),
    };
  }
}

/** A probe whose outcome is looked at for comparison: whatever it shows is no fault by itself. */
function asControl<I, O extends TcpOutcome | SyslogOutcome>(
  probe: Probe<I, O>,
  because: string,
): Probe<I, O> {
  return {
    ...probe,
    judge: (outcome): Verdict => {
      const { status, reason } = probe.judge(outcome);
      return {
        status: 'passed',
        reason: status === 'passed' ? reason : `${reason}; ${because}, so this is no fault`,
      };
    },
  };
}
