import { contextBridge, ipcRenderer, webUtils } from 'electron';
import type {
  AirwayApi,
  ChannelAnswer,
  ChannelNews,
  InvokeChannel,
  NotifyChannel,
} from './contract/channels.ts';
import { DROPPED, PAGE_POLICY, QUESTION } from './contract/desktop-ipc.ts';
import type { Result } from './contract/result.ts';

// Written out instead of imported, so that the schemas stay out of this script, which every page waits for. News that is missing
// here, or is none, does not compile. Which questions there are is for the main process to say.
const NOTIFY = {
  'run-events': true,
  'run-findings': true,
  'bundle-progress': true,
  'file-opened': true,
  'menu-command': true,
} as const satisfies Record<NotifyChannel, true>;

/** What the page holds: values in, values out. Neither `ipcRenderer` nor an event object ever reaches it. */
const airway: AirwayApi = {
  invoke: async <C extends InvokeChannel>(channel: C, input: unknown): Promise<ChannelAnswer<C>> => {
    const envelope: Result<ChannelAnswer<C>> = await ipcRenderer.invoke(QUESTION, channel, input);
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
  openDropped: (file) => {
    // A file that a page made up has no path.
    const path = webUtils.getPathForFile(file);
    if (path !== '') ipcRenderer.send(DROPPED, path);
  },
};

contextBridge.exposeInMainWorld('airway', airway);

// Heard here, before any script of the page, so that the page cannot keep it from being noted.
window.addEventListener(
  'securitypolicyviolation',
  ({ effectiveDirective, blockedURI }) => {
    ipcRenderer.send(PAGE_POLICY, {
      directive: effectiveDirective.slice(0, 100),
      blocked: blockedURI.slice(0, 2000),
    });
  },
  true,
);
