import { BridgeEnd } from './bridge.ts';
import type { PageSecrets } from './messages.ts';

type Ask = (permission: string) => Promise<boolean>;
/** What the preload world passes on to the process. */
type AskProcess = (kind: 'permission' | 'open-window', what: string) => Promise<boolean>;

/** What runs in the world of the page itself, before any script of it. */
export function startMainWorld({ events }: PageSecrets): void {
  if (window.top !== window) return;
  const asking = Promise.withResolvers<AskProcess>();
  new BridgeEnd(events, 'main', (name, value) => {
    // The one word that is not for the page.
    if (name === events) asking.resolve(value as AskProcess);
    else Object.defineProperty(globalThis, name, { value, enumerable: true });
  });
  replacePermissions(async (permission) => (await asking.promise)('permission', permission));
  // Electron asks before there is a window. A browser opens it first, in the page's own process, and closing it again has been
  // seen to leave the page behind without an answer. What comes of being allowed is not shown here.
  window.open = (url = 'about:blank') => {
    const target = new URL(url, location.href).href;
    void asking.promise.then((ask) => ask('open-window', target));
    return null;
  };
}

/**
 * A browser asks its user; Electron asks the session's handlers. Of what a page can ask for, the parts below go to those handlers
 * before the browser sees them: a browser without a screen would refuse everything by itself, and prove nothing.
 */
function replacePermissions(ask: Ask): void {
  const { clipboard, geolocation, mediaDevices } = navigator;
  if ('Notification' in window)
    Notification.requestPermission = async () => ((await ask('notifications')) ? 'granted' : 'denied');
  if (geolocation !== undefined) {
    const locate = geolocation.getCurrentPosition.bind(geolocation);
    geolocation.getCurrentPosition = (onPosition, onError, options) => {
      void ask('geolocation').then((isGranted) => {
        if (isGranted) return locate(onPosition, onError, options);
        const codes = { PERMISSION_DENIED: 1, POSITION_UNAVAILABLE: 2, TIMEOUT: 3 } as const;
        onError?.({ code: 1, message: 'denied', ...codes });
      });
    };
  }
  guard(clipboard, 'readText', 'clipboard-read', ask);
  guard(clipboard, 'read', 'clipboard-read', ask);
  guard(mediaDevices, 'getUserMedia', 'media', ask);
  guard(mediaDevices, 'getDisplayMedia', 'display-capture', ask);
}

function guard<T extends object>(
  owner: T | undefined,
  name: keyof T & string,
  permission: string,
  ask: Ask,
): void {
  const original = owner?.[name];
  if (owner === undefined || typeof original !== 'function') return;
  Object.defineProperty(owner, name, {
    value: async (...given: unknown[]) => {
      if (!(await ask(permission))) throw new DOMException('Permission denied', 'NotAllowedError');
      return Reflect.apply(original, owner, given) as unknown;
    },
  });
}
