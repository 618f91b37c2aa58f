import type { z } from 'zod';
import type { Report } from '../contract/report.ts';
import { settleMarks } from './preview/settle-marks.ts';
import { learnFromReport } from './redaction/known-identities.ts';
import { type Ledger, ledgerOf, type RuleCounts, Tally } from './redaction/ledger.ts';
import { MarkingRedactor, markedText } from './redaction/marked-text.ts';
import type { KeyEntry } from './redaction/placeholders.ts';
import { markDocument, redactDocument } from './redaction/redact-document.ts';
import { DEFAULT_CHOICES, type RedactionChoices, Redactor } from './redaction/redactor.ts';
import { TextRedactor } from './redaction/text-redactor.ts';

/** Where marks are set: in no file, in the fields of documents as they are written, or also inside of the bytes of exchanges. */
type Marks = 'none' | 'documents' | 'exchanges';

/** The redaction of one bundle: one set of names for all of its files, and a count for each of them. */
export class BundleRedaction {
  readonly redactor: Redactor;
  #marks: Marks = 'none';
  readonly #tallies = new Map<string, Tally>();

  private constructor(redactor: Redactor) {
    this.redactor = redactor;
  }

  /** `reports` are those of all runs in the bundle: what they name is known before the first file is written. */
  static of(
    reports: readonly Report[],
    secrets: readonly string[],
    choices: RedactionChoices = DEFAULT_CHOICES,
  ): BundleRedaction {
    const redactor = new Redactor(choices, secrets);
    for (const report of reports) learnFromReport(redactor, report);
    return new BundleRedaction(redactor);
  }

  /** The same names, with marks around what is replaced: to be shown, see `stretchesOf`, and never to be written. */
  marked(marks: Exclude<Marks, 'none'>): BundleRedaction {
    const marked = new BundleRedaction(this.redactor);
    marked.#marks = marks;
    return marked;
  }

  /** The same names, and nothing counted yet: for the same files once more. */
  again(): BundleRedaction {
    return new BundleRedaction(this.redactor);
  }

  /** A value of the contract as it stands in a file. */
  document<T>(file: string, schema: z.ZodType<T>, value: T): T {
    if (this.#marks === 'none') return redactDocument(this.redactor, schema, value, this.#tallyOf(file));
    const written = redactDocument(this.redactor, schema, value, new Tally());
    return settleMarks(markDocument(this.redactor, value), written, this.#marks === 'exchanges');
  }

  /** A short text that is part of a file. */
  text(file: string, text: string): string {
    return this.#marks !== 'none'
      ? markedText(this.redactor, text)
      : this.redactor.text(text, this.#tallyOf(file));
  }

  /** A name of a file, which may hold the name of a host or a user. */
  name(name: string): string {
    return this.redactor.text(name);
  }

  /** The bytes of a text in UTF-8 on their way into a file. */
  async *stream(file: string, chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    const text =
      this.#marks !== 'none'
        ? new MarkingRedactor(this.redactor)
        : new TextRedactor(this.redactor, this.#tallyOf(file));
    for await (const chunk of chunks) {
      const settled = text.push(chunk);
      if (settled.length > 0) yield settled;
    }
    yield text.end();
  }

  countsOf(file: string): RuleCounts {
    return this.#tallies.get(file)?.counts() ?? {};
  }

  /** The count of all files so far. */
  ledger(): Ledger {
    const { identities, keepsPrivateAddresses } = this.redactor.choices;
    const files = [...this.#tallies].map(([name, tally]) => ({ name, counts: tally.counts() }));
    return ledgerOf(
      files.filter(({ counts }) => Object.keys(counts).length > 0),
      { identities, keepsPrivateAddresses },
    );
  }

  /** What each placeholder stands for. */
  key(): readonly KeyEntry[] {
    return this.redactor.placeholders.key();
  }

  #tallyOf(file: string): Tally {
    const known = this.#tallies.get(file);
    if (known !== undefined) return known;
    const tally = new Tally();
    this.#tallies.set(file, tally);
    return tally;
  }
}
