import { describe, expect, it } from 'vitest';
import { CAUSE_IDS, type CauseId } from '../../contract/cause-ids.ts';
import { type Finding, findingSchema, type Owner } from '../../contract/findings.ts';
import { handOverOf, requestsByOwner } from '../../contract/hand-over.ts';
import { handOverCsv } from '../../contract/hand-over-csv.ts';
import type { Outcome } from '../../contract/outcomes/outcome.ts';
import type { Profile } from '../../contract/profile.ts';
import { CATALOGUE } from '../catalogue.ts';
import { diagnose } from '../diagnose.ts';
import { flowsOf } from '../testing/flows.ts';
import {
  healthyEnd,
  host,
  lookup,
  resolver,
  responderProfile,
  siteRun,
  syslog,
  syslogProfile,
  tcp,
} from '../testing/site-run.ts';
import { RECEIVER, S } from '../testing/syslog-cases.ts';
import { ASKED_FOR } from './asked-for.ts';
import { kindFor } from './columns.ts';

const [A, B] = ['10.0.0.5', '10.0.0.6'];
const RESOLVED = [host(), lookup([A]), resolver('10.0.0.53', 'answered', [A])];

const firstOf = (outcomes: readonly Outcome[], profile?: Profile): Finding | undefined =>
  diagnose(siteRun(outcomes, profile))[0];

describe('a firewall change request', () => {
  it('can be sent as it is', () => {
    const first = firstOf([...RESOLVED, tcp(A, 443, 'filtered'), ...healthyEnd(A).slice(3)]);
    expect(first?.remedy.request).toMatchInlineSnapshot(`
      "Firewall change request: Site

      Action:              allow
      Source:              asset-7
      Source address:      10.0.0.7
      Destination:         console.example.com
      Destination address: 10.0.0.5
      Protocol:            TCP
      Port:                443
      Direction:           from source to destination; answers of the same connection back
      Reason:              AIR Responders and browsers reach the Console on this port (HTTPS)
      Evidence:            10.0.0.5:443 did not answer in 4.0 s
      Observed (UTC):      2026-06-01T12:00:04.200Z

      Why: Connection attempts to this port vanish, so programs wait until they give up. The firewall may stand on the way or on the server; where no other port of the host answered, a host that is off looks the same.

      Seen:
      - 10.0.0.5:443 did not answer in 4.0 s, while 10.0.0.5:8443 opened in 5 ms. The host is alive, so a firewall drops this port, on the way or this machine's own.
      - not the whole host: 10.0.0.5:8443 opened in 5 ms
      - not DNS: console.example.com resolves to 10.0.0.5

      Observed by Airway 0.0.0 at 2026-06-01T12:00:04.200Z (UTC) from asset-7, asset; run 20260601-120000-abcdef."
    `);
    expect(first?.title).toBe(
      'A firewall drops this port without an answer: 10.0.0.5:443, no answer in 4.0 s',
    );
  });

  it('has a row for every port and address, and says once what they have in common', () => {
    const first = firstOf(
      [
        host(),
        lookup([A, B]),
        resolver('10.0.0.53', 'answered', [A, B]),
        ...[A, B].flatMap((address) => [443, 8443].map((port) => tcp(address, port, 'filtered'))),
        tcp(A, 4222),
        tcp(B, 4222),
      ],
      responderProfile(),
    );
    expect(first?.cause).toBe('port-filtered');
    expect(first?.remedy.request).toMatchInlineSnapshot(`
      "Firewall change request: Site

      Action:              allow
      Source:              asset-7
      Source address:      10.0.0.7
      Destination:         console.example.com
      Protocol:            TCP
      Direction:           from source to destination; answers of the same connection back
      Observed (UTC):      2026-06-01T12:00:04.200Z

      1 of 4
      Destination address: 10.0.0.5
      Port:                443
      Reason:              AIR Responders and browsers reach the Console on this port (HTTPS)
      Evidence:            10.0.0.5:443 did not answer in 4.0 s

      2 of 4
      Destination address: 10.0.0.6
      Port:                443
      Reason:              AIR Responders and browsers reach the Console on this port (HTTPS)
      Evidence:            10.0.0.6:443 did not answer in 4.0 s

      3 of 4
      Destination address: 10.0.0.5
      Port:                8443
      Reason:              the AIR Console offers its user interface, deployment page and API on this port (HTTPS)
      Evidence:            10.0.0.5:8443 did not answer in 4.0 s

      4 of 4
      Destination address: 10.0.0.6
      Port:                8443
      Reason:              the AIR Console offers its user interface, deployment page and API on this port (HTTPS)
      Evidence:            10.0.0.6:8443 did not answer in 4.0 s

      Why: Connection attempts to this port vanish, so programs wait until they give up. The firewall may stand on the way or on the server; where no other port of the host answered, a host that is off looks the same.

      Seen:
      - 10.0.0.5:443 did not answer in 4.0 s and 10.0.0.6:443 did not answer in 4.0 s, while 10.0.0.5:4222 opened in 5 ms and 10.0.0.6:4222 opened in 5 ms. The host is alive, so a firewall drops this port, on the way or this machine's own. Port 8443 shows the same.
      - not the whole host: 10.0.0.5:4222 opened in 5 ms
      - not DNS: console.example.com resolves to 10.0.0.5 and 10.0.0.6

      Observed by Airway 0.0.0 at 2026-06-01T12:00:04.200Z (UTC) from asset-7, asset; run 20260601-120000-abcdef."
    `);
    expect(
      first?.remedy.form === undefined ? '' : handOverCsv(handOverOf(first.remedy.form)),
    ).toMatchInlineSnapshot(`
      "Action,Source,Source address,Destination,Destination address,Protocol,Port,Direction,Reason,Evidence,Observed (UTC)
      allow,asset-7,10.0.0.7,console.example.com,10.0.0.5,TCP,443,from source to destination; answers of the same connection back,AIR Responders and browsers reach the Console on this port (HTTPS),10.0.0.5:443 did not answer in 4.0 s,2026-06-01T12:00:04.200Z
      allow,asset-7,10.0.0.7,console.example.com,10.0.0.6,TCP,443,from source to destination; answers of the same connection back,AIR Responders and browsers reach the Console on this port (HTTPS),10.0.0.6:443 did not answer in 4.0 s,2026-06-01T12:00:04.200Z
      allow,asset-7,10.0.0.7,console.example.com,10.0.0.5,TCP,8443,from source to destination; answers of the same connection back,"the AIR Console offers its user interface, deployment page and API on this port (HTTPS)",10.0.0.5:8443 did not answer in 4.0 s,2026-06-01T12:00:04.200Z
      allow,asset-7,10.0.0.7,console.example.com,10.0.0.6,TCP,8443,from source to destination; answers of the same connection back,"the AIR Console offers its user interface, deployment page and API on this port (HTTPS)",10.0.0.6:8443 did not answer in 4.0 s,2026-06-01T12:00:04.200Z
      "
    `);
  });

  it('asks for UDP where a datagram was refused', () => {
    const rejected = syslog(S, 'udp-rejected', { error: { errno: 'EHOSTUNREACH' } });
    const first = firstOf([...RECEIVER, rejected], syslogProfile());
    expect(flowsOf(first?.remedy.form)).toEqual(['syslog.example.com 10.0.0.14 UDP 514']);
  });

  it('asks for DNS by both protocols', () => {
    const first = firstOf([host(), lookup([], { code: 'try-again' }), resolver('10.0.0.53', 'silent')]);
    expect(flowsOf(first?.remedy.form)).toEqual(['10.0.0.53 UDP 53', '10.0.0.53 TCP 53']);
  });
});

