/** What a page's preload world says to the process behind it. */
export type ToMain =
  | { readonly kind: 'invoke'; readonly id: number; readonly channel: string; readonly args: unknown[] }
  | { readonly kind: 'send'; readonly channel: string; readonly args: unknown[] }
  | { readonly kind: 'permission'; readonly id: number; readonly permission: string }
  | { readonly kind: 'open-window'; readonly id: number; readonly url: string };

/** What the process says to a page's preload world. */
export type ToPage =
  | { readonly kind: 'answer'; readonly id: number; readonly value?: unknown; readonly error?: string }
  | { readonly kind: 'news'; readonly channel: string; readonly args: unknown[] };

/** How the two worlds of a page and the process find each other; made anew for each page. */
export interface PageSecrets {
  /** Name of the events between the two worlds, which no script of the page can guess. */
  readonly events: string;
  /** Name of the function by which the preload world reaches the process. */
  readonly toMain: string;
  /** Name of the function by which the process reaches the preload world. */
  readonly toPage: string;
}

/** What stands for a file until the process has asked the browser for its path. */
export const FILE_TOKEN = 'stand-in-file:';
/** Where the preload world keeps the files that such tokens stand for. */
export const FILES = 'standInFiles';
