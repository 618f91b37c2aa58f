import { mkdirSync, rmSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { join } from 'node:path';

/** What a second start hands to the first. */
interface Start {
  readonly argv: readonly string[];
  readonly cwd: string;
}

/** The lock of one program for one folder of user data: a socket that the first start listens on. */
export class SingleInstance {
  readonly isFirst: boolean;
  readonly #server: Server | undefined;
  readonly #path: string;
  #tell: (start: Start) => void = () => undefined;

  private constructor(path: string, server: Server | undefined) {
    this.#path = path;
    this.#server = server;
    this.isFirst = server !== undefined;
    server?.on('connection', (socket) => {
      let text = '';
      socket.setEncoding('utf8');
      socket.on('data', (chunk) => {
        text += String(chunk);
      });
      socket.on('end', () => this.#tell(JSON.parse(text) as Start));
      socket.on('error', () => socket.destroy());
    });
  }

  /** Becomes the first, or tells the first one how this one was started. */
  static async claim(userData: string, start: Start): Promise<SingleInstance> {
    mkdirSync(userData, { recursive: true });
    const path = join(userData, 'lock');
    if (await handOver(path, start)) return new SingleInstance(path, undefined);
    // Left behind by one that was killed.
    rmSync(path, { force: true });
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(path, resolve));
    server.unref();
    return new SingleInstance(path, server);
  }

  onSecond(tell: (start: Start) => void): void {
    this.#tell = tell;
  }

  release(): void {
    if (!this.isFirst) return;
    this.#server?.close();
    rmSync(this.#path, { force: true });
  }
}

function handOver(path: string, start: Start): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.on('error', () => resolve(false));
    socket.on('connect', () => socket.end(JSON.stringify(start), () => resolve(true)));
  });
}
