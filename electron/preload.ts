import { contextBridge, ipcRenderer } from 'electron';
import type {
  AirwayApi,
  ChannelAnswer,
  ChannelNews,
  InvokeChannel,
  NotifyChannel,
} from './contract/channels.ts';
import type { Result } from './contract/result.ts';

// Written out instead of imported, so that the schemas stay out of this script, which every page waits for. A channel that
// is missing here, or is none, does not compile.
const INVOKE = {
  'app-info': true,
  'profile-read': true,
  'run-start': true,
  'run-cancel': true,
  'run-open': true,
  'run-list': true,
  'syslog-answer': true,
  'run-delete': true,
  'bundle-upload': true,
  'bundle-open': true,
  'bundle-save': true,
} as const satisfies Record<InvokeChannel, true>;
const NOTIFY = { 'run-events': true, 'run-findings': true } as const satisfies Record<NotifyChannel, true>;

/** What the page holds: values in, values out. Neither `ipcRenderer` nor an event object ever reaches it. */
const airway: AirwayApi = {
  invoke: async <C extends InvokeChannel>(channel: C, input: unknown): Promise<ChannelAnswer<C>> => {
    if (!Object.hasOwn(INVOKE, channel)) throw new Error('Airway has no such channel.');
    const envelope: Result<ChannelAnswer<C>> = await ipcRenderer.invoke(channel, input);
    if (!envelope.ok) throw new Error(envelope.error.message);
    return envelope.value;
  },
  listen: <C extends NotifyChannel>(channel: C, onNews: (news: ChannelNews<C>) => void) => {
    if (!Object.hasOwn(NOTIFY, channel)) throw new Error('Airway has no such news.');
    const deliver = (_event: unknown, news: ChannelNews<C>) => onNews(news);
    ipcRenderer.on(channel, deliver);
    return () => {
      ipcRenderer.removeListener(channel, deliver);
    };
  },
};

contextBridge.exposeInMainWorld('airway', airway);
