import { type CauseTexts, onEach, onLinux, step } from '../cause.ts';
import {
  importAuthority,
  replaceOnDomainController,
  replaceOnReceiver,
  trustOnConsole,
  uploadFullChain,
} from './certificate-steps.ts';
import { showCertificate } from './common-steps.ts';
import { VENDOR } from './vendor-pages.ts';

/** Faults of certificates and of the chain to their authority. */
export const TLS_CERTIFICATE = {
  'certificate-expired': {
    severity: 'error',
    title: "The server's certificate has expired",
    owner: 'console-administrator',
    summary:
      'The end date of the certificate has passed, so browsers and every client that checks it refuse the connection until a new one is installed.',
    remedy: [
      ...showCertificate(
        'Read the dates of the certificate that is sent; notAfter or NotAfter lies in the past.',
      ),
      step(
        'Order a new certificate for HOST from the same authority; the old request and key may be used again if policy allows.',
      ),
      ...uploadFullChain,
      step(
        'If a load balancer or reverse proxy ends TLS, install it there too. Without a certificate of its own, AIR issues one from its own root CA.',
      ),
      step("If the certificate is valid by the server's clock, compare the clock of this machine first."),
    ],
    source: `RFC 5280 §4.1.2.5 (validity); ${VENDOR.fullChain}`,
    catalogueRefs: ['C10'],
    elsewhere: {
      'active-directory': replaceOnDomainController(
        'The domain controller shows a certificate whose end date has passed; renew it, and see why automatic enrolment did not.',
      ),
      syslog: replaceOnReceiver(
        "Order a new certificate for HOST: the end date of the receiver's certificate has passed.",
      ),
    },
  },
  'certificate-expires-soon': {
    severity: 'warning',
    title: 'The certificate expires within 30 days',
    owner: 'console-administrator',
    summary:
      'Everything works today. On the end date browsers and every client that checks it will refuse the connection.',
    remedy: [
      step('Order the new certificate for HOST now; some authorities need days.'),
      ...uploadFullChain,
      ...showCertificate('After the exchange read the dates; expect the new end date.'),
    ],
    source: `RFC 5280 §4.1.2.5 (validity); ${VENDOR.fullChain}`,
    catalogueRefs: [],
    elsewhere: {
      'active-directory': replaceOnDomainController(
        "The domain controller's certificate ends within 30 days; renew it, or check that automatic enrolment will.",
      ),
      syslog: replaceOnReceiver(
        "Order a new certificate for HOST: the receiver's certificate ends within 30 days.",
      ),
    },
  },
  'certificate-not-yet-valid': {
    severity: 'error',
    title: 'The certificate is not valid yet',
    owner: 'console-administrator',
    summary:
      'The start date of the certificate lies in the future, so clients refuse the connection until then. Either the clock here is behind, or the clock was ahead where the certificate was made.',
    remedy: [
      ...onEach(
        'Compare the clocks of this machine and of the server; expect the same UTC time within a minute.',
        {
          windows: '(Get-Date).ToUniversalTime()',
          linux: 'date -u',
          macos: 'date -u',
        },
      ),
      ...showCertificate('Read the start date of the certificate that is sent.'),
      step(
        'If the clocks are right, put the previous certificate back until the start date, or order one that starts now.',
      ),
      step(
        "If the server's clock was ahead when the certificate was made, correct it, then issue the certificate again.",
      ),
    ],
    source: 'RFC 5280 §4.1.2.5: notBefore',
    catalogueRefs: ['C11'],
    elsewhere: {
      'active-directory': replaceOnDomainController(
        'The domain controller shows a certificate whose start date lies in the future; compare the clocks of controller, CA and Console first.',
      ),
      syslog: replaceOnReceiver(
        "The start date of the receiver's certificate lies in the future; compare the clocks first, then issue it again.",
      ),
    },
  },
  'certificate-name-mismatch': {
    severity: 'error',
    title: 'The certificate is for another name',
    owner: 'console-administrator',
    summary:
      'The certificate does not name the host that was asked for, so browsers and every client that checks the name refuse it. Often an IP address or a short name was typed where the certificate has the full name.',
    remedy: [
      ...showCertificate('Read the names in the certificate, under Subject Alternative Name or DnsNameList.'),
      step(
        'If one of them is a name of this server, use it everywhere: in the browser, in the profile and as the Console Address. This needs no new certificate.',
      ),
      step(
        'If it has to stay HOST, order a certificate that lists HOST among its alternative names; an IP address needs an IP entry.',
      ),
      ...uploadFullChain,
      step(
        'If the certificate belongs to another machine altogether, HOST leads to the wrong address: correct DNS, the NAT rule or the load balancer.',
      ),
    ],
    source: `RFC 9525 §6 (matching names); ${VENDOR.tls}`,
    catalogueRefs: ['C12', 'A30'],
    elsewhere: {
      'active-directory': replaceOnDomainController(
        "Use the controller's full name as it stands in the certificate, instead of an IP address, an alias or the domain name. Only if that cannot be, go on.",
      ),
      syslog: replaceOnReceiver(
        "Use a name that stands in the receiver's certificate in the Console's syslog settings, or order a certificate that lists HOST.",
      ),
    },
  },
  'certificate-authority-untrusted': {
    severity: 'error',
    title: "This machine does not trust the certificate's authority",
    owner: 'asset-owner',
    summary:
      "The certificate leads to a root that this machine does not have in its trust store. With a private root, every asset with a Responder and every browser needs it; AIR's own root CA is handed to Responders alone, on their first connection.",
    remedy: [
      step(
        'Get the root certificate as ca.crt from the administrator of the authority, not out of the connection, and compare its SHA-256 fingerprint over another channel.',
      ),
      ...onEach('See which root it is.', {
        windows: 'certutil -dump ca.crt',
        linux: 'openssl x509 -in ca.crt -noout -subject -enddate -fingerprint -sha256',
      }),
      ...importAuthority,
      step(
        'For many machines distribute it: by group policy under Computer Configuration, Windows Settings, Security Settings, Public Key Policies, Trusted Root Certification Authorities, or by the device management of Linux and macOS.',
      ),
    ],
    source: `RFC 5280 §6.1 (path to a trust anchor); ${VENDOR.tls}`,
    catalogueRefs: ['C13', 'A31'],
    elsewhere: {
      'active-directory': trustOnConsole('an enterprise CA of the domain'),
      syslog: trustOnConsole('the authority of the syslog receiver'),
    },
  },
  'certificate-chain-incomplete': {
    severity: 'error',
    title: 'An intermediate certificate is not sent',
    owner: 'console-administrator',
    summary:
      'The server sends its own certificate without the one that connects it to the root, so clients cannot verify it. Browsers often fetch the missing one themselves and hide the fault; other programs fail.',
    remedy: [
      onLinux(
        'Look at what is sent: the "Certificate chain" has only number 0, or its last issuer is not a root that clients have.',
        'openssl s_client -connect ADDRESS:PORT -servername HOST -showcerts </dev/null',
      ),
      step(
        'Get the intermediate from the authority; its download address often stands in the certificate under Authority Information Access.',
      ),
      ...uploadFullChain,
      step('If a load balancer or reverse proxy ends TLS, give the same file, without the root, to it.'),
    ],
    source: `RFC 8446 §4.4.2: each certificate has to be followed by the one that certifies it; ${VENDOR.fullChain}`,
    catalogueRefs: ['C14'],
    elsewhere: {
      'active-directory': {
        owner: 'directory-administrator',
        steps: [
          step(
            "Import the issuing CA into Intermediate Certification Authorities of the domain controller's computer store; Windows then sends it along.",
          ),
          {
            text: "On the domain controller, with the issuing CA's certificate as issuing-ca.crt.",
            command: 'Import-Certificate -FilePath issuing-ca.crt -CertStoreLocation Cert:\\LocalMachine\\CA',
            os: 'windows',
          },
          onLinux(
            "From the Console server, look at what is sent; expect the controller's certificate and its issuer.",
            'openssl s_client -connect ADDRESS:PORT -servername HOST -showcerts </dev/null',
          ),
        ],
      },
      syslog: replaceOnReceiver(
        "Get the intermediate certificate of the receiver's authority: the receiver does not send it.",
      ),
    },
  },
  'certificate-self-signed': {
    severity: 'error',
    title: 'The server uses a self-signed certificate',
    owner: 'console-administrator',
    summary:
      "The certificate is signed by itself, so it proves the server's identity to nobody who does not already know it, and clients that check it refuse the connection.",
    remedy: [
      ...showCertificate('Look at the certificate: subject and issuer are the same.'),
      step('Order a certificate for HOST from an authority that browsers and assets trust.'),
      ...uploadFullChain,
      step(
        "If it is the certificate of AIR's own set-up, see whether it comes from AIR's root CA; what a load balancer or another device shows in its place does not.",
      ),
    ],
    source: `RFC 5280 §3.2 (self-signed certificates); ${VENDOR.tls}`,
    catalogueRefs: ['C15'],
    elsewhere: {
      'active-directory': replaceOnDomainController(
        'The domain controller shows a certificate that it signed itself; it needs one of an authority that the Console trusts.',
      ),
      syslog: replaceOnReceiver(
        'Order a certificate for HOST from an authority that the Console trusts: the receiver shows a self-signed one.',
      ),
    },
  },
  'certificate-trusted-by-os-only': {
    severity: 'warning',
    title: "Only the operating system's store trusts the certificate",
    owner: 'engineer',
    summary:
      "This machine trusts the authority because it was added to the system's store; programs that bring their own list of authorities refuse the same certificate. Browsers and programs that use the system's store work.",
    remedy: [
      step(
        "Nothing has to be done for programs that use the system's store; check on one asset that its Responder shows as online.",
      ),
      step(
        'For programs that bring their own list, give them the root as a file, through their own setting.',
      ),
      step('For Airway itself, name the file in the profile under console, caFile.'),
      ...onEach('See who put the root there: an authority of the customer, or a product that inspects TLS.', {
        windows:
          'Get-ChildItem Cert:\\LocalMachine\\Root | Sort-Object NotBefore | Format-Table Subject,NotBefore,Thumbprint',
        linux: 'ls -l /usr/local/share/ca-certificates /etc/pki/ca-trust/source/anchors',
        macos: 'security find-certificate -a /Library/Keychains/System.keychain',
      }),
    ],
    source: `Trust stores differ by program; ${VENDOR.tls}`,
    catalogueRefs: ['C16'],
  },
  'certificate-without-san': {
    severity: 'error',
    title: 'The certificate has no Subject Alternative Name',
    owner: 'console-administrator',
    summary:
      'The certificate names its host only in the common name. Current browsers and programs written in Go ignore that field and refuse the certificate, while some older clients still accept it.',
    remedy: [
      step('Order a new certificate whose Subject Alternative Name lists HOST.'),
      onLinux(
        'A signing request with the extension, for example; keep host.key secret.',
        'openssl req -new -newkey rsa:3072 -nodes -keyout host.key -out host.csr -subj /CN=HOST -addext subjectAltName=DNS:HOST',
      ),
      ...uploadFullChain,
      ...showCertificate(
        'Afterwards read the certificate; expect the name under X509v3 Subject Alternative Name or DnsNameList.',
      ),
    ],
    source: `RFC 9525 §2: the common name does not identify a service; ${VENDOR.fullChain}`,
    catalogueRefs: ['C17'],
    elsewhere: {
      'active-directory': replaceOnDomainController(
        "The domain controller's certificate has only a common name; it needs the full name as a DNS entry in Subject Alternative Name.",
      ),
      syslog: replaceOnReceiver(
        "Order a certificate that lists HOST in Subject Alternative Name: the receiver's has only a common name.",
      ),
    },
  },
  'certificate-weak': {
    severity: 'warning',
    title: 'The certificate uses a weak key or signature',
    owner: 'console-administrator',
    summary:
      'The certificate has an RSA key below 2048 bits or a SHA-1 signature. Some clients still accept it; hardened systems and newer versions refuse it.',
    remedy: [
      step(
        'Order a new certificate with an RSA key of 3072 bits or more, or ECDSA P-256, signed with SHA-256.',
      ),
      onLinux(
        'A signing request with a new key, for example; keep host.key secret.',
        'openssl req -new -newkey rsa:3072 -nodes -sha256 -keyout host.key -out host.csr -subj /CN=HOST -addext subjectAltName=DNS:HOST',
      ),
      ...uploadFullChain,
      step('If an intermediate carries the SHA-1 signature, ask the authority for its current one.'),
    ],
    source: 'NIST SP 800-131A Rev. 2 (RSA 2048 or more); RFC 9155 (SHA-1 signatures deprecated in TLS)',
    catalogueRefs: [],
    elsewhere: {
      'active-directory': replaceOnDomainController(
        "The domain controller's certificate has a weak key or a SHA-1 signature; issue one with RSA 3072 or ECDSA P-256 and SHA-256.",
      ),
      syslog: replaceOnReceiver('Order a certificate for HOST with RSA 3072 or ECDSA P-256 and SHA-256.'),
    },
  },
} satisfies Partial<CauseTexts<'tls'>>;
