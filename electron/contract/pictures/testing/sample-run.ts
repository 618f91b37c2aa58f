import type { StepId } from '../../checks.ts';
import type { Certificate } from '../../outcomes/tls.ts';
import type { PictureStatus } from '../picture.ts';
import type { PictureCheck, PictureRun } from '../picture-run.ts';

/** A check with what a picture needs to know; the rest does not matter. */
export function checkOf(
  id: string,
  probe: string,
  subject: string,
  target: string,
  status: PictureStatus,
  more: Partial<PictureCheck> = {},
): PictureCheck {
  const step: StepId = 'console';
  return {
    id,
    step,
    probe,
    title: `${probe} at ${target}`,
    target,
    subject,
    deadlineMs: 4000,
    startedMs: 10,
    elapsedMs: 25,
    status,
    ...more,
  };
}

/** A run of the given checks. */
export const runOf = (checks: readonly PictureCheck[]): PictureRun => ({
  startedAt: '2026-06-01T12:00:00.000Z',
  hostname: 'asset-7',
  vantage: 'asset',
  checks,
});

/** A certificate with what a picture needs to know. */
export function certificateOf(
  commonName: string,
  issuer: string,
  more: Partial<Certificate> = {},
): Certificate {
  return {
    subject: `CN=${commonName}`,
    issuer: `CN=${issuer}`,
    commonName,
    issuerCommonName: issuer,
    serial: '01',
    notBefore: '2026-01-01T00:00:00.000Z',
    notAfter: '2027-01-01T00:00:00.000Z',
    dnsNames: [commonName],
    ipAddresses: [],
    hasSan: true,
    isCa: commonName !== 'air.example.com',
    isSelfSigned: commonName === issuer,
    keyType: 'rsa',
    keyBits: 2048,
    signatureAlgorithm: 'sha256WithRSAEncryption',
    fingerprint256: commonName,
    pem: '',
    ...more,
  };
}
