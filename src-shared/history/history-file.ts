import { csvLine, csvMark } from '../csv.ts';
import type { Job, JobStateName } from '../job/job.ts';
import type { Words } from '../language/words.ts';
import { escapedJson } from '../printable.ts';
import type { HistoryFormat, WhereFound } from './history.ts';

/** A finished download for other programs. Times are ISO 8601 in UTC, sizes bytes. */
export interface HistoryEntry {
  id: string;
  name: string;
  state: JobStateName;
  server: string;
  account: string | null;
  kind: string;
  addedAt: string;
  endedAt: string;
  path: string | null;
  size: number | null;
  sha256: string | null;
  /** In a zip. */
  files: number | null;
  warnings: string[];
  /** With a search: where its words are, and a path inside the zip that has them. */
  found?: { in: string[]; inside: string | null };
}

const columns = [
  ...(['id', 'name', 'state', 'server', 'account', 'kind', 'addedAt', 'endedAt'] as const),
  ...(['path', 'size', 'sha256', 'files', 'warnings'] as const),
];

/** What isn't in the job itself. */
export interface EntrySources {
  server: string;
  files: number | null;
  found: WhereFound | undefined;
  say: (words: Words) => string;
}

/** What other programs are told of a final job. */
export function historyEntry(job: Job, { server, files, found, say }: EntrySources): HistoryEntry {
  const saved = job.state.is === 'saved' ? job.state : null;
  return {
    id: job.id,
    name: say(job.name),
    state: job.state.is,
    server,
    account: job.account,
    kind: job.request.kind,
    addedAt: new Date(job.createdAt).toISOString(),
    endedAt: new Date(job.changedAt).toISOString(),
    path: saved && pathIn(saved.folder, saved.fileName),
    size: saved?.size ?? null,
    sha256: saved?.sha256 ?? null,
    files,
    warnings: saved?.warnings.map(say) ?? [],
    ...(found && { found: { in: found.in, inside: found.inside?.path ?? null } }),
  };
}

/** With the sign that the folder itself has between names: a history may have been imported from another system. */
function pathIn(folder: string, fileName: string): string {
  const between = folder.includes('\\') && !folder.startsWith('/') ? '\\' : '/';
  return `${folder}${folder.endsWith(between) ? '' : between}${fileName}`;
}

/** The name of the file. `now` in milliseconds since 1970. */
export const historyFileName = (format: HistoryFormat, now: number): string =>
  `Ferry-history-${new Date(now).toISOString().slice(0, 10)}.${format}`;

/** The same as a file of its own, which a spreadsheet may open. */
export async function* historyFilePieces(
  format: HistoryFormat,
  entries: AsyncIterable<HistoryEntry[]>,
): AsyncGenerator<string> {
  if (format === 'csv') yield csvMark;
  yield* historyPieces(format, entries);
}

/** The entries' text, piece by piece: CSV with a head, or one JSON array. */
export async function* historyPieces(
  format: HistoryFormat,
  entries: AsyncIterable<HistoryEntry[]>,
): AsyncGenerator<string> {
  if (format === 'csv') {
    yield csvLine(columns);
    for await (const some of entries) yield some.map(csvOf).join('');
    return;
  }
  let between = '\n';
  yield '[';
  for await (const some of entries) {
    if (some.length === 0) continue;
    yield `${between}${some.map((entry) => escapedJson(entry)).join(',\n')}`;
    between = ',\n';
  }
  yield between === '\n' ? ']\n' : '\n]\n';
}

function csvOf(entry: HistoryEntry): string {
  return csvLine(columns.map((column) => (column === 'warnings' ? entry.warnings.join(' ') : entry[column])));
}
