import { setImmediate as turn } from 'node:timers/promises';
import type { BundleInput, BundleOptions } from '../bundle/assemble-bundle.ts';
import { bundleName } from '../bundle/bundle-name.ts';
import { logsOfThisMachine } from '../bundle/log-files.ts';
import type { LogPlace } from '../bundle/logs/log-places.ts';
import { type PreviewedBundle, previewBundle } from '../bundle/preview/preview-bundle.ts';
import { previewPage } from '../bundle/preview/preview-page.ts';
import { type WrittenBundle, writeBundle } from '../bundle/write-bundle.ts';
import { whyWriteFailed } from '../bundle/write-failure.ts';
import {
  type BundleChoices,
  type BundlePreview,
  DEFAULT_BUNDLE_CHOICES,
  type PreviewPage,
} from '../contract/bundle-preview.ts';
import type { BundleProgress, CheckedSealing, Sealing } from '../contract/bundle-saving.ts';
import type { ChannelInput, SavedBundle } from '../contract/channels.ts';
import type { RunEvent } from '../contract/events.ts';
import { ok, type Result, refused } from '../contract/result.ts';
import { reduceRun } from '../contract/run-state.ts';
import { concludeRun } from './conclude.ts';
import { openSealing } from './open-sealing.ts';
import { otherFolderSentence } from './other-folder.ts';

/** Progress is told at most this often. */
const PROGRESS_EVERY_MS = 100;

/** Where a host puts bundles. */
export interface BundleTarget {
  /** Where to write; undefined when the user thought better of it. */
  choose(suggestedName: string): Promise<string | undefined>;
  /** What the renderer is told of the file that now stands there. */
  offer(written: WrittenBundle): SavedBundle;
}

/** What the desk needs of its session. */
export interface BundleDeskTools {
  readonly target: BundleTarget;
  /** Where logs are looked for. */
  readonly logPlaces?: readonly LogPlace[] | undefined;
  eventsOf(runId: string): Promise<Result<readonly RunEvent[]>>;
  /** Values that no bundle may hold: secrets of every run of this session. */
  secrets(): readonly string[];
  emit(progress: BundleProgress): void;
}

/** The preview that pages are made from, and what it was made of. */
interface Shown {
  readonly runId: string;
  readonly input: BundleInput;
  readonly options: BundleOptions;
  /** What names depend on: a bundle that agrees in it gets the names that were shown. */
  readonly basis: string;
  readonly previewed: PreviewedBundle;
}

const SUPERSEDED = refused('superseded', 'Another question about this bundle came in between.');

/** Where bundles are looked at and written, one at a time. */
export class BundleDesk {
  readonly #tools: BundleDeskTools;
  #reading = new AbortController();
  #paging = new AbortController();
  #writing: AbortController | undefined;
  #shown: Shown | undefined;

  constructor(tools: BundleDeskTools) {
    this.#tools = tools;
  }

  async preview(asked: ChannelInput<'bundle-preview'>): Promise<Result<BundlePreview>> {
    this.#reading.abort();
    const reading = new AbortController();
    this.#reading = reading;
    const { choices } = asked;
    const input = await this.#inputOf(asked, choices);
    if (!input.ok) return input;
    const basis = basisOf(choices, input.value);
    const options = { ...this.#optionsOf(choices), signal: reading.signal };
    const known = this.#shown;
    // The same names as before, where nothing that they depend on was changed.
    const names =
      known?.runId === asked.runId && known.basis === basis ? known.previewed.redaction.again() : undefined;
    try {
      const previewed = await previewBundle(input.value, {
        ...options,
        names,
        onProgress: this.#teller('preview'),
      });
      reading.signal.throwIfAborted();
      this.#shown = {
        runId: asked.runId,
        input: input.value,
        options: this.#optionsOf(choices),
        basis,
        previewed,
      };
      const { files, leftOut, replaced, sizeBytes } = previewed;
      return ok({ files, leftOut, replaced, sizeBytes });
    } catch (error) {
      if (reading.signal.aborted) return SUPERSEDED;
      throw error;
    }
  }

  async page({ runId, name, page, view }: ChannelInput<'bundle-page'>): Promise<Result<PreviewPage>> {
    const shown = this.#shown;
    if (shown?.runId !== runId) return refused('no-preview', 'This bundle was not read yet.');
    // Pages are small questions of their own: a bundle that is written meanwhile does not end them.
    this.#paging.abort();
    const paging = new AbortController();
    this.#paging = paging;
    const options = { ...shown.options, signal: paging.signal };
    try {
      const found = await previewPage(shown.input, options, shown.previewed, { name, page, view });
      return found === undefined ? refused('no-file', 'This file is no longer there.') : ok(found);
    } catch (error) {
      if (paging.signal.aborted) return SUPERSEDED;
      throw error;
    }
  }

