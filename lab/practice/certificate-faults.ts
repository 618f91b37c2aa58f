import { certificateFault, consoleFault, type PracticeFault } from './fault.ts';

/** Faults that a handshake shows: in the certificate, in the chain, or in what is asked of the client. */
export const CERTIFICATE_FAULTS: readonly PracticeFault[] = [
  certificateFault(
    {
      id: 'certificate-expired',
      title: 'The certificate has expired',
      breaks: 'The certificate of the primary port ended three days ago.',
      part: 'certificate-dates',
    },
    { notBeforeDays: -400, notAfterDays: -3 },
  ),
  certificateFault(
    {
      id: 'certificate-expires-soon',
      title: 'The certificate ends within 30 days',
      breaks: 'The certificate of the primary port ends in seven days.',
      part: 'certificate-dates',
    },
    { notBeforeDays: -390, notAfterDays: 7 },
  ),
  certificateFault(
    {
      id: 'certificate-not-yet-valid',
      title: 'The certificate is not valid yet',
      breaks: 'The certificate of the primary port starts in three days.',
      part: 'certificate-dates',
    },
    { notBeforeDays: 3, notAfterDays: 400 },
  ),
  certificateFault(
    {
      id: 'certificate-name-mismatch',
      title: 'The certificate is for another name',
      breaks:
        'The certificate of the primary port names air.practice.example instead of the Console address.',
      part: 'certificate-names',
    },
    { commonName: 'air.practice.example', dnsNames: ['air.practice.example'], ipAddresses: [] },
  ),
  certificateFault(
    {
      id: 'certificate-without-san',
      title: 'The certificate has no subject alternative name',
      breaks: 'The certificate of the primary port carries its name in the subject only.',
      part: 'certificate-names',
    },
    { hasSan: false },
  ),
  certificateFault(
    {
      id: 'certificate-authority-untrusted',
      title: 'The authority is not trusted here',
      breaks: 'The primary port sends a whole chain that leads to a root which nobody was given.',
      part: 'certificate-issuer',
    },
    { issuer: 'unknown' },
  ),
  certificateFault(
    {
      id: 'certificate-chain-incomplete',
      title: 'The intermediate certificate is not sent',
      breaks: 'The primary port sends its own certificate alone, without the one that signed it.',
      part: 'certificate-issuer',
    },
    { sendsChain: false },
  ),
  certificateFault(
    {
      id: 'certificate-self-signed',
      title: 'The certificate is self-signed',
      breaks: 'The certificate of the primary port is signed by its own key.',
      part: 'certificate-issuer',
    },
    { issuer: 'itself' },
  ),
  certificateFault(
    {
      id: 'tls-inspected',
      title: 'A firewall opens TLS on the way',
      breaks: 'The certificate of the primary port is issued by a firewall (FortiGate CA, Fortinet).',
      part: 'certificate-issuer',
    },
    { issuer: 'inspection' },
  ),
  certificateFault(
    {
      id: 'certificate-weak',
      title: 'The certificate has a weak key',
      breaks: 'The certificate of the primary port has an RSA key of 1024 bits.',
      part: 'certificate-key',
    },
    { keyBits: 1024 },
  ),
  consoleFault({
    id: 'client-certificate-required',
    title: 'The Console asks for a client certificate',
    breaks: 'The primary port ends the handshake when no client certificate is shown (alert 116 in TLS 1.3).',
    port: 'primary',
    part: 'client-certificate',
    hides: ['answer', 'token'],
    onPort: () => ({ requiresClientCertificate: true }),
  }),
];
