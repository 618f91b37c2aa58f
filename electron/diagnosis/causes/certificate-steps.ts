import { onEach, onLinux, onWindows, type Remedy, step } from '../cause.ts';

/** What AIR takes as a certificate, and the look at the file before it is uploaded. */
export const uploadFullChain = [
  ...onEach(
    'Put leaf, intermediate and root into one PEM file, in this order, and count them; expect 2 or more.',
    {
      windows: "(Select-String -Path chain.pem -Pattern 'BEGIN CERTIFICATE').Count",
      linux: "grep -c 'BEGIN CERTIFICATE' chain.pem",
    },
  ),
  step(
    'Upload the file in the Console settings: AIR takes the full chain in one file. It makes no signing requests itself.',
  ),
] as const;

/**
 * A new certificate for a domain controller. `fault` says in one line what is wrong with the one that it shows.
 */
export const replaceOnDomainController = (fault: string): Remedy => ({
  owner: 'directory-administrator',
  steps: [
    step(fault),
    onWindows(
      "On the domain controller, list the certificates that LDAPS may choose from; expect one with the controller's full name, a private key and a NotAfter in the future.",
      "Get-ChildItem Cert:\\LocalMachine\\My | Where-Object { $_.EnhancedKeyUsageList.ObjectId -contains '1.3.6.1.5.5.7.3.1' } | Format-List Subject,DnsNameList,Issuer,NotAfter,HasPrivateKey",
    ),
    onWindows(
      'Enrol a new one; with an enterprise CA the template is usually Kerberos Authentication.',
      'Get-Certificate -Template KerberosAuthentication -CertStoreLocation Cert:\\LocalMachine\\My',
    ),
    step(
      'Remove or archive the old certificate, as the controller may go on choosing it. A certificate in the NTDS service store wins over the computer store.',
    ),
    onLinux(
      'Look at what is sent now, from the Console server; if it is still the old one, restart the controller in a quiet hour.',
      'openssl s_client -connect ADDRESS:PORT -servername HOST </dev/null',
    ),
  ],
});

/** A new certificate for a syslog receiver. */
export const replaceOnReceiver = (fault: string): Remedy => ({
  owner: 'siem-team',
  steps: [
    step(fault),
    onLinux(
      'Find the certificate that the receiver is configured with.',
      "sudo grep -rniE 'certfile|cert-file|key-file' /etc/rsyslog.conf /etc/rsyslog.d /etc/syslog-ng",
    ),
    step('Put the new certificate, followed by its intermediates, into that file and restart the receiver.'),
    onLinux(
      'Look at what is sent now; expect the new certificate first and then its issuer.',
      'openssl s_client -connect ADDRESS:PORT -servername HOST -showcerts </dev/null',
    ),
  ],
});

/** Makes a machine trust an authority: the root, never the server's own certificate. */
export const importAuthority = [
  ...onEach(
    "On each machine that has to trust it, add the root to the system's store; expect no error, then run Airway again.",
    {
      windows: 'Import-Certificate -FilePath ca.crt -CertStoreLocation Cert:\\LocalMachine\\Root',
      linux: 'sudo cp ca.crt /usr/local/share/ca-certificates/ && sudo update-ca-certificates',
      macos: 'sudo security add-trusted-cert -d -r trustRoot -k /Library/Keychains/System.keychain ca.crt',
    },
  ),
  onLinux(
    'The same on RHEL, Rocky, Alma, Fedora and Oracle Linux.',
    'sudo cp ca.crt /etc/pki/ca-trust/source/anchors/ && sudo update-ca-trust',
  ),
] as const;

/** Trust between the Console and a server of the customer's network. `authority` says whose root it is. */
export const trustOnConsole = (authority: string): Remedy => ({
  owner: 'console-administrator',
  steps: [
    step(
      `Get the root certificate of ${authority} as ca.crt from its administrator, not out of the connection, and compare its SHA-256 fingerprint over another channel.`,
    ),
    ...importAuthority,
    step(
      'A Console in containers may not read the store of its host: look in its integration settings for a place to give it the root, and ask AIR support where there is none.',
    ),
  ],
});
