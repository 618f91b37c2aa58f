import type { TLSSocket } from 'node:tls';
import type { HttpOutcome } from '../../contract/outcomes/http.ts';
import { endpoint } from '../../contract/spoken.ts';
import { defineProbe, type ProbeContext } from '../probe.ts';
import type { Handover } from '../tcp/handover.ts';
import { judgeHttp } from './http-verdict.ts';

/** What to ask for, of which address. */
export interface HttpInput {
  readonly address: string;
  readonly port: number;
  /** The host as it was typed. */
  readonly host: string;
  /** Default `/`. */
  readonly path?: string;
  /** The profile's CA file, PEM. */
  readonly caPem?: string;
  /** The connection of the TLS check, to ask on. */
  readonly connection?: Handover<TLSSocket>;
}

/** A site that sends a browser from page to page more often than this is turning in circles. */
const REDIRECT_LIMIT = 3;

/**
 * One GET over HTTPS from one address, with SNI and Host as typed. The certificate is not judged here: that is the TLS check's
 * work, and an answer is worth seeing even behind a bad one.
 */
export const httpGet = defineProbe<HttpInput, HttpOutcome>({
  id: 'http',
  deadlineMs: 5000,
  awaiting: ({ address, port }) => `an HTTP answer of ${endpoint(address, port)}`,
  run,
  judge: judgeHttp,
});

async function run({ path = '/', ...target }: HttpInput, context: ProbeContext): Promise<HttpOutcome> {
  // Loaded with the first request: the HTTP client takes longer to load than the program to start.
  const { observeHttp } = await import('./http-observation.ts');
  const question = {
    ...target,
    kind: 'http' as const,
    path,
    mustVerify: false,
    redirectLimit: REDIRECT_LIMIT,
  };
  const { outcome } = await observeHttp(question, context);
  return outcome;
}
