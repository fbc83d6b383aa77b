/**
 * The contract over a transport: `serve` on the app's side, `connect` on the screen's. Both check everything that
 * comes in and everything that goes out against the contract's schemas, and neither ever throws or rejects.
 */
import { calls, events } from './contract.ts';
import type {
  CallInput,
  CallName,
  CallOutput,
  EventData,
  EventName,
  Handlers,
  Result,
  Role,
} from './contract.ts';
import { FailedError, failureSchema } from './failures/failure.ts';
import type { Failure } from './failures/failure.ts';
import { phrase } from './language/phrase.ts';
import type { Phrase } from './language/words.ts';
import { longestAnswer, longestCall, readFromApp, readFromScreen, write } from './rpc-wire.ts';
import type { AnswerMessage, CallMessage, Transport } from './rpc-wire.ts';

/** The app as this module needs it; `App` in the core is one. */
export interface Served {
  handlers: Handlers;
  subscribe(listener: <Name extends EventName>(name: Name, data: EventData<Name>) => void): () => void;
}

/** Told of what went wrong where no caller can be: for a log. Never holds an input. */
export type Report = (where: string, error: unknown) => void;

/** Milliseconds that a call may take when its row in the contract says nothing else. */
export const defaultTimeout = 15_000;
/** Calls of one screen that may be unanswered at the same time. */
const mostAtOnce = 200;

const isCall = (name: string): name is CallName => Object.hasOwn(calls, name);
const isEvent = (name: string): name is EventName => Object.hasOwn(events, name);
const refused = (detail: Phrase): Result<never> => ({
  ok: false,
  failure: { kind: 'invalid-input', detail },
});
const unknown = refused(phrase('validationErrors.call.unknown'));
const failed = (failure: Failure): Result<never> => ({ ok: false, failure });

/** What a handler threw, as a failure that may cross: what Ferry didn't foresee keeps its words to itself. */
function crossing(thrown: unknown, where: string, report: Report): Failure {
  if (thrown instanceof FailedError) {
    const { detail } = thrown.failure;
    const parsed = failureSchema.safeParse(
      typeof detail === 'string' ? { ...thrown.failure, detail: detail.slice(0, 300) } : thrown.failure,
    );
    if (parsed.success) return parsed.data;
  }
  report(where, thrown);
  return { kind: 'internal' };
}

async function answer(
  app: Served,
  role: Role,
  message: CallMessage,
  report: Report,
): Promise<Result<unknown>> {
  const { call: name } = message;
  if (!isCall(name)) return unknown;
  const { roles, input: inputSchema, output: outputSchema } = calls[name];
  if (!roles.includes(role)) return refused(phrase('validationErrors.call.notYours', { call: name }));
  const input = inputSchema.safeParse(message.input);
  if (!input.success) {
    // Field names only: zod's own messages may quote what came in.
    const fields = [...new Set(input.error.issues.map((issue) => issue.path.join('.')))].filter(Boolean);
    return refused(
      fields.length > 0
        ? phrase('validationErrors.call.fields', { call: name, fields: fields.join(', ').slice(0, 300) })
        : phrase('validationErrors.call.values', { call: name }),
    );
  }
  try {
    const handler = app.handlers[name] as (input: unknown, by: Role) => unknown;
    const output = outputSchema.safeParse(await handler(input.data, role));
    if (output.success) return { ok: true, value: output.data };
    report(`answer of ${name}`, output.error);
    return failed({ kind: 'internal', detail: phrase('failureDetails.call.otherShape', { call: name }) });
  } catch (thrown) {
    return failed(crossing(thrown, `call of ${name}`, report));
  }
}

/**
 * Answers the calls of one screen and sends it the events that it listens to, until the transport ends or the returned
 * function is called (which leaves the transport open). What is neither a call nor a word of listening is dropped.
 */
