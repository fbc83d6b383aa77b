/**
 * What goes over the wire between the app and its screens: text messages, one JSON object each.
 * A call is `{ id, call, input }`, its answer `{ id, ok, value | failure }`, an event `{ event, data }`. By `{ listens }` a
 * screen says which events it wants from now on; one that never says so gets them all.
 */
import { z } from 'zod';
import type { Failure } from './failures/failure.ts';

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

/** What a screen sends. */
export type CallMessage = z.infer<typeof callSchema>;
export type ListensMessage = z.infer<typeof listensSchema>;
/** What the app sends. */
export type AnswerMessage =
  { id: number; ok: true; value: unknown } | { id: number; ok: false; failure: Failure };
export interface EventMessage {
  event: string;
  data: unknown;
}

/** Told of what went wrong where no caller can be: for a log. Never holds an input. */
export type Report = (where: string, error: unknown) => void;

/** Whether a text takes at most so many bytes of UTF-8. */
export function fits(text: string, bytes: number): boolean {
  // A UTF-16 unit takes one to three bytes, so most texts needn't be encoded to know.
  if (text.length > bytes) return false;
  return text.length * 3 <= bytes || new TextEncoder().encode(text).length <= bytes;
}

/** What a text says in JSON; undefined where it is too long or says nothing. */
function read(text: unknown, longest: number): unknown {
  if (typeof text !== 'string' || !fits(text, longest)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const fromScreen = z.union([callSchema, listensSchema]);

/** The call in a message, or what the screen listens to, or null for anything else. */
export function readFromScreen(text: unknown): CallMessage | ListensMessage | null {
  return fromScreen.safeParse(read(text, longestCall)).data ?? null;
}

/** The answer or event in a message, or null for anything else. The app has checked what is in it. */
export function readFromApp(text: unknown): AnswerMessage | EventMessage | null {
  const message = read(text, longestAnswer);
  if (typeof message !== 'object' || message === null) return null;
  if ('event' in message && typeof message.event === 'string') return message as EventMessage;
  if ('id' in message && 'ok' in message && typeof message.ok === 'boolean') return message as AnswerMessage;
  return null;
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
