import type { Certificate } from '../contract/outcomes/tls.ts';
import type { Report } from '../contract/report.ts';
import { slugOf, type TextFile } from './exchange-files.ts';

/** The certificates that servers sent, each once, as files that other tools read. Empty where their bytes were replaced. */
export function certificateFiles(report: Report): readonly TextFile[] {
  const files = new Map<string, TextFile>();
  const seen: Certificate[] = [];
  for (const { outcome } of report.checks) collect(outcome, seen, 0);
  for (const { pem, fingerprint256, commonName, subject } of seen) {
    if (pem === '' || files.has(fingerprint256)) continue;
    const number = String(files.size + 1).padStart(2, '0');
    files.set(fingerprint256, {
      name: `certificates/${number}-${slugOf(commonName ?? subject)}.pem`,
      what: `A certificate as it was sent: ${subject.replace(/\s+/g, ' ')}`.slice(0, 300),
      text: `${pem.trimEnd()}\n`,
    });
  }
  return [...files.values()];
}

const DEEPEST = 16;

function collect(value: unknown, into: Certificate[], depth: number): void {
  if (typeof value !== 'object' || value === null || depth > DEEPEST) return;
  if (isCertificate(value)) into.push(value);
  else for (const item of Object.values(value)) collect(item, into, depth + 1);
}

const isCertificate = (value: object): value is Certificate =>
  'pem' in value && 'fingerprint256' in value && 'subject' in value;
