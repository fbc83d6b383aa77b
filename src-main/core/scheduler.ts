import type { Job } from '../../src-shared/job.ts';
import type { Settings } from '../../src-shared/settings.ts';
import type { Gates } from './gates.ts';

const usesPreparationSlot = new Set(['asking', 'preparing', 'planning']);
const usesTransferSlot = new Set(['downloading', 'verifying', 'publishing']);

/** Whose turn it is, and who is next after them. */
export interface Turn {
  /** Jobs that get a slot now, in this order. */
  go: string[];
  /** How many wait before each of the others that only lack a slot. */
  ahead: Map<string, number>;
}

/**
 * Gives the free slots to the jobs that wait for one, in the queue's order. Preparation slots are counted per
 * connection (the server's load), transfer slots per connection and over all (the network). `queue` is in order.
 */
export function schedule(queue: Job[], settings: Settings, gates: Gates, now: number): Turn {
  const preparing = new Map<string, number>();
  const transferring = new Map<string, number>();
  let transfers = 0;
  const count = (map: Map<string, number>, key: string): void => void map.set(key, (map.get(key) ?? 0) + 1);
  for (const job of queue) {
    if (usesPreparationSlot.has(job.state.is)) count(preparing, job.connectionId);
    if (usesTransferSlot.has(job.state.is)) {
      count(transferring, job.connectionId);
      transfers += 1;
    }
  }
  const turn: Turn = { go: [], ahead: new Map() };
  const waiting = { queued: 0, ready: 0 };
  for (const job of queue) {
    if (job.state.is !== 'queued' && job.state.is !== 'ready') continue;
    if ((job.retryAt ?? 0) > now || gates.closed(job) !== null || !gates.isKnown(job)) continue;
    const here = job.connectionId;
    const isFree =
      job.state.is === 'queued'
        ? (preparing.get(here) ?? 0) < settings.preparationSlotsPerConnection
        : transfers < settings.transferSlots &&
          (transferring.get(here) ?? 0) < settings.transferSlotsPerConnection;
    if (!isFree) {
      turn.ahead.set(job.id, waiting[job.state.is]);
      waiting[job.state.is] += 1;
      continue;
    }
    turn.go.push(job.id);
    if (job.state.is === 'queued') count(preparing, here);
    else {
      count(transferring, here);
      transfers += 1;
    }
  }
  return turn;
}
