import { randomBytes } from 'node:crypto';
import { createServer } from 'node:net';
import type { Socket } from 'node:net';
import { serve } from '../../../src-shared/rpc.ts';
import type { Served } from '../../../src-shared/rpc.ts';
import type { Report } from '../../../src-shared/rpc-wire.ts';
import { longestAnswer, longestCall } from '../../../src-shared/rpc-wire.ts';
import { Lines } from './lines.ts';
import { newAddress, removeNote, removeSocket, writeNote } from './note.ts';
import { longestProof, proveAsHolder } from './proofs.ts';

/** Who may be at the door at the same time. */
const mostVisitors = 32;
/** Milliseconds in which a visitor has to prove himself. */
const patience = 5_000;

/** The way for other programs of the user to the Ferry that holds the data folder. */
export interface Door {
  /** Who has come in and not gone yet. */
  readonly visitors: number;
  /** Resolves once nobody is there, or when aborted. */
  left(signal: AbortSignal): Promise<void>;
  /** Tells everybody goodbye. */
  close(): Promise<void>;
}

export interface DoorOptions {
  /** Held by this process. */
  dataFolder: string;
  app: Served;
  version: string;
  /** Told what goes wrong inside, for the log. */
  report: Report;
}

/**
 * Opens the door and writes down where it is. Never rejects: where it can't be opened, Ferry works without, and other
 * programs find the data folder in use.
 */
export async function openDoor(options: DoorOptions): Promise<Door> {
  const { dataFolder, app, version, report } = options;
  const secret = randomBytes(32).toString('hex');
  const sockets = new Set<Socket>();
  const visitors = new Set<Socket>();
  let noteLeaving = (): void => undefined;

  const welcome = async (socket: Socket): Promise<void> => {
    const lines = new Lines(socket, longestProof);
    const late = setTimeout(() => socket.destroy(), patience);
    const isKnown = await proveAsHolder(lines, secret).finally(() => clearTimeout(late));
    if (!isKnown) return void socket.destroy();
    visitors.add(socket);
    socket.once('close', () => {
      visitors.delete(socket);
      noteLeaving();
    });
    serve(lines.transport(longestCall, longestAnswer), app, 'terminal', report);
  };

  const server = createServer((socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    welcome(socket).catch((error: unknown) => {
      report('door', error);
      socket.destroy();
    });
  });
  server.maxConnections = mostVisitors;
  const leaveNote = (address: string): Promise<void> => writeNote(dataFolder, { address, secret, version });
  const address = await newAddress().catch(() => null);
  try {
    if (address === null) throw new Error('There is no folder for temporary files.');
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(address, resolve);
    });
    server.on('error', (error) => report('door', error));
    await leaveNote(address);
  } catch (error) {
    report('door', error);
    if (address !== null) removeSocket(address);
  }

  // The note may be gone with the rest of the data folder.
  const leave = app.subscribe((name) => {
    if (name !== 'app.trouble' || address === null || !server.listening) return;
    leaveNote(address).catch((error: unknown) => report('door', error));
  });

  return {
    get visitors() {
      return visitors.size;
    },
    left: (signal) =>
      new Promise((resolve) => {
        const look = (): void => {
          if (visitors.size === 0 || signal.aborted) resolve();
        };
        noteLeaving = look;
        signal.addEventListener('abort', look, { once: true });
        look();
      }),
    close: async () => {
      leave();
      if (address !== null) removeNote(dataFolder, address);
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroySoon();
      // Who doesn't read his goodbye isn't waited for.
      const late = setTimeout(() => sockets.forEach((socket) => socket.destroy()), patience);
      await closed;
      clearTimeout(late);
    },
  };
}
