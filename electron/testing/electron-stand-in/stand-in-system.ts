import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { EventEmitter } from 'node:events';

const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** `safeStorage`: encrypts for real, with a key that only this user of a stand-in has. */
export class StandInSafeStorage
  implements
    Pick<
      Electron.SafeStorage,
      'isAsyncEncryptionAvailable' | 'encryptStringAsync' | 'decryptStringAsync' | 'getSelectedStorageBackend'
    >
{
  isAvailable = true;
  backend: ReturnType<Electron.SafeStorage['getSelectedStorageBackend']> = 'gnome_libsecret';
  /** Another user's key ring, when it is changed. */
  user = 'engineer';

  async isAsyncEncryptionAvailable(): Promise<boolean> {
    return this.isAvailable;
  }
  getSelectedStorageBackend(): ReturnType<Electron.SafeStorage['getSelectedStorageBackend']> {
    return this.backend;
  }
  async encryptStringAsync(plainText: string): Promise<Buffer> {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv(CIPHER, this.#key(), nonce);
    const sealed = Buffer.concat([cipher.update(plainText, 'utf8'), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), sealed]);
  }
  async decryptStringAsync(encrypted: Buffer): Promise<Electron.DecryptStringAsyncReturnValue> {
    const decipher = createDecipheriv(CIPHER, this.#key(), encrypted.subarray(0, NONCE_BYTES));
    decipher.setAuthTag(encrypted.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
    const opened = Buffer.concat([
      decipher.update(encrypted.subarray(NONCE_BYTES + TAG_BYTES)),
      decipher.final(),
    ]);
    return { result: opened.toString('utf8'), shouldReEncrypt: false };
  }
  #key(): Buffer {
    return createHash('sha256').update(`stand-in key ring of ${this.user}`).digest();
  }
}

/** `nativeTheme`: what the operating system prefers, unless the program says otherwise. */
export class StandInTheme
  extends EventEmitter
  implements Pick<Electron.NativeTheme, 'shouldUseDarkColors' | 'themeSource'>
{
  isDark = false;
  #source: Electron.NativeTheme['themeSource'] = 'system';

  get shouldUseDarkColors(): boolean {
    return this.#source === 'system' ? this.isDark : this.#source === 'dark';
  }
  get themeSource(): Electron.NativeTheme['themeSource'] {
    return this.#source;
  }
  set themeSource(source: Electron.NativeTheme['themeSource']) {
    this.#source = source;
    this.emit('updated');
  }
  /** The user turns the system's theme over. */
  turn(isDark: boolean): void {
    this.isDark = isDark;
    this.emit('updated');
  }
}

/** A notification of the operating system. */
export class StandInNotification
  extends EventEmitter
  implements Pick<Electron.Notification, 'show' | 'title' | 'body'>
{
  readonly title: string;
  readonly body: string;
  readonly #system: StandInSystem;

  constructor({ title = '', body = '' }: Electron.NotificationConstructorOptions, system: StandInSystem) {
    super();
    this.title = title;
    this.body = body;
    this.#system = system;
  }
  show(): void {
    this.#system.notifications.push(this);
  }
}

const LAPTOP = { x: 0, y: 0, width: 1920, height: 1040 };

/** What a program can ask of the operating system's user, and what the user says. */
export class StandInSystem {
  /** What the save dialog was asked with, and what the user does in it. */
  readonly dialogsShown: Electron.SaveDialogOptions[] = [];
  dialogAnswer: Electron.SaveDialogReturnValue = { canceled: true, filePath: '' };
  openAnswer: Electron.OpenDialogReturnValue = { canceled: true, filePaths: [] };
  readonly messagesShown: Electron.MessageBoxOptions[] = [];
  readonly errorsShown: string[] = [];
  /** What was handed to the operating system to be opened. */
  readonly openedExternally: string[] = [];
  readonly notifications: StandInNotification[] = [];
  showsNotifications = true;
  displays: Pick<Electron.Display, 'workArea'>[] = [{ workArea: LAPTOP }];
  /** Menus that were made, by their templates; the last one that was set for the application. */
  readonly menus: Electron.MenuItemConstructorOptions[][] = [];
  applicationMenu: Electron.MenuItemConstructorOptions[] | undefined;

  readonly dialog: Pick<
    Electron.Dialog,
    'showSaveDialog' | 'showOpenDialog' | 'showMessageBox' | 'showErrorBox'
  > = {
    showSaveDialog: async (...given: unknown[]) => {
      this.dialogsShown.push(given.at(-1) as Electron.SaveDialogOptions);
      return this.dialogAnswer;
    },
    showOpenDialog: async () => this.openAnswer,
    showMessageBox: async (...given: unknown[]) => {
      this.messagesShown.push(given.at(-1) as Electron.MessageBoxOptions);
      return { response: 0, checkboxChecked: false };
    },
    showErrorBox: (title, content) => void this.errorsShown.push(`${title}: ${content}`),
  };
  readonly shell: Pick<Electron.Shell, 'openExternal' | 'openPath' | 'showItemInFolder'> = {
    openExternal: async (url) => void this.openedExternally.push(url),
    openPath: async (path) => String(this.openedExternally.push(path)),
    showItemInFolder: (path) => void this.openedExternally.push(path),
  };
  readonly screen: { getPrimaryDisplay(): object; getAllDisplays(): object[] } = {
    getPrimaryDisplay: () => this.displays[0] ?? { workArea: LAPTOP },
    getAllDisplays: () => this.displays,
  };
  #menu: { items: StandInItem[] } | null = null;
  readonly Menu = {
    getApplicationMenu: () => this.#menu,
    buildFromTemplate: (template: Electron.MenuItemConstructorOptions[]) => {
      this.menus.push(template);
      return { template, popup: () => undefined };
    },
    setApplicationMenu: (menu: { template: Electron.MenuItemConstructorOptions[] } | null) => {
      this.applicationMenu = menu?.template;
      this.#menu = menu === null ? null : { items: menu.template.map(itemOf) };
    },
  };

  /** Clicks an item of the application's menu by its label; a checkbox is turned over. */
  clickMenu(label: string): void {
    const items = (this.#menu?.items ?? []).flatMap(({ submenu }) => submenu?.items ?? []);
    const item = items.find((one) => one.label === label);
    if (item === undefined) throw new Error(`the menu has no ${label}`);
    item.click();
  }
}

/** What of a menu item is looked at and done. */
interface StandInItem {
  readonly label: string;
  readonly submenu?: { readonly items: StandInItem[] };
  click(): void;
}

function itemOf(template: Electron.MenuItemConstructorOptions): StandInItem {
  const { submenu, click, checked } = template;
  return {
    label: template.label ?? template.role ?? '',
    ...(Array.isArray(submenu) ? { submenu: { items: submenu.map(itemOf) } } : {}),
    click: () => {
      const clicked = { ...template, checked: checked !== true };
      click?.(clicked as unknown as Electron.MenuItem, undefined, {} as Electron.KeyboardEvent);
    },
  };
}
