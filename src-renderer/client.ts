/**
 * The only file of the screen that knows how it reaches the app: the desktop window's bridge where there is one,
 * else a WebSocket to the host that served the page. It opens the way again whenever it ends.
 */
import type {
  CallInput,
  CallName,
  CallOutput,
  EventData,
  EventName,
  Result,
} from '../src-shared/contract.ts';
import { connect } from '../src-shared/rpc-client.ts';
import type { Client } from '../src-shared/rpc-client.ts';
import { overSocket } from '../src-shared/rpc-wire.ts';
import type { Transport } from '../src-shared/rpc-wire.ts';
import { sessionPath, socketPath, socketProtocols, ticketPath } from '../src-shared/web-access.ts';
import { PersistedText } from './persisted-text.ts';

/**
 * `lost`: being opened again. `odd`: the same, and something answered that isn't Ferry in good health. `refused`: this
 * page may not come in, and trying again is of no use.
 */
export type Link = 'opening' | 'open' | 'lost' | 'odd' | 'refused';

/** The app as the state classes see it; it outlives a single connection. */
export interface AppClient {
  /** Whether a browser shows the page, and no window of Ferry's own. */
  readonly isInBrowser: boolean;
  /** Never rejects; `disconnected` while there is no way to the app. */
  call<Name extends CallName>(name: Name, input: CallInput<Name>): Promise<Result<CallOutput<Name>>>;
  /** Calls the listener for every such event, over all connections, until the returned function is called. */
  on<Name extends EventName>(name: Name, listener: (data: EventData<Name>) => void): () => void;
  /** Calls the listener with every new state of the link, and with the present one at once. */
  onLink(listener: (link: Link) => void): void;
}

/** What the desktop window's preload puts on the page. It lives as long as the page. */
interface Bridge {
  send(text: string): void;
  /** A later listener takes the place of the one before. */
  onMessage(listener: (text: string) => void): void;
}

declare global {
  interface Window {
    ferry?: Bridge;
  }
}

/** Thrown by an opener when something answers that isn't Ferry, or Ferry in trouble: it can't be reached for now. */
class OddAnswerError extends Error {}

/** Thrown by an opener when the host will not let this page in. */
class RefusedError extends Error {}

const keptSession = new PersistedText('sessionStorage', 'ferry.session');
const firstDelay = 300;
const slowestDelay = 8_000;

const timer = {
  after: (milliseconds: number, run: () => void): (() => void) => {
    const handle = setTimeout(run, milliseconds);
    return () => clearTimeout(handle);
  },
};

/** Posts as the host's entry wants it; throws `RefusedError` on 401. */
async function post(path: string, token: string): Promise<unknown> {
  const response = await fetch(path, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: '{}',
    cache: 'no-store',
    credentials: 'omit',
    signal: AbortSignal.timeout(10_000),
  });
  if (response.status === 401) throw new RefusedError();
  if (!response.ok) throw new OddAnswerError();
  return response.json().catch(() => {
    throw new OddAnswerError();
  });
}

/** What the host's entry answered; throws `OddAnswerError` where that isn't there. */
function textIn(answer: unknown, name: string): string {
  const text = (answer as Record<string, unknown> | null)?.[name];
  if (typeof text !== 'string') throw new OddAnswerError();
  return text;
}

/** The token in the page's address. It is left there until it was exchanged: who reloads before that needs it again. */
const fragment = (): string | null => location.hash.slice(1) || null;

/** Takes the token out of the address, so that it stays in no history and no bookmark. */
const dropFragment = (): void => history.replaceState(null, '', location.pathname + location.search);

/**
 * Opens sockets to the host that served this page. A new address that is opened in this very tab differs in its fragment
 * alone, so the page isn't loaded anew: `entered` is called then.
 */
