import { EventEmitter } from 'node:events';

type Handler<
  M extends 'setPermissionRequestHandler' | 'setPermissionCheckHandler' | 'setDevicePermissionHandler',
> = Parameters<Electron.Session[M]>[0];
type BeforeRequest = (
  details: Electron.OnBeforeRequestListenerDetails,
  callback: (response: { cancel?: boolean }) => void,
) => void;

/** Which requests a session lets pass. */
class StandInWebRequest {
  before: BeforeRequest | null = null;

  onBeforeRequest: Electron.WebRequest['onBeforeRequest'] = (...given: unknown[]) => {
    // The listener comes last, after a filter that need not be there.
    this.before = given.at(-1) as BeforeRequest | null;
  };
}

/** A session with Electron's defaults, which are to allow: what is denied was denied by a handler. */
class StandInSession
  extends EventEmitter
  implements
    Pick<
      Electron.Session,
      | 'setPermissionRequestHandler'
      | 'setPermissionCheckHandler'
      | 'setDevicePermissionHandler'
      | 'setSpellCheckerEnabled'
      | 'resolveProxy'
    >
{
  readonly webRequest = new StandInWebRequest();
  isSpellCheckerEnabled = true;
  /** What Chromium answers when it is asked for the way to a URL, and which ones it was asked for. */
  proxyAnswer = 'DIRECT';
  readonly resolved: string[] = [];
  #request: Handler<'setPermissionRequestHandler'> = null;
  #check: Handler<'setPermissionCheckHandler'> = null;
  #device: Handler<'setDevicePermissionHandler'> = null;

  setPermissionRequestHandler(handler: Handler<'setPermissionRequestHandler'>): void {
    this.#request = handler;
  }
  setPermissionCheckHandler(handler: Handler<'setPermissionCheckHandler'>): void {
    this.#check = handler;
  }
  setDevicePermissionHandler(handler: Handler<'setDevicePermissionHandler'>): void {
    this.#device = handler;
  }
  async resolveProxy(url: string): Promise<string> {
    this.resolved.push(url);
    return this.proxyAnswer;
  }
  setSpellCheckerEnabled(enable: boolean): void {
    this.isSpellCheckerEnabled = enable;
  }

  /** What a page gets that asks for a permission, by each of the three ways. */
  grants(permission: 'media' | 'clipboard-read' | 'geolocation' | 'openExternal'): boolean[] {
    let isGranted = true;
    const contents = {} as Electron.WebContents;
    const details = { isMainFrame: true, requestingUrl: 'app://airway/' };
    this.#request?.(contents, permission, (answer) => (isGranted = answer), details);
    const isChecked = this.#check?.(contents, permission, 'app://airway', details) ?? true;
    const device = { deviceType: 'usb', origin: 'app://airway', device: {} };
    const hasDevice =
      this.#device?.(device as Parameters<NonNullable<Handler<'setDevicePermissionHandler'>>>[0]) ?? true;
    return [isGranted, isChecked, hasDevice];
  }
}

/** `protocol` and the default session: what a page can load, and through which rules. */
export class StandInNetwork {
  readonly session = new StandInSession();
  readonly privileged: Electron.CustomScheme[] = [];
  readonly #handlers = new Map<string, Parameters<Electron.Protocol['handle']>[1]>();

  readonly protocol: Pick<Electron.Protocol, 'handle' | 'registerSchemesAsPrivileged'> = {
    handle: (scheme, handler) => void this.#handlers.set(scheme, handler),
    registerSchemesAsPrivileged: (schemes) => void this.privileged.push(...schemes),
  };

  /** Loads a URL as a page would; undefined when the session's rules cancel it or nothing serves its scheme. */
  async request(
    url: string,
    resourceType: Electron.OnBeforeRequestListenerDetails['resourceType'] = 'script',
    method = 'GET',
  ): Promise<Response | undefined> {
    let isCancelled = false;
    const details = { url, method, resourceType, id: 1, referrer: '', timestamp: 0, uploadData: [] };
    this.session.webRequest.before?.(details, ({ cancel }) => (isCancelled = cancel === true));
    if (isCancelled) return undefined;
    return await this.#handlers.get(new URL(url).protocol.slice(0, -1))?.(new Request(url, { method }));
  }
}
