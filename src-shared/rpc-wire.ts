/**
 * What goes over the wire between the app and its screens: text messages, one JSON object each.
 * A call is `{ id, call, input }`, its answer `{ id, ok, value | failure }`, an event `{ event, data }`. By `{ listens }` a
 * screen says which events it wants from now on; one that never says so gets them all.
 */
import { z } from 'zod';
import { failureSchema } from './failures/failure.ts';

/** Carries text messages between two sides, whole and in order. A browser's WebSocket, a `ws` socket, Electron's bridge. */
export interface Transport {
  /** Messages sent after the end are dropped. */
  send(message: string): void;
  /** Messages that come before the listener is set may be lost: set it in the same turn in which the transport is made. */
  onMessage(listener: (message: string) => void): void;
  /** Called once at the end, whoever ended it; soon when it has ended already. */
  onClose(listener: () => void): void;
  close(): void;
}

/** Bytes of UTF-8 in the longest message that the app takes from a screen. */
export const longestCall = 1_000_000;
/** Bytes of UTF-8 in the longest message that the app sends: a snapshot of a few thousand rows. */
export const longestAnswer = 16_000_000;

const callSchema = z.object({
  id: z.number().int().nonnegative(),
  call: z.string().max(100),
  input: z.unknown(),
});

const listensSchema = z.object({ listens: z.array(z.string().max(100)).max(100) });

const answerSchema = z.discriminatedUnion('ok', [
  z.object({ id: z.number().int(), ok: z.literal(true), value: z.unknown() }),
  z.object({ id: z.number().int(), ok: z.literal(false), failure: failureSchema }),
]);

const eventSchema = z.object({ event: z.string().max(100), data: z.unknown() });

/** What a screen sends. */
export type CallMessage = z.infer<typeof callSchema>;
export type ListensMessage = z.infer<typeof listensSchema>;
/** What the app sends. */
export type AnswerMessage = z.infer<typeof answerSchema>;
export type EventMessage = z.infer<typeof eventSchema>;

/** Whether a text takes at most so many bytes of UTF-8. */
export function fits(text: string, bytes: number): boolean {
  // A UTF-16 unit takes one to three bytes, so most texts needn't be encoded to know.
  if (text.length > bytes) return false;
  return text.length * 3 <= bytes || new TextEncoder().encode(text).length <= bytes;
}

function read<Schema extends z.ZodType>(
  schema: Schema,
  text: unknown,
  longest: number,
): z.output<Schema> | null {
  if (typeof text !== 'string' || !fits(text, longest)) return null;
  try {
    return schema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

const fromScreen = z.union([callSchema, listensSchema]);

/** The call in a message, or what the screen listens to, or null for anything else. */
export function readFromScreen(text: unknown): CallMessage | ListensMessage | null {
  return read(fromScreen, text, longestCall);
}

const fromApp = z.union([eventSchema, answerSchema]);

/** The answer or event in a message, or null for anything else. */
export function readFromApp(text: unknown): AnswerMessage | EventMessage | null {
  return read(fromApp, text, longestAnswer);
}

/** The text of a message, or null when it is too long or can't be written as JSON (it holds a cycle). */
export function write(
  message: CallMessage | ListensMessage | AnswerMessage | EventMessage,
  longest: number,
): string | null {
  try {
    const text = JSON.stringify(message);
    return fits(text, longest) ? text : null;
  } catch {
    return null;
  }
}

/** The part of a WebSocket that is the same in a browser and in the `ws` package. */
export interface SocketLike {
  readonly readyState: number;
  send(text: string): void;
  close(): void;
  addEventListener(type: 'message', listener: (event: { data: unknown }) => void): void;
  addEventListener(type: 'close', listener: () => void): void;
}

const open = 1;
const closed = 3;

/** A transport over an open WebSocket. Binary messages are not part of the protocol and are dropped. */
export function overSocket(socket: SocketLike): Transport {
  return {
    send: (message) => {
      if (socket.readyState === open) socket.send(message);
    },
    onMessage: (listener) => {
      socket.addEventListener('message', ({ data }) => {
        if (typeof data === 'string') listener(data);
      });
    },
    onClose: (listener) => {
      if (socket.readyState === closed) void Promise.resolve().then(listener);
      else socket.addEventListener('close', () => listener());
    },
    close: () => socket.close(),
  };
}
