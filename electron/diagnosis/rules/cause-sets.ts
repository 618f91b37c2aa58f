import { CAUSE_IDS_BY_GROUP, type CauseId } from '../../contract/cause-ids.ts';

/** Causes by layer, for rules that silence a whole layer: what sits lower explains what sits higher. */
export const dnsCauses: readonly CauseId[] = CAUSE_IDS_BY_GROUP.dns;
export const tlsCauses: readonly CauseId[] = CAUSE_IDS_BY_GROUP.tls;
/** TCP causes, with those of single services that are TCP failures too. */
export const tcpCauses: readonly CauseId[] = [
  ...CAUSE_IDS_BY_GROUP.tcp,
  'alternate-port-blocked',
  'real-time-port-blocked',
  'domain-controller-dead',
];
/** Everything that an HTTP answer shows. */
export const httpCauses: readonly CauseId[] = [
  'console-backend-down',
  'console-backend-hung',
  'web-filter-page',
  'redirected-elsewhere',
  'invalid-host-header',
  'not-the-console',
  'api-token-rejected',
];
export const certificateDateCauses: readonly CauseId[] = [
  'certificate-expired',
  'certificate-not-yet-valid',
  'certificate-expires-soon',
];
/** Every fault that a certificate can have. */
export const certificateCauses: readonly CauseId[] = [
  ...certificateDateCauses,
  'certificate-name-mismatch',
  'certificate-authority-untrusted',
  'certificate-chain-incomplete',
  'certificate-self-signed',
  'certificate-trusted-by-os-only',
  'certificate-without-san',
  'certificate-weak',
];
