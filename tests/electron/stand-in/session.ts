import { runInNewContext } from 'node:vm';
import type { CustomScheme, Protocol, ProxyConfig, Session, WebContents, WebRequest } from 'electron';
import { addScheme } from './addresses.ts';
import { app } from './app.ts';
import { record } from './records.ts';

type SessionPart = Pick<
  Session,
  'setDevicePermissionHandler' | 'setPermissionCheckHandler' | 'setPermissionRequestHandler'
> & { webRequest: Pick<WebRequest, 'onBeforeRequest'> };
type ProtocolPart = Pick<Protocol, 'handle' | 'registerSchemesAsPrivileged'>;

type PermissionRequestHandler = Parameters<Session['setPermissionRequestHandler']>[0];
type PermissionCheckHandler = Parameters<Session['setPermissionCheckHandler']>[0];
type DevicePermissionHandler = Parameters<Session['setDevicePermissionHandler']>[0];
type RequestListener = Parameters<WebRequest['onBeforeRequest']>[0];
type ProtocolHandler = Parameters<Protocol['handle']>[1];

/** The default session: asks the app's handlers as Electron does, with its answers where there are none. */
export class StandInSession implements SessionPart {
  #script = '';

  /** A proxy script is run as Chromium runs it. */
  readonly setProxy = async ({ mode, pacScript = '' }: ProxyConfig): Promise<void> => {
    record('session.setProxy', mode);
    const [, encoded = ''] = /^data:[^,]*;base64,(.*)$/.exec(pacScript) ?? [];
    this.#script = Buffer.from(encoded, 'base64').toString();
  };

  /** As on a machine without proxies, where no script was given. */
  readonly resolveProxy = async (url: string): Promise<string> =>
    this.#script === ''
      ? 'DIRECT'
      : String(
          runInNewContext(`${this.#script}; FindProxyForURL(url, host)`, { url, host: new URL(url).host }),
        );

  #requestHandler: PermissionRequestHandler = null;
  #checkHandler: PermissionCheckHandler = null;
  #deviceHandler: DevicePermissionHandler = null;
  #requestListener:
    ((details: { url: string }, answer: (response: { cancel?: boolean }) => void) => void) | null = null;
  /** Addresses that were asked for, and whether they were cancelled. */
  readonly requests: { url: string; cancelled: boolean }[] = [];

  readonly webRequest: SessionPart['webRequest'] = {
    onBeforeRequest: (...args: unknown[]) => {
      record('session.webRequest.onBeforeRequest', ...args);
      this.#requestListener = args.at(-1) as Exclude<RequestListener, null> as never;
    },
  };

  setPermissionRequestHandler(handler: PermissionRequestHandler): void {
    record('session.setPermissionRequestHandler', handler);
    this.#requestHandler = handler;
  }

  setPermissionCheckHandler(handler: PermissionCheckHandler): void {
    record('session.setPermissionCheckHandler', handler);
    this.#checkHandler = handler;
  }

  setDevicePermissionHandler(handler: DevicePermissionHandler): void {
    record('session.setDevicePermissionHandler', handler);
    this.#deviceHandler = handler;
  }

  /** What a page would get: Electron says yes where nobody is asked. */
  async permission(name: string): Promise<{ requested: boolean; checked: boolean; device: boolean }> {
    const requested = await new Promise<boolean>((resolve) => {
      if (this.#requestHandler)
        this.#requestHandler({} as WebContents, name as 'media', resolve, {} as never);
      else resolve(true);
    });
    const checked =
      this.#checkHandler?.(null, name as 'media', 'https://elsewhere.invalid', {} as never) ?? true;
    const device = this.#deviceHandler?.({} as never) ?? true;
    return { requested, checked, device };
  }

  /** Whether a request may go on. */
  async mayGo(url: string): Promise<boolean> {
    const listener = this.#requestListener;
    const { cancel = false } = listener
      ? await new Promise<{ cancel?: boolean }>((resolve) => listener({ url }, resolve))
      : {};
    this.requests.push({ url, cancelled: cancel });
    return !cancel;
  }
}

/** `electron.protocol` of the default session. */
class StandInProtocol implements ProtocolPart {
  readonly #handlers = new Map<string, ProtocolHandler>();
  #isRegistered = false;

  registerSchemesAsPrivileged(schemes: CustomScheme[]): void {
    record('protocol.registerSchemesAsPrivileged', schemes);
    if (app.isReady() || this.#isRegistered)
      throw new Error('protocol.registerSchemesAsPrivileged should be called once, before app is ready');
    this.#isRegistered = true;
    for (const { scheme, privileges } of schemes)
      if (privileges?.standard && privileges.secure) addScheme(scheme);
  }

  handle(scheme: string, handler: ProtocolHandler): void {
    record('protocol.handle', scheme, handler);
    if (!app.isReady()) throw new Error('protocol.handle can only be called after app is ready');
    this.#handlers.set(scheme, handler);
  }

  /** The app's answer to a request, or null for a scheme that it doesn't serve. */
  async answer(request: Request): Promise<Response | null> {
    const handler = this.#handlers.get(new URL(request.url).protocol.slice(0, -1));
    return handler ? handler(request) : null;
  }
}

export const defaultSession = new StandInSession();
const partitions = new Map<string, StandInSession>();

/** `electron.session`: a partition is made when it is first asked for, and told then. */
export const session = {
  defaultSession,
  fromPartition: (name: string): StandInSession => {
    const known = partitions.get(name);
    if (known) return known;
    if (!app.isReady()) throw new Error('Session can only be received when app is ready');
    const made = new StandInSession();
    partitions.set(name, made);
    app.emit('session-created', made);
    return made;
  },
};
export const protocol = new StandInProtocol();
