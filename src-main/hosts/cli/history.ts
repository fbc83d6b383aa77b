import { everything } from '../../../src-shared/history/history.ts';
import { foldText } from '../../../src-shared/fold-text.ts';
import type { Job } from '../../../src-shared/job/job.ts';
import type { Connection } from '../../../src-shared/connection.ts';
import { said, t } from '../../../src-shared/language/index.ts';
import { join } from 'node:path';
import { readConnections } from '../../adapters/config-conf.ts';
import { readJobStore } from '../../adapters/store/job-reader.ts';
import { Search } from '../../adapters/store/search/search.ts';
import { SearchIndex } from '../../adapters/store/search/search-index.ts';
import type { HistoryCommand } from './commands.ts';
import type { ExitCode } from './exit-codes.ts';
import { exitCodes } from './exit-codes.ts';
import { escapedJson, oneLine, printText } from '../print.ts';
import { csvLine, writeTo } from './written-text.ts';

const pageSize = 200;

/** A finished download as `ferry history` prints it. Times are ISO 8601, sizes bytes. */
interface HistoryEntry {
  id: string;
  name: string;
  state: string;
  server: string;
  account: string | null;
  kind: string;
  addedAt: string;
  endedAt: string;
  path: string | null;
  size: number | null;
  sha256: string | null;
  files: number | null;
  warnings: string[];
  /** With a search: where its words are, and a path inside the zip that has them. */
  found?: { in: string[]; inside: string | null };
}

const columns = [
  ...(['id', 'name', 'state', 'server', 'account', 'kind', 'addedAt', 'endedAt'] as const),
  ...(['path', 'size', 'sha256', 'files', 'warnings'] as const),
];

/** `ferry history`: finished downloads, newest first, one after the other. It only reads. */
export async function history(command: HistoryCommand, signal: AbortSignal): Promise<ExitCode> {
  const { dataFolder, format, search: text, since, server } = command;
  const connections = readConnections(dataFolder);
  const named = server === null ? [] : connections.filter((connection) => isCalled(connection, server));
  if (server !== null && named.length === 0)
    printText(process.stderr, oneLine(t('terminal.history.noServer', { name: server })));
  const servers = connections.map(({ id, name }) => ({ id, name }));
  const query = {
    text,
    filter: {
      ...everything,
      from: since,
      servers: server === null ? [] : ['', ...named.map(({ id }) => id)],
    },
    sort: null,
    without: [],
    servers,
  };
  const store = readJobStore(dataFolder);
  const index = new SearchIndex(dataFolder);
  const names = new Map(servers.map(({ id, name }) => [id, name]));
  try {
    const search = new Search(index);
    const out = process.stdout;
    await writeTo(out, format === 'csv' ? csvLine(columns) : '[');
    let isFirst = true;
    for (let offset = 0, total = 1; offset < total && !out.destroyed; offset += pageSize) {
      signal.throwIfAborted();
      const page = search.query(query, offset, pageSize);
      total = page.total;
      const found = new Map(page.found.map((where) => [where.jobId, where]));
      const lines: string[] = [];
      for (const id of page.jobIds) {
        const job = store.job(id);
        if (!job) continue;
        const where = found.get(id);
        const entry: HistoryEntry = {
          ...entryOf(job, names.get(job.connectionId) ?? '', store.contents(id)?.files ?? null),
          ...(where && { found: { in: where.in, inside: where.inside?.path ?? null } }),
        };
        lines.push(format === 'csv' ? csvOf(entry) : `${isFirst ? '' : ','}\n${escapedJson(entry)}`);
        isFirst = false;
      }
      await writeTo(out, lines.join(''));
    }
    if (format === 'json') await writeTo(out, isFirst ? ']\n' : '\n]\n');
  } finally {
    index.close();
    store.close();
  }
  return exitCodes.saved;
}

function isCalled({ name, baseUrl }: Connection, wanted: string): boolean {
  return foldText(name) === foldText(wanted) || baseUrl === wanted || URL.parse(baseUrl)?.host === wanted;
}

function entryOf(job: Job, server: string, files: number | null): HistoryEntry {
  const saved = job.state.is === 'saved' ? job.state : null;
  return {
    id: job.id,
    name: said(job.name),
    state: job.state.is,
    server,
    account: job.account,
    kind: job.request.kind,
    addedAt: new Date(job.createdAt).toISOString(),
    endedAt: new Date(job.changedAt).toISOString(),
    path: saved && join(saved.folder, saved.fileName),
    size: saved?.size ?? null,
    sha256: saved?.sha256 ?? null,
    files,
    warnings: saved?.warnings.map(said) ?? [],
  };
}

function csvOf(entry: HistoryEntry): string {
  return csvLine(columns.map((column) => (column === 'warnings' ? entry.warnings.join(' ') : entry[column])));
}