export function serve(transport: Transport, app: Served, role: Role, report: Report = () => {}): () => void {
  let ended = false;
  let running = 0;
  /** Null until the screen has said it: then it listens to everything. */
  let listens: ReadonlySet<string> | null = null;

  const send = (text: string | null): boolean => {
    if (text === null || ended) return ended;
    try {
      transport.send(text);
    } catch (error) {
      report('transport', error);
    }
    return true;
  };

  const sendAnswer = (id: number, result: Result<unknown>, name: string): void => {
    if (send(write({ id, ...result }, longestAnswer))) return;
    report(`answer of ${name}`, new Error('The answer is too long to send.'));
    const failure: Failure = { kind: 'internal', detail: phrase('failureDetails.call.tooLong') };
    send(write({ id, ...failed(failure) }, longestAnswer));
  };

  const unsubscribe = app.subscribe((name, data) => {
    if (listens && !listens.has(name)) return;
    const parsed = events[name].safeParse(data);
    if (!parsed.success) report(`event ${name}`, parsed.error);
    else if (!send(write({ event: name, data: parsed.data }, longestAnswer)))
      report(`event ${name}`, new Error('The event is too long to send.'));
  });

  const end = (): void => {
    if (ended) return;
    ended = true;
    unsubscribe();
  };

  transport.onMessage((text) => {
    const message = ended ? null : readFromScreen(text);
    if (!message) return;
    if ('listens' in message) return void (listens = new Set(message.listens));
    if (running >= mostAtOnce)
      return sendAnswer(message.id, refused(phrase('validationErrors.call.tooMany')), message.call);
    running += 1;
    void answer(app, role, message, report).then((result) => {
      running -= 1;
      sendAnswer(message.id, result, message.call);
    });
  });
  transport.onClose(end);
  return end;
}

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

interface Pending {
  name: CallName;
  settle(result: Result<unknown>): void;
}

/** The client over a transport that is open. */
export function connect(transport: Transport, timer: Timer, report: Report = () => {}): Client {
  const pending = new Map<number, Pending>();
  const listeners = new Map<EventName, Set<(data: never) => void>>();
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
    for (const call of [...pending.values()]) call.settle(failed({ kind: 'disconnected' }));
    for (const listener of closeListeners) guarded('close listener', listener);
  };

  const takeAnswer = (message: AnswerMessage): void => {
    const waiting = pending.get(message.id);
    if (!waiting) return;
    if (!message.ok) return waiting.settle(failed(message.failure));
    const value = calls[waiting.name].output.safeParse(message.value);
    if (value.success) return waiting.settle({ ok: true, value: value.data });
    report(`answer of ${waiting.name}`, value.error);
    const detail = phrase('failureDetails.call.otherShape', { call: waiting.name });
    waiting.settle(failed({ kind: 'internal', detail }));
  };

  const takeEvent = (name: string, data: unknown): void => {
    if (!isEvent(name) || !listeners.get(name)?.size) return;
    const parsed = events[name].safeParse(data);
    if (!parsed.success) return report(`event ${name}`, parsed.error);
    for (const listener of [...(listeners.get(name) ?? [])])
      guarded(`listener of ${name}`, () => listener(parsed.data as never));
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
        if (!isCall(name)) return resolve(unknown);
        const id = (lastId += 1);
        const text = write({ id, call: name, input }, longestCall);
        if (text === null) return resolve(refused(phrase('validationErrors.call.tooMuch')));
        const row = calls[name];
        const milliseconds = 'timeout' in row ? row.timeout : defaultTimeout;
        const cancelTimer = timer.after(milliseconds, () => {
          const detail = phrase('failureDetails.call.late', { seconds: Math.round(milliseconds / 1000) });
          pending.get(id)?.settle(failed({ kind: 'internal', detail }));
        });
        pending.set(id, {
          name,
          settle: (result) => {
            pending.delete(id);
            cancelTimer();
            resolve(result as Result<CallOutput<Name>>);
          },
        });
        if (isTelling) tell();
        if (!send(text)) pending.get(id)?.settle(failed({ kind: 'disconnected' }));
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
