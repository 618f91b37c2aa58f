import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { ProxySources } from '../../electron/contract/proxy-sources.ts';
import { guarded } from './guarded.ts';
import { type Bound, bindLoopback, bindTcp } from './loopback.ts';
import { startProxyServer, type TunnelPorts } from './proxy-server.ts';
import type { WayPlan } from './way-plan.ts';
import { practiceSettings } from './way-settings.ts';

/** The servers on the way, and what a run is told of them. */
export interface WayServers {
  readonly plainPort: number;
  readonly pacUrl: string | undefined;
  readonly proxySources: ProxySources;
  close(): Promise<void>;
}

/** Starts what is on the way; when a server cannot start, those that did are closed again. */
export async function startWay(plan: WayPlan, console: TunnelPorts): Promise<WayServers> {
  const started: Bound[] = [];
  const start = async (server: Promise<Bound>): Promise<Bound> => {
    const bound = await server;
    started.push(bound);
    return bound;
  };
  const close = async (): Promise<void> => void (await Promise.all(started.map((bound) => bound.close())));
  try {
    const plain = await start(
      http((request, response) => answerInClear(plan.plain, console, request, response)),
    );
    const pac =
      plan.pac === undefined
        ? undefined
        : await start(http((_request, response) => servePac(plan.pac, response)));
    const proxy = await start(startProxyServer({ scheme: 'http', behaviour: 'works' }, console));
    return {
      plainPort: plain.port,
      pacUrl: pac === undefined ? undefined : `http://127.0.0.1:${pac.port}/proxy.pac`,
      proxySources: practiceSettings(plan.settings, proxy.port),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

const http = (onRequest: (request: IncomingMessage, response: ServerResponse) => void): Promise<Bound> =>
  bindLoopback([
    bindTcp(() =>
      createHttpServer((request, response) => {
        request.resume();
        guarded(response, onRequest)(request, response);
      }),
    ),
  ]);

function answerInClear(
  kind: WayPlan['plain'],
  { primary }: TunnelPorts,
  { headers }: IncomingMessage,
  response: ServerResponse,
): void {
  if (kind === 'portal') {
    response.writeHead(302, { location: 'http://portal.practice.invalid/login', 'content-length': 0 });
  } else {
    const host = (headers.host ?? 'localhost').replace(/:\d+$/, '');
    response.writeHead(301, {
      location: `https://${host}:${primary}/`,
      'content-length': 0,
      ...(kind === 'by-proxy'
        ? { via: '1.1 gateway.practice.invalid (squid/5.7)', 'x-cache': 'MISS from gateway.practice.invalid' }
        : {}),
    });
  }
  response.end();
}

function servePac(text: string | undefined, response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/x-ns-proxy-autoconfig' });
  response.end(text);
}
