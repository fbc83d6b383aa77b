import { kindOf } from '../../src-shared/kinds/kind-table.ts';
import type { Job } from '../../src-shared/job/job.ts';
import { likelyLengths } from './likely-lengths.ts';
import type { Outlook } from './next-poll.ts';
import type { Clock, JobStore, LogEntry } from './ports.ts';

/** So many of a server's newest downloads are looked through, for so many spans. */
const rowsLookedAt = 200;
const spansWanted = 100;
/** People are told the usual of so many of the newest: a server that has become slower isn't what it was. */
const usualOf = 5;
/** One span alone is no habit. */
const fewestSpans = 2;
/** Milliseconds for which an answer is kept: many jobs may begin at once. */
const keptFor = 60_000;

/** How long servers took for the like of a job. */
export interface Learnt {
  /** The median of the newest, milliseconds; null where too few are known. */
  usual: number | null;
  /** As `nextWait` takes it. */
  ends: Outlook['learnt'];
}
const nothing: Learnt = { usual: null, ends: { lengths: [], samples: 0 } };

/** How long servers usually prepare what is asked of them, estimated from the timelines in the history. */
export class PreparationEstimate {
  readonly #store: JobStore;
  readonly #clock: Clock;
  readonly #known = new Map<string, { learnt: Learnt; at: number }>();

  constructor({ store, clock }: { store: JobStore; clock: Clock }) {
    this.#store = store;
    this.#clock = clock;
  }

  /** Of the last ones of the same kind at the same server. */
  of(job: Job): Learnt {
    const kind = habitOf(job);
    const now = this.#clock.monotonic();
    const known = this.#known.get(kind);
    if (known && now - known.at < keptFor) return known.learnt;
    const learnt = this.#learn(kind, job.connectionId);
    this.#known.set(kind, { learnt, at: now });
    return learnt;
  }

  /** A list that can't be read now is reported elsewhere. */
  #learn(kind: string, connectionId: string): Learnt {
    try {
      const spans = this.#spans(kind, connectionId);
      if (spans.length < fewestSpans) return nothing;
      const newest = spans.slice(0, usualOf).sort((one, other) => one - other);
      return {
        usual: newest[Math.floor(newest.length / 2)]!,
        ends: { lengths: likelyLengths(spans), samples: spans.length },
      };
    } catch {
      return nothing;
    }
  }

  /** Milliseconds, the newest first. */
  #spans(kind: string, connectionId: string): number[] {
    const spans: number[] = [];
    for (const job of this.#store.historyOf(connectionId, rowsLookedAt)) {
      const span = habitOf(job) === kind ? preparedIn(this.#store.log(job.id)) : null;
      if (span !== null) spans.push(span);
      if (spans.length === spansWanted) break;
    }
    return spans;
  }
}

/** A server takes as long for an export as for the last of its type; documents it packs are all alike. */
function habitOf({ connectionId, request }: Job): string {
  return `${connectionId} ${kindOf(request.kind).typeOf(request) ?? ''}`;
}

/** Milliseconds from the last time that it began to be prepared until it was ready; null where it was paused in between. */
function preparedIn(log: LogEntry[]): number | null {
  const steps = log.filter(({ from, to }) => from !== to);
  const ready = steps.findLastIndex(({ from, to }) => from === 'preparing' && to === 'ready');
  const begun = steps[ready - 1];
  return begun?.to === 'preparing' && begun.from !== 'paused' ? steps[ready]!.at - begun.at : null;
}
