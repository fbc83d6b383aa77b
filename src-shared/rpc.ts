/**
 * The contract over a transport, on the app's side: all that comes in and all that goes out is checked against the
 * contract's schemas. Neither this nor the screen's side, `rpc-client.ts`, ever throws or rejects.
 */
import { calls, events } from './contract.ts';
import type { CallName, EventData, EventName, Handlers, Result, Role } from './contract.ts';
import { FailedError, failureSchema } from './failures/failure.ts';
import type { Failure } from './failures/failure.ts';
import { phrase } from './language/phrase.ts';
import type { Phrase } from './language/words.ts';
import { longestAnswer, readFromScreen, write } from './rpc-wire.ts';
import type { CallMessage, Report, Transport } from './rpc-wire.ts';

/** The app as this module needs it; `App` in the core is one. */
export interface Served {
  handlers: Handlers;
  subscribe(listener: <Name extends EventName>(name: Name, data: EventData<Name>) => void): () => void;
}

/** Calls of one screen that may be unanswered at the same time. */
const mostAtOnce = 200;

const isCall = (name: string): name is CallName => Object.hasOwn(calls, name);
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
