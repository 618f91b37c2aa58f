import { type IpcMainInvokeEvent, ipcMain, type WebContents } from 'electron';
import {
  type ChannelNews,
  type HostHandlers,
  INVOKE_CHANNELS,
  type NotifyChannel,
} from './contract/channels.ts';
import { type Result, refused } from './contract/result.ts';
import { isPageUrl } from './security.ts';
import { answerChannel, sayCrash } from './session/answer-channel.ts';

/** As much as the browser host takes: a run with a bundle of authorities in it stays far below. */
const INPUT_LIMIT = 2 * 1024 * 1024;

/**
 * Answers every channel of the contract, for one page. What crosses is an envelope, since Electron passes on nothing of a thrown
 * error but its message: `{ok: true, value}` with the handler's answer, or `{ok: false, error}` with `untrusted-sender`,
 * `bad-input` or `airway-failed`.
 */
export function handleChannels(handlers: HostHandlers, page: WebContents): void {
  for (const channel of INVOKE_CHANNELS) {
    ipcMain.handle(channel, async (event, input: unknown): Promise<Result<unknown>> => {
      if (!isFromPage(event, page)) return refused('untrusted-sender', 'Airway answers its own page only.');
      if (!isPlainAndSmall(input)) return refused('bad-input', `${channel}: more than a question may have.`);
      return await answerChannel(handlers, channel, input, sayCrash);
    });
  }
}

/** Tells the page news; a page that is going away is told nothing. */
export function sendNews<C extends NotifyChannel>(page: WebContents, channel: C, news: ChannelNews<C>): void {
  if (!page.isDestroyed() && !page.isCrashed()) page.send(channel, news);
}

/** The sender is our page's main frame, and what that frame shows is ours. The frame is null once it has gone. */
function isFromPage({ sender, senderFrame }: IpcMainInvokeEvent, page: WebContents): boolean {
  return (
    sender === page &&
    senderFrame !== null &&
    senderFrame.frameTreeNodeId === page.mainFrame.frameTreeNodeId &&
    isPageUrl(senderFrame.url)
  );
}

/**
 * Whether a value is what JSON could hold, within the limit of characters and members. What crosses may also be a Map, a buffer
 * or a circle, none of which a channel takes; a circle ends at the limit.
 */
function isPlainAndSmall(input: unknown): boolean {
  const waiting: unknown[] = [input];
  let size = 0;
  while (waiting.length > 0) {
    const value = waiting.pop();
    // An array counts with its length, which need not be filled.
    size += typeof value === 'string' || Array.isArray(value) ? value.length : 1;
    if (size > INPUT_LIMIT) return false;
    if (typeof value !== 'object' || value === null) continue;
    if (!Array.isArray(value) && Object.getPrototypeOf(value) !== Object.prototype) return false;
    for (const [key, member] of Object.entries(value)) {
      size += key.length;
      waiting.push(member);
    }
  }
  return true;
}
