import type { LinkId, MenuCommand } from '../contract/desktop-words.ts';
import { LINK_IDS } from '../contract/desktop-words.ts';

// Electron's types are global: nothing here imports `electron`, not even by type.
type Item = Electron.MenuItemConstructorOptions;

/** What the menu can do, and what it shows. */
export interface MenuOptions {
  readonly platform: NodeJS.Platform;
  readonly remembersSecrets: boolean;
  /** Whether there is an address to ask for updates. */
  readonly hasUpdateFeed: boolean;
  linkTitle(link: LinkId): string;
  openFile(): void;
  saveReport(): void;
  setRemembersSecrets(remembers: boolean): void;
  openLink(link: LinkId): void;
  checkForUpdates(): void;
  command(command: MenuCommand): void;
}

/** Electron's own menu has a reload, developer tools and links to the Internet; this one has what an engineer uses. */
export function applicationMenu(options: MenuOptions): Item[] {
  const isMac = options.platform === 'darwin';
  const command = (label: string, accelerator: string, name: MenuCommand): Item => ({
    label,
    accelerator,
    click: () => options.command(name),
  });
  const file: Item = {
    label: 'File',
    submenu: [
      { label: 'Open Profile or Bundle…', accelerator: 'CmdOrCtrl+O', click: () => options.openFile() },
      { type: 'separator' },
      command('Save Bundle…', 'CmdOrCtrl+S', 'bundle-save'),
      { label: 'Save Report as PDF…', accelerator: 'CmdOrCtrl+P', click: () => options.saveReport() },
      { type: 'separator' },
      {
        label: 'Remember Secrets on This Machine',
        type: 'checkbox',
        checked: options.remembersSecrets,
        click: ({ checked }) => options.setRemembersSecrets(checked),
      },
      { type: 'separator' },
      isMac ? { role: 'close' } : { role: 'quit' },
    ],
  };
  const run: Item = {
    label: 'Run',
    submenu: [command('Start', 'F5', 'run-start'), command('Cancel', 'CmdOrCtrl+.', 'run-cancel')],
  };
  const view: Item = {
    label: 'View',
    submenu: [
      { role: 'resetZoom' },
      { role: 'zoomIn' },
      { role: 'zoomOut' },
      { type: 'separator' },
      { role: 'togglefullscreen' },
    ],
  };
  return [
    ...(isMac ? [{ role: 'appMenu' } as const] : []),
    file,
    { role: 'editMenu' },
    run,
    view,
    { role: 'windowMenu' },
    helpMenu(options, isMac),
  ];
}

function helpMenu(options: MenuOptions, isMac: boolean): Item {
  const links = LINK_IDS.map(
    (link): Item => ({ label: options.linkTitle(link), click: () => options.openLink(link) }),
  );
  const updates: Item = { label: 'Check for Updates…', click: () => options.checkForUpdates() };
  return {
    label: 'Help',
    submenu: [
      ...links,
      ...(options.hasUpdateFeed ? [{ type: 'separator' } as const, updates] : []),
      // On macOS it stands in the application's own menu.
      ...(isMac ? [] : [{ type: 'separator' } as const, { role: 'about' } as const]),
    ],
  };
}

/** Electron has no menu of its own on a right click, and tokens are pasted that way. */
export function editMenu({
  isEditable,
  editFlags,
  selectionText,
}: Pick<Electron.ContextMenuParams, 'isEditable' | 'editFlags' | 'selectionText'>): Item[] {
  if (isEditable)
    return [
      { role: 'cut', enabled: editFlags.canCut },
      { role: 'copy', enabled: editFlags.canCopy },
      { role: 'paste', enabled: editFlags.canPaste },
      { type: 'separator' },
      { role: 'selectAll', enabled: editFlags.canSelectAll },
    ];
  return selectionText.trim() === '' ? [] : [{ role: 'copy' }];
}
