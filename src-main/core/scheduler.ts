import type { Job, Priority } from '../../src-shared/job/job.ts';
import { timeUntilRetry } from './wait-times.ts';
import type { Gates } from './gates.ts';

const usesPreparationSlot = new Set(['asking', 'preparing', 'planning']);
const usesTransferSlot = new Set(['downloading', 'verifying', 'publishing']);

const ranks: Record<Priority, number> = { high: 0, normal: 1, low: 2 };

/** A prepared file that the server throws away within this time goes before all others. Milliseconds. */
const urgentWithin = 30 * 60_000;

/** How much of one kind of work a connection may have at once. */
export interface Slots {
  transfers: number;
  preparations: number;
}

/** Whose turn it is, and who is next after them. */
export interface Turn {
  /** Jobs that get a slot now, in this order. */
  go: string[];
  /** How many wait before each of the others that only lack a slot. */
  ahead: Map<string, number>;
}

/** What expires soon first, the soonest of all; then by priority; then in the queue's order. */
export function inTurn(queue: Job[], now: number): Job[] {
  const urgency = (job: Job): number => {
    const expiresAt = job.state.is === 'ready' ? job.state.expiresAt : null;
    return expiresAt !== null && expiresAt - now < urgentWithin ? expiresAt : Infinity;
  };
  const byUrgency = (one: number, other: number): number => (one === other ? 0 : one - other);
  // Sorting is stable: what is equal stays in the queue's order.
  return [...queue].sort(
    (one, other) => byUrgency(urgency(one), urgency(other)) || ranks[one.priority] - ranks[other.priority],
  );
}

/**
 * Gives the free slots to the jobs that wait for one. Preparation slots are counted per connection (the server's
 * load), transfer slots per connection and over all (the network). `queue` is in order.
 */
export function schedule(
  queue: Job[],
  slots: { all: number; of: (connectionId: string) => Slots },
  gates: Gates,
  now: number,
): Turn {
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
  for (const job of inTurn(queue, now)) {
    if (job.state.is !== 'queued' && job.state.is !== 'ready') continue;
    if (timeUntilRetry(job, now) > 0 || gates.closed(job) !== null || !gates.isKnown(job)) continue;
    const here = job.connectionId;
    const isFree =
      job.state.is === 'queued'
        ? (preparing.get(here) ?? 0) < slots.of(here).preparations
        : transfers < slots.all && (transferring.get(here) ?? 0) < slots.of(here).transfers;
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