describe('what is asked for', () => {
  const owners = (cause: CauseId): Owner[] => [
    CATALOGUE[cause].owner,
    ...Object.values(CATALOGUE[cause].elsewhere ?? {}).map(({ owner }) => owner),
  ];

  it.each(CAUSE_IDS)('is known for each owner of %s', (cause) => {
    const kinds = new Set(ASKED_FOR[cause].map(({ kind }) => kind));
    for (const owner of owners(cause)) {
      if (owner !== 'engineer') expect([...kinds]).toContain(kindFor(owner));
      else expect([...kinds]).toEqual([]);
    }
  });

  it('is one message for a team, however many findings it has', () => {
    const findings = diagnose(
      siteRun(
        [...RESOLVED, ...healthyEnd(A).slice(0, 3), tcp(A, 8443, 'filtered'), tcp(A, 4222, 'filtered')],
        responderProfile(),
      ),
    );
    expect(findings.map(({ cause }) => cause)).toEqual(['alternate-port-blocked', 'real-time-port-blocked']);
    const [only, ...others] = requestsByOwner({ findings });
    expect(others).toEqual([]);
    expect(only).toMatchObject({ to: 'network-team', title: '2 requests to the network team' });
    expect(only?.matters.flatMap(({ form }) => flowsOf(form))).toEqual([
      'console.example.com 10.0.0.5 TCP 8443',
      'console.example.com 10.0.0.5 TCP 4222',
    ]);
  });

  it('fits the contract whatever a server said', () => {
    const name = `x\u0000\u202e${'|`"'.repeat(200)}`;
    const first = firstOf(
      [host(), lookup([A], { hostname: name.slice(0, 200) }), tcp(A, 443, 'filtered'), tcp(A, 8443)],
      { ...responderProfile(), name: name.slice(0, 100) },
    );
    const { form } = findingSchema.parse(first).remedy;
    expect(JSON.stringify(form)).not.toMatch(/\\u0000|\u202e/);
  });
});
