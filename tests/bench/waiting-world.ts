import type { CallInput } from '../../src-shared/contract.ts';
import type { Counters, PreparedId } from '../../src-shared/job/job.ts';
import type { LogEntry } from '../../src-main/core/ports.ts';
import { composeJob, silentServer } from '../fakes/compose-job.ts';
import { createWorld } from '../fakes/world.ts';

/** Numbers from 0 to 1 that look random and are the same in each run (mulberry32). */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A number of the normal distribution, by G. E. P. Box and M. E. Muller. */
export const normal = (random: () => number): number =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

/** How counters tell of the work: how much of it is done after a share of the time, both from 0 to 1. */
export type Counting = (share: number) => number;

/** One thing to be prepared. */
export interface Work {
  /** Milliseconds. */
  takes: number;
  /** Null: the server counts nothing. */
  counting: Counting | null;
}

/** What became of it. */
export interface Wait {
  requests: number;
  /** From ready to the first byte, milliseconds. */
  delay: number;
}

const serverIds = ['one', 'two', 'three'];

/**
 * Lets the whole core wait for so much work at each of three servers, by a clock that only moves when everything has been
 * done. What the servers took earlier is in the history.
 *
 * @param limit seconds that a server wants between two questions about one thing; null where it names none
 */
export async function waitFor(
  work: readonly Work[][],
  learnt: readonly number[],
  limit: number | null,
): Promise<Wait[]> {
  const world = await createWorld();
  const { clock, store, servers, app } = world;
  // A server that counts nothing shows no progress for hours.
  world.config.saveSettings({ ...world.config.settings(), silenceMinutes: 10_000 });
  const waits = new Map<string, Wait & { began: number; takes: number }>();
  const fetched = new Set<Wait>();
  for (const [index, id] of serverIds.entries()) {
    world.config.saveConnection({
      ...silentServer,
      id,
      name: id,
      baseUrl: `https://${id}.example.com`,
      user: 'ada',
    });
    for (const [number, takes] of learnt.entries()) {
      const job = composeJob({ id: `past-${id}-${number}`, connectionId: id, state: { is: 'cancelled' } });
      const entry = (at: number, from: string, to: string): LogEntry => ({
        ...{ jobId: job.id, at, event: 'moved', from, to, detail: {} },
      });
      store.save([job], [entry(0, 'asking', 'preparing'), entry(takes, 'preparing', 'ready')], []);
    }
    const { api } = servers.server(id);
    const left = [...work[index]!];
    const [create, poll, fetchInto] = [api.create.bind(api), api.poll.bind(api), api.fetchInto.bind(api)];
    const own = new Map<string, Work>();
    api.create = async (...args) => {
      const made = await create(...args);
      const next = left.shift()!;
      if (!('prepared' in made)) throw new Error('A server prepares everything here.');
      own.set(made.prepared, next);
      waits.set(`${id} ${made.prepared}`, { requests: 0, delay: 0, began: clock.now(), takes: next.takes });
      return made;
    };
    const waitOf = (prepared: PreparedId) => waits.get(`${id} ${prepared}`)!;
    api.poll = async (prepared, options) => {
      const wait = waitOf(prepared);
      wait.requests += 1;
      const share = (clock.now() - wait.began) / wait.takes;
      if (share >= 1) return poll(prepared, options);
      const counters = countersAt(own.get(prepared)!, share);
      return { is: 'waiting', counters, word: '', ...(limit !== null && { retryAfter: limit }) };
    };
    api.fetchInto = (sink, source, resume, options) => {
      if (source.from === 'prepared') {
        const wait = waitOf(source.prepared);
        if (!fetched.has(wait)) wait.delay = clock.now() - wait.began - wait.takes;
        fetched.add(wait);
      }
      return fetchInto(sink, source, resume, options);
    };
  }
  for (const [index, id] of serverIds.entries())
    for (const number of work[index]!.keys()) {
      const request: CallInput<'jobs.create'> = {
        connectionId: id,
        items: [`${id}-${number}`],
        folder: '/downloads',
      };
      await app.handlers['jobs.create'](request);
    }
  // What is fetched here is no zip: what becomes of it afterwards doesn't matter.
  await clock.until(() => fetched.size === work.flat().length, 1e12);
  await app.stop();
  return [...waits.values()].map(({ requests, delay }) => ({ requests, delay }));
}

/** Ten thousand files. */
function countersAt({ counting }: Work, share: number): Counters {
  if (!counting) return { filesDone: null, filesTotal: null, bytesDone: null, bytesTotal: null };
  const filesTotal = 10_000;
  const filesDone = Math.min(filesTotal, Math.floor(counting(share) * filesTotal));
  return { filesDone, filesTotal, bytesDone: null, bytesTotal: null };
}
