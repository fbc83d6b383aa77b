/** Histories as years of use leave them: downloads from two servers, with their logs and what their zips list. */
import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { openConfig } from '../../../src-main/adapters/config-conf.ts';
import { openJobStore } from '../../../src-main/adapters/store/job-store.ts';
import type { Contents, LogEntry } from '../../../src-main/core/ports.ts';
import { lineOf } from '../../../src-shared/history/content-lines.ts';
import type { Job } from '../../../src-shared/job/job.ts';
import { composeJob, silentServer } from '../../fakes/compose-job.ts';
import { fill } from '../ui/app.ts';
import type { Load } from '../ui/app.ts';

const minute = 60_000;
const newest = 1_790_000_000_000;
const topics = ['Minutes', 'Tender', 'Contract', 'Annual report', 'Drawings', 'Invoices', 'Übersicht'];
const failures = ['unreachable', 'cut', 'busy', 'refused'] as const;
const endings = ['zip', 'zip', 'zip', 'pdf', 'docx'];
const otherServer = { ...silentServer, id: 'connection-2', name: 'Academy Library', user: 'other' };

/** The name of a download in it, by its place from the newest on. */
export const pastName = (index: number): string => `${topics[index % topics.length]} ${index}`;

/** A name inside the zip of a download. */
export const insideName = (index: number, file: number): string =>
  `Department ${index % 23}/Project ${index}/Sheet ${file} of plan ${(index * 31 + file * 7) % 9973}.pdf`;

function past(index: number, servers: readonly string[]): Job {
  const ending = endings[index % endings.length]!;
  const changedAt = newest - index * 37 * minute;
  const fileName = `${pastName(index)}.${ending}`;
  return composeJob({
    id: `past-${index}`,
    connectionId: servers[index % servers.length]!,
    name: fileName,
    createdAt: changedAt - 30 * minute,
    changedAt,
    state:
      index % 11 === 5
        ? { is: 'cancelled' }
        : {
            is: 'saved',
            folder: '/home/user/Downloads/Ferry',
            fileName,
            size: Math.round(10 ** (4 + ((index * 37) % 600) / 100)),
            sha256: createHash('sha256').update(fileName).digest('hex'),
            warnings: index % 17 === 3 ? ['1 file was left out by the server.'] : [],
          },
  });
}

function logOf({ id: jobId, changedAt, state }: Job, index: number): LogEntry[] {
  const prepared = (1 + ((index * 13) % 40)) * minute;
  const entry = (before: number, event: string, to: string, detail = {}): LogEntry => ({
    ...{ jobId, at: changedAt - before, event, from: '', to, detail },
  });
  return [
    entry(prepared + 4 * minute, 'added', 'queued'),
    entry(prepared + 3 * minute, 'slotFree', 'asking'),
    entry(prepared + 3 * minute, 'accepted', 'preparing'),
    entry(3 * minute, 'becameReady', 'ready'),
    entry(3 * minute, 'slotFree', 'downloading'),
    ...(index % 9 === 0
      ? [entry(2 * minute, 'failed', 'downloading', { failure: { kind: failures[(index / 9) % 4] } })]
      : []),
    entry(0, 'ended', state.is),
  ];
}

function contentsOf(index: number, files: number): Contents {
  const lines = Array.from({ length: files }, (_, file) =>
    lineOf({ path: insideName(index, file), size: 1000 + file, crc32: 'deadbeef' }),
  ).join('');
  const digest = createHash('sha256').update(lines).digest('hex');
  const bytes = files * 1000 + (files * (files - 1)) / 2;
  return { files, folders: 0, bytes, digest, packed: gzipSync(lines, { level: 1 }) };
}

/** Fills a data folder. All zips together list so many names. */
export function makeHistory(folder: string, load: Load, names: number): void {
  fill(folder, { ...load, history: 0 });
  const config = openConfig({ folder });
  config.saveConnection(otherServer);
  const store = openJobStore({ folder, now: () => newest });
  const servers = [silentServer.id, otherServer.id];
  const jobs = Array.from({ length: load.history }, (_, index) => past(index, servers));
  for (let at = 0; at < jobs.length; at += 5_000) {
    const some = jobs.slice(at, at + 5_000);
    store.save(
      some,
      some.flatMap((job, index) => logOf(job, at + index)),
      [],
    );
  }
  const zips = jobs.flatMap(({ state }, index) =>
    state.is === 'saved' && state.fileName.endsWith('.zip') ? [index] : [],
  );
  const each = Math.ceil(names / zips.length);
  for (const index of zips) store.saveContents(`past-${index}`, contentsOf(index, each));
  store.close();
}