function webOpener(entered: () => void): () => Promise<Transport> {
  let entry = fragment();
  window.addEventListener('hashchange', () => {
    const token = fragment();
    if (!token) return;
    entry = token;
    entered();
  });

  const session = async (): Promise<string> => {
    const kept = keptSession.read();
    if (entry) {
      try {
        const session = textIn(await post(sessionPath, entry), 'session');
        keptSession.write(session);
        entry = null;
        dropFragment();
        return session;
      } catch (error) {
        if (!(error instanceof RefusedError)) throw error;
        dropFragment();
        // An address of an earlier start: the tab may still hold what another one was exchanged for.
        if (!kept) throw error;
        entry = null;
      }
    }
    if (!kept) throw new RefusedError();
    return kept;
  };

  return async () => {
    const ticket = textIn(await post(ticketPath, await session()), 'ticket');
    const address = new URL(socketPath, location.href);
    address.protocol = location.protocol === 'https:' ? 'wss:' : 'ws:';
    address.search = '';
    const socket = new WebSocket(address, socketProtocols(ticket));
    await new Promise<void>((resolve, reject) => {
      socket.addEventListener('open', () => resolve(), { once: true });
      socket.addEventListener('close', () => reject(new Error('The socket did not open.')), { once: true });
    });
    return overSocket(socket);
  };
}

/** The way to the app in its own window: it can't be lost, since the app itself holds the window. */
function overBridge(bridge: Bridge): Transport {
  return {
    send: (message) => bridge.send(message),
    onMessage: (listener) => bridge.onMessage(listener),
    onClose: () => {},
    close: () => {},
  };
}

/** Starts to reach the app, and never stops trying unless it is refused. */
export function createClient(): AppClient {
  const bridge = window.ferry;
  const open = bridge
    ? async () => overBridge(bridge)
    : webOpener(() => {
        isEntered = true;
        if (link === 'refused') void attempt();
        else wake();
      });
  interface Listener {
    name: EventName;
    listener: (data: never) => void;
    /** Ends it on the present connection. */
    off?: () => void;
  }
  const listeners = new Set<Listener>();
  const linkListeners: ((link: Link) => void)[] = [];
  let current: Client | null = null;
  let link: Link = 'opening';
  let tries = 0;
  let wake = (): void => {};
  /** A new address came while an attempt was under way, which may still be refused for the old one. */
  let isEntered = false;

  const setLink = (next: Link): void => {
    link = next;
    for (const listener of linkListeners) listener(next);
  };

  const listen = (client: Client, one: Listener): void => {
    one.off = client.on(one.name, one.listener as (data: EventData<EventName>) => void);
  };

  const attempt = async (): Promise<void> => {
    isEntered = false;
    try {
      const client = connect(await open(), timer);
      for (const one of listeners) listen(client, one);
      client.onClose(() => {
        current = null;
        setLink('lost');
        again();
      });
      current = client;
      tries = 0;
      setLink('open');
    } catch (error) {
      if (error instanceof RefusedError) return isEntered ? attempt() : setLink('refused');
      if (error instanceof OddAnswerError) setLink('odd');
      else if (link !== 'lost') setLink('lost');
      again();
    }
  };

  const again = (): void => {
    const ceiling = Math.min(slowestDelay, firstDelay * 2 ** tries);
    tries += 1;
    const cancel = timer.after(ceiling / 2 + (ceiling / 2) * Math.random(), () => wake());
    wake = () => {
      cancel();
      wake = () => {};
      void attempt();
    };
  };

  // Somebody who looks at the page again shouldn't wait for the next try.
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') wake();
  });
  window.addEventListener('online', () => wake());

  void attempt();

  return {
    isInBrowser: bridge === undefined,
    call: (name, input) =>
      current ? current.call(name, input) : Promise.resolve({ ok: false, failure: { kind: 'disconnected' } }),
    on: (name, listener) => {
      const one: Listener = { name, listener };
      listeners.add(one);
      if (current) listen(current, one);
      return () => {
        listeners.delete(one);
        one.off?.();
      };
    },
    onLink: (listener) => {
      linkListeners.push(listener);
      listener(link);
    },
  };
}
