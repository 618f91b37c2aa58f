import { isIpAddress } from '../contract/host-name.ts';
import type { Outcome } from '../contract/outcomes/outcome.ts';
import type { SyslogOutcome } from '../contract/outcomes/syslog.ts';
import type { Profile } from '../contract/profile.ts';
import { endpoint } from '../contract/spoken.ts';
import { systemLookup } from '../probes/dns/system-lookup.ts';
import { syslogReach } from '../probes/syslog/syslog.ts';
import { syslogSend } from '../probes/syslog/syslog-send.ts';
import { tcpConnect, tcpOnce } from '../probes/tcp/tcp.ts';
import { tlsHandshake } from '../probes/tls/tls.ts';
import { addressesIn } from './addresses.ts';
import { afterPause, asControl, withSecondLook } from './considerate-probes.ts';
import { controlCheck } from './control.ts';
import { check, type PlanInputs, type PlanNode, skip, whenFinished } from './plan.ts';

/** Addresses of the receiver that are probed; a name with more is a load balancer whose members behave alike. */
const ADDRESS_LIMIT = 4;

const LOOKUP = 'syslog/lookup';

/** For the look whether a receiver that hung up speaks TLS: one that does answers in two round trips. */
const TLS_LOOK_MS = 1500;

type SyslogProfile = NonNullable<Profile['syslog']>;

/**
 * The Syslog step: the receiver's name by the system's own lookup, then every address by itself, by the transport that the
 * profile names. No message is sent, unless whoever started the run agreed to one: then one message to one address.
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
    const probed = addresses.slice(0, ADDRESS_LIMIT);
    return [
      ...probed.flatMap((address) =>
        transport === 'udp' ? this.#byUdp(address) : this.#byConnection(address, transport),
      ),
      ...this.#message(probed),
    ];
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
        if (seen.get(tcpId)?.code === 'open')
          return [
            this.#reach(address, transport),
            ...(transport === 'tls' ? [this.#certificate(address)] : []),
          ];
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
    const probe = transport === 'udp' ? syslogReach : withSecondLook(syslogReach);
    return check(probe, this.#input(address, transport), {
      ...this.#info(address, transport),
      deadlineMs,
    });
  }

  /** The handshake once more, for what the certificate is worth. One after the other: a receiver may count its senders. */
  #certificate(address: string): PlanNode {
    const { id } = this.#info(address, 'tls');
    const at = endpoint(address, this.#syslog.port);
    return whenFinished([id], (seen) =>
      seen.get(id)?.code === 'tls-open'
        ? [
            check(afterPause(tlsHandshake), this.#input(address, 'tls'), {
              ...this.#info(address, 'tls'),
              id: `syslog/certificate/${at}`,
              title: `Certificate of the receiver at ${at}`,
              deadlineMs: this.#profile.deadlines?.tlsMs,
            }),
          ]
        : [],
    );
  }

  /** One message to one address that works as far as it could be seen, once nothing else is under way with the receiver. */
  #message(addresses: readonly string[]): readonly PlanNode[] {
    const text = this.#inputs.syslogTest;
    if (text === undefined) return [];
    const { transport, port, address: host, format, framing } = this.#syslog;
    return [
      whenFinished(
        addresses.map((address) => this.#info(address, transport).id),
        (seen) => {
          const chosen = workingAddress(addresses, (address) => seen.get(this.#info(address, transport).id));
          const id = `syslog/message/${endpoint(chosen ?? host, port)}`;
          const target = endpoint(chosen ?? host, port);
          const info = {
            id,
            step: 'syslog' as const,
            title: 'Syslog test message',
            target,
            subject: this.#subject,
          };
          if (chosen === undefined)
            return [
              skip('syslog-message', info, 'the receiver could not be reached, so no test message was sent'),
            ];
          const send = check(
            transport === 'udp' ? syslogSend : afterPause(syslogSend),
            { ...this.#input(chosen, transport), ...text, format, framing },
            info,
          );
          if (transport === 'udp') return [send];
          if (transport === 'tcp') return [send, this.#tlsLook(id, chosen)];
          return [whenFinished([`syslog/certificate/${target}`], () => [send])];
        },
      ),
    ];
  }

  /**
   * A receiver that hung up at a plain message may want TLS. It has shown that it does not keep what it cannot read, so a greeting
   * leaves no line behind; of one that is silent nobody knows that.
   */
  #tlsLook(messageId: string, address: string): PlanNode {
    const at = endpoint(address, this.#syslog.port);
    return whenFinished([messageId], (seen) => {
      const outcome = seen.get(messageId);
      const mayBeTls =
        outcome?.kind === 'syslog-message' &&
        (outcome.code === 'closed-after-data' ||
          (outcome.code === 'answered' && outcome.wasSent && outcome.plaintext?.protocol !== 'http'));
      if (!mayBeTls) return [];
      return [
        check(asControl(afterPause(tlsHandshake), 'the profile names TCP'), this.#input(address, 'tls'), {
          ...this.#info(address, 'tls'),
          id: `syslog/control-tls/${at}`,
          title: `Control: TLS at ${at}`,
          deadlineMs: TLS_LOOK_MS,
        }),
      ];
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

/** What a receiver shows that works, as far as it can be seen without a message. */
const WORKING: ReadonlySet<SyslogOutcome['code']> = new Set(['udp-unconfirmed', 'tcp-open', 'tls-open']);

/** By UDP a host that is off looks the same as one that works, unless refusals come back from it: such a one goes first. */
function workingAddress(
  addresses: readonly string[],
  seenOf: (address: string) => Outcome | undefined,
): string | undefined {
  const works = addresses.flatMap((address) => {
    const outcome = seenOf(address);
    return outcome?.kind === 'syslog' && WORKING.has(outcome.code) ? [{ address, outcome }] : [];
  });
  const alive = works.find(({ outcome }) => outcome.control?.code === 'closed');
  return (alive ?? works[0])?.address;
}
