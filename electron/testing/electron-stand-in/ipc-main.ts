import { EventEmitter } from 'node:events';
import type { StandInFrame } from './web-contents.ts';

// Electron's types are global: nothing here imports `electron`, not even by type.
type Listener = Parameters<Electron.IpcMain['handle']>[1];

/** `ipcMain`: one handler a channel for what is answered, any number for what is not. Values are copied by structured clone. */
export class StandInIpcMain
  extends EventEmitter
  implements Pick<Electron.IpcMain, 'handle' | 'removeHandler'>
{
  readonly #handlers = new Map<string, Listener>();

  get channels(): readonly string[] {
    return [...this.#handlers.keys()];
  }

  handle(channel: string, listener: Listener): void {
    if (this.#handlers.has(channel))
      throw new Error(`Attempted to register a second handler for '${channel}'`);
    this.#handlers.set(channel, listener);
  }

  removeHandler(channel: string): void {
    this.#handlers.delete(channel);
  }

  /** What `ipcRenderer.send` comes to when a frame calls it. */
  receive(sender: object, senderFrame: StandInFrame | null, channel: string, args: readonly unknown[]): void {
    this.emit(channel, { sender, senderFrame }, ...(structuredClone([...args]) as unknown[]));
  }

  /** What `ipcRenderer.invoke` comes to when a frame calls it. Of what a handler throws only the message passes. */
  async invoke(
    sender: object,
    senderFrame: StandInFrame | null,
    channel: string,
    args: readonly unknown[],
  ): Promise<unknown> {
    const copied: unknown[] = structuredClone([...args]);
    const handler = this.#handlers.get(channel);
    try {
      if (handler === undefined) throw new Error(`No handler registered for '${channel}'`);
      // What a handler may look at of its event is here; the compiler would want all of Electron.
      const event = { sender, senderFrame, type: 'frame' } as unknown as Electron.IpcMainInvokeEvent;
      const answer: unknown = await handler(event, ...copied);
      return structuredClone(answer);
    } catch (error) {
      throw new Error(`Error invoking remote method '${channel}': ${String(error)}`);
    }
  }
}
