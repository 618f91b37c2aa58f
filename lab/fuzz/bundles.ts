import { readBundleBytes } from '../../electron/bundle/read-bundle.ts';
import { openSigner } from '../../electron/bundle/seal/sign-manifest.ts';
import { verifySignature } from '../../electron/bundle/seal/verify-signature.ts';
import { manifestOf, plainFiles, zipOf } from '../../electron/bundle/testing/sample-zip.ts';
import { compareRuns } from '../../electron/contract/comparison/compare-runs.ts';
import { reduceRun } from '../../electron/contract/run-state.ts';
import { diagnose } from '../../electron/diagnosis/diagnose.ts';
import { issue, makeAuthority } from '../../electron/probes/testing/test-certificates.ts';
import type { FuzzedParser } from './parsers.ts';
import { LIES, lieAbout } from './zip-lies.ts';

const [report, events] = plainFiles();
if (report === undefined || events === undefined) throw new Error('the sample has a report and events');

const leaf = issue(makeAuthority({ commonName: 'Fuzz Signing' }), { dnsNames: ['signer.test'] });
const signer = openSigner({ certificatePem: leaf.certificatePem, keyPem: leaf.privateKeyPem }, new Date());
if (!signer.ok) throw new Error(signer.error.message);
const MANIFEST = Buffer.from(manifestOf([report, events]).text);
const SIGNATURE = signer.value.sign(MANIFEST, new Date());

const WHOLE = await zipOf([report, events, manifestOf([report, events])]);

/** Reads a bundle and does with it all that `airway open` and the wizard do. What is refused has a sentence. */
export async function openBytes(bytes: Buffer): Promise<void> {
  const read = await readBundleBytes(bytes, 'fuzzed.zip');
  if (!read.ok) {
    if (!/^"fuzzed\.zip" cannot be read as a bundle: [^\n]+\.$/.test(read.error.message))
      throw new Error(`no sentence: ${read.error.message}`);
    return;
  }
  const state = reduceRun(read.value.events);
  const run = { state, findings: diagnose(state) };
  compareRuns({ state, findings: read.value.report.findings }, run);
}

/** The bundle as a whole, each of its files with sums that are right again, and the signature of its manifest. */
export const BUNDLE_PARSERS: readonly FuzzedParser[] = [
  {
    name: 'bundle',
    seeds: [WHOLE],
    read: openBytes,
  },
  {
    // The seeds are not changed as octets: the directory is made to lie, and the rest stays as it was.
    name: 'bundle directory',
    seeds: [Buffer.alloc(1)],
    read: async (_bytes, random) => {
      const lies = Object.keys(LIES);
      await openBytes(lieAbout(WHOLE, lies[Math.floor(random() * lies.length)] ?? '', random));
    },
  },
  {
    name: 'bundle manifest',
    seeds: [MANIFEST],
    read: async (bytes) =>
      openBytes(await zipOf([report, events, { name: 'manifest.json', text: bytes.toString('utf8') }])),
  },
  {
    name: 'bundle report',
    seeds: [Buffer.from(report.text)],
    read: async (bytes) => {
      const changed = { ...report, text: bytes.toString('utf8') };
      await openBytes(await zipOf([changed, events, manifestOf([changed, events])]));
    },
  },
  {
    name: 'bundle events',
    // Line by line: a change to one of many lines would leave the others as they are, and most changes refuse the whole.
    seeds: events.text.split('\n').map((line) => Buffer.from(line)),
    read: async (bytes, random) => {
      const lines = events.text.split('\n');
      lines[Math.floor(random() * lines.length)] = bytes.toString('utf8');
      const changed = { ...events, text: lines.join('\n') };
      await openBytes(await zipOf([report, changed, manifestOf([report, changed])]));
    },
  },
  {
    name: 'manifest signature',
    seeds: [Buffer.from(SIGNATURE)],
    read: (bytes) => void verifySignature(bytes.toString('latin1'), MANIFEST),
  },
];
