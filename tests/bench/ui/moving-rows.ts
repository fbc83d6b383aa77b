import type { App } from '../../../src-main/core/app-types.ts';
import type { EventData, EventName } from '../../../src-shared/contract.ts';
import type { JobView, Progress } from '../../../src-shared/job/job-view.ts';
import { wholeQueue } from '../../../src-shared/whole-queue.ts';
import {
  counters,
  downloading,
  downloadProgress,
  preparing,
  preparingProgress,
  queued,
  ready,
  saved,
  verifying,
} from '../../fakes/job-rows.ts';

/** An app some of whose rows move. */
export interface MovingApp {
  app: App;
  /** Every moving row changes: a tenth of them gets to its next state, the others get on. */
  tick(): void;
}

type Listener = <Name extends EventName>(name: Name, data: EventData<Name>) => void;

/** Ticks that a row spends in each state. */
const ticksInState = 10;
const whole = 900_000_000;

/** The life of a row, which begins anew after it was saved. */
const life = [queued, preparing, ready, downloading, verifying, saved] as const;

function progressOf(job: JobView, part: number, now: number): Progress | null {
  const bytes = Math.round(whole * part);
  switch (job.state.is) {
    case 'preparing':
      return preparingProgress(job.id, now, counters(Math.round(4000 * part), 4000, bytes, whole));
    case 'downloading':
      return downloadProgress(job.id, bytes, whole, 40_000_000 + (bytes % 7_000_000));
    case 'verifying':
      return { phase: 'verifying', jobId: job.id, bytes, total: whole };
    default:
      return null;
  }
}

/**
 * The same app, whose first open rows look as if they moved; everything else, and every call, is its own. Changes are
 * numbered here, with its own among them.
 */
export async function withMovingRows(app: App, count: number): Promise<MovingApp> {
  const listeners = new Set<Listener>();
  const { jobs } = await wholeQueue(app.handlers);
  const rows = [...jobs].sort((one, other) => one.order - other.order).slice(0, count);
  const shown = new Map<string, JobView>();
  const progress = new Map<string, Progress>();
  let seq = 0;
  let tick = 0;

  const publish: Listener = (name, data) => {
    for (const listener of [...listeners]) listener(name, data);
  };
  app.subscribe((name, data) => {
    if (name !== 'queue.changed') return publish(name, data);
    const { jobs, removed } = data as EventData<'queue.changed'>;
    seq += 1;
    publish('queue.changed', {
      seq,
      removed,
      jobs: jobs.map((job) => shown.get(job.id) ?? job),
    });
  });

  /** Brings a row to where it is at a tick; says whether its state is another. */
  const bring = (job: JobView, index: number, now: number): boolean => {
    const age = tick + index;
    const make = life[(Math.floor(age / ticksInState) + index) % life.length] ?? queued;
    const isNew = age % ticksInState === 0 || !shown.has(job.id);
    if (isNew) {
      const { name, order, connectionId, connectionName } = job;
      shown.set(
        job.id,
        make({ id: job.id, name, order, connectionId, connectionName, now, size: whole, changedAt: now }),
      );
    }
    const part = (age % ticksInState) / ticksInState;
    const item = progressOf(shown.get(job.id) ?? job, part, now);
    if (item) progress.set(job.id, item);
    else progress.delete(job.id);
    return isNew;
  };
  rows.forEach((job, index) => bring(job, index, Date.now()));

  return {
    app: {
      ...app,
      handlers: {
        ...app.handlers,
        'queue.snapshot': async () => {
          const own = await app.handlers['queue.snapshot']({});
          const jobs = own.jobs.map((job) => shown.get(job.id) ?? job);
          return { ...own, seq, jobs, progress: [...own.progress, ...progress.values()] };
        },
        'queue.rows': async (input) => {
          const own = await app.handlers['queue.rows'](input);
          return { jobs: own.jobs.map((job) => shown.get(job.id) ?? job) };
        },
      },
      subscribe: (listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
    tick: () => {
      tick += 1;
      const now = Date.now();
      const changed = rows.filter((job, index) => bring(job, index, now));
      seq += 1;
      publish('queue.changed', { seq, jobs: changed.flatMap(({ id }) => shown.get(id) ?? []), removed: [] });
      publish('queue.progress', { items: [...progress.values()] });
    },
  };
}
