import {
  issue,
  makeAuthority,
  selfSigned,
  type TestAuthority,
  type TestCertificate,
} from '../../electron/probes/testing/test-certificates.ts';
import type { CertificateOptions } from './site-options.ts';

const DAY_MS = 86_400_000;
const days = (count: number): Date => new Date(Date.now() + count * DAY_MS);

/** The authorities of one scenario. */
export class Authorities {
  readonly root: TestAuthority = makeAuthority({
    commonName: 'Lab Root CA',
    organization: 'Lab',
    notBefore: days(-1000),
    notAfter: days(3650),
  });
  readonly #site = makeAuthority({
    commonName: 'Lab Issuing CA',
    organization: 'Lab',
    issuer: this.root,
    notBefore: days(-1000),
    notAfter: days(3650),
  });

  /** A certificate as a scenario wants it; without options one that nobody objects to. */
  make(options: CertificateOptions, names: readonly string[], addresses: readonly string[]): TestCertificate {
    const certificate = {
      dnsNames: options.names ?? names,
      ipAddresses: options.addresses ?? addresses,
      commonName: (options.names ?? names)[0] ?? names[0] ?? 'lab',
      notBefore: days(options.notBeforeDays ?? -10),
      notAfter: days(options.notAfterDays ?? 300),
      ...(options.key === undefined ? {} : { key: options.key }),
      ...(options.digest === undefined ? {} : { digest: options.digest }),
    };
    if (options.issuer === 'itself') return selfSigned(certificate);
    const made = issue(this.#authorityOf(options.issuer), certificate);
    return options.sendsChain === false ? { ...made, fullChainPem: made.certificatePem } : made;
  }

  #authorityOf(issuer: CertificateOptions['issuer']): TestAuthority {
    if (issuer === 'inspection')
      return makeAuthority({
        commonName: 'FortiGate CA',
        organization: 'Fortinet',
        issuer: makeAuthority({ commonName: 'Fortinet Root', organization: 'Fortinet' }),
      });
    if (issuer === 'unknown')
      return makeAuthority({
        commonName: 'Other Issuing CA',
        issuer: makeAuthority({ commonName: 'Other Root CA' }),
      });
    return this.#site;
  }
}