  async save(asked: ChannelInput<'bundle-save'>): Promise<Result<SavedBundle>> {
    if (this.#writing !== undefined) return refused('busy', 'Another bundle is being written.');
    // A preview that is still being read would only take the disk and the processor from the bundle.
    this.#reading.abort();
    const writing = new AbortController();
    this.#writing = writing;
    try {
      return await this.#save(asked, writing.signal);
    } finally {
      this.#writing = undefined;
    }
  }

  async #save(asked: ChannelInput<'bundle-save'>, signal: AbortSignal): Promise<Result<SavedBundle>> {
    const { choices = DEFAULT_BUNDLE_CHOICES, sealing } = asked;
    const input = await this.#inputOf(asked, choices);
    if (!input.ok) return input;
    const closing = await openSealing(sealing, new Date());
    if (!closing.ok) return closing;
    const shown = this.#shown;
    const isShown = shown?.runId === asked.runId && shown.basis === basisOf(choices, input.value);
    const suggested = bundleName(
      input.value.report.profile.name,
      asked.runId,
      closing.value.seal !== undefined,
    );
    let path: string | undefined;
    try {
      path = await this.#tools.target.choose(suggested);
      if (path === undefined) return ok({ kind: 'cancelled' });
      const written = await writeBundle(input.value, path, {
        ...this.#optionsOf(choices),
        ...closing.value,
        signal,
        leaveOut: choices.leaveOut,
        onProgress: this.#teller('write'),
        ...(isShown ? { names: shown.previewed.redaction.again() } : {}),
      });
      return ok(this.#tools.target.offer(written));
    } catch (error) {
      if (signal.aborted) return refused('cancelled', 'The bundle was cancelled, and nothing was written.');
      return refused(
        'bundle-not-writable',
        `${whyWriteFailed(path ?? '', error)} The results are kept; choose another folder.${await otherFolderSentence(path ?? '')}`,
      );
    }
  }

  /** Ends what is being read or written; resolves when the other side had a chance to see it. */
  async cancel(): Promise<null> {
    this.#reading.abort();
    this.#paging.abort();
    this.#writing?.abort();
    await turn();
    return null;
  }

  async checkSealing(sealing: Sealing): Promise<Result<CheckedSealing>> {
    const opened = await openSealing(sealing, new Date());
    if (!opened.ok) return opened;
    const { signer } = opened.value;
    return ok(signer === undefined ? {} : { signer: signer.subject });
  }

  async #inputOf(
    { runId, caseNumber, note }: Pick<ChannelInput<'bundle-save'>, 'runId' | 'caseNumber' | 'note'>,
    { otherRuns }: BundleChoices,
  ): Promise<Result<BundleInput>> {
    const own = await this.#runOf(runId);
    if (!own.ok) return own;
    const others: { report: BundleInput['report']; events: readonly RunEvent[] }[] = [];
    for (const other of otherRuns.filter((id) => id !== runId)) {
      const run = await this.#runOf(other);
      if (!run.ok) return run;
      others.push(run.value);
    }
    return ok({
      ...own.value,
      otherRuns: others,
      createdAt: new Date().toISOString(),
      ...(caseNumber === undefined || caseNumber === '' ? {} : { caseNumber }),
      ...(note === undefined || note === '' ? {} : { note }),
    });
  }

  async #runOf(
    runId: string,
  ): Promise<Result<{ report: BundleInput['report']; events: readonly RunEvent[] }>> {
    const events = await this.#tools.eventsOf(runId);
    if (!events.ok) return events;
    const { report } = concludeRun(reduceRun(events.value));
    return report === undefined
      ? refused('no-run', 'This run has nothing to save yet.')
      : ok({ report, events: events.value });
  }

  #optionsOf({ identities, keepsPrivateAddresses, words, logs }: BundleChoices): BundleOptions {
    const ofThisMachine = logsOfThisMachine();
    const search = { ...ofThisMachine, places: this.#tools.logPlaces ?? ofThisMachine.places };
    return {
      secrets: [...this.#tools.secrets()],
      redaction: { identities, keepsPrivateAddresses, words },
      ...(logs ? { logs: search } : {}),
    };
  }

  #teller(doing: BundleProgress['doing']): NonNullable<BundleOptions['onProgress']> {
    let current = '';
    let currentBytes = 0;
    let before = 0;
    let filesDone = -1;
    let toldAtMs = 0;
    return ({ file, bytes }) => {
      const isNew = file !== current;
      if (isNew) {
        before += currentBytes;
        filesDone += 1;
        current = file;
      }
      currentBytes = bytes;
      const nowMs = performance.now();
      if (nowMs - toldAtMs < PROGRESS_EVERY_MS) return;
      toldAtMs = nowMs;
      this.#tools.emit({ doing, file, filesDone, doneBytes: before + bytes });
    };
  }
}

/** What the names of a bundle are made from. Files that are left out and the words of the case change none of them. */
const basisOf = (
  { identities, keepsPrivateAddresses, words, logs, otherRuns }: BundleChoices,
  { report }: BundleInput,
): string =>
  JSON.stringify([identities, keepsPrivateAddresses, words, logs, otherRuns, report.checks.length]);
