import { EventEmitter } from 'node:events';

type Handler<
  M extends 'setPermissionRequestHandler' | 'setPermissionCheckHandler' | 'setDevicePermissionHandler',
> = Parameters<Electron.Session[M]>[0];
type BeforeRequest = (
  details: Electron.OnBeforeRequestListenerDetails,
  callback: (response: { cancel?: boolean }) => void,
) => void;
type ResourceType = Electron.OnBeforeRequestListenerDetails['resourceType'];
/** Permissions as Electron names them. */
export type Permission = Parameters<NonNullable<Handler<'setPermissionCheckHandler'>>>[1] &
  Parameters<NonNullable<Handler<'setPermissionRequestHandler'>>>[1];

/** Which requests a session lets pass. */
class StandInWebRequest {
  before: BeforeRequest | null = null;

  onBeforeRequest: Electron.WebRequest['onBeforeRequest'] = (...given: unknown[]) => {
    // The listener comes last, after a filter that need not be there.
    this.before = given.at(-1) as BeforeRequest | null;
  };
}

/** `protocol` of one session: who serves which scheme. */
class StandInProtocol implements Pick<Electron.Protocol, 'handle' | 'registerSchemesAsPrivileged'> {
  readonly privileged: Electron.CustomScheme[] = [];
  readonly #handlers = new Map<string, Parameters<Electron.Protocol['handle']>[1]>();

  handle(scheme: string, handler: Parameters<Electron.Protocol['handle']>[1]): void {
    if (this.#handlers.has(scheme)) throw new Error(`Failed to register protocol: ${scheme}`);
    this.#handlers.set(scheme, handler);
  }
  registerSchemesAsPrivileged(schemes: Electron.CustomScheme[]): void {
    this.privileged.push(...schemes);
  }
  async answer(request: Request): Promise<Response | undefined> {
    return await this.#handlers.get(new URL(request.url).protocol.slice(0, -1))?.(request);
  }
}

/** A session with Electron's defaults, which are to allow: what is denied was denied by a handler. */
export class StandInSession
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
  readonly protocol = new StandInProtocol();
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

  /** Whether a page gets a permission that it asks for: the check comes first, the request only where that says no. */
  isGranted(permission: Permission): boolean {
    const details = { isMainFrame: true, requestingUrl: 'app://airway/' };
    // No page is there to be looked at; the compiler would want all of one.
    const contents = {} as Electron.WebContents;
    if (this.#check?.(contents, permission, 'app://airway', details) ?? true) return true;
    let isGranted = true;
    this.#request?.(contents, permission, (answer) => (isGranted = answer), details);
    return isGranted;
  }

  hasDevice(): boolean {
    const device = { deviceType: 'usb', origin: 'app://airway', device: {} };
    return (
      this.#device?.(device as Parameters<NonNullable<Handler<'setDevicePermissionHandler'>>>[0]) ?? true
    );
  }

  /** Loads a URL as a page would; undefined when the session's rules cancel it or nothing serves its scheme. */
  async request(
    url: string,
    resourceType: ResourceType = 'script',
    method = 'GET',
  ): Promise<Response | undefined> {
    if (this.isCancelled(url, resourceType, method)) return undefined;
    return await this.protocol.answer(new Request(url, { method }));
  }

  /** Whether the session's rules cancel a request. */
  isCancelled(url: string, resourceType: ResourceType, method = 'GET'): boolean {
    let isCancelled = false;
    const details = { url, method, resourceType, id: 1, referrer: '', timestamp: 0, uploadData: [] };
    this.webRequest.before?.(details, ({ cancel }) => (isCancelled = cancel === true));
    return isCancelled;
  }
}
