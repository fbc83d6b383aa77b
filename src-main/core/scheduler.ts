import type { Job, Priority } from '../../src-shared/job/job.ts';
import { stateOf } from '../../src-shared/job/job-states.ts';
import type { Slot } from '../../src-shared/job/job-states.ts';
import { timeUntilRetry } from './wait-times.ts';
import type { GateLooks } from './gates.ts';

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
  /** How many wait before each of the others that only lack a slot, as `roughly` has it. */
  ahead: Map<string, number>;
}

/** What expires soon first, the soonest of all; then by priority; then in the queue's order. */
export function inTurn(queue: Job[], now: number): Job[] {
  // In one pass, for it is asked at each step of any job: only the few that are urgent are sorted.
  const urgent: { job: Job; expiresAt: number }[] = [];
  const ranked: Record<Priority, Job[]> = { high: [], normal: [], low: [] };
  for (const job of queue) {
    const expiresAt = job.state.is === 'ready' ? job.state.expiresAt : null;
    if (expiresAt !== null && expiresAt - now < urgentWithin) urgent.push({ job, expiresAt });
    else ranked[job.priority].push(job);
  }
  // Sorting is stable: what is equal stays in the queue's order.
  urgent.sort(
    (one, other) => one.expiresAt - other.expiresAt || ranks[one.job.priority] - ranks[other.job.priority],
  );
  return [...urgent.map(({ job }) => job), ...ranked.high, ...ranked.normal, ...ranked.low];
}

/**
 * The number of those ahead as it is told: beyond a hundred in tens, beyond a thousand in hundreds. Each slot that becomes
 * free changes the exact numbers of all who wait, and so many rows would be told anew.
 */
function roughly(ahead: number): number {
  const step = ahead < 100 ? 1 : ahead < 1_000 ? 10 : 100;
  return Math.floor(ahead / step) * step;
}

/**
 * Gives the free slots to the jobs that wait for one. Preparation slots are counted per connection (the server's
 * load), transfer slots per connection and over all (the network). `queue` is in order.
 */
export function schedule(
  queue: Job[],
  slots: { all: number; of: (connectionId: string) => Slots },
  gates: GateLooks,
  now: number,
): Turn {
  const held: Record<Slot, Map<string, number>> = { preparation: new Map(), transfer: new Map() };
  let transfers = 0;
  const hold = (slot: Slot, connectionId: string): void => {
    held[slot].set(connectionId, (held[slot].get(connectionId) ?? 0) + 1);
    if (slot === 'transfer') transfers += 1;
  };
  const known = new Map<string, Slots>();
  const slotsOf = (connectionId: string): Slots => {
    let own = known.get(connectionId);
    if (!own) known.set(connectionId, (own = slots.of(connectionId)));
    return own;
  };
  const isFree = (slot: Slot, connectionId: string): boolean => {
    const here = held[slot].get(connectionId) ?? 0;
    return slot === 'preparation'
      ? here < slotsOf(connectionId).preparations
      : transfers < slots.all && here < slotsOf(connectionId).transfers;
  };
  for (const job of queue) {
    const { holds } = stateOf(job);
    if (holds) hold(holds, job.connectionId);
  }
  const turn: Turn = { go: [], ahead: new Map() };
  const waiting: Record<Slot, number> = { preparation: 0, transfer: 0 };
  for (const job of inTurn(queue, now)) {
    const { waitsFor } = stateOf(job);
    if (!waitsFor || job.removal) continue;
    if (timeUntilRetry(job, now) > 0 || gates.isClosed(job) || !gates.isKnown(job)) continue;
    if (isFree(waitsFor, job.connectionId)) {
      turn.go.push(job.id);
      hold(waitsFor, job.connectionId);
    } else {
      turn.ahead.set(job.id, roughly(waiting[waitsFor]));
      waiting[waitsFor] += 1;
    }
  }
  return turn;
}
