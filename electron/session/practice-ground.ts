import type { CauseId } from '../contract/cause-ids.ts';
import type { RunSite } from './start-run.ts';

/** How long a practice site waits for another run on it. */
const KEPT_FOR_MS = 10 * 60 * 1000;

type Site = RunSite & { stop(): Promise<void> };

/** Starts a practice site with these faults. */
export type StartSite = (faults: readonly CauseId[]) => Promise<Site>;

/**
 * The practice site of a session: one at a time. It outlives its run, so that one step of it can be checked again at the same
 * ports, and is stopped for another one, after a while without a run, and at the end of the session.
 */
export class PracticeGround {
  readonly #startSite: StartSite;
  #kept: { readonly faults: string; readonly site: Site } | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(startSite: StartSite) {
    this.#startSite = startSite;
  }

  /** A site with these faults: the one that is there where `isSame` asks for it, else a new one. */
  async site(faults: readonly CauseId[], isSame: boolean): Promise<RunSite> {
    clearTimeout(this.#timer);
    const key = faults.join();
    if (this.#kept !== undefined && isSame && this.#kept.faults === key) return this.#kept.site;
    await this.stop();
    const site = await this.#startSite(faults);
    this.#kept = { faults: key, site };
    return site;
  }

  /** A run has ended: the site waits for another one. */
  rest(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.stop(), KEPT_FOR_MS);
    this.#timer.unref();
  }

  async stop(): Promise<void> {
    clearTimeout(this.#timer);
    const kept = this.#kept;
    this.#kept = undefined;
    await kept?.site.stop();
  }
}
