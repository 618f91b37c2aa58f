import type { Finding } from '../../electron/contract/findings.ts';
import { HOST_NAME } from './scripted-outcomes.ts';

/** The certificate of both addresses has run out. */
export const certificateExpired: Finding = {
  cause: 'certificate-expired',
  severity: 'error',
  subject: 'console:443',
  title: 'The certificate of the Console has expired',
  detail: `The certificate for ${HOST_NAME} at 10.0.0.5:443 ran out on 20 May 2026 at 08:00 UTC, 12 days before this run. This machine's clock agrees with the server's to the second.`,
  confidence: 0.98,
  evidence: ['console/tls/10.0.0.5:443', 'console/tls/10.0.0.6:443'],
  explains: ['certificate-authority-untrusted'],
  explainsChecks: [],
  ruledOut: [
    'The clock of this machine is right: it differs from the Date header of the server by less than a second.',
  ],
  remedy: {
    owner: 'console-administrator',
    steps: [
      {
        text: 'Look at the date on the Console server itself.',
        command: `openssl s_client -connect 10.0.0.5:443 -servername ${HOST_NAME} </dev/null | openssl x509 -noout -dates`,
        os: 'linux',
      },
      {
        text: 'Have a new certificate issued for the same names and install it on the Console with its chain.',
      },
      { text: 'Run these checks again. Responders connect by themselves within a minute.' },
    ],
    request: `Hello,\n\nthe certificate of the AIR Console (${HOST_NAME}, 10.0.0.5:443) expired on 20 May 2026 at 08:00 UTC.\nPlease renew it for ${HOST_NAME} and air.example.com and send the intermediate certificate along.\n\nSerial: 4A01FF\nIssuer: Example Issuing CA 2`,
  },
};

/** 443 passes, 8443 does not. */
export const alternatePortBlocked: Finding = {
  cause: 'alternate-port-blocked',
  severity: 'warning',
  subject: 'console:8443',
  title: 'The alternate port 8443 does not pass, 443 does',
  detail: '10.0.0.5:8443 did not answer a single SYN within 5 s, while 10.0.0.5:443 opened in 2 ms.',
  confidence: 0.8,
  evidence: ['console/tcp/10.0.0.5:8443'],
  explains: ['port-filtered'],
  explainsChecks: ['console/tcp/10.0.0.6:8443', 'console/tls/10.0.0.5:8443', 'console/tls/10.0.0.6:8443'],
  ruledOut: ['The server is up: port 443 of the same address answers.'],
  remedy: {
    owner: 'network-team',
    steps: [{ text: 'Allow TCP from 10.20.4.0/24 to 10.0.0.5 and 10.0.0.6, port 8443.' }],
    request:
      'Please allow TCP 10.20.4.0/24 -> 10.0.0.5, 10.0.0.6 port 8443. 443 to the same hosts passes; 8443 is dropped without an answer.',
  },
};

/** Something to know, and no fault. */
export const proxySeen: Finding = {
  cause: 'certificate-trusted-by-os-only',
  severity: 'info',
  subject: 'console:443',
  title: 'The authority is trusted by the operating system only',
  detail: "Airway's own list does not hold Example Root CA; the operating system's store does.",
  confidence: 0.62,
  evidence: ['console/tls/10.0.0.5:443'],
  explains: [],
  explainsChecks: [],
  ruledOut: [],
  remedy: {
    owner: 'engineer',
    steps: [{ text: 'Nothing has to be done on machines that have this authority in their store.' }],
  },
};
