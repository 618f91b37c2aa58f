import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { NewsStreams } from './news-stream.ts';
import { open, readUntil } from './testing/loopback-client.ts';

const opened: { news: NewsStreams; server: Server }[] = [];
afterEach(() => {
  for (const { news, server } of opened.splice(0)) {
    news.close();
    server.close();
    server.closeAllConnections();
  }
});

async function openStreams(heartbeatMs?: number) {
  const news = new NewsStreams(heartbeatMs);
  const server = createServer((_request, response) => news.add(response)).listen(0, '127.0.0.1');
  opened.push({ news, server });
  await new Promise((resolve) => server.once('listening', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { news, listen: () => open(url, { path: '/api/news' }) };
}

describe('NewsStreams', () => {
  it('sends each piece of news to every page, one event each', async () => {
    const { news, listen } = await openStreams();
    const pages = [await listen(), await listen()];
    expect(pages[0]?.headers).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
    });
    news.send('run-findings', { runId: 'a', findings: [], note: 'two\nlines' });
    for (const page of pages)
      expect(await readUntil(page, '}\n\n')).toBe(
        ': airway\n\nevent: run-findings\ndata: {"runId":"a","findings":[],"note":"two\\nlines"}\n\n',
      );
  });

  it('gives a sign of life', async () => {
    const { listen } = await openStreams(5);
    expect(await readUntil(await listen(), ': still here\n\n')).toContain(': airway\n\n');
  });

  it('cuts off a page that does not read, and only that one', async () => {
    const { news, listen } = await openStreams();
    const slow = await listen();
    slow.pause();
    const quick = await listen();
    quick.resume();
    const text = 'x'.repeat(1024 * 1024);
    for (let sent = 0; sent < 64 && news.count === 2; sent += 1) {
      news.send('run-events', { text });
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(news.count).toBe(1);
    expect(quick.destroyed).toBe(false);
  });

  it('lets the oldest of many streams go', async () => {
    const { news, listen } = await openStreams();
    const first = await listen();
    const later = [];
    for (let count = 0; count < 4; count += 1) later.push(await listen());
    expect(Buffer.concat(await first.toArray()).toString()).toBe(': airway\n\n');
    expect(news.count).toBe(4);
  });

  it('forgets a page that left', async () => {
    const { news, listen } = await openStreams();
    const page = await listen();
    page.destroy();
    await vi.waitFor(() => expect(news.count).toBe(0));
    news.send('run-events', {});
  });

  it('ends every stream when it is closed', async () => {
    const { news, listen } = await openStreams();
    const page = await listen();
    news.close();
    expect(Buffer.concat(await page.toArray()).toString()).toBe(': airway\n\n');
    expect(news.count).toBe(0);
  });
});
