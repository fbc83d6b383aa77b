import { demoId } from '../connection.ts';
import type { Connection } from '../connection.ts';
import type { Job } from '../job/job.ts';
import type { TimelineEntry } from '../job/job-view.ts';
import type { Settings } from '../settings.ts';
import {
  backupEntrySchema,
  backupServer,
  backupSettingsSchema,
  backupVersion,
  originalId,
} from './backup.ts';

/** What a backup is made from. */
export interface BackupSources {
  /** Milliseconds since 1970. */
  now: number;
  /** Ferry's own version. */
  version: string;
  connections: readonly Connection[];
  settings: Settings;
  /** Null leaves the downloads out. */
  history: {
    page(page: { offset: number; limit: number }): { jobs: Job[]; total: number };
    timeline(jobId: string): TimelineEntry[];
  } | null;
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

function* entriesOf(history: NonNullable<BackupSources['history']>): Generator<unknown> {
  for (let offset = 0, total = 1; offset < total; offset += pageSize) {
    const found = history.page({ offset, limit: pageSize });
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
        timeline: history.timeline(job.id),
      });
      if (entry.success) yield entry.data;
    }
  }
}
