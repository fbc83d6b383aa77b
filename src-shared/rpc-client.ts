/**
 * The contract over a transport, on the screen's side. It brings no schemas along: the app has checked what it sends, and
 * lets nobody in but screens of its own version.
 */
import { callTime } from './contract/call-times.ts';
import type { CallInput, CallName, CallOutput, EventData, EventName, Result } from './contract.ts';
import type { Failure } from './failures/failure.ts';
import { phrase } from './language/phrase.ts';
import { longestCall, readFromApp, write } from './rpc-wire.ts';
import type { AnswerMessage, Report, Transport } from './rpc-wire.ts';

const failed = (failure: Failure): Result<never> => ({ ok: false, failure });

/** What this module needs of a clock, so that it runs anywhere and tests needn't wait. */
export interface Timer {
  /** Calls the function once after so many milliseconds, unless the returned function is called before. */
  after(milliseconds: number, run: () => void): () => void;
}

/** The app as a screen sees it. */
export interface Client {
  /** Never rejects: a lost connection is `disconnected`, a late answer `internal`. */
  call<Name extends CallName>(name: Name, input: CallInput<Name>): Promise<Result<CallOutput<Name>>>;
  /** Calls the listener for every such event until the returned function is called. */
  on<Name extends EventName>(name: Name, listener: (data: EventData<Name>) => void): () => void;
  /** Calls the listener once when the connection has ended; soon when it has ended already. */
  onClose(listener: () => void): () => void;
  close(): void;
}

/** The client over a transport that is open. */
export function connect(transport: Transport, timer: Timer, report: Report = () => {}): Client {
  /** Calls that wait for their answer. */
  const pending = new Map<number, (result: Result<unknown>) => void>();
  const listeners = new Map<string, Set<(data: never) => void>>();
  const closeListeners = new Set<() => void>();
  let lastId = 0;
  let ended = false;
  /** What the app was last told of it, and whether that is out of date. */
  let told = '';
  let isTelling = false;

  const guarded = (where: string, run: () => void): void => {
    try {
      run();
    } catch (error) {
      report(where, error);
    }
  };

  const end = (): void => {
    if (ended) return;
    ended = true;
    for (const settle of [...pending.values()]) settle(failed({ kind: 'disconnected' }));
    for (const listener of closeListeners) guarded('close listener', listener);
  };

  const takeAnswer = (message: AnswerMessage): void => {
    const waiting = pending.get(message.id);
    if (!waiting) return;
    waiting(message.ok ? { ok: true, value: message.value } : failed(message.failure));
  };

  const takeEvent = (name: string, data: unknown): void => {
    for (const listener of [...(listeners.get(name) ?? [])])
      guarded(`listener of ${name}`, () => listener(data as never));
  };

  const send = (text: string): boolean => {
    try {
      transport.send(text);
      return true;
    } catch (error) {
      report('transport', error);
      return false;
    }
  };

  /** Tells the app what is listened to, where that has changed. */
  const tell = (): void => {
    isTelling = false;
    const listens = [...listeners].filter(([, set]) => set.size > 0).map(([name]) => name);
    const text = write({ listens }, longestCall);
    if (ended || text === null || text === told) return;
    told = text;
    send(text);
  };

  /** Changes come together: the app is told once, and before the next call, whose answer they may build on. */
  const tellSoon = (): void => {
    if (isTelling) return;
    isTelling = true;
    void Promise.resolve().then(tell);
  };

  transport.onMessage((text) => {
    const message = ended ? null : readFromApp(text);
    if (!message) return;
    if ('event' in message) takeEvent(message.event, message.data);
    else takeAnswer(message);
  });
  transport.onClose(end);

  return {
    call: <Name extends CallName>(name: Name, input: CallInput<Name>) =>
      new Promise<Result<CallOutput<Name>>>((resolve) => {
        if (ended) return resolve(failed({ kind: 'disconnected' }));
        const id = (lastId += 1);
        const text = write({ id, call: name, input }, longestCall);
        if (text === null) {
          const detail = phrase('validationErrors.call.tooMuch');
          return resolve(failed({ kind: 'invalid-input', detail }));
        }
        const milliseconds = callTime(name);
        const cancelTimer = timer.after(milliseconds, () => {
          const detail = phrase('failureDetails.call.late', { seconds: Math.round(milliseconds / 1000) });
          pending.get(id)?.(failed({ kind: 'internal', detail }));
        });
        pending.set(id, (result) => {
          pending.delete(id);
          cancelTimer();
          resolve(result as Result<CallOutput<Name>>);
        });
        if (isTelling) tell();
        if (!send(text)) pending.get(id)?.(failed({ kind: 'disconnected' }));
      }),
    on: (name, listener) => {
      const set = listeners.get(name) ?? new Set();
      listeners.set(name, set);
      set.add(listener);
      tellSoon();
      return () => {
        set.delete(listener);
        tellSoon();
      };
    },
    onClose: (listener) => {
      if (ended) void Promise.resolve().then(() => guarded('close listener', listener));
      else closeListeners.add(listener);
      return () => void closeListeners.delete(listener);
    },
    close: () => {
      transport.close();
      end();
    },
  };
}
