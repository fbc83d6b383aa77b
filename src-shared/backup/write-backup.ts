import { toBase64 } from '../base64.ts';
import { demoId } from '../connection.ts';
import type { Connection } from '../connection.ts';
import type { Comparison } from '../history/comparison.ts';
import type { Job } from '../job/job.ts';
import type { TimelineEntry } from '../job/job-view.ts';
import type { Settings } from '../settings.ts';
import {
  backupEntrySchema,
  backupServer,
  backupSettingsSchema,
  backupVersion,
  longestContents,
  originalId,
} from './backup.ts';
import type { BackupZip } from './backup.ts';

/** What a backup is made from. */
export interface BackupSources {
  /** Milliseconds since 1970. */
  now: number;
  /** Ferry's own version. */
  version: string;
  connections: readonly Connection[];
  settings: Settings;
  /** Null leaves the downloads out. */
  history: BackedUpHistory | null;
}

/** Where finished downloads and what is kept of them come from: a part of `JobStore`. */
export interface BackedUpHistory {
  history(page: { offset: number; limit: number }): { jobs: Job[]; total: number };
  log(jobId: string): TimelineEntry[];
  contents(jobId: string): (Omit<BackupZip, 'packed'> & { packed: Uint8Array }) | null;
  comparison(jobId: string): Comparison | null;
}

/** Downloads that are looked up at a time. */
const pageSize = 200;

/** The name of a backup's file. */
export const backupName = (now: number): string =>
  `Ferry-backup-${new Date(now).toISOString().slice(0, 10)}.json`;

/**
 * The file's text, piece by piece: one server or download a line, so that it can be compared and searched line by line.
 * Servers that were removed are in it for the names of their downloads alone.
 */
export function* backupPieces(sources: BackupSources): Generator<string> {
  const { now, version, history } = sources;
  const head = {
    ferryBackup: backupVersion,
    madeAt: new Date(now).toISOString(),
    madeBy: `Ferry ${version}`,
  };
  yield `${JSON.stringify(head).slice(0, -1)},\n`;
  yield `"settings":${JSON.stringify(backupSettingsSchema.parse(sources.settings))},\n"servers":[`;
  yield* listed(
    sources.connections
      .map((connection) => ({
        ...backupServer(connection),
        // It is gone with this run.
        ...(connection.id === demoId && { removed: true }),
      }))
      .filter(({ removed }) => history !== null || !removed),
  );
  yield history ? '],\n"history":[' : ']}\n';
  if (!history) return;
  yield* listed(entriesOf(history));
  yield ']}\n';
}

function* listed(values: Iterable<unknown>): Generator<string> {
  let between = '\n';
  for (const value of values) {
    yield `${between}${JSON.stringify(value)}`;
    between = ',\n';
  }
  yield '\n';
}

function* entriesOf(history: BackedUpHistory): Generator<unknown> {
  for (let offset = 0, total = 1; offset < total; offset += pageSize) {
    const found = history.history({ offset, limit: pageSize });
    total = found.total;
    for (const { removal, ...job } of found.jobs) {
      // As good as removed.
      if (removal) continue;
      const entry = backupEntrySchema.safeParse({
        job: {
          ...job,
          id: originalId(job.id),
          parentId: job.parentId === null ? null : originalId(job.parentId),
          state:
            job.state.is === 'split'
              ? { ...job.state, children: job.state.children.map(originalId) }
              : job.state,
        },
        timeline: history.log(job.id),
        contents: contentsIn(history, job.id),
        comparison: comparisonIn(history, job.id),
      });
      if (entry.success) yield entry.data;
    }
  }
}

function contentsIn(history: BackedUpHistory, jobId: string): BackupZip | undefined {
  const contents = history.contents(jobId);
  if (!contents || contents.packed.length > (longestContents / 4) * 3 - 4) return undefined;
  return { ...contents, packed: toBase64(contents.packed) };
}

function comparisonIn(history: BackedUpHistory, jobId: string): Comparison | undefined {
  const { listing, changes } = history.comparison(jobId) ?? { listing: null, changes: null };
  // What is still to be compared is so here alone.
  const done = listing?.is === 'due' ? null : listing;
  if (!done && !changes) return undefined;
  return { listing: done, changes: changes && { ...changes, jobId: originalId(changes.jobId) } };
}
