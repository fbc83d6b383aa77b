/** What of a window's preload has to be known where the page's script is made. */
export interface PageScriptOptions {
  /** The built preload. */
  preload: string;
  /** Names of the two bindings through which the page reaches the stand-in; taken from the page before it starts. */
  send: string;
  receive: string;
}

/**
 * The script that runs in every document before its own: the sandboxed part of Electron in a closure, and the preload
 * in it. The page sees nothing of it but what the preload exposes.
 */
export function pageScript({ preload, send, receive }: PageScriptOptions): string {
  return `(${inPage.toString()})(${JSON.stringify({ send, receive })}, function (require, module, exports) {${preload}\n});`;
}

type Listener = (event: object, ...args: unknown[]) => void;
type Run = (require: (name: string) => unknown, module: object, exports: object) => void;

/** Runs in the page; must not use anything from outside of it. */
function inPage(names: { send: string; receive: string }, preload: Run): void {
  const scope = globalThis as unknown as Record<string, unknown> & { top: unknown };
  const send = scope[names.send] as (channel: string, args: unknown[]) => Promise<void>;
  const receive = scope[names.receive] as (
    documentId: string,
  ) => Promise<{ channel: string; args: unknown[] }[]>;
  delete scope[names.send];
  delete scope[names.receive];
  // A preload runs in the main frame alone unless nodeIntegrationInSubFrames is set.
  if (scope !== scope.top) return;

  const listeners = new Map<string, Set<Listener>>();
  const ipcRenderer = {
    on: (channel: string, listener: Listener) => {
      const all = listeners.get(channel) ?? new Set();
      listeners.set(channel, all.add(listener));
      return ipcRenderer;
    },
    send: (channel: string, ...args: unknown[]) => {
      // Throws on what can't be cloned, as Electron does; what a closing window says is heard by nobody.
      send(channel, structuredClone(args)).catch(() => undefined);
    },
  };

  /** A value as it comes out on the other side of the context bridge: copied, frozen, functions as proxies. */
  const bridged = (value: unknown): unknown => {
    if (typeof value === 'function') {
      const original = value as (...args: unknown[]) => unknown;
      return (...args: unknown[]) => {
        try {
          return bridged(original(...args.map(bridged)));
        } catch (error) {
          throw new Error(error instanceof Error ? error.message : String(error));
        }
      };
    }
    if (typeof value !== 'object' || value === null) {
      if (typeof value === 'symbol') throw new Error('An object could not be cloned.');
      return value;
    }
    if (value instanceof Promise) return value.then(bridged);
    if (Array.isArray(value)) return Object.freeze(value.map(bridged));
    if (Object.getPrototypeOf(value) !== Object.prototype) return structuredClone(value);
    return Object.freeze(
      Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, bridged(entry)])),
    );
  };

  const contextBridge = {
    exposeInMainWorld: (key: string, api: unknown) => {
      if (Object.hasOwn(scope, key))
        throw new Error('Cannot bind an API on top of an existing property on the window object');
      Object.defineProperty(scope, key, { value: bridged(api), enumerable: true });
    },
  };

  const require = (name: string): unknown => {
    if (name === 'electron' || name === 'electron/renderer') return { contextBridge, ipcRenderer };
    throw new Error(`module not found: ${name}`);
  };
  const module = { exports: {} };
  preload(require, module, module.exports);

  const documentId = Math.random().toString(36);
  const listen = async (): Promise<void> => {
    for (;;) {
      for (const { channel, args } of await receive(documentId)) {
        for (const listener of listeners.get(channel) ?? []) listener({}, ...args);
      }
    }
  };
  // It ends with its document.
  listen().catch(() => undefined);
}
