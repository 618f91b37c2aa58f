import {
  type ChannelAnswer,
  type ChannelInput,
  channels,
  type HostHandlers,
  INVOKE_CHANNELS,
  type InvokeChannel,
} from '../contract/channels.ts';
import { ok, type Result, refused } from '../contract/result.ts';

/** Longest sentence about what is wrong with an input. */
const MESSAGE_LIMIT = 300;

/** Told of what a handler threw: a bug of ours, which the page learns of without its text. */
export type OnCrash = (channel: InvokeChannel, error: unknown) => void;

/** Leaves the stack of a crash where whoever started the host can see it. */
export const sayCrash: OnCrash = (channel, error) => {
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`airway: failed at ${channel}: ${stack}\n`);
};

/**
 * Carries one question of a page to its handler, for either host. The input is parsed here as unknown. Never rejects:
 * `unknown-channel` · `bad-input` with where and what was expected, never the value itself · `airway-failed` the handler threw.
 */
export async function answerChannel(
  handlers: HostHandlers,
  channel: string,
  input: unknown,
  onCrash: OnCrash,
): Promise<Result<unknown>> {
  if (!isInvokeChannel(channel)) return refused('unknown-channel', 'Airway has no such channel.');
  return await answer(handlers, channel, input, onCrash);
}

const isInvokeChannel = (name: string): name is InvokeChannel =>
  (INVOKE_CHANNELS as readonly string[]).includes(name);

async function answer<C extends InvokeChannel>(
  handlers: HostHandlers,
  channel: C,
  input: unknown,
  onCrash: OnCrash,
): Promise<Result<ChannelAnswer<C>>> {
  const parsed = channels[channel].input.safeParse(input);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const where = issue === undefined || issue.path.length === 0 ? 'the input' : issue.path.join('.');
    return refused(
      'bad-input',
      `${channel}: ${where}: ${issue?.message ?? 'not usable'}`.slice(0, MESSAGE_LIMIT),
    );
  }
  try {
    // The schema of this very channel has just been met, which the compiler cannot follow through the table.
    return ok(await handlers[channel](parsed.data as ChannelInput<C>));
  } catch (error) {
    onCrash(channel, error);
    return refused('airway-failed', `Airway itself failed at ${channel}.`);
  }
}
