import { join } from 'node:path';
import type { ChannelNews, HostHandlers, NotifyChannel } from '../contract/channels.ts';
import type { LinkId } from '../contract/desktop-words.ts';
import { ok } from '../contract/result.ts';
import { linkOf } from '../session/links.ts';
import type { OnRefusal } from '../session/refusal-log.ts';
import { createSession, type SessionOptions } from '../session/session.ts';
import { TOOL } from '../session/tool.ts';
import { desktopSettings } from './desktop-settings.ts';
import { createFileOpener } from './file-opener.ts';
import type { MenuOptions } from './menu.ts';
import { createNotifier, type NotificationCentre } from './notifier.ts';
import { printingReports } from './print-report.ts';
import { RememberedSecrets, rememberingStart, type Vault } from './remembered-secrets.ts';
import { RunSignals, type TaskBarProgress } from './run-signals.ts';
import { checkForUpdate, updateFeed } from './update-check.ts';

/** A file to be written, as the system's own dialog asks for it. */
export interface SaveQuestion {
  readonly title: string;
  readonly suggestedName: string;
  readonly kind: { readonly name: string; readonly ending: string };
}

/** What the desktop host needs of Electron; only the five desktop files know where it comes from. */
export interface DesktopSurroundings {
  readonly stateDirectory: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly onRefusal: OnRefusal;
  readonly notifications: NotificationCentre;
  readonly vault: Vault;
  emit<C extends NotifyChannel>(channel: C, news: ChannelNews<C>): void;
  /** The path that the user chose; undefined when they thought better of it. */
  askWhereToSave(question: SaveQuestion): Promise<string | undefined>;
  /** Files that the user chose, none when they thought better of it. */
  askWhatToOpen(): Promise<readonly string[]>;
  /** Says something in a dialog of the system. */
  say(message: string, detail: string): void;
  printHtml(html: string): Promise<Uint8Array>;
  /** What Chromium would do for a URL, in the form of a PAC result. */
  resolveProxy(url: string): Promise<string>;
  /** Opens an address in the system's browser. */
  openExternal(url: string): Promise<void>;
  bringToFront(): void;
  isLooking(): boolean;
  setProgress(progress: TaskBarProgress): void;
  /** Makes the application's menu anew: something that it shows has changed. */
  refreshMenu(): void;
}

/** What the desktop host gives to Electron. */
export interface DesktopHost {
  readonly handlers: HostHandlers;
  /** Opens files of the command line, the file manager or the page, one after the other. */
  openFiles(paths: readonly string[]): Promise<void>;
  menu(): Omit<MenuOptions, 'platform'>;
  close(): Promise<void>;
}

