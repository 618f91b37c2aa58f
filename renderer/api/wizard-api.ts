import type { AirwayApi } from '../../electron/contract/channels.ts';

/**
 * Whether the Airway process behind this page answers.
 * `connected` · `lost` nothing answers: it stopped, or the port forward to it ended · `refused` it answers and does not know
 * this page (401): it was started again and gave out a new address.
 */
export type Connection = 'connected' | 'lost' | 'refused';

/** The host's typed API, and news of the connection to it. */
export interface WizardApi extends AirwayApi {
  /**
   * Tells of the connection now and after every change. `connected` may come again without a loss in between: news may then
   * have been missed, and the run has to be read anew. Returns the function that stops listening.
   */
  onConnection(listener: (connection: Connection) => void): () => void;
}
