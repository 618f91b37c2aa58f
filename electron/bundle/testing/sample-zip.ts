import { createHash } from 'node:crypto';
import { ZipFile } from 'yazl';
import { eventsOf, sampleReport } from './sample-report.ts';

/** A file as a test puts it into a zip; `mode` is that of Unix. */
export interface PlainFile {
  readonly name: string;
  readonly text: string;
  readonly mode?: number;
}

/** Report and events of the sample run. */
export const plainFiles = (): PlainFile[] => [
  { name: 'report.json', text: JSON.stringify(sampleReport()) },
  {
    name: 'events.ndjson',
    text: eventsOf(sampleReport())
      .map((event) => `${JSON.stringify(event)}\n`)
      .join(''),
  },
];

/** A manifest with the right sums of these files. */
export function manifestOf(files: readonly PlainFile[], changes: Record<string, unknown> = {}): PlainFile {
  const rows = files.map(({ name, text }) => ({
    name,
    sizeBytes: Buffer.byteLength(text),
    sha256: createHash('sha256').update(text).digest('hex'),
    what: '',
  }));
  const manifest = {
    schema: 'airway.bundle/1',
    tool: { name: 'airway', version: '0.1.0' },
    schemas: { report: 'airway.report/1', profile: 'airway.profile/1' },
    runId: 'r',
    createdAt: '2026-03-02T09:20:00.000Z',
    files: rows,
    leftOut: [],
    ...changes,
  };
  return { name: 'manifest.json', text: JSON.stringify(manifest) };
}

/** A zip as any program writes it. */
export async function zipOf(files: readonly PlainFile[]): Promise<Buffer> {
  const zip = new ZipFile();
  for (const { name, text, mode } of files)
    zip.addBuffer(Buffer.from(text), name, mode === undefined ? {} : { mode });
  zip.end();
  const chunks: Buffer[] = [];
  for await (const chunk of zip.outputStream) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

/** Names that the writing library refuses are put in by replacing another name of the same length. */
export async function zipWithName(name: string): Promise<Buffer> {
  const stand = 'n'.repeat(Buffer.byteLength(name));
  const bytes = await zipOf([...plainFiles(), { name: stand, text: 'x' }, manifestOf(plainFiles())]);
  return Buffer.from(
    bytes.toString('latin1').replaceAll(stand, Buffer.from(name).toString('latin1')),
    'latin1',
  );
}
