import { createServer, get } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';

/*
 * Node makes new memory for whatever it reads, and left to the collector, that looks through the whole heap for every few
 * dozen MiB: a third of the time that a fast download takes. Giving a chunk's memory back by hand takes it away behind the
 * back of Node's HTTP parser, which no documentation allows: so it is done only where it was tried out in this very process,
 * and never again once it went wrong.
 */

let isOn = false;
let wasTried = false;
let tellFault: (fault: string) => void = () => undefined;

/** From so many bytes on a download is one that this makes faster. */
const largeBytes = 4 * 1024 * 1024;

/** Tells who wants to know it why memory is left to the collector, where it is. */
export function onNotGivenBack(listener: (fault: string) => void): void {
  tellFault = listener;
}

/**
 * A download has got so far. The first large one in this process has it tried out whether memory can be given back, and
 * waits for it: what comes meanwhile would be left to the collector.
 */
export async function received(bytes: number): Promise<void> {
  if (wasTried || bytes < largeBytes) return;
  wasTried = true;
  const fault = await tryGivingBack();
  if (fault !== null) tellFault(fault);
}

/** Whether memory is given back in this process. */
export const givesBack = (): boolean => isOn;

/**
 * Gives the memory of a chunk back at once, when it isn't read anymore; it is empty afterwards. Nothing happens where
 * other bytes lie in the same memory, or `tryGivingBack` hasn't shown that it can be done here. Never throws.
 */
export function giveBack(chunk: Uint8Array): void {
  if (!isOn) return;
  try {
    detach(chunk);
  } catch {
    isOn = false;
  }
}

/** Once all have seen what a socket read: the HTTP parser is done with it then, and hands on copies. */
export function giveBackSoon(read: Uint8Array): void {
  if (isOn) queueMicrotask(() => giveBack(read));
}

function detach({ buffer, byteLength }: Uint8Array): void {
  if (buffer instanceof ArrayBuffer && buffer.byteLength === byteLength) buffer.transfer(0);
}

/** Bytes of the trial: many reads of a socket. */
const trialBytes = 1024 * 1024;
const patience = 2_000;

/**
 * Fetches some bytes from this process itself and gives back what was read, as downloads do. Resolves with null where every
 * byte came as it was sent, and memory is given back from then on; else with what went wrong.
 *
 * @param take how a chunk is given back, for tests
 */
export async function tryGivingBack(take: (chunk: Uint8Array) => void = detach): Promise<string | null> {
  isOn = false;
  const sent = Buffer.alloc(trialBytes);
  for (let at = 0; at < trialBytes; at += 4) sent.writeUInt32LE(Math.imul(at, 2_654_435_761) >>> 0, at);
  const server = createServer((_request, response) => response.end(sent));
  try {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    let fault: unknown = null;
    const attempt = (chunk: Uint8Array): void => {
      try {
        take(chunk);
      } catch (thrown) {
        fault ??= thrown;
      }
    };
    const request = get({ host: '127.0.0.1', port, agent: false, signal: AbortSignal.timeout(patience) });
    request.once('socket', (socket) =>
      socket.on('data', (read: Uint8Array) => queueMicrotask(() => attempt(read))),
    );
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    let at = 0;
    let isSame = true;
    for await (const chunk of response as AsyncIterable<Buffer>) {
      isSame &&= chunk.equals(sent.subarray(at, at + chunk.length));
      at += chunk.length;
      attempt(chunk);
    }
    if (fault !== null) throw fault as Error;
    if (!isSame || at !== trialBytes) throw new Error('other bytes came than were sent');
    isOn = true;
    return null;
  } catch (thrown) {
    return thrown instanceof Error ? thrown.message : String(thrown);
  } finally {
    server.close();
  }
}
