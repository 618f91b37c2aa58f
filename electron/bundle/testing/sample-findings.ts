import type { Finding } from '../../contract/findings.ts';
import { idOf } from './sample-checks.ts';

/** Three findings on the sample checks: one problem and two warnings. */
export const SAMPLE_FINDINGS: readonly Finding[] = [
  {
    cause: 'certificate-expired',
    severity: 'error',
    subject: 'console:443',
    title: 'The certificate of the Console has expired',
    detail:
      'air.example.com presents a certificate that was valid until 2026-02-10 23:59:59 UTC; this machine says it is 2026-03-02 09:14:07 UTC. Its chain is complete and trusted otherwise, and the clock of this machine agrees with the Console to within 1 second.',
    confidence: 0.98,
    evidence: [idOf('tls', '10.20.0.5:443'), idOf('tls', '10.20.0.5:8443')],
    explains: ['certificate-authority-untrusted'],
    explainsChecks: [idOf('http', 'https://air.example.com:8443/')],
    ruledOut: [
      'A wrong clock on this machine: the Date header of the Console differs by 0.4 s.',
      'TLS inspection: the issuer is Example Corp Issuing CA 2 on both ports, as in the profile.',
    ],
    remedy: {
      owner: 'console-administrator',
      steps: [
        {
          text: 'Renew the certificate for air.example.com with the same names and install it on the Console with its issuing CA.',
        },
        {
          text: 'Then look at what the Console sends; the date after notAfter must lie ahead.',
          command:
            'openssl s_client -connect air.example.com:443 -servername air.example.com </dev/null | openssl x509 -noout -dates',
          os: 'linux',
        },
        { text: 'The same from Windows.', command: 'curl.exe -vI https://air.example.com', os: 'windows' },
      ],
      request:
        'The certificate of the AIR Console at air.example.com (10.20.0.5, ports 443 and 8443) expired on 2026-02-10.\nSHA-256: 11:22:33:44\nPlease renew it with the names air.example.com, air-console.example.com and console.corp.example.com, and install it with its issuing CA.',
    },
  },
  {
    cause: 'real-time-port-blocked',
    severity: 'warning',
    subject: 'responder:4222',
    title: 'A firewall between this asset and 10.20.0.5 drops TCP 4222',
    detail:
      '10.20.0.5 answered on 443 in 8 ms and on 8443 in 9 ms, but none of 3 SYNs to 4222 was answered within 3 s. AIR then falls back to polling: tasks start late.',
    confidence: 0.8,
    evidence: [idOf('tcp', '10.20.0.5:4222'), idOf('tcp', '10.20.0.5:443')],
    explains: [],
    explainsChecks: [],
    ruledOut: ['A host that is down: it answers on two other ports.'],
    remedy: {
      owner: 'network-team',
      steps: [
        { text: 'Allow TCP 4222 from the assets to 10.20.0.5.' },
        {
          text: 'Check again from this asset.',
          command: 'Test-NetConnection 10.20.0.5 -Port 4222',
          os: 'windows',
        },
      ],
      request:
        'Please allow TCP 4222 from 10.40.2.17 to 10.20.0.5. 443 and 8443 to the same host pass; 4222 is dropped without an answer.',
    },
  },
  {
    cause: 'hosts-file-override',
    severity: 'warning',
    subject: 'dns',
    title: 'The hosts file of this machine answers for air.example.com',
    detail:
      'Line 21 of C:\\Windows\\System32\\drivers\\etc\\hosts gives 10.20.0.5. The resolver 10.20.0.53 gives the same address today; it will not when the Console moves.',
    confidence: 0.6,
    evidence: [idOf('system-lookup', 'air.example.com')],
    explains: [],
    explainsChecks: [],
    ruledOut: [],
    remedy: {
      owner: 'asset-owner',
      steps: [{ text: 'Remove line 21 when DNS answers for the name on every asset.' }],
    },
  },
];