/** Puts together what the desktop host adds to the session that every host has. Nothing here imports `electron`. */
export function createDesktopHost(surroundings: DesktopSurroundings): DesktopHost {
  const { stateDirectory, onRefusal, say } = surroundings;
  const settings = desktopSettings(stateDirectory);
  const notify = createNotifier(surroundings.notifications, () => surroundings.bringToFront());
  const signals = new RunSignals({
    setProgress: (progress) => surroundings.setProgress(progress),
    isLooking: () => surroundings.isLooking(),
    notify: (notice) => void notify(notice),
  });
  const session = createSession({
    host: 'desktop',
    stateDirectory,
    emit: (channel, news) => {
      signals.hear(channel, news);
      surroundings.emit(channel, news);
    },
    bundleTarget: bundleTarget(surroundings),
    resolveProxy: (url) => surroundings.resolveProxy(url),
  });
  const openFile = createFileOpener({ openBundle: (path) => session.openBundle(path), onRefusal });
  const secrets = new RememberedSecrets({
    path: join(stateDirectory, 'secrets.json'),
    vault: surroundings.vault,
  });
  const remembersSecrets = () => settings.read().remembersSecrets;
  const start = rememberingStart(session.handlers['run-start'], secrets, remembersSecrets, (why) =>
    process.stderr.write(`airway: ${why}\n`),
  );
  const openRun = session.handlers['run-open'];
  const openLink = async (link: LinkId) => await surroundings.openExternal(linkOf(link).url);

  /** The run on the screen, for the menu. */
  let current: string | undefined;
  const handlers: HostHandlers = {
    ...session.handlers,
    'run-start': async (request) => {
      const answer = await start(request);
      if (answer.ok) current = answer.value.runId;
      return answer;
    },
    'run-open': async (input) => {
      const answer = await openRun(input);
      if (answer.ok) current = input.runId;
      return answer;
    },
    'link-open': async ({ link }) => {
      await openLink(link);
      return ok({ kind: 'opened' });
    },
    'report-print': printingReports({
      openRun,
      choosePath: (suggestedName) =>
        surroundings.askWhereToSave({
          title: 'Save the report as PDF',
          suggestedName,
          kind: { name: 'PDF document', ending: 'pdf' },
        }),
      printHtml: (html) => surroundings.printHtml(html),
    }),
    'notice-show': async (notice) => notify(notice),
  };

  const openFiles = async (paths: readonly string[]) => {
    for (const path of paths) surroundings.emit('file-opened', await openFile(path));
  };

  const saveReport = async () => {
    if (current === undefined) return say('There is no report yet.', 'Start a run or open one first.');
    const answer = await handlers['report-print']({ runId: current });
    if (!answer.ok) say('The report was not saved.', answer.error.message);
    else if (answer.value.kind === 'saved') say('The report was saved.', answer.value.path);
  };

  const setRemembersSecrets = async (remembers: boolean) => {
    const why = remembers ? await surroundings.vault.whyUnavailable() : undefined;
    try {
      if (!remembers) secrets.forget();
      settings.write({ ...settings.read(), remembersSecrets: remembers && why === undefined });
    } catch {
      say('This could not be changed.', `${stateDirectory} cannot be written.`);
    }
    surroundings.refreshMenu();
    if (why !== undefined) say('Secrets cannot be remembered on this machine.', why);
  };

  const checkForUpdates = async (feed: string) => {
    const { words } = await checkForUpdate(feed, TOOL.version);
    say('Updates', words);
  };

  const feed = updateFeed(surroundings.environment);
  return {
    handlers,
    openFiles,
    menu: () => ({
      remembersSecrets: remembersSecrets(),
      hasUpdateFeed: feed !== undefined,
      linkTitle: (link) => linkOf(link).title,
      openFile: () => inBackground(surroundings.askWhatToOpen().then(openFiles)),
      saveReport: () => inBackground(saveReport()),
      setRemembersSecrets: (remembers) => inBackground(setRemembersSecrets(remembers)),
      openLink: (link) => inBackground(openLink(link)),
      checkForUpdates: () => {
        if (feed !== undefined) inBackground(checkForUpdates(feed));
      },
      command: (command) => surroundings.emit('menu-command', { command }),
    }),
    close: () => session.close(),
  };
}

/** A menu item waits for nothing; what fails behind it is a bug, or a system that has no browser. */
function inBackground(work: Promise<unknown>): void {
  work.catch((error: unknown) => {
    process.stderr.write(
      `airway: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
    );
  });
}

/** Where a bundle goes is the user's choice in the system's own dialog; the page never names a path. */
function bundleTarget(surroundings: DesktopSurroundings): SessionOptions['bundleTarget'] {
  return {
    choose: (suggestedName) =>
      surroundings.askWhereToSave({
        title: 'Save the diagnostic bundle',
        suggestedName,
        kind: suggestedName.endsWith('.age')
          ? { name: 'Encrypted bundle', ending: 'age' }
          : { name: 'Zip archive', ending: 'zip' },
      }),
    offer: (written) => ({ kind: 'saved', ...written }),
  };
}
