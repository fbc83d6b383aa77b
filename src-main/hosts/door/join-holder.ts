import { connect } from 'node:net';
import type { Socket } from 'node:net';
import type { Transport } from '../../../src-shared/rpc-wire.ts';
import { longestAnswer, longestCall } from '../../../src-shared/rpc-wire.ts';
import { Lines } from './lines.ts';
import { readNote } from './note.ts';
import type { DoorNote } from './note.ts';
import { proveAsVisitor } from './proofs.ts';

/** Milliseconds that a holder may take for his proof. */
const patience = 5_000;

/** What came of knocking at a data folder's door. */
export type Joined =
  | { is: 'joined'; transport: Transport }
  /** Nobody listens, or nobody has said where. */
  | { is: 'absent' }
  /** Somebody listens who hasn't read the note. Nothing was said to him. */
  | { is: 'stranger' }
  | { is: 'otherVersion'; version: string };

/** Joins the Ferry that holds the data folder. */
export async function joinHolder(dataFolder: string, version: string): Promise<Joined> {
  const note = readNote(dataFolder);
  if (!note) return { is: 'absent' };
  if (note.version !== version) return { is: 'otherVersion', version: note.version };
  const lines = await comeIn(note);
  if (lines === 'absent' || lines === 'stranger') return { is: lines };
  return { is: 'joined', transport: lines.transport(longestAnswer, longestCall) };
}

/** Whether a Ferry, of whatever version, is behind the data folder's door. */
export async function isHeldBehindDoor(dataFolder: string): Promise<boolean> {
  const note = readNote(dataFolder);
  const lines = note ? await comeIn(note) : 'absent';
  if (lines === 'absent' || lines === 'stranger') return false;
  lines.transport(longestAnswer, longestCall).close();
  return true;
}

/** Comes in where both sides have proven themselves. */
async function comeIn({ address, secret }: DoorNote): Promise<Lines | 'absent' | 'stranger'> {
  const socket = await knock(address);
  if (!socket) return 'absent';
  const lines = new Lines(socket, longestAnswer);
  const late = setTimeout(() => socket.destroy(), patience);
  const isKnown = await proveAsVisitor(lines, secret).finally(() => clearTimeout(late));
  if (isKnown) return lines;
  socket.destroy();
  return 'stranger';
}

/** Resolves with null where nobody listens. */
function knock(address: string): Promise<Socket | null> {
  return new Promise((resolve) => {
    const socket = connect(address);
    socket.once('error', () => resolve(null));
    socket.once('connect', () => resolve(socket));
  });
}
