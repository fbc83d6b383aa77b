import type { ServerResponse } from 'node:http';
import { Pace } from './clock.ts';
import type { FaultPlan } from './faults.ts';
import type { Hold } from './holds.ts';
import type { LoggedRequest } from './request-log.ts';
import type { Reply } from './routing.ts';

/** What can befall a reply's body on its way. */
export interface ReplyConditions {
  fault: FaultPlan | null;
  /** Bytes a second; 0 is unlimited. Streams only. */
  bytesPerSecond: number;
  /** Holds streams back at a number of body bytes. */
  hold: Hold;
  log: LoggedRequest;
}

/**
 * Sends a reply. A stream that ends before its Content-Length closes the connection, as the real server's
 * container does; a client that goes away ends the work quietly (seen: ContentStreamer only logs it).
 */
export async function send(
  response: ServerResponse,
  reply: Reply,
  conditions: ReplyConditions,
): Promise<void> {
  const { fault, log } = conditions;
  const text = reply.html ?? (reply.json === undefined ? null : JSON.stringify(reply.json));
  const body = text === null ? Buffer.alloc(0) : Buffer.from(text);
  const type = reply.html === undefined ? 'application/json' : 'text/html';
  const headers = {
    ...(text === null ? {} : { 'Content-Type': `${type};charset=UTF-8` }),
    ...(reply.stream || [204, 304].includes(reply.status) ? {} : { 'Content-Length': body.length }),
    ...reply.headers,
  };
  log.status = reply.status;
  response.writeHead(reply.status, headers);
  const promised = Number(headers['Content-Length'] ?? 0);
  const limit = fault?.action === 'cut-after-bytes' ? (fault.bytes ?? 0) : Infinity;
  const corruptAt = fault?.action === 'corrupt' ? (fault.bytes ?? 0) : -1;
  const pace = new Pace();
  const gone = new AbortController();
  response.once('close', () => gone.abort(new Error('The client went away')));
  if (limit === 0) {
    response.flushHeaders();
    return cut(response);
  }
  for await (const whole of reply.stream ?? [body]) {
    for (const piece of reply.stream ? pieces(whole, conditions) : [whole]) {
      const offset = log.bytesSent;
      let chunk = piece.subarray(0, Math.max(0, limit - offset));
      if (corruptAt >= offset && corruptAt < offset + chunk.length)
        chunk = corrupted(chunk, corruptAt - offset);
      if (gone.signal.aborted) return;
      await write(response, chunk, gone.signal);
      log.bytesSent += chunk.length;
      if (log.bytesSent >= limit) return cut(response);
      if (!reply.stream) continue;
      if (conditions.bytesPerSecond > 0)
        await pace.spend((chunk.length * 1000) / conditions.bytesPerSecond, gone.signal);
      await conditions.hold.pass(log.path, log.bytesSent, gone.signal);
    }
  }
  if (log.bytesSent < promised) cut(response);
  else response.end();
}

/**
 * Splits a chunk where the hold is, so that exactly that many bytes have gone out before the wait, and
 * into small pieces when the speed is limited, so that they flow evenly.
 */
function* pieces(chunk: Buffer, { hold, bytesPerSecond, log }: ReplyConditions): Generator<Buffer> {
  const most = bytesPerSecond > 0 ? Math.max(1024, Math.ceil(bytesPerSecond / 25)) : chunk.length;
  for (let start = 0; start < chunk.length;) {
    const toHold = (hold.bytes ?? 0) - log.bytesSent;
    const length = toHold > 0 ? Math.min(most, toHold) : most;
    yield chunk.subarray(start, start + length);
    start += length;
  }
}

function corrupted(chunk: Buffer, at: number): Buffer {
  const copy = Buffer.from(chunk);
  copy[at] = (copy[at] ?? 0) ^ 0x01;
  return copy;
}

/** Hands a chunk to the connection and waits until it has left this process, or the client has gone. */
async function write(response: ServerResponse, chunk: Buffer, signal: AbortSignal): Promise<void> {
  if (chunk.length === 0) return;
  await new Promise<void>((resolve) => {
    const done = () => {
      signal.removeEventListener('abort', done);
      resolve();
    };
    signal.addEventListener('abort', done, { once: true });
    response.write(chunk, done);
  });
}

/** Closes the connection; what was written before still goes out. */
function cut(response: ServerResponse): void {
  response.socket?.destroySoon();
}
