import { type IpcMainEvent, type IpcMainInvokeEvent, ipcMain, type WebContents } from 'electron';
import { z } from 'zod';
import type { ChannelNews, HostHandlers, NotifyChannel } from './contract/channels.ts';
import { DROPPED, PAGE_POLICY, QUESTION } from './contract/desktop-ipc.ts';
import { type Result, refused } from './contract/result.ts';
import { isPageUrl } from './security.ts';
import { answerChannel, sayCrash } from './session/answer-channel.ts';
import { noteAnswer, type OnRefusal } from './session/refusal-log.ts';

/** As much as the browser host takes: a run with a bundle of authorities in it stays far below. */
const INPUT_LIMIT = 2 * 1024 * 1024;
/** Channel names are words; a longer one is none of ours. */
const NAME_LIMIT = 60;

const pathSchema = z.string().min(1).max(32_767);
const violationSchema = z.strictObject({ directive: z.string().max(100), blocked: z.string().max(2000) });

export interface IpcOptions {
  readonly page: WebContents;
  readonly handlers: HostHandlers;
  readonly onRefusal: OnRefusal;
  /** Told of a file that was dropped onto the page, by its path. */
  onDropped(path: string): void;
}

/**
 * Answers the one page. Every question of the contract comes through one door, so that none can be forgotten: the sender is looked
 * at first, then the size, then the name, then the input by its schema. What crosses is an envelope, since Electron passes on
 * nothing of a thrown error but its message: `{ok: true, value}` with the handler's answer, or `{ok: false, error}` with
 * `untrusted-sender`, `unknown-channel`, `bad-input` or `airway-failed`. The page can send two words besides, which are not
 * answered: a file that was dropped, and that its browser enforced the content security policy.
 */
export function answerPage({ page, handlers, onRefusal, onDropped }: IpcOptions): void {
  ipcMain.handle(QUESTION, async (event, channel: unknown, input: unknown): Promise<Result<unknown>> => {
    const name = typeof channel === 'string' ? channel.slice(0, NAME_LIMIT) : typeof channel;
    if (!isFromPage(event, page)) {
      onRefusal('foreign-sender', `${event.senderFrame?.url ?? 'a frame that has gone'} asked ${name}`);
      return refused('untrusted-sender', 'Airway answers its own page only.');
    }
    if (!isPlainAndSmall(input)) {
      onRefusal('bad-input', `${name}: more than a question may have`);
      return refused('bad-input', `${name}: more than a question may have.`);
    }
    const answer = await answerChannel(handlers, typeof channel === 'string' ? channel : '', input, sayCrash);
    noteAnswer(answer, name, onRefusal);
    return answer;
  });
  hear(DROPPED, pathSchema, page, onRefusal, onDropped);
  hear(PAGE_POLICY, violationSchema, page, onRefusal, ({ directive, blocked }) =>
    onRefusal('page-policy', `${directive} blocked ${blocked}`),
  );
}

/** Listens to words that are not answered, of our page only. */
function hear<T>(
  channel: string,
  schema: z.ZodType<T>,
  page: WebContents,
  onRefusal: OnRefusal,
  onWord: (word: T) => void,
): void {
  ipcMain.on(channel, (event, given: unknown) => {
    if (!isFromPage(event, page))
      return onRefusal(
        'foreign-sender',
        `${event.senderFrame?.url ?? 'a frame that has gone'} sent ${channel}`,
      );
    const word = schema.safeParse(given);
    if (word.success) onWord(word.data);
    else onRefusal('bad-input', channel);
  });
}

/** Tells the page news; a page that is going away is told nothing. */
export function sendNews<C extends NotifyChannel>(page: WebContents, channel: C, news: ChannelNews<C>): void {
  if (!page.isDestroyed() && !page.isCrashed()) page.send(channel, news);
}

/** The sender is our page's main frame, and what that frame shows is ours. The frame is null once it has gone. */
function isFromPage(
  { sender, senderFrame }: Pick<IpcMainInvokeEvent | IpcMainEvent, 'sender' | 'senderFrame'>,
  page: WebContents,
): boolean {
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
