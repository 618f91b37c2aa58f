import type { StandInSession } from '../network.ts';

type ResourceType = Electron.OnBeforeRequestListenerDetails['resourceType'];

/** A request that the browser has stopped before it left, as the DevTools protocol describes it. */
export interface PausedRequest {
  readonly requestId: string;
  readonly resourceType: string;
  readonly frameId: string;
  readonly request: { readonly url: string; readonly method: string };
}

/** DevTools' names of kinds of requests, and Electron's. */
const KINDS: Readonly<Record<string, ResourceType>> = {
  Stylesheet: 'stylesheet',
  Image: 'image',
  Media: 'media',
  Font: 'font',
  Script: 'script',
  XHR: 'xhr',
  Fetch: 'xhr',
  EventSource: 'xhr',
  WebSocket: 'webSocket',
  Ping: 'ping',
  CSPViolationReport: 'cspReport',
};

/** What the browser is told to do with a request. */
interface Verdict {
  readonly method: 'Fetch.failRequest' | 'Fetch.fulfillRequest';
  readonly params: object;
}

/** The browser gives a request up as if this had become of it. */
export const failed = (errorReason: 'Aborted' | 'BlockedByClient' | 'InternetDisconnected'): Verdict => ({
  method: 'Fetch.failRequest',
  params: { errorReason },
});

/** A request by the rules of a session and then by whoever serves its scheme. Nothing ever goes to a network. */
export async function judge(
  session: StandInSession,
  url: string,
  { resourceType, request }: PausedRequest,
  isMainFrame: boolean,
): Promise<Verdict> {
  const frame = isMainFrame ? 'mainFrame' : 'subFrame';
  const kind = resourceType === 'Document' ? frame : (KINDS[resourceType] ?? 'other');
  if (session.isCancelled(url, kind, request.method)) return failed('BlockedByClient');
  const response = await session.protocol.answer(new Request(url, { method: request.method }));
  if (response === undefined) return failed('InternetDisconnected');
  return {
    method: 'Fetch.fulfillRequest',
    params: {
      responseCode: response.status,
      responseHeaders: [...response.headers].map(([name, value]) => ({ name, value })),
      body: Buffer.from(await response.arrayBuffer()).toString('base64'),
    },
  };
}
